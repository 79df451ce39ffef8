"""How plan sheets call their columns and what they write in them (DOMAIN 5.4): one literal table each.

A header is looked up by `key`: NFKC, case folded, without spaces, line breaks, brackets and separators; then by
`bare_key`, without what stands in brackets. Headers of two joined rows come as "予定｜開始日".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from progress.domain.rows import Kind, Status

LONGEST_WORD = 40
NOISE = re.compile(r"[\s()\[\]{}<>〈〉《》「」『』【】〔〕|｜/・･_\-‐–—:;*※.,、。'\"]+")
BRACKETED = re.compile(r"[(\[【〔<〈][^)\]】〕>〉]*[)\]】〕>〉]")

# The first spelling of a field is the likeliest; among two columns for one field the earlier spelling wins.
SPELLINGS: Mapping[str, tuple[str, ...]] = {
    "row_id": ("行キー", "Row key"),
    "id": (
        "タスクID", "タスク ID", "課題キー", "キー", "Issue key", "Key", "管理番号", "作業ID", "Task ID", "Activity ID",
        "Task No.", "ID", "タスクNo", "タスク番号", "作業No", "作業番号", "チケット番号", "タスクコード", "作業コード",
        "固有 ID", "Unique ID",
    ),
    "number": ("No", "No.", "№", "NO", "#", "項番", "連番", "番号", "行番号", "Row number"),
    "wbs_code": (
        "WBS", "WBS番号", "WBS No", "WBSコード", "WBS NUMBER", "階層番号", "WBS #", "WBS code", "WBS ID",
        "Outline number", "アウトライン番号",
    ),
    "parent": (
        "親キー", "親ID", "親タスク", "親タスクID", "上位タスク", "Parent key", "Parent", "Parent ID",
        "Parent task", "親課題キー", "親課題", "親チケット", "Parent issue",
    ),
    "level": ("Lv", "レベル", "階層", "Level", "Outline level", "アウトラインレベル"),
    "level1": (
        "大項目", "大項目 (工程)", "大分類", "サブシステム", "大工程", "Level 1", "Subsystem", "大区分", "分類(大)",
        "分類1",
        "レベル1", "大タスク", "カテゴリ1", "第1階層", "大",
    ),
    "level2": (
        "中項目", "中項目 (機能)", "中分類", "機能", "作業区分", "WBS要素名", "機能名", "Level 2", "Function", "中区分",
        "分類(中)", "分類2", "レベル2", "中タスク", "カテゴリ2", "第2階層", "中",
    ),
    "level3": (
        "小項目", "小項目 (タスク)", "小分類", "Level 3", "小区分", "分類(小)", "分類3", "レベル3", "小タスク",
        "カテゴリ3",
        "第3階層", "小",
    ),
    "phase": ("工程", "フェーズ", "工程名", "対象工程", "Phase", "Stage", "作業工程", "工程区分"),
    "name": (
        "タスク名", "タスク", "作業名", "作業", "作業項目", "作業内容", "アクティビティ", "件名", "TASK TITLE",
        "Task name", "Task", "Activity", "Activity name", "Work item", "タスク名称", "作業名称", "アクティビティ名",
        "項目", "Task description", "題名", "Subject", "Title", "Name", "要約", "Summary", "タイトル", "作業項目名",
        "作業タスク", "タスクタイトル", "実施項目", "実施事項", "実施内容", "項目名", "WBS名", "業務内容",
        "Work package",
        "Action item", "Item",
    ),
    "kind": ("種別", "種類", "タスク種別", "行種別", "Kind", "Type", "Task type"),
    "deliverable": ("成果物", "予定成果物", "成果物名", "アウトプット", "Deliverable", "Deliverables", "Output"),
    "assignee": (
        "担当者", "担当", "主担当", "作業担当", "作業者", "担当者名", "リーダ", "担当者｜予定", "Assignee",
        "Assigned to", "Owner", "Responsible", "Resource", "Resource names", "TASK OWNER", "担当(主)", "リソース名",
        "主担当者", "作業担当者", "実施者", "対応者", "担当社員", "アサイン", "リソース", "Assignees", "Resources",
        "Person",
        "Responsible person", "In charge", "PIC",
    ),
    "actual_assignee": ("担当者｜実績",),
    "team": (
        "チーム", "会社", "所属", "ベンダー", "担当チーム", "担当会社", "会社名", "チーム名", "Team", "Company",
        "Vendor", "担当グループ", "グループ", "担当部署", "部署", "担当組織", "Group",
    ),
    "planned_start": (
        "予定開始日", "開始予定日", "開始予定", "予定開始", "計画開始日", "予定(開始)", "予定｜開始",
        "予定日｜開始", "予定｜開始日", "計画｜開始", "計画｜開始日", "計画開始", "着手予定", "着手予定日",
        "予定着手日", "開始日(予定)", "予定日(開始日)", "Planned start", "Plan start", "Plan｜Start",
        "Planned start date", "Scheduled start", "START DATE", "Start", "開始日", "開始", "予定｜着手", "予定｜着手日",
        "計画｜着手", "予定｜自", "計画｜自", "予定｜From", "予定開始日時", "開始日時", "作業開始予定日",
        "Plan start date",
        "Target start", "Begin date",
    ),
    "planned_finish": (
        "予定終了日", "終了予定日", "終了予定", "予定終了", "完了予定日", "完了予定", "予定完了日", "計画終了日",
        "計画終了", "予定｜終了", "予定日｜終了", "予定｜終了日", "予定｜完了日", "予定｜完了", "計画｜終了",
        "計画｜終了日", "計画完了日", "終了日(予定)", "予定日(終了日)", "Planned finish", "Planned end",
        "Plan finish", "Plan end", "Plan｜Finish", "Plan｜End", "Planned finish date", "Planned end date",
        "Scheduled finish", "期限", "期日", "納期", "DUE DATE", "Due", "Finish date", "End date", "Finish", "End",
        "終了日", "終了", "完了期限", "期限日", "計画｜完了", "計画｜完了日", "予定｜期限", "予定｜至", "計画｜至",
        "予定｜To",
        "予定終了日時", "終了日時", "作業終了予定日", "完了期日", "締切日", "締切", "〆切", "完了目標日",
        "Plan end date",
        "Target date", "Target finish", "Target end", "Deadline",
    ),
    "actual_start": (
        "実績開始日", "開始実績", "開始実績日", "実績開始", "実績｜開始", "実績日｜開始", "実績｜開始日",
        "実績着手日", "着手日", "開始日(実績)", "着手実績日", "着手実績", "実績日(開始日)", "Actual start",
        "Actual start date", "Actual｜Start", "Started", "実績｜着手", "実績｜着手日", "実績｜自", "実績｜From",
        "実開始日",
        "実績開始日時", "実施開始日", "Actual begin", "Started on", "Date started",
    ),
    "actual_finish": (
        "実績終了日", "終了実績", "終了実績日", "完了実績", "完了実績日", "実績終了", "実績完了日", "実績｜終了",
        "実績日｜終了", "実績｜終了日", "実績｜完了日", "実績｜完了", "完了日", "終了日(実績)", "実績日(終了日)",
        "Actual finish", "Actual end", "Actual finish date", "Actual end date", "Actual｜Finish", "Actual｜End",
        "Finished", "Completed on", "実績｜至", "実績｜To", "実終了日", "実完了日", "実績終了日時", "実施終了日",
        "完了日時",
        "実施完了日", "Actual completion", "Completed at", "Completion date", "Date completed", "Closed", "Closed at",
        "Resolved",
    ),
    "percent": (
        "進捗率", "進捗率(%)", "進捗(%)", "進捗率｜今回", "進捗率｜実績", "実績進捗率", "実績｜進捗率", "達成率",
        "完了率", "進捗度", "% OF TASK COMPLETE", "% complete", "Percent complete", "Progress (%)", "Progress %",
        "Complete (%)", "Progress", "進捗", "Percentage complete", "Percentage completed", "% done", "Done ratio",
        "進捗状況(%)", "実績進捗", "達成度", "作業達成率", "%完了", "Completion (%)", "Completion", "Percent",
        "% work complete",
        "Done (%)",
    ),
    "previous_percent": ("進捗率｜前回", "前回進捗率", "前回進捗", "Previous percent", "Last percent"),
    "planned_effort": (
        "予定工数", "予定工数(人日)", "計画工数", "作業工数｜予定", "工数｜予定", "予定｜工数", "計画｜工数",
        "見積工数", "工数(人日)", "工数 (日)", "工数", "規模", "作業工数", "Planned effort", "Planned work",
        "Estimate", "Estimated effort", "Effort", "Work", "Plan｜Effort", "見積", "予定時間", "見積時間", "工数見積",
        "作業量",
        "予定作業量", "標準工数", "Estimated hours", "Planned hours", "Estimated time",
    ),
    "actual_effort": (
        "実績工数", "実績工数(人日)", "作業工数｜実績", "工数｜実績", "実績｜工数", "投入工数", "実工数",
        "実績工数(累計)", "累計実績工数", "Actual effort", "Actual work", "Effort spent", "Actual｜Effort", "実績時間",
        "消費工数", "実績作業量", "Actual hours", "Spent hours", "Spent time", "Time spent",
    ),
    "remaining_effort": (
        "残工数", "残工数(人日)", "残作業", "残日数", "見込残工数", "残作業工数", "Remaining effort",
        "Remaining work", "Remaining", "残り工数", "残時間", "残作業時間", "残作業量", "Remaining hours",
        "Remaining time",
    ),
    "lateness": ("遅早工数", "遅れ", "遅延日数", "進捗差", "前倒し/遅れ", "遅れ日数", "Delay", "Variance"),
    "predecessors": (
        "先行タスク", "先行", "先行タスク ID", "先行作業", "前提作業", "依存", "タスク｜先行", "先行ID", "先行No",
        "依存関係", "Dependencies (WBS #)", "Predecessors", "Predecessor", "Dependencies", "Depends on",
        "前提タスク", "前タスク", "依存タスク", "依存先", "Blocked by", "Blocked By (Dependencies)", "Dependency",
        "Predecessor IDs",
    ),
    "successors": ("後続タスク", "後続", "タスク｜継続", "タスク｜後続", "Successors"),
    "duration": (
        "期間", "日数", "所要日数", "作業日数", "予定日数", "DURATION", "Duration (days)", "Days", "工期", "所要期間",
        "作業期間", "実働日数",
    ),
    "status": (
        "ステータス", "状態", "状況", "対応状況", "進捗状況", "Status", "State", "Task status", "作業状況",
        "進捗ステータス",
    ),
    "delay_reason": (
        "遅延理由", "遅れ理由", "遅れの理由", "原因", "遅延原因", "Delay reason", "Reason for delay", "Reason",
        "遅延の理由", "遅延要因", "遅れの原因",
    ),
    "countermeasure": (
        "対策", "挽回策", "リカバリ策", "対応策", "遅延対策", "Countermeasure", "Recovery plan", "Recovery action",
        "Action", "リカバリー策", "リカバリプラン", "リカバリープラン", "今後の対応",
    ),
    "forecast_finish": (
        "見込終了日", "完了見込", "完了見込日", "終了見込日", "終了見込", "見込完了日", "見込｜終了",
        "見込｜終了日", "再予定", "Forecast finish", "Expected finish", "Forecast", "Forecast end",
        "Revised finish", "完了見込み", "完了見込み日", "終了見込み", "終了見込み日", "見込み完了日", "見込み終了日",
        "完了予測日",
        "終了予測日", "Estimated completion", "Expected completion",
    ),
    "note": (
        "備考", "コメント", "特記事項", "補足", "メモ", "備考・特記事項", "Note", "Notes", "Remarks", "Comment",
        "Comments", "備考欄", "特記", "Remark",
    ),
    "change_number": (
        "変更管理番号", "変更No", "変更理由", "変更番号", "CR番号", "Change number", "Change request", "CR No",
        "CR",
    ),
}  # fmt: skip

DATE_FIELDS = ("planned_start", "planned_finish", "actual_start", "actual_finish", "forecast_finish")
EFFORT_FIELDS = ("planned_effort", "actual_effort", "remaining_effort")
LEVEL_FIELDS = ("level1", "level2", "level3", "level4", "level5", "level6")
REQUIRED = ("name", "planned_start", "planned_finish")
KNOWN_UNUSED = ("actual_assignee", "previous_percent", "lateness", "successors", "duration", "number")
# What a user may choose for a column; "" leaves it unread.
CHOICES = (
    "name", *LEVEL_FIELDS, "phase", "id", "wbs_code", "level", "parent", "kind", "team", "assignee", "deliverable",
    *DATE_FIELDS, "percent", "status", *EFFORT_FIELDS, "predecessors", "delay_reason", "countermeasure", "note",
    "change_number", "row_id", *KNOWN_UNUSED,
)  # fmt: skip

# A header that may mean two things; the values decide, else the user.
AMBIGUOUS: Mapping[str, tuple[str, str]] = {
    "進捗": ("percent", "status"), "progress": ("percent", "status"), "進捗状況": ("status", "percent"),
}  # fmt: skip

# Parts of a header that, over a column of dates, tell which date it is.
HINTS_ACTUAL = ("実績", "actual", "実施")
HINTS_FORECAST = ("見込", "forecast", "expected")
HINTS_START = ("開始", "着手", "start", "begin", "from")
HINTS_FINISH = ("終了", "完了", "期限", "期日", "締切", "finish", "end", "due", "until", "complet")
HINTS_BASELINE = ("ベースライン", "当初", "baseline", "前回")

STATUS_WORDS: Mapping[Status, tuple[str, ...]] = {
    Status.NOT_STARTED: (
        "未着手", "未", "未開始", "未実施", "未対応", "新規", "Not started", "To do", "Todo", "Open", "New", "Planned",
        "Backlog",
    ),
    Status.IN_PROGRESS: (
        "着手中", "作業中", "進行中", "仕掛中", "対応中", "実施中", "着手", "着手済", "処理中", "実行中", "進捗中",
        "In progress", "Ongoing", "Started", "WIP", "Active", "Doing", "Working on it",
    ),
    Status.IN_REVIEW: (
        "レビュー中", "確認中", "レビュー待ち", "承認待ち", "処理済み", "処理済", "解決", "In review", "Review",
        "Reviewing", "Resolved",
    ),
    Status.DONE: (
        "完了", "済", "完", "終了", "完了済", "完了済み", "済み", "実施済", "実施済み", "対応済", "対応済み",
        "対応完了",
        "作業完了", "クローズ", "Done", "Complete", "Completed", "Finished", "Closed",
    ),
    Status.ON_HOLD: (
        "保留", "保留中", "中断", "中断中", "待ち", "待機", "待機中", "ペンディング", "On hold", "Blocked", "Paused",
        "Waiting",
        "Deferred", "Suspended",
    ),
    Status.CANCELLED: (
        "中止", "取消", "対象外", "取り消し", "取りやめ", "キャンセル", "却下", "対応不要", "Cancelled", "Canceled",
        "Dropped",
        "N/A", "Out of scope", "Rejected", "Won't do",
    ),
}  # fmt: skip
# Marks mean different things to different teams: proposed to the user, never assumed.
STATUS_MARKS: Mapping[str, Status] = {
    "○": Status.DONE, "◯": Status.DONE, "〇": Status.DONE, "◎": Status.DONE, "●": Status.DONE, "✓": Status.DONE,
    "✔": Status.DONE,
    "レ": Status.DONE, "△": Status.IN_PROGRESS, "▲": Status.IN_PROGRESS, "×": Status.NOT_STARTED,
    "✕": Status.NOT_STARTED,
}  # fmt: skip
KIND_WORDS: Mapping[Kind, tuple[str, ...]] = {
    Kind.TASK: ("タスク", "作業", "Task", "Activity", "Normal"),
    Kind.MILESTONE: ("マイルストーン", "MS", "◆", "◇", "▲", "▼", "★", "Milestone"),
    Kind.SUMMARY: (
        "要約",
        "サマリ",
        "サマリー",
        "親",
        "親タスク",
        "集約",
        "見出し",
        "Summary",
        "Group",
        "Phase",
        "Parent",
    ),
}
MILESTONE_MARKS = "◆◇▲▼△▽★☆"

EMPTY_MARKS = frozenset(("-", "－", "ー", "—", "―", "–", "‐", "−", "─", "−−", "--", "---", "…", "?", "？", "／", "/"))
EMPTY_WORDS = frozenset(
    (
        "未定",
        "未",
        "tbd",
        "n/a",
        "na",
        "なし",
        "無し",
        "無",
        "対象外",
        "none",
        "未入力",
        "調整中",
    )
)
TOTALS = (
    "合計", "総計", "小計", "計", "総合計", "累計", "合計工数", "工数合計", "Total", "Totals", "Subtotal",
    "Sub total", "Grand total", "Sum",
)  # fmt: skip
EXAMPLES = ("記入例", "入力例", "サンプル", "例", "見本", "Example", "Sample", "e.g")
LEGENDS = ("凡例", "注意", "注", "記入方法", "記入要領", "使い方", "Legend", "Note", "Notes", "How to use", "Key")
# What stands beside the two rows of a task where plan and actual are written one above the other.
PLAN_ROWS = ("予定", "計画", "Plan", "Planned")
ACTUAL_ROWS = ("実績", "Actual")
SAMPLE_SHEETS = (
    "サンプル", "記入例", "見本", "例", "sample", "example", "template", "ひな形", "雛形", "テンプレート",
)  # fmt: skip
STATUS_DATE_LABELS = (
    "基準日", "報告日", "報告基準日", "進捗基準日", "状況日", "データ日付", "時点", "更新日", "作成日", "Status date",
    "Data date", "As of", "Report date",
)  # fmt: skip
HOUR_UNITS = ("人時", "時間", "mh", "h", "hour", "hours", "hrs", "人h")
MONTH_UNITS = ("人月", "mm", "person-month", "person-months", "months")
DAY_UNITS = ("人日", "日", "md", "d", "day", "days", "person-day", "person-days", "pd", "人d")


@lru_cache(maxsize=8_192)
def key(text: str) -> str:
    """What a header or word is looked up by."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def bare_key(text: str) -> str:
    """The key without what stands in brackets: 工数(人日) -> 工数."""
    return key(BRACKETED.sub("", unicodedata.normalize("NFKC", text)))


def _by_key(table: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, int]]:
    """Key -> (field, rank of the spelling); a spelling in two fields keeps the first."""
    found: dict[str, tuple[str, int]] = {}
    for field, spellings in table.items():
        for rank, spelling in enumerate(spellings):
            found.setdefault(key(spelling), (field, rank))
    return found


FIELD_OF = _by_key(SPELLINGS)
STATUS_OF = {key(word): status for status, words in STATUS_WORDS.items() for word in words}
KIND_OF = {key(word) or word: kind for kind, words in KIND_WORDS.items() for word in words}


def field_of(header: str) -> tuple[str, int] | None:
    """The field a header names and the rank of its spelling; None when unknown."""
    for candidate in (key(header), bare_key(header)):
        if candidate in FIELD_OF:
            return FIELD_OF[candidate]
    return None


def contains(text: str, words: Iterable[str]) -> bool:
    """Whether any of the words stands in the text, by key."""
    found = key(text)
    return any(key(word) in found for word in words)


def is_one_of(text: str, words: Iterable[str]) -> bool:
    """Whether the text is one of the words, however it is spelled (width, case, spaces)."""
    if len(text) > LONGEST_WORD:
        return False
    found = key(text)
    return any(found == key(word) for word in words)

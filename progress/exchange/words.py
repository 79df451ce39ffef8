"""The words of our own workbooks in both languages: the format itself, so they are spelled here and read back
through spellings.py. Sentences are in workbook_texts.py.
"""

from __future__ import annotations

from collections.abc import Mapping

from progress.domain.rows import Kind, Status

HEADINGS: Mapping[str, Mapping[str, str]] = {
    "row_id": {"ja": "行キー", "en": "Row key"},
    "parent": {"ja": "親キー", "en": "Parent key"},
    "id": {"ja": "タスクID", "en": "Task ID"},
    "wbs_code": {"ja": "WBS番号", "en": "WBS code"},
    "phase": {"ja": "工程", "en": "Phase"},
    "team": {"ja": "チーム", "en": "Team"},
    "name": {"ja": "タスク名", "en": "Task name"},
    "kind": {"ja": "種別", "en": "Kind"},
    "assignee": {"ja": "担当者", "en": "Assignee"},
    "deliverable": {"ja": "成果物", "en": "Deliverable"},
    "planned_start": {"ja": "予定開始日", "en": "Planned start"},
    "planned_finish": {"ja": "予定終了日", "en": "Planned finish"},
    "planned_effort": {"ja": "予定工数(人日)", "en": "Planned effort (days)"},
    "actual_start": {"ja": "実績開始日", "en": "Actual start"},
    "actual_finish": {"ja": "実績終了日", "en": "Actual finish"},
    "percent": {"ja": "進捗率", "en": "Percent complete"},
    "actual_effort": {"ja": "実績工数(人日)", "en": "Actual effort (days)"},
    "remaining_effort": {"ja": "残工数(人日)", "en": "Remaining effort (days)"},
    "forecast_finish": {"ja": "見込終了日", "en": "Forecast finish"},
    "status": {"ja": "ステータス", "en": "Status"},
    "delay_reason": {"ja": "遅延理由", "en": "Delay reason"},
    "countermeasure": {"ja": "対策", "en": "Countermeasure"},
    "predecessors": {"ja": "先行タスク", "en": "Predecessors"},
    "change_number": {"ja": "変更管理番号", "en": "Change number"},
    "note": {"ja": "備考", "en": "Note"},
}

STATUSES: Mapping[Status, Mapping[str, str]] = {
    Status.NOT_STARTED: {"ja": "未着手", "en": "Not started"},
    Status.IN_PROGRESS: {"ja": "着手中", "en": "In progress"},
    Status.IN_REVIEW: {"ja": "レビュー中", "en": "In review"},
    Status.DONE: {"ja": "完了", "en": "Done"},
    Status.ON_HOLD: {"ja": "保留", "en": "On hold"},
    Status.CANCELLED: {"ja": "中止", "en": "Cancelled"},
}

KINDS: Mapping[Kind, Mapping[str, str]] = {
    Kind.TASK: {"ja": "タスク", "en": "Task"},
    Kind.MILESTONE: {"ja": "マイルストーン", "en": "Milestone"},
    Kind.SUMMARY: {"ja": "要約", "en": "Summary"},
}

SHEETS: Mapping[str, Mapping[str, str]] = {
    "week": {"ja": "今週の更新", "en": "This week"},
    "plan": {"ja": "WBS", "en": "WBS"},
}
STATUS_DATE: Mapping[str, str] = {"ja": "基準日", "en": "Status date"}
EXAMPLE: Mapping[str, str] = {"ja": "(記入例)", "en": "(Example)"}


def language_of(language: str) -> str:
    """ "ja" for every kind of Japanese, else "en"."""
    return "ja" if language.lower().startswith("ja") else "en"

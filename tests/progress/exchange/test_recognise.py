"""The plan table of a file is found by its headers, in one row or two, in both languages, anywhere near the top."""

from __future__ import annotations

from datetime import date

import pytest

from progress.exchange import columns
from progress.exchange.columns import NoTable
from progress.exchange.raw import Cell, CellKind, RawBook
from progress.exchange.recognise import recognise
from progress.exchange.spellings import FIELD_OF, SPELLINGS, field_of
from tests.progress.exchange.made import book_of, fields_in, found_in, sheet_of

D1, D2 = date(2026, 6, 8), date(2026, 6, 19)
ROW = ("T1", "画面設計", "田中", D1, D2, 0.5)
ONE_ROW = [("ID", "タスク名", "担当者", "予定開始日", "予定終了日", "進捗率"), ROW]


# DOMAIN 5.4, row by row: the canonical field and the spellings read from real templates.
DOMAIN_5_4 = {
    "number": "No, No., №, NO, #, 項番, 連番, 番号",
    "id": "タスクID, タスク ID, ID, 管理番号",
    "wbs_code": "WBS, WBS番号, WBS No, WBSコード, WBS NUMBER, 階層番号",
    "level": "Lv, レベル, 階層",
    "level1": "大項目, 大項目 (工程), 大分類, サブシステム",
    "phase": "工程, フェーズ, 工程名",
    "level2": "中項目, 中項目 (機能), 中分類, 機能, 作業区分, WBS要素名",
    "level3": "小項目, 小項目 (タスク), 小分類",
    "name": "タスク, タスク名, 作業, 作業名, 作業項目, 作業内容, アクティビティ, 件名, TASK TITLE",
    "deliverable": "成果物, 予定成果物, 成果物名, アウトプット",
    "assignee": "担当, 担当者, 主担当, 作業担当, 作業者, リーダ, Owner",
    "team": "会社, 所属, チーム, ベンダー",
    "planned_start": "予定開始日, 開始予定日, 開始予定, 予定開始, 計画開始日, 予定(開始), 予定｜開始, 予定日｜開始, "
    "予定｜開始日, START DATE, 着手予定",
    "planned_finish": "予定終了日, 終了予定日, 終了予定, 予定終了, 完了予定日, 計画終了日, 予定｜終了, 予定日｜終了, "
    "予定｜終了日, 期限, 期日, 納期, DUE DATE",
    "actual_start": "実績開始日, 開始実績, 実績開始, 着手日, 実績｜開始, 実績日｜開始, 実績｜開始日, 開始日(実績)",
    "actual_finish": "実績終了日, 終了実績, 完了実績, 実績終了, 完了日, 実績｜終了, 実績日｜終了, 実績｜終了日, "
    "終了日(実績)",
    "percent": "進捗率, 進捗, 進捗(%), 進捗率(%), 進捗率｜今回, 達成率, 完了率, % OF TASK COMPLETE",
    "previous_percent": "進捗率｜前回",
    "planned_effort": "工数, 工数(人日), 工数 (日), 予定工数, 計画工数, 予定工数(人日), 作業工数｜予定, 見積工数, 規模",
    "actual_effort": "実績工数, 実績工数(人日), 作業工数｜実績, 投入工数, 実工数",
    "remaining_effort": "残工数, 残作業, 残日数, 見込残工数",
    "lateness": "遅早工数, 遅れ, 遅延日数, 進捗差, 前倒し/遅れ",
    "predecessors": "先行, 先行タスク, 先行タスク ID, 先行作業, 前提作業, 依存, Dependencies (WBS #)",
    "duration": "期間, 日数, 所要日数, DURATION",
    "status": "状態, ステータス, 状況, 対応状況",
    "delay_reason": "遅延理由, 遅れ理由, 原因",
    "countermeasure": "対策, 挽回策, リカバリ策, 対応策",
    "forecast_finish": "見込終了日, 完了見込, 終了見込日, 再予定",
    "note": "備考, コメント, 特記事項, 補足, メモ",
    "change_number": "変更管理番号, 変更No, 変更理由",
}


@pytest.mark.parametrize(
    ("spelling", "field"), [(text, field) for field, texts in DOMAIN_5_4.items() for text in texts.split(", ")]
)
def test_every_spelling_of_the_specification_is_known(spelling, field):
    assert field_of(spelling)[0] == field


@pytest.mark.parametrize(
    "spelling",
    [
        "予 定 開 始 日",
        "予定\n開始日",
        "予定開始日 ※",
        "（予定）開始日",
        "【予定】開始日",
        "予定－開始日",
        " 予定開始日 ",
    ],
)
def test_spaces_line_breaks_brackets_and_width_do_not_matter(spelling):
    assert field_of(spelling)[0] == "planned_start"
    assert field_of("Ｐｌａｎｎｅｄ　ＳＴＡＲＴ")[0] == "planned_start"
    assert field_of("工数（人日）")[0] == "planned_effort"


def test_no_spelling_means_two_fields():
    by_field = {field: {text for text in texts if field_of(text)[0] != field} for field, texts in SPELLINGS.items()}
    assert {field: texts for field, texts in by_field.items() if texts} == {}
    assert len(FIELD_OF) > 250


def test_a_header_of_one_row_is_found_and_says_why():
    found = found_in(ONE_ROW)
    assert found.map.header_rows == (1,)
    assert found.map.first_row == 2
    assert found.how == "recognised"
    assert not found.needs_user
    start = next(column for column in found.columns if column.field == "planned_start")
    assert (start.letter, start.header, start.how, start.evidence) == ("D", "予定開始日", "header+values", {"dates": 1})
    assert start.samples == ("2026-06-08",)


@pytest.mark.parametrize("above", [0, 1, 5, 18])
def test_the_header_may_stand_anywhere_in_the_first_20_rows(above):
    found = found_in([("作業計画",)] * above + ONE_ROW)
    assert found.map.header_rows == (above + 1,)


def test_a_header_below_the_first_20_rows_is_none():
    assert isinstance(recognise(book_of([("作業計画",)] * 20 + ONE_ROW)), NoTable)


TWO_ROWS = [
    ("No", "タスク", "予定", None, "実績", None, None, "担当"),
    (None, None, "開始日", "終了日", "開始日", "終了日", "進捗率", None),
    (1, "画面設計", D1, D2, D1, None, 0.5, "田中"),
]
TWO_ROW_FIELDS = {
    "A": "id", "B": "name", "C": "planned_start", "D": "planned_finish", "E": "actual_start", "F": "actual_finish",
    "G": "percent", "H": "assignee",
}  # fmt: skip


def test_two_header_rows_are_joined_by_their_merged_cells():
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:G1", "H1:H2"]
    assert fields_in(TWO_ROWS, merges=merges) == TWO_ROW_FIELDS
    assert found_in(TWO_ROWS, merges=merges).map.header_rows == (1, 2)


def test_two_header_rows_are_joined_without_merged_cells_too():
    assert fields_in(TWO_ROWS) == TWO_ROW_FIELDS


def test_a_first_row_of_data_is_not_taken_for_a_second_header_row():
    assert found_in([*ONE_ROW, ("T2", "完了", "佐藤", D1, D2, 1)]).map.header_rows == (1,)


def test_an_english_header_is_recognised():
    grid = [
        ("WBS #", "Task name", "Owner", "Start date", "Due date", "% of task complete", "Duration"),
        ("1.1", "Screen design", "Tanaka", D1, D2, 0.5, 10),
    ]
    assert fields_in(grid) == {
        "A": "wbs_code", "B": "name", "C": "assignee", "D": "planned_start", "E": "planned_finish", "F": "percent",
        "G": "duration",
    }  # fmt: skip


def test_a_running_number_gives_way_to_a_task_id():
    grid = [("No", "タスクID", "タスク名", "予定開始日", "予定終了日"), (1, "T001", "設計", D1, D2)]
    assert fields_in(grid)["A"] == "number"
    assert fields_in(grid)["B"] == "id"


def test_a_date_column_nobody_taught_us_is_told_by_its_header_and_values():
    grid = [("タスク名", "開始目標", "仕上げ期限", "備考"), ("設計", D1, D2, ""), ("製造", D1, D2, "")]
    found = found_in(grid)
    assert {column.letter: column.field for column in found.columns if column.field} == {
        "A": "name", "B": "planned_start", "C": "planned_finish", "D": "note",
    }  # fmt: skip
    assert found.columns[1].confidence == 0.5


def test_the_sheet_with_the_plan_is_found_among_others():
    book = RawBook(
        (sheet_of([("表紙",)], "表紙"), sheet_of(ONE_ROW, "予定・実績"), sheet_of([("課題", "期限")], "課題"))
    )
    assert recognise(book).map.sheet == "予定・実績"


def test_a_sample_sheet_ranks_below_a_real_one_and_is_asked_about_when_alone():
    sample = sheet_of([*ONE_ROW, ROW, ROW], "WBS (サンプル)")
    book = RawBook((sample, sheet_of(ONE_ROW, "WBS")))
    assert recognise(book).map.sheet == "WBS"
    alone = recognise(RawBook((sample, sheet_of(ONE_ROW[:1], "WBS"))))
    assert alone.map.sheet == "WBS (サンプル)"
    assert [question.code for question in alone.questions] == ["sample_sheet"]


def test_two_plan_sheets_are_asked_about():
    book = RawBook((sheet_of([*ONE_ROW, ROW], "A系"), sheet_of(ONE_ROW, "B系")))
    found = recognise(book)
    assert found.map.sheet == "A系"
    assert [(question.code, question.options) for question in found.questions] == [("other_sheet", ("A系", "B系"))]


def test_without_a_plan_table_every_sheet_says_what_is_missing():
    book = RawBook(
        (
            sheet_of([("No", "件名", "担当者", "状況"), (1, "仕様の確認", "田中", "対応中")], "課題"),
            sheet_of([("議事録",), ("6/8の会議",)], "メモ"),
            sheet_of([], "空"),
            sheet_of(ONE_ROW[:1], "WBS"),
        )
    )
    found = recognise(book)
    assert isinstance(found, NoTable)
    assert [(look.name, look.reason, look.missing) for look in found.sheets] == [
        ("課題", "missing_columns", ("planned_start", "planned_finish")),
        ("メモ", "no_header", ()),
        ("空", "empty", ()),
        ("WBS", "no_rows", ()),
    ]
    assert found.guess.map.sheet == "課題"
    assert columns.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("values", "field", "asked"),
    [
        ((50, 80), "percent", False),
        (("○", "△"), "status", False),
        (("50%", "80%"), "percent", False),
        ((), "percent", True),
    ],
)
def test_progress_may_be_a_percentage_or_a_mark(values, field, asked):
    rows = [("設計", D1, D2, value) for value in values or (None,)]
    found = found_in([("タスク名", "予定開始日", "予定終了日", "進捗"), *rows])
    assert found.columns[3].field == field
    assert ("percent_or_mark" in [question.code for question in found.questions]) is asked


def test_two_columns_for_one_field_are_asked_about_only_when_nothing_decides():
    grid = [("タスク名", "予定開始日", "予定終了日", "担当者", "担当者"), ("設計", D1, D2, "田中", "佐藤")]
    found = found_in(grid)
    assert found.map.letter_of("assignee") == "D"
    assert found.columns[4].alternatives == ("assignee",)
    [question] = found.questions
    assert (question.code, question.options, question.values) == ("two_columns", ("D", "E"), {"field": "assignee"})
    empty = [grid[0], ("設計", D1, D2, None, "佐藤")]
    assert found_in(empty).map.letter_of("assignee") == "E"
    assert not found_in(empty).questions


@pytest.mark.parametrize(
    ("values", "scale", "asked"),
    [
        ((0.5, 1), "ratio", False), ((50, 100), "points", False), ((0, 1), "ratio", True), ((0, 0), "ratio", False),
        ((0.5, 80), "points", True), (("50%", "1"), "ratio", True),
        ((Cell(CellKind.NUMBER, 1, "0%"), 0), "ratio", False), (("50", "１"), "points", False),
        (("0.5", "1"), "ratio", False),
    ],
)  # fmt: skip
def test_the_scale_of_percentages_is_a_decision_about_the_column(values, scale, asked):
    rows = [("設計", D1, D2, value) for value in values]
    found = found_in([("タスク名", "予定開始日", "予定終了日", "進捗率"), *rows])
    assert found.map.percent_scale == scale
    assert [question.code for question in found.questions] == (["percent_scale"] if asked else [])


def test_marks_and_unknown_words_of_a_status_column_are_asked_once():
    rows = [("設計", D1, D2, word) for word in ("○", "完了", "先方確認", "○")]
    found = found_in([("タスク名", "予定開始日", "予定終了日", "ステータス"), *rows])
    [question] = found.questions
    assert (question.code, question.values) == ("status_words", {"○": "done", "先方確認": ""})
    assert found.map.words == {"status": {"○": "done"}}


@pytest.mark.parametrize(
    ("texts", "order", "asked"),
    [
        (("03/04/2026",), "mdy", True),
        (("03/04/2026", "25/04/2026"), "dmy", False),
        (("03/04/2026", "04/25/2026"), "mdy", False),
    ],
)
def test_the_order_of_text_dates_is_told_by_the_column(texts, order, asked):
    found = found_in([("Task", "Planned start", "Planned finish"), *(("Design", text, D2) for text in texts)])
    assert found.map.date_order == order
    assert bool(found.questions) is asked


def test_efforts_in_hours_are_told_by_the_header():
    found = found_in([("タスク名", "予定開始日", "予定終了日", "予定工数(人時)"), ("設計", D1, D2, 28)])
    assert found.map.effort_units == {"D": "hours"}


@pytest.mark.parametrize(
    ("top", "cell", "value"),
    [
        (("基準日", D1), "B1", D1),
        (("作業計画", None, "基準日：", None, D1), "E1", D1),
        (("基準日：2026/6/8",), "A1", D1),
        (("2026年6月8日時点",), "A1", D1),
        (("Status date", "2026-06-08"), "B1", D1),
        (("報告日 R8.6.8",), "A1", D1),
        (("基準日", "6/8"), "B1", None),
    ],
)
def test_a_status_date_near_the_top_is_found(top, cell, value):
    found = found_in([top, *ONE_ROW]).status_date
    assert (found.cell, found.value) == (cell, value)


def test_a_file_without_a_status_date_states_none():
    assert found_in([("作業計画", "第3版"), *ONE_ROW]).status_date is None


def test_a_name_header_merged_over_columns_makes_each_column_a_level():
    grid = [
        ("タスク名", None, None, "予定開始日", "予定終了日"),
        ("設計", None, None, D1, D2),
        (None, "画面", None, D1, D2),
        (None, None, "一覧", D1, D2),
    ]
    assert fields_in(grid, merges=["A1:C1"]) == {
        "A": "level1", "B": "level2", "C": "name", "D": "planned_start", "E": "planned_finish",
    }  # fmt: skip


def test_weekday_headers_of_a_bar_chart_are_no_columns():
    header = (*ONE_ROW[0], *"月火水木金土日" * 4)
    assert len(found_in([header, ROW]).columns) == 6


CHINESE = [
    ("任务", "资源", "计划开始时间", "计划结束时间", "作业进度"),
    ("开发平台概述", "A", D1, D2, 0.5),
    ("新增功能", "B", D1, D2, 1),
]
CHOICES = {"A": "name", "B": "assignee", "C": "planned_start", "D": "planned_finish", "E": "percent"}


def test_a_plan_in_an_unknown_language_is_mapped_by_the_user_once():
    found = found_in(CHINESE)
    assert found.how == "unknown"
    assert found.missing == ("name", "planned_start", "planned_finish")
    assert found.questions[0].code == "unknown_headers"
    confirmed = found.map.choose(CHOICES)
    assert confirmed.missing == ()
    again = recognise(book_of(CHINESE), confirmed)
    assert again.how == "remembered"
    assert again.map.columns == CHOICES
    assert [column.how for column in again.columns] == ["remembered"] * 5
    assert not again.needs_user


def test_a_remembered_layout_is_found_where_its_columns_moved():
    confirmed = found_in(CHINESE).map.choose(CHOICES)
    moved = [("", ""), ("", ""), *(("", 1, *reversed(row)) for row in CHINESE)]
    moved[2] = ("", "编号", *reversed(CHINESE[0]))
    found = recognise(book_of(moved, name="别的"), [confirmed])
    assert found.how == "remembered"
    assert found.map.header_rows == (3,)
    assert {found.map.columns[letter] for letter in "CDEFG"} == set(CHOICES.values())
    assert found.map.letter_of("name") == "G"
    assert found.map.signature == confirmed.signature


def test_a_column_that_is_new_in_a_remembered_layout_is_recognised():
    confirmed = found_in(CHINESE).map.choose(CHOICES)
    wider = [(*row, extra) for row, extra in zip(CHINESE, ("備考", "x", "y"), strict=True)]
    assert recognise(book_of(wider), confirmed).map.columns["F"] == "note"


def test_a_column_the_user_left_out_stays_left_out():
    confirmed = found_in(ONE_ROW).map.choose({"C": ""})
    assert recognise(book_of(ONE_ROW), confirmed).map.columns["C"] == ""


def test_another_layout_is_not_taken_for_a_remembered_one():
    confirmed = found_in(CHINESE).map.choose(CHOICES)
    assert recognise(book_of(ONE_ROW), confirmed).how == "recognised"


def test_choosing_a_field_takes_it_away_from_its_old_column():
    chosen = found_in(ONE_ROW).map.choose({"A": "name"})
    assert chosen.columns["A"] == "name"
    assert chosen.columns["B"] == ""


def test_what_was_recognised_survives_json():
    for found in (found_in(ONE_ROW), found_in(CHINESE), found_in([("基準日", D1), *ONE_ROW])):
        assert columns.from_json(found.to_json()) == found


def test_a_sheet_that_was_too_large_says_so():
    sheet = sheet_of([], "巨大")
    sheet.skipped = "too_many_rows"
    found = recognise(RawBook((sheet,)))
    assert [look.reason for look in found.sheets] == ["too_many_rows"]


@pytest.mark.parametrize(
    "header",
    [
        "ID, Name, WBS, Baseline Start, Baseline End, Percentage Completed",  # ProTrack
        "#, subject, tracker, start_date, due_date, done_ratio",  # Redmine
        "#, 題名, トラッカー, 開始日, 期日, 進捗率",
        "キー, 件名, 担当者, 開始日, 期限日, 進捗率",  # Backlog
        "ID, 名前, タスク名, 開始日, 終了日, 達成率",  # Project
    ],
)
def test_exports_of_the_usual_tools_are_plans(header):
    found = recognise(book_of([tuple(header.split(", ")), ("1", "画面設計", "田中", D1, D2, 50)]))
    assert set(found.map.fields) >= {"name", "planned_start", "planned_finish", "percent"}


def test_the_plan_as_it_stands_wins_over_the_baseline_beside_it():
    header = ("ID", "Task name", "Baseline start", "Baseline finish", "Start", "Finish")
    found = recognise(book_of([header, ("1", "Screens", date(2026, 5, 1), date(2026, 5, 8), D1, D2)]))
    assert (found.map.letter_of("planned_start"), found.map.letter_of("planned_finish")) == ("E", "F")
    assert not found.needs_user


def test_a_header_without_rows_is_said_to_have_none():
    numbered = [*ONE_ROW[:1], (1, None, None, None, None, None), (2, None, None, None, None, None)]
    for rows in (ONE_ROW[:1], numbered):
        found = recognise(book_of(rows))
        assert isinstance(found, NoTable)
        assert ([look.reason for look in found.sheets], found.guess) == (["no_rows"], None)


@pytest.mark.parametrize("date_text", ["2015-07-08", "2015/7/8", "7月8日", date(2015, 7, 8)])
def test_the_first_task_is_no_second_header_row(date_text):
    """Words of the row that are headers elsewhere (no, First) do not make it one."""
    header = ("priority", "subject", "start_date", "due_date", "private", "progress")
    found = recognise(book_of([header, ("High", "First", date_text, date_text, "No", "50"), ("Low", "Next", D1, D2)]))
    assert found.map.header_rows == (1,)
    assert "id" not in found.map.fields


def test_a_sheet_that_names_its_tasks_is_offered_rather_than_one_in_unknown_words():
    """An input sheet whose baseline has no end yet beside the agenda of working hours (an EVM tool's workbook)."""
    known = [("ID", "Name", "WBS", "Predecessors", "Baseline Start", "Baseline End", "Duration")]
    known += [(str(number), "building permit", f"1.{number}", "", D1, None, "60d") for number in range(1, 5)]
    agenda = [("Working Hours", "Working Hours", "Working Days", "Working Days", "Holidays")]
    agenda += [("8:00 - 9:00", "Yes", "Monday", "Yes", D1), ("9:00 - 10:00", "Yes", "Tuesday", "Yes", D2)]
    found = recognise(RawBook((sheet_of(known, "Baseline Schedule"), sheet_of(agenda, "Agenda"))))
    assert isinstance(found, NoTable)
    assert (found.guess.map.sheet, found.guess.missing) == ("Baseline Schedule", ("planned_start", "planned_finish"))

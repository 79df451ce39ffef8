"""Exports of trackers and planning tools are read by the headers they write, in both languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from progress.domain.rows import Status
from progress.exchange.dates import Period
from tests.progress.exchange.made import fields_in, found_in, reading_of

PERIOD = Period(date(2026, 4, 1), date(2027, 3, 31))
D1, D2 = date(2026, 6, 8), date(2026, 6, 19)
BACKLOG = (
    "ID", "プロジェクト名", "キー", "種別", "カテゴリー名", "件名", "状態", "優先度", "マイルストーン",
    "担当者", "登録日",
    "親課題キー", "開始日", "期限日", "予定時間", "実績時間", "更新日",
)  # fmt: skip
REDMINE = (
    "#", "プロジェクト", "トラッカー", "親チケット", "ステータス", "優先度", "題名", "作成者", "担当者", "更新日",
    "対象バージョン",
    "開始日", "期日", "予定工数", "作業時間", "進捗率", "作成日", "終了日",
)  # fmt: skip
PROJECT = ("ID", "Task Mode", "Name", "Duration", "Start", "Finish", "Predecessors", "Outline Level", "% Complete")
JIRA = ("Summary", "Issue key", "Issue Type", "Status", "Priority", "Assignee", "Created", "Start date", "Due date")
ASANA = (
    "Task ID", "Created At", "Completed At", "Name", "Section/Column", "Assignee", "Start Date", "Due Date", "Notes",
    "Parent task", "Blocked By (Dependencies)",
)  # fmt: skip
PLANNED = {"name", "planned_start", "planned_finish"}


@pytest.mark.parametrize(
    ("headers", "others"),
    [
        (BACKLOG, {"id", "kind", "status", "assignee", "parent", "planned_effort", "actual_effort"}),
        (REDMINE, {"id", "parent", "status", "assignee", "planned_effort", "percent"}),
        (PROJECT, {"id", "duration", "predecessors", "level", "percent"}),
        (JIRA, {"id", "status", "assignee"}),
        (ASANA, {"id", "actual_finish", "assignee", "note", "parent", "predecessors"}),
    ],
)
def test_an_export_is_a_plan_table_without_anybodys_help(headers, others):
    found = found_in([headers, ["x"] * len(headers)])
    assert found.how == "recognised"
    assert PLANNED | others <= found.map.fields


def test_a_backlog_export_gives_keys_parents_hours_and_its_own_states():
    def row(number, key, name, state, parent, hours):
        return (
            number, "P", key, "タスク", "", name, state, "中", "", "田中", "2026/06/01", parent, "2026/06/08",
            "2026/06/19", hours, "", "",
        )  # fmt: skip

    grid = [BACKLOG, row(101, "P-1", "設計", "処理中", "", "80"), row(102, "P-2", "画面", "処理済み", "P-1", "16")]
    head, screen = (read.row for read in reading_of(grid, PERIOD).rows)
    assert (head.id, head.status, head.planned_effort) == ("P-1", Status.IN_PROGRESS, Decimal(10))
    assert (screen.parent, screen.status, screen.planned_effort) == ("P-1", Status.IN_REVIEW, Decimal(2))
    assert (screen.planned_start, screen.planned_finish) == (D1, D2)


def test_an_english_ms_project_sheet_gives_its_short_dates_and_levels():
    grid = [
        PROJECT,
        (1, "Auto", "Design", "10 days", "Mon 6/8/26", "Fri 6/19/26", "", 1, "40%"),
        (2, "Auto", "Screens", "5 days", "Mon 6/8/26", "Fri 6/12/26", "", 2, "80%"),
        (3, "Auto", "Reports", "5 days", "Mon 6/15/26", "Fri 6/19/26", "2FS+1 day", 2, "0%"),
    ]
    found = found_in(grid)
    assert (found.map.date_order, found.needs_user) == ("mdy", False)
    _head, screens, reports = (read.row for read in reading_of(grid, PERIOD).rows)
    assert (screens.parent, screens.planned_finish, screens.percent) == ("1", date(2026, 6, 12), 80)
    assert (reports.planned_start, reports.predecessors) == (date(2026, 6, 15), ("2FS+1",))


def test_the_order_of_short_dates_is_asked_where_no_row_tells_it():
    rows = [(f"T{day}", f"0{day}/06/26", f"0{day}/07/26") for day in (1, 2, 3)]
    found = found_in([("Task", "Start", "Finish"), *rows])
    assert [question.code for question in found.questions] == ["date_order"]
    years_first = [(f"T{day}", f"26/06/0{day}", f"26/07/0{day}") for day in (1, 2, 3)]
    assert found_in([("Task", "Start", "Finish"), *years_first]).questions == ()


def test_dates_with_dots_have_the_day_first():
    grid = [("Task", "Start", "Finish"), ("Bau", "08.06.2026", "09.06.2026")]
    assert (found_in(grid).map.date_order, found_in(grid).questions) == ("dmy", ())
    assert reading_of(grid, PERIOD).rows[0].row.planned_start == D1


@pytest.mark.parametrize(
    ("upper", "fields"),
    [
        ("実績日程", ("actual_start", "actual_finish")),
        ("実績期間", ("actual_start", "actual_finish")),
        ("完了見込", ("", "forecast_finish")),
        ("当初計画", ("", "")),
    ],
)
def test_what_stands_above_tells_which_date_it_is(upper, fields):
    """「開始」 below 「実績日程」 was once a planned start."""
    grid = [
        ("No", "作業名", "予定日程", None, upper, None),
        (None, None, "開始", "終了", "開始", "終了"),
        (1, "設計", D1, D2, D1, D2),
        (2, "試験", D1, D2, D1, D2),
    ]
    found = fields_in(grid, merges=("C1:D1", "E1:F1"))
    assert (found["C"], found["D"]) == ("planned_start", "planned_finish")
    assert (found.get("E", ""), found.get("F", "")) == fields


def test_brackets_tell_an_actual_date_too():
    grid = [("作業名", "開始日時(予定)", "終了日時(予定)", "開始日時(実績)"), ("設計", D1, D2, D1)]
    assert fields_in(grid)["D"] == "actual_start"


def test_a_column_for_actual_dates_is_known_before_anything_happened():
    grid = [("作業名", "開始日", "終了日", "作業開始の実績", "作業終了の実績"), ("設計", D1, D2, None, None)]
    assert (fields_in(grid)["D"], fields_in(grid)["E"]) == ("actual_start", "actual_finish")


def test_efforts_far_too_large_for_their_dates_are_asked_about():
    hours = [("作業名", "開始日", "終了日", "工数"), *((f"T{n}", D1, D2, 80 + n) for n in range(6))]
    found = found_in(hours)
    assert [question.code for question in found.questions] == ["effort_unit"]
    assert found.map.effort_units == {"D": "hours"}
    assert reading_of(hours, PERIOD).rows[0].row.planned_effort == Decimal(10)
    days = [("作業名", "開始日", "終了日", "工数"), *((f"T{n}", D1, D2, 10 + n) for n in range(6))]
    assert found_in(days).questions == ()


def test_a_date_beyond_all_years_does_not_stop_the_look_at_efforts():
    rows = [(f"T{n}", D1, date(9999, 1, 1), 80) for n in range(6)]
    assert found_in([("作業名", "開始日", "終了日", "工数"), *rows]).questions == ()


def test_a_column_of_progress_states_holds_percentages_where_it_holds_numbers():
    grid = [("作業名", "開始日", "終了日", "進捗状況"), ("設計", D1, D2, 40), ("試験", D1, D2, 0)]
    assert fields_in(grid)["D"] == "percent"
    words = [("作業名", "開始日", "終了日", "進捗状況"), ("設計", D1, D2, "着手中"), ("試験", D1, D2, "未着手")]
    assert fields_in(words)["D"] == "status"


def test_rows_are_counted_where_no_column_names_them_yet():
    found = found_in([("ID", "Nome", "Início", "Fim", "Notas"), *((n, f"T{n}", D1, D2, "x") for n in range(3))])
    assert (found.how, found.rows) == ("unknown", 3)

"""Every row of a sheet has one destination; what cannot be read keeps its cell and its value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from progress.domain.rows import Kind, Status
from progress.exchange.raw import Cell, CellKind
from progress.exchange.reading import IGNORED, Reading
from tests.progress.exchange.made import reading_of

D1, D2 = date(2026, 6, 8), date(2026, 6, 19)
HEADER = (
    "ID",
    "タスク名",
    "担当者",
    "予定開始日",
    "予定終了日",
    "実績開始日",
    "実績終了日",
    "進捗率",
    "予定工数",
    "ステータス",
    "備考",
)
FULL = ("T1", "画面設計", "田中、佐藤", "6/8", "2026年6月19日", D1, "-", "50%", "8人日", "作業中", "顧客確認待ち")


def read_one(*row: object, header: tuple = HEADER, **facts: object):
    reading = reading_of([header, row, ("T9", "別の行", "", D1, D2, "", "", 0.5, 3)], **facts)
    return reading.rows[0]


def test_a_row_is_read_into_neutral_values_with_the_cell_of_each():
    read = read_one(*FULL)
    row = read.row
    assert (row.key, row.id, row.name, row.kind) == ("new:WBS!2", "T1", "画面設計", Kind.TASK)
    assert (row.planned_start, row.planned_finish) == (D1, D2)
    assert (row.actual_start, row.actual_finish) == (D1, None)
    assert (row.percent, row.planned_effort) == (Decimal(50), Decimal(8))
    assert (row.status, row.assignee, row.note) == (Status.IN_PROGRESS, "田中、佐藤", "顧客確認待ち")
    assert (read.sheet, read.number, read.cells["percent"]) == ("WBS", 2, "H2")
    assert read.problems == ()


def test_what_cannot_be_read_is_a_problem_of_its_cell_and_the_rest_of_the_row_stands():
    read = read_one("T1", "設計", "田中", D1, D2, D1, "11/31", 0.5, "約8日", "検討中", "")
    assert [(one.code, one.field, one.cell, one.value) for one in read.problems] == [
        ("date_unreadable", "actual_finish", "G2", "11/31"),
        ("number_unreadable", "planned_effort", "I2", "約8日"),
        ("status_unknown", "status", "J2", "検討中"),
    ]
    assert (read.row.actual_finish, read.row.planned_effort, read.row.percent) == (None, None, Decimal(50))


def test_errors_and_uncalculated_formulas_of_excel_are_reported():
    error, waiting = Cell(CellKind.ERROR, "#N/A"), Cell(CellKind.UNCALCULATED, None)
    reading = reading_of([HEADER, ("T1", "設計", "", error, waiting, D1, "", 0.5)])
    assert [(one.code, one.cell, one.value) for one in reading.problems] == [
        ("excel_error", "D2", "#N/A"),
        ("uncalculated", "E2", ""),
    ]
    assert [(note.code, dict(note.values)) for note in reading.notes] == [
        ("uncalculated", {"count": 1, "cells": ["E2"]})
    ]


def test_texts_that_no_register_holds_are_cut_and_reported():
    read = read_one("T1", "設" * 501, "", D1, D2)
    assert len(read.row.name) == 500
    assert [one.code for one in read.problems] == ["text_too_long"]


GRID = [
    ("作業計画",),
    ("基準日", D1),
    ("凡例", "完了", "未着手"),
    (1, 2, 3, 4, 5),
    HEADER,
    ("(例)", "画面設計", "田中", D1, D2),
    ("T1", "設計", "田中", D1, D2),
    ("　", "-", ""),
    ("", "■ 結合テスト"),
    ("", "※ 予定は営業日"),
    ("T2", "製造", "田中", D1, D2),
    HEADER,
    (3, "", "", "-", "－"),
    ("", "合計", "", "", "", "", "", "", 12),
    ("", "", "", "", "", "", "", 0.74),
    ("T3", "", "田中", D1, D2),
]


def test_every_row_has_one_destination():
    reading = reading_of(GRID)
    assert [row.number for row in reading.rows] == [7, 11, 16]
    assert [(aside.number, aside.reason) for aside in reading.ignored] == [
        (1, "title"), (2, "title"), (3, "legend"), (4, "header"), (5, "header"), (6, "example"), (8, "blank"),
        (9, "separator"), (10, "legend"), (12, "header"), (13, "blank"), (14, "total"),
    ]  # fmt: skip
    assert [(aside.number, aside.reason, aside.cell, aside.value) for aside in reading.rejected] == [
        (15, "no_name", "H15", "0.74")
    ]
    assert {aside.reason for aside in reading.ignored} == set(IGNORED) - {"actual"}
    assert reading.total == len([row for row in GRID if any(value not in ("", None) for value in row)]) == 16


def test_a_row_without_a_name_but_with_dates_is_read_for_the_checks():
    row = reading_of(GRID).rows[2].row
    assert (row.id, row.name, row.planned_start) == ("T3", "", D1)


def test_a_row_of_unmapped_texts_is_a_remark():
    header = ("タスク名", "予定開始日", "予定終了日", "メモ欄A", "メモ欄B")
    reading = reading_of(
        [header, ("設計", D1, D2), ("", "", "", "土日は除く"), ("", "", "", "a", "b"), ("", "", "", 3)]
    )
    assert [aside.reason for aside in reading.ignored] == ["header", "separator", "legend", "blank"]


TWO_ROWS = [
    ("No", "作業名", "担当", "予実", "開始日", "終了日", "進捗率"),
    (1, "画面", "田中", "予定", D1, D2, ""),
    ("", "", "", "実績", D1, "", 0.5),
    (2, "帳票", "鈴木", "予定", D1, D2, ""),
    ("", "", "", "実績", "", "", ""),
    (3, "電文", "鈴木", "予定", D1, D2, ""),
    (3, "電文", "鈴木", "実績", D1, D2, 1),
]


def test_a_task_written_in_two_rows_is_one_row_with_its_actual_dates():
    """予定 above 実績: the lower rows were nameless tasks, their actual dates planned ones."""
    reading = reading_of(TWO_ROWS, merges=("A2:A3", "B2:B3", "C2:C3"))
    rows = [read.row for read in reading.rows]
    assert [(row.name, row.actual_start, row.actual_finish, row.percent) for row in rows] == [
        ("画面", D1, None, 50), ("帳票", None, None, None), ("電文", D1, D2, 100),
    ]  # fmt: skip
    assert {"actual_start", "actual_finish"} <= reading.fields
    assert reading.rows[0].cells["actual_start"] == "E3"
    assert (reading.ignored_by_reason(), reading.total) == ({"header": 1, "actual": 3}, 7)


def test_rows_that_only_speak_of_actuals_stay_rows():
    grid = [(*row[:3], "レビュー" if row[3] == "予定" else row[3], *row[4:]) for row in TWO_ROWS]
    assert "actual" not in reading_of(grid).ignored_by_reason()
    named = [TWO_ROWS[0], *((*row[:1], f"{row[1]}{number}", *row[2:]) for number, row in enumerate(TWO_ROWS[1:]))]
    assert "actual" not in reading_of(named).ignored_by_reason()


def test_a_total_written_into_the_column_of_codes_is_a_total():
    grid = [("WBS番号", "作業名", "開始日", "終了日", "工数"), ("1", "設計", D1, D2, 5), ("合計", "", None, None, 5)]
    reading = reading_of(grid)
    assert ([read.row.name for read in reading.rows], reading.ignored[-1].reason) == (["設計"], "total")


def test_a_note_below_the_table_is_no_row_though_its_mark_stands_in_the_column_of_numbers():
    grid = [
        ("項番", "作業名", "開始日", "終了日"),
        (1, "設計", D1, D2),
        ("※", "11月は休日に注意"),
        ("※1", "仮の予定", D1, D2),
    ]
    reading = reading_of(grid)
    assert [read.row.name for read in reading.rows] == ["設計", "仮の予定"]
    assert reading.ignored[-1].reason == "legend"


def test_a_total_with_a_wbs_code_is_a_row_of_the_plan():
    header = ("WBS番号", "タスク名", "予定開始日", "予定終了日")
    reading = reading_of([header, ("1", "合計", D1, D2), ("1.1", "設計", D1, D2), ("", "合計", D1, D2)])
    assert [row.row.wbs_code for row in reading.rows] == ["1", "1.1"]


def test_an_id_that_lost_its_zero_is_read_by_its_format_and_noted_when_doubled():
    header = ("WBS番号", "タスク名", "予定開始日", "予定終了日")
    kept = Cell(CellKind.NUMBER, 1.1, "0.00")
    reading = reading_of([header, (1.1, "設計", D1, D2), (kept, "製造", D1, D2), (1.1, "試験", D1, D2)])
    assert [row.row.wbs_code for row in reading.rows] == ["1.1", "1.10", "1.1"]
    [note] = reading.notes
    assert (note.code, note.values["cells"]) == ("number_ids", ["A2", "A4"])


def test_a_kind_column_or_a_mark_or_an_instant_without_effort_makes_a_milestone():
    header = ("タスク名", "種別", "予定開始日", "予定終了日", "予定工数")
    grid = [
        header,
        ("完了判定", "マイルストーン", D1, D1, ""),
        ("◆ 中間判定", "", D1, D2, ""),
        ("出荷", "", D2, D2, ""),
        ("短い作業", "", D2, D2, 0.5),
        ("長い作業", "", D1, D2, 5),
        ("手作業", "タスク", D2, D2, ""),
    ]
    kinds = [row.row.kind for row in reading_of(grid).rows]
    assert kinds == [Kind.MILESTONE, Kind.MILESTONE, Kind.MILESTONE, Kind.TASK, Kind.TASK, Kind.TASK]


def test_where_no_effort_is_kept_a_day_s_work_is_no_milestone():
    grid = [("タスク名", "予定開始日", "予定終了日"), ("短い作業", D1, D1)]
    assert reading_of(grid).rows[0].row.kind is Kind.TASK


def test_predecessors_by_number_name_and_unknown_id():
    header = ("No", "タスク名", "予定開始日", "予定終了日", "先行")
    grid = [
        header,
        (1, "設計", D1, D2, ""),
        (2, "製造", D1, D2, "1FS+2d"),
        (3, "試験", D1, D2, "設計;2"),
        (4, "移行", D1, D2, "99"),
    ]
    reading = reading_of(grid)
    assert [row.row.predecessors for row in reading.rows] == [(), ("1FS+2",), ("1", "2"), ("99",)]
    assert [(link.kind, link.lag) for link in reading.rows[1].links] == [("FS", 2)]
    assert reading.ids_are_numbers


def test_a_predecessor_by_a_name_two_rows_have_stays_as_written():
    header = ("ID", "タスク名", "予定開始日", "予定終了日", "先行")
    grid = [header, ("T1", "確認", D1, D2, ""), ("T2", "確認", D1, D2, ""), ("T3", "製造", D1, D2, "確認")]
    assert reading_of(grid).rows[2].row.predecessors == ("確認",)


def test_the_phase_is_the_column_s_carried_down_else_the_top_ancestor():
    header = ("工程", "タスク名", "予定開始日", "予定終了日")
    grid = [
        header,
        ("設計", "A", D1, D2),
        ("", "B", D1, D2),
        ("", "C", D1, D2),
        ("製造", "D", D1, D2),
        ("", "E", D1, D2),
    ]
    assert [row.row.phase for row in reading_of(grid).rows] == ["設計", "設計", "設計", "製造", "製造"]
    codes = [
        ("WBS番号", "タスク名", "予定開始日", "予定終了日"),
        ("1", "設計", D1, D2),
        ("1.1", "画面", D1, D2),
        ("2", "製造", D1, D2),
    ]
    assert [row.row.phase for row in reading_of(codes).rows] == ["設計", "設計", ""]


def test_cells_merged_downwards_count_for_each_of_their_rows():
    header = ("タスク名", "担当者", "予定開始日", "予定終了日")
    grid = [header, ("設計", "田中", D1, D2), ("製造", None, D1, D2), ("試験", None, D1, D2)]
    assert [row.row.assignee for row in reading_of(grid, merges=["B2:B4"]).rows] == ["田中"] * 3
    assert [row.row.assignee for row in reading_of(grid).rows] == ["田中", "", ""]


def test_a_fraction_in_a_column_of_points_is_a_problem():
    header = ("タスク名", "予定開始日", "予定終了日", "進捗率")
    grid = [header, ("設計", D1, D2, 80), ("製造", D1, D2, 0.8)]
    reading = reading_of(grid)
    assert [(one.code, one.cell) for one in reading.problems] == [("percent_below_one", "D3")]
    chosen = reading_of(grid, choices={"percent_scale": "ratio"})
    assert [row.row.percent for row in chosen.rows] == [80, 80]


def test_the_user_s_words_decide_what_marks_mean():
    header = ("タスク名", "予定開始日", "予定終了日", "状態")
    grid = [header, ("設計", D1, D2, "○"), ("製造", D1, D2, "△")]
    reading = reading_of(grid, choices={"words": {"status": {"○": "in_review", "△": "on_hold"}}})
    assert [row.row.status for row in reading.rows] == [Status.IN_REVIEW, Status.ON_HOLD]


def test_a_file_in_hours_is_read_in_days():
    header = ("タスク名", "予定開始日", "予定終了日", "予定工数(h)")
    assert reading_of([header, ("設計", D1, D2, 28)]).rows[0].row.planned_effort == Decimal("3.5")


@pytest.mark.parametrize(("stated", "expected"), [("2026/6/10", date(2026, 6, 10)), ("6/10", date(2026, 6, 10))])
def test_the_status_date_of_the_file_is_settled_by_the_period(stated, expected):
    assert reading_of([("基準日", stated), *GRID[4:]]).status_date == expected


def test_only_what_the_file_speaks_about_are_its_fields():
    header = ("No", "タスク名", "チーム", "予定開始日", "予定終了日")
    reading = reading_of([header, (1, "設計", "基盤", D1, D2), (2, "製造", "基盤", D1, D2)])
    assert reading.fields == {"name", "planned_start", "planned_finish"}
    assert reading.rows[0].team == "基盤"


def test_rows_alike_in_everything_are_told_apart_by_their_order():
    grid = [("タスク名", "予定開始日", "予定終了日"), ("確認", D1, D2), ("確認", D1, D2), ("製造", D1, D2)]
    rows = reading_of(grid).rows
    assert [row.ordinal for row in rows] == [0, 1, 0]
    assert len({row.fingerprint for row in rows}) == 3


def test_a_reading_survives_json():
    reading = reading_of(GRID)
    assert Reading.from_json(reading.to_json()) == reading

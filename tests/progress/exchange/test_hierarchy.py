"""Which row stands under which, by every sign of depth that teams use."""

from __future__ import annotations

from datetime import date

from progress.domain.rows import Kind
from progress.exchange.reading import Reading
from tests.progress.exchange.made import reading_of

D1, D2 = date(2026, 6, 8), date(2026, 6, 19)
DATES = ("予定開始日", "予定終了日")


def tree(reading: Reading) -> list[tuple[str, ...]]:
    """The path and name of every row."""
    return [(*row.path, row.row.name) for row in reading.rows]


EXPECTED = [("設計",), ("設計", "画面"), ("設計", "画面", "一覧"), ("設計", "帳票"), ("製造",)]


def test_by_wbs_codes():
    codes = ["1", "1.1", "1.1.1", "1.2", "2"]
    names = ["設計", "画面", "一覧", "帳票", "製造"]
    grid = [("WBS番号", "タスク名", *DATES), *((code, name, D1, D2) for code, name in zip(codes, names, strict=True))]
    reading = reading_of(grid)
    assert (reading.hierarchy, tree(reading)) == ("code", EXPECTED)
    assert [row.row.kind for row in reading.rows] == [Kind.SUMMARY, Kind.SUMMARY, Kind.TASK, Kind.TASK, Kind.TASK]
    assert [row.row.parent for row in reading.rows] == ["", "1", "1.1", "1", ""]


def test_a_code_ending_in_zero_heads_its_group_and_gaps_are_bridged():
    codes = ["1.0", "1.1", "1.2.3", "2.0", "2-1"]
    grid = [("WBS #", "Task", "Start", "Finish"), *((code, f"task {code}", D1, D2) for code in codes)]
    assert [row.row.parent for row in reading_of(grid).rows] == ["", "1.0", "1.0", "", "2.0"]


def test_by_codes_at_the_beginning_of_the_names():
    names = ["1 設計", "  1.1 画面", "    1.1.1 一覧", "  1.2 帳票", "2 製造"]
    reading = reading_of([("タスク名", *DATES), *((name, D1, D2) for name in names)])
    assert (reading.hierarchy, tree(reading)) == ("code", EXPECTED)
    assert [row.row.wbs_code for row in reading.rows] == ["1", "1.1", "1.1.1", "1.2", "2"]
    assert "wbs_code" in reading.fields


def test_by_a_level_column():
    rows = [(1, "設計"), (2, "画面"), (3, "一覧"), (2, "帳票"), (1, "製造")]
    reading = reading_of([("Lv", "タスク名", *DATES), *((level, name, D1, D2) for level, name in rows)])
    assert (reading.hierarchy, tree(reading)) == ("level", EXPECTED)


def test_by_leading_spaces():
    names = ["設計", "　画面", "　　一覧", "　帳票", "製造"]
    reading = reading_of([("タスク名", *DATES), *((name, D1, D2) for name in names)])
    assert (reading.hierarchy, tree(reading)) == ("indent", EXPECTED)


def test_by_the_indent_of_the_cells():
    names = ["設計", "画面", "一覧", "帳票", "製造"]
    indents = {3: {1: 1}, 4: {1: 2}, 5: {1: 1}}
    reading = reading_of([("タスク名", *DATES), *((name, D1, D2) for name in names)], indents=indents)
    assert (reading.hierarchy, tree(reading)) == ("indent", EXPECTED)


def test_by_the_groups_of_excel():
    names = ["設計", "画面", "一覧", "帳票", "製造"]
    reading = reading_of([("タスク名", *DATES), *((name, D1, D2) for name in names)], outline={3: 1, 4: 2, 5: 1})
    assert (reading.hierarchy, tree(reading)) == ("outline", EXPECTED)


def test_by_level_columns_where_each_row_has_its_own_level():
    grid = [
        ("大項目", "中項目", "小項目", *DATES),
        ("設計", "", "", D1, D2),
        ("", "画面", "", D1, D2),
        ("", "", "一覧", D1, D2),
        ("", "帳票", "", D1, D2),
        ("製造", "", "", D1, D2),
    ]
    reading = reading_of(grid)
    assert (reading.hierarchy, tree(reading)) == ("levels", EXPECTED)
    assert reading.groups == ()


def test_by_level_columns_whose_blanks_continue_the_value_above():
    grid = [
        ("大項目", "中項目", "タスク名", *DATES),
        ("設計", "画面", "一覧", D1, D2),
        ("", "", "詳細", D1, D2),
        ("", "帳票", "月報", D1, D2),
        ("製造", "", "部品", D1, D2),
    ]
    reading = reading_of(grid)
    assert tree(reading) == [
        ("設計", "画面", "一覧"),
        ("設計", "画面", "詳細"),
        ("設計", "帳票", "月報"),
        ("製造", "部品"),
    ]
    assert [group.row.id for group in reading.groups] == ["設計", "設計 / 画面", "設計 / 帳票", "製造"]
    assert {group.row.kind for group in reading.groups} == {Kind.SUMMARY}
    assert [row.row.parent for row in reading.rows] == ["設計 / 画面", "設計 / 画面", "設計 / 帳票", "製造"]
    assert [row.row.phase for row in reading.rows] == ["設計", "設計", "設計", "製造"]
    assert reading.total == 5


def test_by_level_columns_merged_downwards():
    grid = [
        ("大項目", "タスク名", *DATES),
        ("設計", "画面", D1, D2),
        (None, "帳票", D1, D2),
        ("製造", "部品", D1, D2),
    ]
    assert tree(reading_of(grid, merges=["A2:A3"])) == [("設計", "画面"), ("設計", "帳票"), ("製造", "部品")]


def test_by_a_parent_column():
    grid = [
        ("ID", "タスク名", "親ID", *DATES),
        ("A", "設計", "", D1, D2),
        ("B", "画面", "A", D1, D2),
        ("C", "製造", "", D1, D2),
        ("D", "部品", "Z9", D1, D2),
    ]
    reading = reading_of(grid)
    assert reading.hierarchy == "parent"
    assert [row.row.parent for row in reading.rows] == ["", "A", "", "Z9"]  # G074 finds the last one


def test_a_parent_that_is_its_own_child_ends_nowhere():
    grid = [
        ("ID", "タスク名", "親ID", *DATES),
        ("A", "設計", "B", D1, D2),
        ("B", "画面", "A", D1, D2),
        ("C", "製造", "C", D1, D2),
    ]
    assert [len(row.path) for row in reading_of(grid).rows] == [2, 2, 0]


def test_a_flat_list_has_no_tree():
    reading = reading_of([("タスク名", *DATES), ("設計", D1, D2), ("製造", D1, D2)])
    assert reading.hierarchy == "none"
    assert "parent" not in reading.fields


def test_the_user_may_choose_the_sign_of_depth():
    rows = [(1, "設計"), (2, "　画面"), (1, "製造")]
    grid = [("Lv", "タスク名", *DATES), *((level, name, D1, D2) for level, name in rows)]
    assert reading_of(grid, choices={"hierarchy": "none"}).hierarchy == "none"
    assert reading_of(grid, choices={"hierarchy": "indent"}).hierarchy == "indent"

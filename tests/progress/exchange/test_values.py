"""Percent, effort, status, kind, ids and predecessors as teams write them (DOMAIN 5.4)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from progress.domain.rows import Kind, Status
from progress.exchange.raw import HOURS_FORMAT, Cell, CellKind
from progress.exchange.values import (
    Link,
    Rates,
    Unreadable,
    effort_of,
    identifier_of,
    is_empty,
    kind_of,
    links_of,
    percent_of,
    status_of,
    text_of,
    unit_of_header,
)


def number(value: float, shown: str = "") -> Cell:
    return Cell(CellKind.NUMBER, value, shown)


@pytest.mark.parametrize(
    ("cell", "scale", "expected"),
    [
        (number(0.8), "ratio", 80),
        (number(80), "points", 80),
        (number(0.8, "0%"), "points", 80),
        (number(80), "ratio", 80),  # over 1 without a % format: meant in points
        (number(1), "ratio", 100),
        (number(1), "points", 1),
        (number(0), "points", 0),
        (number(1.2, "0%"), "ratio", 120),
        (number(1, '0"%"'), "points", 1),  # a quoted % is only a letter
        (Cell.of("80%"), "ratio", 80),
        (Cell.of("80%"), "points", 80),
        (Cell.of("８０％"), "ratio", 80),
        (Cell.of("80"), "points", 80),
        (Cell.of("0.8"), "ratio", 80),
        (Cell.of("33.33"), "points", "33.3"),
        (number(0.333), "ratio", "33.3"),
        (number(0.6441176358391257), "ratio", "64.4"),
        (number(0.29), "ratio", 29),  # not 28.999…
    ],
)
def test_a_percentage_is_read_by_its_column_and_its_own_format(cell, scale, expected):
    assert percent_of(cell, scale) == Decimal(expected)


@pytest.mark.parametrize("text", ["ほぼ完了", "○", "80点", "50-60%", "8O%"])
def test_what_is_no_percentage_is_refused(text):
    with pytest.raises(Unreadable) as found:
        percent_of(Cell.of(text), "points")
    assert found.value.code == "percent_unreadable"


def test_a_fraction_in_a_column_of_points_is_asked_about():
    with pytest.raises(Unreadable) as found:
        percent_of(number(0.8), "points")
    assert found.value.code == "percent_below_one"


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        (number(3.5), "days", "3.5"),
        (number(28), "hours", "3.5"),
        (number(0.5), "months", "10"),
        (number(0.5, HOURS_FORMAT), "days", "1.5"),  # 12:00 h
        (Cell.of("3.5人日"), "hours", "3.5"),
        (Cell.of("28h"), "days", "3.5"),
        (Cell.of("２８ｈ"), "days", "3.5"),
        (Cell.of("28人時"), "days", "3.5"),
        (Cell.of("28時間"), "days", "3.5"),
        (Cell.of("0.5人月"), "days", "10"),
        (Cell.of("3.5d"), "days", "3.5"),
        (Cell.of("1,234.5"), "days", "1234.5"),
        (Cell.of("▲2"), "days", "-2"),
        (Cell.of("7:30"), "hours", "0.94"),
        (number(0.1), "days", "0.1"),
        (number(2.675), "days", "2.68"),  # half up on what was typed
    ],
)
def test_effort_is_person_days_whatever_the_unit(cell, unit, expected):
    assert effort_of(cell, unit, Rates()) == Decimal(expected)


def test_hours_of_a_day_are_the_project_s():
    assert effort_of(Cell.of("31h"), "days", Rates(hours_per_day=Decimal("7.75"))) == 4


@pytest.mark.parametrize("text", ["約3日", "3人", "三日", "3+2", "x"])
def test_what_is_no_effort_is_refused(text):
    with pytest.raises(Unreadable):
        effort_of(Cell.of(text), "days", Rates())


def test_numbers_no_register_holds_are_refused():
    with pytest.raises(Unreadable) as found:
        effort_of(number(1e12), "days", Rates())
    assert found.value.code == "out_of_range"
    with pytest.raises(Unreadable):
        percent_of(number(5000), "points")


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("工数(人日)", "days"),
        ("工数（人時）", "hours"),
        ("Effort (h)", "hours"),
        ("工数【人月】", "months"),
        ("工数", "days"),
        ("工数(見積)", "days"),
    ],
)
def test_a_header_may_name_the_unit(header, unit):
    assert unit_of_header(header) == unit


@pytest.mark.parametrize("text", ["-", "－", "ー", "—", "未定", "TBD", "N/A", "  ", "　"])
def test_marks_for_nothing_are_nothing(text):
    assert is_empty(Cell.of(text))


def test_a_lone_dash_is_no_text_but_words_stay():
    assert text_of(Cell.of("－")) == ""
    assert text_of(Cell.of("なし")) == "なし"
    assert text_of(Cell.of("　設計　")) == "設計"


@pytest.mark.parametrize(
    ("texts", "status"),
    [
        ("未着手 Open", Status.NOT_STARTED),
        ("着手中 作業中 進行中 仕掛中 対応中 WIP", Status.IN_PROGRESS),
        ("レビュー中", Status.IN_REVIEW),
        ("完了 済 DONE", Status.DONE),
        ("保留", Status.ON_HOLD),
        ("中止 取消 対象外", Status.CANCELLED),
        ("- －", Status.BLANK),
    ],
)
def test_status_words_are_one_vocabulary(texts, status):
    assert {status_of(text, {}) for text in texts.split()} == {status}
    assert status_of("In Progress", {}) is Status.IN_PROGRESS


def test_a_team_s_own_words_come_first_and_unknown_ones_are_refused():
    assert status_of("○", {"○": "done"}) is Status.DONE
    assert status_of("済", {"済": "in_review"}) is Status.IN_REVIEW
    with pytest.raises(Unreadable):
        status_of("○", {})


def test_kinds_of_rows_are_recognised_or_unknown():
    assert kind_of("マイルストーン", {}) is Kind.MILESTONE
    assert kind_of("◆", {}) is Kind.MILESTONE
    assert kind_of("P", {"P": "summary"}) is Kind.SUMMARY
    assert kind_of("設計", {}) is None


@pytest.mark.parametrize(
    ("value", "shown", "text"),
    [
        (1.1, "0.00", "1.10"), (1.1, "", "1.1"), (1, "0.0", "1.0"), (7, "000", "007"), (1.1, "0.00_);(0.00)", "1.10"),
        (3, "", "3"), (1.5, "0.0#", "1.5"), (12, '"T"000', "012"),
    ],
)  # fmt: skip
def test_a_number_is_an_id_as_the_sheet_shows_it(value, shown, text):
    assert identifier_of(number(value, shown)) == text


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("T001", [Link("T001")]),
        ("T001, T002", [Link("T001"), Link("T002")]),
        ("3;4", [Link("3"), Link("4")]),
        ("3、4", [Link("3"), Link("4")]),
        ("3FS+2d", [Link("3", "FS", 2)]),
        ("T1SS", [Link("T1", "SS")]),
        ("T1FF-1日", [Link("T1", "FF", -1)]),
        ("1.2.3FS+2 days", [Link("1.2.3", "FS", 2)]),
        ("A-1", [Link("A-1")]),
        ("12FS +3", [Link("12", "FS", 3)]),
        ("        1.1.1 前世今生", [Link("1.1.1 前世今生")]),
        ("Install OS", [Link("Install OS")]),
        ("-", []),
        ("", []),
    ],
)
def test_predecessors_name_ids_kinds_and_lags(text, links):
    assert list(links_of(Cell.of(text) if text else None)) == links


def test_a_single_predecessor_may_be_a_number():
    assert links_of(number(3)) == (Link("3"),)

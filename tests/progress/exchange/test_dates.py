"""Dates as teams write them (DOMAIN 5.4)."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from progress.exchange.dates import Period, Unreadable, date_of, from_text, is_date
from progress.exchange.raw import Cell

PERIOD = Period(date(2026, 4, 1), date(2026, 9, 30))
JUNE_8 = date(2026, 6, 8)


@pytest.mark.parametrize(
    "written",
    [
        "2026/6/8", "2026-06-08", "2026.6.8", "2026年6月8日", "２０２６／６／８", "2026 年 6 月 8 日", "20260608",
        "R8.6.8", "R8/6/8", "r8.06.08", "令和8年6月8日", "Ｒ８．６．８", "6/8", "06/08", "６/８", "6月8日", "6/8(月)",
        "6/8（月）", "6月8日(月曜)", "2026/6/8(Mon)", "6-8", "26/6/8", "2026/06/08 0:00", "2026-06-08T09:30:00",
        "8 Jun 2026", "8 June", "Jun 8, 2026", "Mon 8 Jun", "June 8th, 2026", " 6/8 ", "08-Jun-26", "8/Jun/26 9:00 AM",
        "2026-06-08T09:30:00Z", "2026-06-08 09:30:00 +0900", "2026-06-08T00:00:00.000+09:00", "2026-06-08 09:30 UTC",
        "2026/6/8 午前9:00", "2026年6月8日9:00", "2026年6月8日 (月) 9:00", "2026/6/8(月・祝)", "46181", "46181.375",
        "6/8/26", "Mon 6/8/26", "6/8/26 5:00 PM", "'26/6/8", "’26/06/08",
    ],
)  # fmt: skip
def test_one_day_is_written_in_many_ways(written):
    assert from_text(written, PERIOD) == JUNE_8


@pytest.mark.parametrize(
    "written",
    [
        "11/31",
        "2026/2/30",
        "6月上旬",
        "未定です",
        "6.8",
        "13/13",
        "R8.13.1",
        "完了",
        "10:00-11:00",
        "8",
        "6/8頃",
        "第2週",
        "2026/6",
    ],
)
def test_what_is_no_date_is_not_made_one(written):
    with pytest.raises(Unreadable):
        from_text(written, PERIOD)


@pytest.mark.parametrize(
    ("written", "order", "day"),
    [
        ("6/8/26", "mdy", JUNE_8), ("8/6/26", "dmy", JUNE_8), ("08.06.26", "dmy", JUNE_8), ("06/08/26", "mdy", JUNE_8),
        ("26/06/08", "ymd", JUNE_8), ("26/06/08", "mdy", JUNE_8), ("6/13/26", "dmy", date(2026, 6, 13)),
    ],
)  # fmt: skip
def test_a_year_of_two_digits_stands_first_or_last(written, order, day):
    assert from_text(written, PERIOD, order) == day


@pytest.mark.parametrize("written", ["1/2/99", "31/31/31", "12345", "99999", "1.1.10"])
def test_numbers_far_from_the_project_are_no_dates(written):
    with pytest.raises(Unreadable):
        from_text(written, PERIOD)


@pytest.mark.parametrize(
    ("written", "states"),
    [
        ("6/8/26", True),
        ("26/06/08", True),
        ("Mon 6/8/26", True),
        ("1.1.10", False),
        ("46181", False),
        ("1-2-10", False),
    ],
)
def test_a_text_states_a_date_by_itself_or_not(written, states):
    assert is_date(Cell.of(written)) is states


def test_the_first_year_of_an_era_is_gannen():
    assert from_text("令和元年5月1日", PERIOD) == date(2019, 5, 1)
    assert from_text("H31.4.30", PERIOD) == date(2019, 4, 30)


@pytest.mark.parametrize(
    ("period", "written", "year"),
    [
        (Period(date(2026, 4, 1), date(2026, 9, 30)), "3/31", 2026),  # one day before the start
        (Period(date(2026, 11, 1), date(2027, 3, 31)), "12/20", 2026),
        (Period(date(2026, 11, 1), date(2027, 3, 31)), "1/15", 2027),
        (Period(date(2026, 11, 1), date(2027, 3, 31)), "4/2", 2027),  # two days after the end
        (Period(date(2026, 1, 5), date(2027, 2, 12), near=date(2026, 11, 18)), "1/15", 2027),  # twice inside
        (Period(date(2026, 1, 5), date(2027, 2, 12), near=date(2026, 2, 18)), "1/15", 2026),
    ],
)
def test_a_day_without_a_year_takes_the_one_nearest_to_the_project(period, written, year):
    assert from_text(written, period).year == year


def test_29_february_takes_a_leap_year():
    assert from_text("2/29", Period(date(2027, 4, 1), date(2028, 3, 31))) == date(2028, 2, 29)


@pytest.mark.parametrize(
    ("order", "expected"), [("mdy", date(2026, 3, 4)), ("dmy", date(2026, 4, 3)), ("ymd", date(2026, 3, 4))]
)
def test_the_order_of_the_team_decides_where_the_text_does_not(order, expected):
    assert from_text("03/04/2026", PERIOD, order) == expected


def test_a_day_over_12_decides_by_itself():
    assert from_text("25/12/2026", PERIOD, "mdy") == date(2026, 12, 25)
    assert from_text("12/25/2026", PERIOD, "dmy") == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (JUNE_8, JUNE_8),
        (datetime(2026, 6, 8, 17, 30), JUNE_8),
        (46181, JUNE_8),  # Excel's serial: 46181 days after 1899-12-30
        (46181.75, JUNE_8),
        (20260608, JUNE_8),
        ("6/8", JUNE_8),
        (0, None),
        (date(1899, 12, 31), None),  # an empty reference formatted as a date
        (date(1900, 1, 1), None),
    ],
)
def test_cells_of_all_kinds_hold_dates(value, expected):
    assert date_of(Cell.of(value), PERIOD) == expected


@pytest.mark.parametrize("value", [6.8, 45, 3, -1, 99999999, True, time(10, 0), "1.1"])
def test_numbers_that_are_no_dates_are_refused(value):
    with pytest.raises(Unreadable):
        date_of(Cell.of(value), PERIOD)


def test_dates_outside_every_project_have_a_code_of_their_own():
    with pytest.raises(Unreadable) as found:
        date_of(Cell.of(date(9999, 12, 31)), PERIOD)
    assert found.value.code == "date_out_of_range"
    with pytest.raises(Unreadable) as found:
        from_text("2999/1/1", PERIOD)
    assert found.value.code == "date_out_of_range"


def test_only_what_states_a_date_counts_as_one():
    assert is_date(Cell.of(JUNE_8))
    assert is_date(Cell.of("6/8(月)"))
    assert not is_date(Cell.of(46181))
    assert not is_date(Cell.of("T-001"))

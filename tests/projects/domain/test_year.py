"""A year on paper, and the order of a rhythm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from projects.domain.calendar import japanese_calendar
from projects.domain.rhythm import out_of_order
from projects.domain.weeks import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Point, Rhythm
from projects.domain.year import months_of


@pytest.fixture(scope="module")
def months():
    return months_of(2026, japanese_calendar(date(2026, 1, 1), date(2026, 12, 31)))


def test_a_year_has_twelve_months_of_whole_weeks(months):
    assert [month.first.month for month in months] == list(range(1, 13))
    assert all(len(week) == 7 for month in months for week in month.weeks)
    assert sum(entry is not None for month in months for week in month.weeks for entry in week) == 365


def test_weeks_begin_on_monday_and_leave_other_months_empty(months):
    first = months[3].weeks[0]  # 2026-04-01 is a Wednesday
    assert [entry and entry.day.day for entry in first] == [None, None, 1, 2, 3, 4, 5]


def test_working_days_are_those_of_a_paper_calendar(months):
    """Weekdays less holidays: May has 21 weekdays and the 4th, 5th and 6th off; September 22 less the 21st to 23rd."""
    assert (months[4].working_days, months[8].working_days) == (18, 19)


def test_a_special_day_carries_its_name(months):
    entry = months[0].weeks[0][3]
    assert (entry.day, entry.works, entry.name.ja) == (date(2026, 1, 1), False, "元日")


def test_the_default_rhythm_is_in_order():
    assert out_of_order(Rhythm()) == []


@pytest.mark.parametrize(
    ("point", "value", "pairs"),
    [
        ("findings", Point(WEDNESDAY, time(16)), [("submission", "findings")]),
        ("findings", Point(WEDNESDAY, time(17)), []),
        ("findings", Point(FRIDAY, time(12)), [("findings", "resubmission")]),
        ("meeting", Point(THURSDAY, time(16)), [("papers", "meeting")]),
        ("report", Point(WEDNESDAY, time(9)), [("submission", "report")]),
        ("papers", Point(TUESDAY, time(9)), [("papers", "meeting")]),  # the Tuesday after the status date
        ("meeting", Point(MONDAY, time(9)), []),  # the Monday after it
    ],
)
def test_a_point_before_the_one_it_follows_is_told(point, value, pairs):
    assert out_of_order(replace(Rhythm(), **{point: value})) == pairs

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.domain.evm import ActualLine, BaselineLine, Booking, Ledger, Technique, planned_value, roll_up
from projects.domain.calendar import CalendarDay, Calendars, DayName, WorkingCalendar, japanese_calendar

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "vectors.json").read_text(), parse_float=Decimal)["pv"]
JAPAN = japanese_calendar(date(2015, 1, 1), date(2017, 12, 31))
EVERY_DAY = WorkingCalendar(date(2015, 1, 1), date(2015, 12, 31), weekdays=frozenset(range(7)))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in VECTORS])
def test_planned_value_grows_by_the_same_step_on_each_working_day(case):
    start, finish = date.fromisoformat(case["start"]), date.fromisoformat(case["finish"])
    days = [start + timedelta(days=n) for n in range((finish - start).days + 1)]
    counted = [day for day in days if JAPAN.is_working(day)] or days
    assert len(counted) == case["workdays"]
    effort = Decimal(case["hours"])
    values = [planned_value(start, finish, effort, day, JAPAN) for day in counted]
    assert values == [Decimal(case["per_day"]) * n for n in range(1, case["workdays"] + 1)]
    assert planned_value(start, finish, effort, start - timedelta(days=1), JAPAN) == 0
    assert planned_value(start, finish, effort, finish + timedelta(days=400), JAPAN) == effort


@pytest.mark.parametrize("effort", [pytest.param(Decimal(24), id="TV-PV-4")])
def test_planned_earned_and_actual_values_add_up_without_a_holiday_calendar(effort):
    days = [date(2015, 8, day) for day in (1, 2, 3)]
    line = BaselineLine("T", days[0], days[-1], effort, technique=Technique.ZERO_HUNDRED)
    booked = tuple(Booking(day, Decimal(hours)) for day, hours in zip(days, (10, 6, 8), strict=True))
    actual = ActualLine("T", days[0], days[-1], bookings=booked)
    totals = [roll_up(Ledger([line], [actual]), day, Calendars(EVERY_DAY)).project for day in days]
    assert [total.pv for total in totals] == [8, 16, 24]
    assert [total.ac for total in totals] == [10, 16, 24]
    assert [total.ev for total in totals] == [0, 0, 24]


def test_a_team_with_its_own_day_off_plans_over_its_own_calendar():
    off = CalendarDay(date(2017, 6, 7), DayName("休業日", "Closed"))
    calendars = Calendars(JAPAN, {"MIG": JAPAN.with_days([off])})
    lines = [BaselineLine(team, date(2017, 6, 5), date(2017, 6, 9), Decimal(20), team) for team in ("AUT", "MIG")]
    rows = roll_up(Ledger(lines), date(2017, 6, 7), calendars).rows
    assert [row.pv for row in rows] == [12, 10]  # 3 of 5 days, 2 of 4 days


def test_dates_the_wrong_way_round_count_in_full_from_the_start_on():
    assert planned_value(date(2017, 6, 9), date(2017, 6, 5), Decimal(8), date(2017, 6, 8), JAPAN) == 0
    assert planned_value(date(2017, 6, 9), date(2017, 6, 5), Decimal(8), date(2017, 6, 9), JAPAN) == 8


DAYS = st.dates(date(2016, 12, 1), date(2017, 6, 30))
EFFORT = st.decimals("0.01", 9999, places=2)


@settings(deadline=None)
@given(DAYS, DAYS, DAYS, DAYS, EFFORT)
def test_planned_value_never_falls_and_stays_within_the_effort(one, other, day, later, effort):
    start, finish = sorted((one, other))
    first, second = sorted((day, later))
    earlier, after = (planned_value(start, finish, effort, on, JAPAN) for on in (first, second))
    assert 0 <= earlier <= after <= effort

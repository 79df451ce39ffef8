"""The S-curve computed at once is the planned value computed day by day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from progress.domain.evm import BaselineLine, planned_total, planned_totals
from projects.domain.calendar import Calendars, WorkingCalendar

FIRST = date(2026, 6, 1)
CALENDARS = Calendars(WorkingCalendar(FIRST, date(2026, 12, 31)), {})
some_days = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))
efforts = st.none() | st.decimals("0.25", "400", places=2)


@st.composite
def lines(draw) -> BaselineLine:
    """Any row: dates that are missing or the wrong way round, rows that join late or leave with a part accepted."""
    effort = draw(efforts)
    cancelled = draw(st.none() | some_days)
    part = draw(st.sampled_from([Decimal(0), Decimal("0.5")])) if cancelled and effort else Decimal(0)
    return BaselineLine(
        draw(st.uuids()).hex, draw(st.none() | some_days), draw(st.none() | some_days), effort,
        effective_from=draw(st.none() | some_days), cancelled_from=cancelled, accepted_effort=(effort or 0) * part,
    )  # fmt: skip


@given(st.lists(lines(), max_size=12), st.lists(some_days, unique=True, max_size=12))
def test_all_days_at_once_are_the_days_one_by_one(rows: list[BaselineLine], days: list[date]) -> None:
    at_once = planned_totals(rows, sorted(days), CALENDARS)
    one_by_one = [planned_total(rows, day, CALENDARS) for day in sorted(days)]
    assert [round(value, 12) for value in at_once] == [round(value, 12) for value in one_by_one]

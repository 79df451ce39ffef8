"""Facts that lights and sentences are made from, at their edges; numbers worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from progress.domain.rows import Kind, PlanRow
from progress.weekdata import WeekData, WeekRow
from projects.domain.calendar import Calendars, WorkingCalendar
from projects.models import Week
from reports.gather import changes, lights, rows

STATUS, PLANNED = date(2026, 6, 10), date(2026, 6, 5)  # a Wednesday, the Friday before: 3 working days
CALENDARS = Calendars(WorkingCalendar(date(2026, 5, 1), date(2026, 7, 31)))


def week_with(*rows: WeekRow, measures: dict | None = None) -> WeekData:
    week = Week(key="2026-W24", status_date=STATUS)
    return WeekData(week, True, None, {}, measures or {}, rows, CALENDARS)


def gate(planned: date | None, forecast: date | None) -> WeekRow:
    row = PlanRow(id="M1", key="m1", name="M1", kind=Kind.MILESTONE, planned_finish=planned, forecast_finish=forecast)
    return WeekRow(row, "", "", "accepted", False, None, None, None, None, None)


@pytest.mark.parametrize(
    ("planned", "forecast", "late"),
    [
        (PLANNED, None, 3),
        (PLANNED, PLANNED, 3),  # a date that has passed tells nothing any more
        (PLANNED, date(2026, 6, 9), 3),
        (PLANNED, date(2026, 6, 15), 6),
        (date(2026, 6, 19), date(2026, 6, 17), -2),
        (date(2026, 6, 19), None, None),
        (STATUS, None, None),
        (None, date(2026, 6, 15), None),
    ],
)
def test_a_milestone_that_is_overdue_is_late_whatever_was_forecast(planned, forecast, late) -> None:
    row = gate(planned, forecast)
    assert lights.expected(week_with(row), row).late == late


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [("0.8551", "0.8640", False), ("0.8549", "0.8551", True), ("0.85", "0.86", True), ("0.90", "0.90", False)],
)
def test_an_index_has_changed_when_it_reads_otherwise(was: str, now: str, told: bool) -> None:
    """Both 0.8551 and 0.8640 are printed as 0.86."""
    before = week_with(measures={"project": {"spi": Decimal(was)}})
    view = SimpleNamespace(data=week_with(measures={"project": {"spi": Decimal(now)}}), rows_url=lambda _scope: "")
    assert bool(list(changes.indices(view, before, "project"))) is told


@pytest.mark.parametrize(
    ("planned", "forecast", "shown"),
    [
        (date(2026, 4, 1), None, True),  # overdue, however long ago
        (date(2026, 6, 24), None, True),
        (date(2026, 6, 25), None, False),
        (date(2026, 7, 30), date(2026, 6, 20), True),  # expected into the window
        (None, None, False),
    ],
)
def test_milestones_shown_are_near_by_plan_or_forecast_or_overdue(planned, forecast, shown) -> None:
    assert rows.concerns(gate(planned, forecast), STATUS) is shown


def test_a_milestone_reached_long_ago_is_not_shown() -> None:
    done = gate(date(2026, 4, 1), None)
    reached = replace(done, row=replace(done.row, actual_finish=date(2026, 4, 1)))
    assert not rows.concerns(reached, STATUS)

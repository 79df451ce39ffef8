"""Which rows are late 遅れ and how far a row should be (DOMAIN 4.3), for the checks and for dashboards alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Protocol

from progress.domain.rows import PlanRow

ZERO, HUNDRED = Decimal(0), Decimal(100)
BEHIND_POINTS = Decimal(20)  # default of G046; the third kind of lateness uses the same limit


class Calendar(Protocol):
    """What is asked of a working calendar; `projects.domain.calendar.WorkingCalendar` is one."""

    def is_working(self, day: date, /) -> bool: ...

    def working_days(self, start: date, finish: date, /) -> int: ...


class LateTerms(Protocol):
    """What lateness depends on besides the row; the checks' `Context` and `Terms` are both such terms."""

    @property
    def status_date(self) -> date: ...

    @property
    def calendar(self) -> Calendar: ...

    @property
    def overdue_from_equal(self) -> bool: ...

    @property
    def behind_points(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of lateness for whoever runs no checks, such as a dashboard."""

    status_date: date
    calendar: Calendar
    overdue_from_equal: bool = True
    behind_points: Decimal = BEHIND_POINTS


class Lateness(StrEnum):
    OVERDUE = "overdue"  # planned finish has passed, not finished
    NOT_STARTED = "not_started"  # planned start has passed, nothing done
    BEHIND = "behind"  # percent is 20 points or more under the planned percent


def planned_percent(row: PlanRow, status_date: date, calendar: Calendar) -> Decimal | None:
    """計画進捗率: how far the row should be at the close of `status_date`, 0-100 (DOMAIN 4.3).

    100·wd(ps, min(SD, pf)) / wd(ps, pf); 0 before the planned start. A period without any working day counts its
    calendar days (TV-PV-3). None when a planned date is missing or the start lies after the finish.
    """
    start, finish = row.planned_start, row.planned_finish
    if start is None or finish is None or start > finish:
        return None
    if status_date < start:
        return ZERO
    until = min(status_date, finish)
    if whole := calendar.working_days(start, finish):
        return HUNDRED * calendar.working_days(start, until) / whole
    return HUNDRED * ((until - start).days + 1) / ((finish - start).days + 1)


def due_until(terms: LateTerms) -> date:
    """The last day whose work counts as due: the status date, or the day before it.

    It is the day before when updates are due on the status date itself (`overdue_from_equal` off, the default
    rhythm): the work of that day is still going on when the team sends.
    """
    return terms.status_date if terms.overdue_from_equal else terms.status_date - timedelta(days=1)


def is_overdue(row: PlanRow, terms: LateTerms) -> bool:
    """Planned finish has passed without an actual one (the condition of G041, G044)."""
    return row.actual_finish is None and row.planned_finish is not None and row.planned_finish <= due_until(terms)


def is_not_started(row: PlanRow, terms: LateTerms) -> bool:
    """Planned start lies before the status date and nothing is done (the condition of G040)."""
    due = row.planned_start is not None and row.planned_start < terms.status_date
    return due and row.actual_start is None and row.percent == 0


def points_behind(row: PlanRow, terms: LateTerms) -> Decimal | None:
    """Planned minus reported percent of an unfinished row, as of `due_until`; None when one of them is unknown."""
    if row.actual_finish is not None or row.percent is None:
        return None
    planned = planned_percent(row, due_until(terms), terms.calendar)
    return None if planned is None else planned - row.percent


def lateness(row: PlanRow, terms: LateTerms) -> Lateness | None:
    """The gravest kind of lateness of a row; None when it is not late. Summary and cancelled rows are never late."""
    if not row.is_leaf:
        return None
    if is_overdue(row, terms):
        return Lateness.OVERDUE
    if is_not_started(row, terms):
        return Lateness.NOT_STARTED
    behind = points_behind(row, terms)
    return Lateness.BEHIND if behind is not None and behind >= terms.behind_points else None


def late(row: PlanRow, context: LateTerms) -> bool:
    """`late(r)` of DOMAIN 4.3: not started in time, not finished in time, or too far behind the plan."""
    return lateness(row, context) is not None

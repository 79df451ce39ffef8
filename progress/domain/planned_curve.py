"""The planned curve of a baseline: cumulative PV at the close of each working day, for every scope (DOMAIN 1.6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from progress.domain.earned_schedule import PlanCurve
from progress.domain.evm import PROJECT, BaselineLine, Scope, planned_totals
from projects.domain.calendar import Calendars, WorkingCalendar

ZERO = Decimal(0)
EXACT = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class PlannedCurve:
    """`values[n]` is PV (person-days) at the close of the n-th working day of the project counted from `start`.

    The first is that of the first working day on or after `start`, the last is BAC.
    """

    start: date
    values: tuple[Decimal, ...]

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, index: int, /) -> Decimal:
        return self.values[index]

    def elapsed(self, on: date, calendar: WorkingCalendar) -> int:
        """AT: working days from the start to `on`, inclusive; 0 before it."""
        return calendar.working_days(self.start, on) if on >= self.start else 0

    def at(self, on: date, calendar: WorkingCalendar) -> Decimal:
        """PV at the close of a day."""
        days = min(self.elapsed(on, calendar), len(self.values))
        return self.values[days - 1] if days else ZERO

    def last_day(self, calendar: WorkingCalendar) -> date:
        """The working day at whose close PV is BAC."""
        return calendar.add(self.start - timedelta(days=1), len(self.values))


def planned_curves(lines: Iterable[BaselineLine], on: date, calendars: Calendars) -> dict[Scope, PlannedCurve]:
    """The curve of the project, of each team, phase and team in a phase; rows count as they do on `on`."""
    groups: dict[Scope, list[BaselineLine]] = defaultdict(list)
    for line in lines:
        if line.left_out(on) is None:
            for scope in (PROJECT, Scope(line.team), Scope(None, line.phase), Scope(line.team, line.phase)):
                groups[scope].append(line)
    return {scope: planned_curve(PlanCurve(group, on, calendars)) for scope, group in groups.items()}


def planned_curve(plan: PlanCurve) -> PlannedCurve:
    """All days of a curve, each row counted on the days it lasts only."""
    values = planned_totals(plan.lines, plan.days, plan.calendars)
    return PlannedCurve(plan.start, tuple(value.quantize(EXACT) for value in values))


@dataclass(frozen=True, slots=True)
class CurveVersion:
    """The planned curve of a baseline with the day it came into force."""

    number: int
    effective_from: date
    curve: PlannedCurve


def in_force(versions: Sequence[CurveVersion], on: date) -> PlannedCurve:
    """That of the baseline in force on a day; before the first one that one's (1.7 #9)."""
    past = [version for version in versions if version.effective_from <= on]
    return max(past, key=lambda version: (version.effective_from, version.number), default=versions[0]).curve

"""Earned value from plan rows and actuals: planned value, totals by team and phase, baselines (DOMAIN 1.1, 1.4, 1.7).

The one door to earned value: what `indices` and `techniques` define can be imported from here. Everything is exact
Decimal in the unit of the plan (person-days); rounding is for display.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate

from progress.domain.indices import Blank, EacMethod, IndexOptions, Indices, Totals, indices, tcpi_eac, why_blank
from progress.domain.techniques import PERCENT_CAP, ActualLine, Basis, Booking, Step, Technique, earned_percent
from projects.domain.calendar import Calendars, WorkingCalendar

__all__ = [
    "PROJECT",
    "ActualLine",
    "BaselineLine",
    "BaselineVersion",
    "Basis",
    "Blank",
    "Booking",
    "EacMethod",
    "IndexOptions",
    "Indices",
    "Ledger",
    "Reason",
    "RollUp",
    "RowFigures",
    "Scope",
    "Step",
    "Technique",
    "Totals",
    "baseline_in_force",
    "earned_percent",
    "indices",
    "is_complete_split",
    "planned_total",
    "planned_totals",
    "planned_value",
    "pv_series",
    "roll_up",
    "tcpi_eac",
    "transfer_earned",
    "why_blank",
]

ZERO, HUNDRED = Decimal(0), Decimal(100)


def planned_value(start: date, finish: date, effort: Decimal, on: date, calendar: WorkingCalendar) -> Decimal:
    """PV of one task at the close of `on`: `effort` spread evenly over its working days, both dates inclusive.

    0 before the start, all of it from the finish on. A period without a working day counts every day (TV-PV-3).
    """
    if on < start:
        return ZERO
    if on >= finish:
        return effort
    whole = calendar.working_days(start, finish)
    if whole == 0:
        return effort * ((on - start).days + 1) / ((finish - start).days + 1)
    return effort * calendar.working_days(start, on) / whole


class Reason(StrEnum):
    """Why a row is not in BAC, PV and EV at the status date."""

    NO_EFFORT = "no_effort"
    NO_DATES = "no_dates"
    UNPLANNED = "unplanned"  # not in the baseline: added without a change request
    NOT_YET_EFFECTIVE = "not_yet_effective"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class BaselineLine:
    """A leaf row of a baseline; `base` is the key of the task that an apportioned one follows.

    A row that joins by a change request counts from `effective_from`. One cancelled by a change request leaves from
    `cancelled_from` on; of its effort `accepted_effort` stays, in BAC, PV and EV alike, if a part was accepted.
    """

    key: str
    start: date | None
    finish: date | None
    effort: Decimal | None
    team: str = ""
    phase: str = ""
    technique: Technique = Technique.PERCENT
    base: str = ""
    effective_from: date | None = None
    cancelled_from: date | None = None
    accepted_effort: Decimal = ZERO

    def __post_init__(self) -> None:
        if not ZERO <= self.accepted_effort <= max(self.effort or ZERO, ZERO):
            raise ValueError(f"the accepted part of {self.key} is not within its effort")

    def is_cancelled(self, on: date) -> bool:
        return self.cancelled_from is not None and self.cancelled_from <= on

    def left_out(self, on: date) -> Reason | None:
        """Why the row is not counted on this status date; None when it is."""
        if self.effort is None or self.effort <= 0:
            return Reason.NO_EFFORT
        if self.start is None or self.finish is None:
            return Reason.NO_DATES
        if self.effective_from is not None and on < self.effective_from:
            return Reason.NOT_YET_EFFECTIVE
        return Reason.CANCELLED if self.is_cancelled(on) and not self.accepted_effort else None

    def budget(self, on: date) -> Decimal:
        """The row's part of BAC on this status date."""
        if self.effort is None or self.left_out(on):
            return ZERO
        return self.accepted_effort if self.is_cancelled(on) else self.effort

    def planned(self, at: date, calendar: WorkingCalendar, on: date | None = None) -> Decimal:
        """PV at the close of `at`, of the row as it counts on the status date `on` (default: the same day)."""
        status = on or at
        if self.start is None or self.finish is None or self.left_out(status):
            return ZERO
        if self.is_cancelled(status) and self.cancelled_from is not None:
            closed = min(self.finish, self.cancelled_from)
            return planned_value(min(self.start, closed), closed, self.accepted_effort, at, calendar)
        return planned_value(self.start, self.finish, self.budget(status), at, calendar)

    def running(self, days: Sequence[date]) -> tuple[int, int]:
        """The places among the ascending days at which PV must be computed; before them it is 0, after them BAC."""
        if self.effective_from is not None or self.cancelled_from is not None:
            return 0, len(days)
        if self.start is None or self.finish is None:
            return len(days), len(days)
        first = bisect_left(days, self.start)
        return first, max(first, bisect_left(days, self.finish))


@dataclass(frozen=True, slots=True)
class BaselineVersion:
    number: int
    effective_from: date
    lines: tuple[BaselineLine, ...]


def baseline_in_force(versions: Iterable[BaselineVersion], on: date) -> BaselineVersion | None:
    """The version with the highest effective date up to `on` (of two for one day the later); None before the first."""
    past = [version for version in versions if version.effective_from <= on]
    return max(past, key=lambda version: (version.effective_from, version.number), default=None)


def planned_total(lines: Iterable[BaselineLine], at: date, calendars: Calendars, on: date | None = None) -> Decimal:
    """PV of many rows at the close of `at`, each over its team's calendar, as they count on `on` (default: `at`)."""
    return sum((line.planned(at, calendars.of(line.team), on) for line in lines), ZERO)


def pv_series(versions: Sequence[BaselineVersion], dates: Iterable[date], calendars: Calendars) -> list[Decimal | None]:
    """The S-curve's PV: at each date that of the baseline in force then, None before the first one (1.7 #9).

    One version alone gives its own line, for 当初計画 beside 現計画.
    """
    days = list(dates)
    in_force = {day: baseline_in_force(versions, day) for day in days}
    totals: dict[date, Decimal] = {}
    for version in versions:
        its_days = sorted(day for day, found in in_force.items() if found is version)
        totals |= zip(its_days, planned_totals(version.lines, its_days, calendars), strict=True)
    return [totals.get(day) for day in days]


def planned_totals(lines: Iterable[BaselineLine], days: Sequence[date], calendars: Calendars) -> list[Decimal]:
    """`planned_total` at each of the days, which ascend: a row is computed on the days it lasts only."""
    while_running, from_then_on = [ZERO] * len(days), [ZERO] * (len(days) + 1)
    for line in lines:
        calendar = calendars.of(line.team)
        first, last = line.running(days)
        for place in range(first, last):
            while_running[place] += line.planned(days[place], calendar)
        if last < len(days):
            from_then_on[last] += line.budget(days[-1])
    return [running + done for running, done in zip(while_running, accumulate(from_then_on), strict=False)]


@dataclass(frozen=True, slots=True)
class Scope:
    """What a total covers: None is all, "" is rows without a team or phase."""

    team: str | None = None
    phase: str | None = None

    @property
    def name(self) -> str:
        """ "project", "team:MEM", "phase:IT", "team:MEM/phase:IT"."""
        parts = [f"team:{self.team}"] if self.team is not None else []
        parts += [f"phase:{self.phase}"] if self.phase is not None else []
        return "/".join(parts) or "project"


PROJECT = Scope()


@dataclass(frozen=True, slots=True)
class RowFigures:
    """What one row contributes. `ac` is None for a team that does not report effort; `left_out` says why it has no BAC.

    `remaining` is 0 for a closed row and None where an open one has not reported it.
    """

    key: str
    team: str
    phase: str
    bac: Decimal
    pv: Decimal
    ev: Decimal
    ac: Decimal | None
    remaining: Decimal | None
    percent: Decimal | None = None
    is_loe: bool = False
    left_out: Reason | None = None

    @property
    def scopes(self) -> tuple[Scope, ...]:
        return PROJECT, Scope(team=self.team), Scope(phase=self.phase), Scope(self.team, self.phase)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a status date is counted from: the baseline in force (None: there is none yet) and the accepted actuals.

    `silent_teams` do not report actual effort (normal for 請負, 1.7 #21).
    """

    baseline: Sequence[BaselineLine] | None
    actuals: Sequence[ActualLine] = ()
    silent_teams: frozenset[str] = frozenset()
    percent_cap: Decimal = PERCENT_CAP


@dataclass(frozen=True, slots=True)
class RollUp:
    """Totals by scope with the rows behind them."""

    rows: tuple[RowFigures, ...]
    totals: Mapping[Scope, Totals]

    @property
    def project(self) -> Totals:
        return self.totals[PROJECT]

    @property
    def excluded(self) -> tuple[RowFigures, ...]:
        """EVM対象外一覧: rows outside BAC, PV and EV, each with its reason (1.7 #10, #11, #15)."""
        return tuple(row for row in self.rows if row.left_out)


def roll_up(ledger: Ledger, on: date, calendars: Calendars) -> RollUp:
    """BAC, PV, EV and AC at the close of `on` for the project, each team, phase and team in a phase.

    Rows outside the baseline stand in AC only (1.7 #10). Without a baseline BAC, PV and EV are None.
    """
    valuation = _Valuation(ledger, on, calendars)
    rows = valuation.rows()
    groups: defaultdict[Scope, list[RowFigures]] = defaultdict(list, {PROJECT: []})
    for row in rows:
        for scope in row.scopes:
            groups[scope].append(row)
    has_baseline = ledger.baseline is not None
    return RollUp(rows, {scope: _total(members, has_baseline) for scope, members in groups.items()})


def _total(rows: Sequence[RowFigures], has_baseline: bool) -> Totals:
    reporting = [row for row in rows if row.ac is not None]
    if rows and not reporting:
        return replace(_sum(rows, has_baseline), ac=None, remaining=None)
    part = _sum(reporting, has_baseline)
    if len(reporting) == len(rows):
        return part
    return replace(_sum(rows, has_baseline), ac=part.ac, remaining=part.remaining, reporting=part)


def _sum(rows: Sequence[RowFigures], has_baseline: bool) -> Totals:
    remaining = [row.remaining for row in rows if row.remaining is not None]
    return Totals(
        bac=sum((row.bac for row in rows), ZERO) if has_baseline else None,
        pv=sum((row.pv for row in rows), ZERO) if has_baseline else None,
        ev=sum((row.ev for row in rows), ZERO) if has_baseline else None,
        ac=sum((row.ac for row in rows if row.ac is not None), ZERO),
        remaining=sum(remaining, ZERO) if len(remaining) == len(rows) else None,
        loe=sum((row.pv for row in rows if row.is_loe), ZERO),
    )


@dataclass(frozen=True, slots=True)
class _Valuation:
    """One status date of a ledger, row by row."""

    ledger: Ledger
    on: date
    calendars: Calendars
    lines: dict[str, BaselineLine] = field(init=False)
    actuals: dict[str, ActualLine] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", {line.key: line for line in self.ledger.baseline or ()})
        object.__setattr__(self, "actuals", {actual.key: actual for actual in self.ledger.actuals})

    def rows(self) -> tuple[RowFigures, ...]:
        planned = [self.planned_row(line) for line in self.lines.values()]
        unplanned = [self.unplanned_row(actual) for key, actual in self.actuals.items() if key not in self.lines]
        return (*planned, *unplanned)

    def planned_row(self, line: BaselineLine) -> RowFigures:
        actual = self.actual_of(line.key)
        reason = line.left_out(self.on)
        pv = line.planned(self.on, self.calendars.of(line.team))
        percent = None if reason else self.percent(line)
        return RowFigures(
            key=line.key,
            team=line.team,
            phase=line.phase,
            bac=line.budget(self.on),
            pv=pv,
            ev=self.earned(line, pv, percent),
            ac=self.booked(line.team, actual),
            remaining=self.remaining(actual, line, reason),
            percent=percent,
            is_loe=line.technique is Technique.LEVEL_OF_EFFORT,
            left_out=reason,
        )

    def unplanned_row(self, actual: ActualLine) -> RowFigures:
        return RowFigures(
            key=actual.key,
            team=actual.team,
            phase=actual.phase,
            bac=ZERO,
            pv=ZERO,
            ev=ZERO,
            ac=self.booked(actual.team, actual),
            remaining=self.remaining(actual, None, Reason.UNPLANNED),
            left_out=Reason.UNPLANNED,
        )

    def actual_of(self, key: str) -> ActualLine:
        return self.actuals.get(key) or ActualLine(key)

    def booked(self, team: str, actual: ActualLine) -> Decimal | None:
        return None if team in self.ledger.silent_teams else actual.effort_until(self.on)

    def earned(self, line: BaselineLine, pv: Decimal, percent: Decimal | None) -> Decimal:
        """EV of a row, never above its budget; level of effort earns its PV."""
        if line.technique is Technique.LEVEL_OF_EFFORT:
            return pv
        return line.budget(self.on) * (percent or ZERO) / HUNDRED

    def percent(self, line: BaselineLine) -> Decimal | None:
        """Earned percent; an apportioned row follows its base, unless that is apportioned itself or not there."""
        base = self.lines.get(line.base)
        return self.own_percent(line, self.own_percent(base) if base else None)

    def own_percent(self, line: BaselineLine, base_percent: Decimal | None = None) -> Decimal | None:
        if line.is_cancelled(self.on):
            return HUNDRED if line.accepted_effort else None
        basis = Basis(self.ledger.percent_cap, self.planned_percent(line), base_percent)
        return earned_percent(line.technique, self.actual_of(line.key), self.on, basis)

    def planned_percent(self, line: BaselineLine) -> Decimal | None:
        budget = line.budget(self.on)
        if line.technique is not Technique.LEVEL_OF_EFFORT or not budget:
            return None
        return line.planned(self.on, self.calendars.of(line.team)) * HUNDRED / budget

    def remaining(self, actual: ActualLine, line: BaselineLine | None, reason: Reason | None) -> Decimal | None:
        if actual.is_finished(self.on) or (line is not None and line.is_cancelled(self.on)):
            return ZERO
        if actual.remaining_effort is None and reason is Reason.NO_EFFORT:
            return ZERO
        return actual.remaining_effort


def is_complete_split(line: BaselineLine, parts: Iterable[BaselineLine]) -> bool:
    """Whether the effort of the parts makes that of the task they replace (1.7 #12)."""
    return sum((part.effort or ZERO for part in parts), ZERO) == (line.effort or ZERO)


def transfer_earned(earned: Decimal, efforts: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Earned effort of a split task handed to its parts, the closed part first, so that EV stays the same (1.7 #12)."""
    handed: list[Decimal] = []
    for effort in efforts:
        handed.append(min(effort, earned - sum(handed, ZERO)))
    return tuple(handed)

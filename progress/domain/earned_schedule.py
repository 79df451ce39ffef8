"""Earned schedule アーンド・スケジュール: variance and forecast in time, exact (DOMAIN 1.6, 1.7 #1, #5, #6, #13, #19).

A period is whatever the curve counts, here the working day of the project's calendar, so that holidays do not move AT;
weeks are days divided by five, for display only.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Protocol

from progress.domain.evm import BaselineLine, planned_total
from projects.domain.calendar import Calendars, WorkingCalendar

ZERO = Decimal(0)
DAYS_PER_WEEK = Decimal(5)
LONGEST = date.max.toordinal()


class Curve(Protocol):
    """Cumulative PV at the end of period 1, 2, ... (index 0, 1, ...), never falling."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int, /) -> Decimal: ...


class PlanCurve:
    """PV at the close of each working day of the project, from its first planned day until PV is BAC.

    The rows count as they do on the status date `on` (baseline in force). Days are valued when asked for.
    """

    def __init__(self, lines: Iterable[BaselineLine], on: date, calendars: Calendars) -> None:
        self.lines = tuple(line for line in lines if line.left_out(on) is None)
        self.on, self.calendars = on, calendars
        self.start = min((line.start for line in self.lines if line.start), default=on)
        finish = max((line.finish for line in self.lines if line.finish), default=self.start)
        last = max(finish, self.start)
        self._before = calendars.project.offset(self.start - timedelta(days=1))
        self._days = calendars.project.offset(calendars.project.next_working(last)) - self._before if self.lines else 0
        self._values: dict[int, Decimal] = {}

    def __len__(self) -> int:
        return self._days

    def __getitem__(self, index: int, /) -> Decimal:
        if not 0 <= index < self._days:
            raise IndexError(index)
        if index not in self._values:
            day = self.day(index)
            self._values[index] = planned_total(self.lines, day, self.calendars, self.on)
        return self._values[index]

    def day(self, index: int) -> date:
        return self.calendars.project.day_at(self._before + index + 1)

    @property
    def days(self) -> list[date]:
        """Its working days, the last one that on which PV is BAC."""
        return [self.day(index) for index in range(self._days)]

    def elapsed(self, on: date) -> Decimal:
        """AT: working days from the first planned day to `on`, inclusive; 0 before it."""
        return Decimal(self.calendars.project.working_days(self.start, on))


@dataclass(frozen=True, slots=True)
class Clock:
    """AT of the status date, AT of the actual completion (None: not complete), estimated duration ED; in periods."""

    actual_time: Decimal
    finished_at: Decimal | None = None
    estimated_duration: Decimal | None = None

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None and self.finished_at <= self.actual_time


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """All in periods of the curve; None where the formula has no value (AT, ES or a time left is 0).

    `past_plan`: AT has reached PD, so SPI(t) is the headline, SPI is 「参考」 and TSPI reads 「計画期間超過」.
    """

    planned_duration: int
    actual_time: Decimal
    earned: Decimal
    sv_t: Decimal
    spi_t: Decimal | None
    ieac_t: Decimal | None
    tspi: Decimal | None
    tspi_ed: Decimal | None
    past_plan: bool


def earned_schedule(curve: Curve, ev: Decimal | None, clock: Clock) -> EarnedSchedule | None:
    """ES, SV(t), SPI(t), IEAC(t) and TSPI; None without an EV or without any planned value.

    After completion AT stays at the completion and ES is PD, whatever the status date (1.7 #6).
    """
    bac = curve[len(curve) - 1] if len(curve) else ZERO
    if ev is None or bac == 0:
        return None
    duration = bisect_left(curve, bac) + 1
    at = clock.actual_time
    earned = _earned(curve, ev, at, duration)
    if clock.is_finished and clock.finished_at is not None:
        at, earned = clock.finished_at, Decimal(duration)
    left = duration - earned
    return EarnedSchedule(
        planned_duration=duration,
        actual_time=at,
        earned=earned,
        sv_t=earned - at,
        spi_t=earned / at if at else None,
        ieac_t=duration * at / earned if at and earned else None,
        tspi=left / (duration - at) if duration > at else None,
        tspi_ed=_tspi_ed(left, at, clock.estimated_duration),
        past_plan=at >= duration,
    )


def _earned(curve: Curve, ev: Decimal, at: Decimal, duration: int) -> Decimal:
    """ES = C + I; on a plateau that EV meets exactly, AT decides where on it (1.7 #13)."""
    full = bisect_right(curve, ev, 0, duration)
    planned = curve[full - 1] if full else ZERO
    if full == duration:
        return Decimal(duration)
    if ev == planned:
        begins = bisect_left(curve, ev, 0, duration) + 1 if ev else 0
        return min(Decimal(full), max(Decimal(begins), at))
    return full + (ev - planned) / (curve[full] - planned)


def _tspi_ed(left: Decimal, at: Decimal, estimated: Decimal | None) -> Decimal | None:
    return None if estimated is None or estimated <= at else left / (estimated - at)


def forecast_finish(start: date, ieac_t: Decimal | None, calendar: WorkingCalendar) -> date | None:
    """The working day on which the last of IEAC(t) working days from `start` falls; None when it is unknown."""
    if ieac_t is None or not 0 < ieac_t < LONGEST:
        return None
    # a quotient such as 10.000...01 would otherwise cost a day
    days = int(ieac_t.quantize(Decimal("0.000001")).to_integral_value(ROUND_CEILING)) or 1
    try:
        return calendar.add(start - timedelta(days=1), days)
    except (OverflowError, ValueError):  # beyond the year 9999
        return None


def in_weeks(days: Decimal, per_week: Decimal = DAYS_PER_WEEK) -> Decimal:
    """Working days as weeks, for display (1.7 #19)."""
    return days / per_week

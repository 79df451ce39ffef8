"""How much of a task is earned: the progress measurement techniques 出来高計上方法 (DOMAIN 1.3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

ZERO, HUNDRED = Decimal(0), Decimal(100)
PERCENT_CAP = Decimal(90)


class Technique(StrEnum):
    ZERO_HUNDRED = "0_100"
    FIFTY_FIFTY = "50_50"
    TWENTY_FIVE = "25_75"
    TWENTY_EIGHTY = "20_80"
    MILESTONE = "milestone"
    PERCENT = "percent"
    UNITS = "units"
    LEVEL_OF_EFFORT = "loe"
    APPORTIONED = "apportioned"


STARTED_PERCENT = {
    Technique.ZERO_HUNDRED: ZERO,
    Technique.FIFTY_FIFTY: Decimal(50),
    Technique.TWENTY_FIVE: Decimal(25),
    Technique.TWENTY_EIGHTY: Decimal(20),
}

# 作成着手 10, 作成完了 50, 内部レビュー完了 70, 指摘反映完了 80, 顧客レビュー・承認 100 as what each step adds
DEFAULT_STEP_WEIGHTS = tuple(Decimal(weight) for weight in (10, 40, 20, 10, 20))


@dataclass(frozen=True, slots=True)
class Step:
    """A weighted milestone inside a task: what it adds in percent, and when it was reached."""

    weight: Decimal
    achieved_on: date | None = None


@dataclass(frozen=True, slots=True)
class Booking:
    """Effort worked on one day, in the unit of the plan."""

    day: date
    effort: Decimal


@dataclass(frozen=True, slots=True)
class ActualLine:
    """What was last accepted for a row: dates, percent 0-100, cumulative and remaining effort; None is not reported.

    `bookings`, where a team keeps them, stand instead of the cumulative `actual_effort`. `team` and `phase` place a
    row that is not in the baseline; `steps` and the units feed their techniques.
    """

    key: str
    actual_start: date | None = None
    actual_finish: date | None = None
    percent: Decimal | None = None
    actual_effort: Decimal | None = None
    remaining_effort: Decimal | None = None
    team: str = ""
    phase: str = ""
    steps: tuple[Step, ...] = ()
    units_done: Decimal | None = None
    units_planned: Decimal | None = None
    bookings: tuple[Booking, ...] = ()

    def is_finished(self, on: date) -> bool:
        return self.actual_finish is not None and self.actual_finish <= on

    def starts_after(self, on: date) -> bool:
        """Begun only after the status date: nothing of it counts yet."""
        return self.actual_start is not None and self.actual_start > on and not self.is_finished(on)

    def effort_until(self, on: date) -> Decimal:
        """Effort booked up to the close of `on`, whatever the state of the row; unbooked is 0 (1.1 AC, 1.7 #18)."""
        if self.bookings:
            return sum((booking.effort for booking in self.bookings if booking.day <= on), ZERO)
        return ZERO if self.actual_effort is None or self.starts_after(on) else self.actual_effort


@dataclass(frozen=True, slots=True)
class Basis:
    """What a technique needs beside the row: the cap, the row's planned percent, the percent of its base task."""

    cap: Decimal = PERCENT_CAP
    planned_percent: Decimal | None = None
    base_percent: Decimal | None = None


def earned_percent(technique: Technique, actual: ActualLine, on: date, basis: Basis | None = None) -> Decimal | None:
    """Percent earned at the close of `on`, 0-100; None when nothing was reported that the technique could use.

    Dates after `on` are not counted. ValueError when the weights of the steps do not make 100.
    """
    return _RULES[technique](technique, actual, on, basis or Basis())


def _fixed(technique: Technique, actual: ActualLine, on: date, basis: Basis) -> Decimal | None:
    if actual.is_finished(on):
        return HUNDRED
    return STARTED_PERCENT[technique] if actual.actual_start is not None and actual.actual_start <= on else ZERO


def _milestone(technique: Technique, actual: ActualLine, on: date, basis: Basis) -> Decimal | None:
    if not actual.steps:
        return None
    if sum((step.weight for step in actual.steps), ZERO) != HUNDRED:
        raise ValueError(f"the weights of the steps of {actual.key} do not make 100")
    return sum((step.weight for step in actual.steps if step.achieved_on and step.achieved_on <= on), ZERO)


def _percent(technique: Technique, actual: ActualLine, on: date, basis: Basis) -> Decimal | None:
    """The reported percent, at most the cap until the actual finish is there; outside 0-100 it is not taken (G006)."""
    finished = actual.is_finished(on)
    if actual.percent is None:
        return HUNDRED if finished else None
    if not ZERO <= actual.percent <= HUNDRED:
        return None
    if actual.starts_after(on):
        return ZERO
    return actual.percent if finished else min(actual.percent, basis.cap)


def _units(technique: Technique, actual: ActualLine, on: date, basis: Basis) -> Decimal | None:
    if actual.units_done is None or not actual.units_planned or actual.units_planned < 0:
        return None
    return min(HUNDRED, max(ZERO, actual.units_done * HUNDRED / actual.units_planned))


def _level_of_effort(technique: Technique, actual: ActualLine, on: date, basis: Basis) -> Decimal | None:
    return basis.planned_percent


def _apportioned(technique: Technique, actual: ActualLine, on: date, basis: Basis) -> Decimal | None:
    return basis.base_percent


_RULES: dict[Technique, Callable[[Technique, ActualLine, date, Basis], Decimal | None]] = {
    **dict.fromkeys(STARTED_PERCENT, _fixed),
    Technique.MILESTONE: _milestone,
    Technique.PERCENT: _percent,
    Technique.UNITS: _units,
    Technique.LEVEL_OF_EFFORT: _level_of_effort,
    Technique.APPORTIONED: _apportioned,
}

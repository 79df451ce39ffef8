"""Scales and ticks: round numbers for values, weeks and months for dates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from pmo.lib.dates import EN_MONTHS, short
from pmo.lib.drawing.scene import Anchor, Role, Scene, Size, Text, text_width
from pmo.lib.figures import show

STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
MIN_GAP = 8.0  # points of air between two tick labels
DAY_STEPS = (1, 7, 14)
MONTH_STEPS = (1, 2, 3, 6, 12)
NO_VALUES = {"ja": "まだ値がありません", "en": "No values yet"}
MOST_MONTHS = 6  # between two marks of an axis of days


@dataclass(frozen=True, slots=True)
class Tick:
    """`at` is a value, or the ordinal of a day."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Linear map from values `low`..`high` to positions `start`..`end` (which may run downwards)."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float | Decimal) -> float:
        span = self.high - self.low
        share = (float(value) - self.low) / span if span else 0.0
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class ValueAxis:
    """How the values of a chart are counted: their unit, decimals, and the ends of the axis where they are fixed."""

    unit: str
    language: str
    decimals: int = 0
    low: Decimal | None = Decimal(0)
    high: Decimal | None = None
    suffix: str = ""  # printed after every value, such as "%"

    def label(self, value: Decimal) -> str:
        return show(value, self.decimals, self.language) + self.suffix

    def ticks(self, values: list[Decimal]) -> list[Decimal]:
        """Where the axis is marked, lowest first; at least two."""
        return value_ticks(self, values)


@dataclass(frozen=True, slots=True)
class DayAxis(ValueAxis):
    """An axis whose values are days (their ordinals): a milestone trend has dates on both axes."""

    def label(self, value: Decimal) -> str:
        return day_label(date.fromordinal(int(value)), self.language)

    def ticks(self, values: list[Decimal]) -> list[Decimal]:
        """First days of months around all values."""
        first, last = date.fromordinal(int(min(values))), date.fromordinal(int(max(values)))
        months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month + 1)
        step = next((step for step in MONTH_STEPS if len(months) <= step * MOST_MONTHS), MONTH_STEPS[-1])
        kept = range(months[0], months[-1] + step, step)
        return [Decimal(date(month // 12, month % 12 + 1, 1).toordinal()) for month in kept]


def nice_step(span: Decimal, count: int = 5) -> Decimal:
    """The roundest step (1, 2, 2.5 or 5 times a power of ten) that cuts `span` into at most `count` parts."""
    if span <= 0:
        return Decimal(1)
    least = span / count
    power = Decimal(1).scaleb(least.adjusted())
    return next(step * power for step in STEPS if step * power >= least)


def value_ticks(axis: ValueAxis, values: list[Decimal], count: int = 5) -> list[Decimal]:
    """Round values that cover all `values` and the fixed ends of the axis, lowest first; at least two."""
    least = min([*values, axis.low] if axis.low is not None else values, default=Decimal(0))
    most = max([*values, axis.high] if axis.high is not None else values, default=Decimal(1))
    smallest = Decimal(1).scaleb(-axis.decimals)
    if least == most:  # a level line runs through the middle
        least, most = least - smallest, most + smallest
    step = max(nice_step(most - least, count), smallest)
    first = (least / step).to_integral_value(ROUND_FLOOR)
    last = max((most / step).to_integral_value(ROUND_CEILING), first + 1)
    return [step * index for index in range(int(first), int(last) + 1)]


def empty_scene(size: Size, title: str, language: str) -> Scene:
    """What is drawn of a chart without values: that there are none."""
    words = NO_VALUES.get(language, NO_VALUES["en"])
    text = Text(Role.UNIT, (size.width / 2, size.height / 2), words, 9.0, Anchor.MIDDLE)
    return Scene(size.width, size.height, title, (text,), words)


def day_label(day: date, language: str) -> str:
    """A day as a tick shows it, without its year: 11/18 in Japanese, 18 Nov in English."""
    return short(day, language, day)


def month_label(day: date, language: str, *, with_year: bool) -> str:
    if language == "ja":
        return f"{day.year}年{day.month}月" if with_year else f"{day.month}月"
    name = EN_MONTHS[day.month - 1]
    return f"{name} {day.year}" if with_year else name


def date_ticks(first: date, last: date, length: float, language: str, size: float) -> list[Tick]:
    """The closest day, week or month ticks whose labels of type size `size` stay apart over `length` points."""
    for ticks in _tick_choices(first, last, language):
        if _labels_fit(ticks, first, last, length, size):
            return ticks
    return [Tick(first.toordinal(), day_label(first, language))]


def ticks_at(days: list[date], length: float, language: str, size: float) -> list[Tick]:
    """Ticks at just these days (in order) if there are few enough for their labels to stay apart, else none."""
    ticks = [Tick(day.toordinal(), day_label(day, language)) for day in days]
    return ticks if _labels_fit(ticks, days[0], days[-1], length, size) else []


def _tick_choices(first: date, last: date, language: str) -> Iterator[list[Tick]]:
    for step in DAY_STEPS:
        yield [Tick(day.toordinal(), day_label(day, language)) for day in _days(first, last, step)]
    for step in MONTH_STEPS:
        yield _month_ticks(list(_month_starts(first, last, step)), language)


def _days(first: date, last: date, step: int) -> Iterator[date]:
    """Every day, or every `step` days from the first Monday on."""
    day = first + timedelta(days=-first.weekday() % 7) if step > 1 else first
    while day <= last:
        yield day
        day += timedelta(days=step)


def _month_starts(first: date, last: date, step: int) -> Iterator[date]:
    """First days of every `step`-th month of the year, beginning with January."""
    for year in range(first.year, last.year + 1):
        for month in range(1, 13, step):
            if first <= (start := date(year, month, 1)) <= last:
                yield start


def _month_ticks(starts: list[date], language: str) -> list[Tick]:
    return [
        Tick(day.toordinal(), month_label(day, language, with_year=index == 0 or day.month == 1))
        for index, day in enumerate(starts)
    ]


def _labels_fit(ticks: list[Tick], first: date, last: date, length: float, size: float) -> bool:
    if not ticks:
        return False
    scale = Scale(first.toordinal(), last.toordinal(), 0.0, length)
    ends = [(scale(tick.at), text_width(tick.label, size) / 2) for tick in ticks]
    return all(b[0] - b[1] - a[0] - a[1] >= MIN_GAP for a, b in pairwise(ends))

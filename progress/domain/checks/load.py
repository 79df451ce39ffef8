"""Daily load of people: on which days somebody is planned above what one person can do (G090)."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from progress.domain.lateness import ZERO, Calendar

TOLERANCE = Decimal("0.05")  # person-days (DOMAIN 4.3)


class Work(NamedTuple):
    """A person's part of one task: the same share of a person-day on every working day of the period."""

    person: str
    start: date
    finish: date
    share: Decimal


class Overload(NamedTuple):
    """A span of days (ordinals, inclusive) with the same load above the limit."""

    first: int
    last: int
    load: Decimal


def overloads(work: Iterable[Work], limit: Decimal) -> dict[str, list[Overload]]:
    """Per person the spans where the shares add up to more than `limit` + 0.05, in order. O(n log n)."""
    steps: dict[str, dict[int, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for part in work:
        if part.start <= part.finish:
            steps[part.person][part.start.toordinal()] += part.share
            steps[part.person][part.finish.toordinal() + 1] -= part.share
    return {name: _spans(changes, limit + TOLERANCE) for name, changes in steps.items()}


def _spans(changes: dict[int, Decimal], limit: Decimal) -> list[Overload]:
    days = sorted(changes)
    spans, load = [], ZERO
    for day, following in pairwise(days):
        load += changes[day]
        if load > limit:
            spans.append(Overload(day, following - 1, load))
    return spans


def first_overload(
    spans: Sequence[Overload], start: date, finish: date, calendar: Calendar
) -> tuple[date, Decimal] | None:
    """The first working day of the period inside one of the spans, and its load; None when there is none."""
    first, last = start.toordinal(), finish.toordinal()
    at = max(0, bisect_right(spans, first, key=lambda span: span.first) - 1)
    while at < len(spans) and spans[at].first <= last:
        day = _first_working(max(first, spans[at].first), min(last, spans[at].last), calendar)
        if day is not None:
            return day, spans[at].load
        at += 1
    return None


def _first_working(first: int, last: int, calendar: Calendar) -> date | None:
    days = (date.fromordinal(ordinal) for ordinal in range(first, last + 1))
    return next((day for day in days if calendar.is_working(day)), None)

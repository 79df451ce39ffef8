"""The outline of a plan: ancestors, depths, reading order and the values of summary rows, derived and never typed.

Keys are whatever identifies a row (uuid, primary key, id of a file); `Parents` maps each row to the row above it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Values:
    """What is rolled up: dates inclusive, effort in person-days, percent 0-100; unknown is None."""

    planned_start: date | None = None
    planned_finish: date | None = None
    planned_effort: Decimal | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    actual_effort: Decimal | None = None
    percent: Decimal | None = None


def lineage[K: Hashable](parents: Mapping[K, K | None], key: K) -> tuple[K, ...]:
    """The rows above, nearest first; a circle of parents ends where it would close."""
    found: list[K] = []
    seen = {key}
    above = parents.get(key)
    while above is not None and above in parents and above not in seen:
        found.append(above)
        seen.add(above)
        above = parents.get(above)
    return tuple(found)


def depths[K: Hashable](parents: Mapping[K, K | None]) -> dict[K, int]:
    """How deep each row stands; 0 is the top."""
    return {key: len(lineage(parents, key)) for key in parents}


def circles[K: Hashable](parents: Mapping[K, K | None]) -> set[K]:
    """Rows that are their own ancestor."""
    return {key for key in parents if key in climb(parents, key)}


def climb[K: Hashable](parents: Mapping[K, K | None], key: K) -> set[K]:
    """Every row met on the way up, the row itself only when the way leads back to it."""
    met: set[K] = set()
    above = parents.get(key)
    while above is not None and above not in met:
        met.add(above)
        above = parents.get(above)
    return met


def top_down[K: Hashable](parents: Mapping[K, K | None], order: Iterable[K]) -> list[K]:
    """Every row after its parent and beside its siblings, siblings in the given order; circles come last."""
    below: dict[K | None, list[K]] = defaultdict(list)
    keys = list(order)
    for key in keys:
        above = parents.get(key)
        below[above if above in parents else None].append(key)
    found: list[K] = []
    waiting = list(reversed(below[None]))
    while waiting:
        key = waiting.pop()
        found.append(key)
        waiting.extend(reversed(below.get(key, [])))
    reached = set(found)
    return found + [key for key in keys if key not in reached]


def roll_up[K: Hashable](parents: Mapping[K, K | None], leaves: Mapping[K, Values]) -> dict[K, Values]:
    """The values of every row above a leaf, from the leaves below it."""
    below: dict[K, list[Values]] = defaultdict(list)
    for key, values in leaves.items():
        for above in lineage(parents, key):
            below[above].append(values)
    return {key: total(parts) for key, parts in below.items()}


def total(parts: list[Values]) -> Values:
    """First start, last finish, sum of effort; finished only when all are; percent weighted with planned effort."""
    finishes = [part.actual_finish for part in parts]
    return Values(
        planned_start=min(known(part.planned_start for part in parts), default=None),
        planned_finish=max(known(part.planned_finish for part in parts), default=None),
        planned_effort=total_of(part.planned_effort for part in parts),
        actual_start=min(known(part.actual_start for part in parts), default=None),
        actual_finish=max(known(finishes)) if parts and None not in finishes else None,
        actual_effort=total_of(part.actual_effort for part in parts),
        percent=weighted_percent(parts),
    )


def known[V](values: Iterable[V | None]) -> list[V]:
    return [value for value in values if value is not None]


def total_of(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    there = known(values)
    return sum(there, ZERO) if there else None


def weighted_percent(parts: Iterable[Values]) -> Decimal | None:
    """Σ(effort·percent)/Σ(effort) over rows with effort (DOMAIN 4.3, G071).

    A blank percent counts as nothing done, unless all are blank: then nothing is known.
    """
    weighed = [part for part in parts if part.planned_effort]
    if all(part.percent is None for part in weighed):
        return None
    weight = total_of(part.planned_effort for part in weighed) or Decimal(1)
    return sum(((part.planned_effort or ZERO) * (part.percent or ZERO) for part in weighed), ZERO) / weight

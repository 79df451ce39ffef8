"""The traffic lights of a week (DOMAIN 9.1): one table of conditions, each hit, clear or not evaluated. Pure.

A light is red or yellow when a condition of that level is hit, blue when at least one was evaluated and none is hit,
and grey when there was nothing to evaluate: never green without data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Dimension(StrEnum):
    """The five lights of a week."""

    QUALITY = "quality"
    COST = "cost"
    DELIVERY = "delivery"
    RESOURCES = "resources"
    RISK = "risk"


class Signal(StrEnum):
    RED = "red"
    YELLOW = "yellow"
    BLUE = "blue"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Indices:
    """SPI(t) and CPI of the project or of a running phase of a team; `scope` as measures name it."""

    scope: str
    spi_t: Decimal | None
    cpi: Decimal | None


@dataclass(frozen=True, slots=True)
class Expected:
    """A milestone that is not reached: `late` working days later than planned, None while nobody says."""

    key: str
    late: int | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a week is judged by. None is "no data or no engine"; an empty tuple is "nothing there"."""

    indices: tuple[Indices, ...] = ()
    milestones: tuple[Expected, ...] | None = None
    unanswered: int | None = None
    critical_delay: int | None = None  # working days
    escalated_issues: int | None = None
    overdue_issues: int | None = None
    not_converged: int | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """What meets a condition: a scope, the key of a row, or "" for the project, with its value."""

    subject: str
    value: Decimal | int


type Finder = Callable[[Facts], Sequence[Hit] | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """`find` gives the hits, None when there is nothing to evaluate; `limit` is what the value is held against."""

    code: str
    dimension: Dimension
    level: Signal
    limit: Decimal | int | None
    find: Finder


@dataclass(frozen=True, slots=True)
class Condition:
    rule: Rule
    hits: tuple[Hit, ...] | None

    @property
    def is_evaluated(self) -> bool:
        return self.hits is not None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The colour of a light by rule, and every condition it was judged by."""

    dimension: Dimension
    signal: Signal
    conditions: tuple[Condition, ...]

    @property
    def setting(self) -> tuple[Condition, ...]:
        """The conditions that give the light its colour."""
        return tuple(one for one in self.conditions if one.hits and one.rule.level == self.signal)


LOW, LOWER, CRITICAL, OVERDUE = Decimal("0.95"), Decimal("0.90"), 5, 5


def below(name: str, low: Decimal, floor: Decimal | None = None) -> Finder:
    """Scopes whose index is below `low`, not those below `floor` that a stronger rule names; the lowest first."""

    def find(facts: Facts) -> Sequence[Hit] | None:
        known = [(one.scope, getattr(one, name)) for one in facts.indices if getattr(one, name) is not None]
        if not known:
            return None
        hits = [Hit(scope, value) for scope, value in known if value < low and (floor is None or value >= floor)]
        return sorted(hits, key=lambda hit: hit.value)

    return find


def later_milestones(facts: Facts) -> Sequence[Hit] | None:
    if facts.milestones is None or all(one.late is None for one in facts.milestones):
        return None
    late = [Hit(one.key, one.late) for one in facts.milestones if one.late is not None and one.late > 0]
    return sorted(late, key=lambda hit: -hit.value)


def at_least(name: str, least: int, most: int | None = None) -> Finder:
    """A count from `least` up to `most`."""

    def find(facts: Facts) -> Sequence[Hit] | None:
        value = getattr(facts, name)
        if value is None:
            return None
        return [Hit("", value)] if value >= least and (most is None or value <= most) else []

    return find


RULES: tuple[Rule, ...] = (
    Rule("milestone_late", Dimension.DELIVERY, Signal.RED, None, later_milestones),
    Rule("spi_t_lower", Dimension.DELIVERY, Signal.RED, LOWER, below("spi_t", LOWER)),
    Rule("critical_5", Dimension.DELIVERY, Signal.RED, CRITICAL, at_least("critical_delay", CRITICAL)),
    Rule("spi_t_low", Dimension.DELIVERY, Signal.YELLOW, LOW, below("spi_t", LOW, LOWER)),
    Rule("critical_1", Dimension.DELIVERY, Signal.YELLOW, 1, at_least("critical_delay", 1, CRITICAL - 1)),
    Rule("unanswered", Dimension.DELIVERY, Signal.YELLOW, 1, at_least("unanswered", 1)),
    Rule("cpi_low", Dimension.COST, Signal.YELLOW, LOW, below("cpi", LOW)),
    Rule("not_converged", Dimension.QUALITY, Signal.RED, 1, at_least("not_converged", 1)),
    Rule("escalated", Dimension.RISK, Signal.RED, 1, at_least("escalated_issues", 1)),
    Rule("overdue_5", Dimension.RISK, Signal.YELLOW, OVERDUE, at_least("overdue_issues", OVERDUE)),
)


def lights(facts: Facts) -> tuple[Verdict, ...]:
    """The five lights, in their order."""
    found = [Condition(rule, hits_of(rule, facts)) for rule in RULES]
    return tuple(
        verdict(dimension, [one for one in found if one.rule.dimension is dimension]) for dimension in Dimension
    )


def hits_of(rule: Rule, facts: Facts) -> tuple[Hit, ...] | None:
    hits = rule.find(facts)
    return None if hits is None else tuple(hits)


def verdict(dimension: Dimension, conditions: Iterable[Condition]) -> Verdict:
    judged = tuple(conditions)
    levels = {one.rule.level for one in judged if one.hits}
    evaluated = any(one.is_evaluated for one in judged)
    calm = Signal.BLUE if evaluated else Signal.GREY
    signal = next((level for level in (Signal.RED, Signal.YELLOW) if level in levels), calm)
    return Verdict(dimension, signal, judged)

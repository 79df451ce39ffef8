"""The rows of one run laid out for looking things up: indexed once, so that every check is linear."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from progress.domain import lateness
from progress.domain.checks.context import Context, Period, PlanFields
from progress.domain.checks.links import Link, cycles, link
from progress.domain.checks.load import Overload, Work, overloads
from progress.domain.checks.model import Rows
from progress.domain.checks.names import assignees, person, plain
from progress.domain.rows import Kind, PlanRow, Previous, Status

NUMBERS = ("percent", "planned_effort", "actual_effort", "remaining_effort", "baseline_effort")
PREVIOUS_NUMBERS = ("percent", "planned_effort", "actual_effort")
NAMES_IN_CIRCLE = 10
DIGITS = 15  # before or after the point: what a reader lets through has far fewer


def is_leaf(row: PlanRow) -> bool:
    return row.kind is not Kind.SUMMARY


def is_live(row: PlanRow) -> bool:
    return row.status is not Status.CANCELLED


def is_open(row: PlanRow) -> bool:
    return row.actual_finish is None


def is_settled(row: PlanRow) -> bool:
    """Accepted as finished in an earlier week."""
    return is_leaf(row) and row.previous is not None and row.previous.actual_finish is not None


CHOOSES: dict[Rows, Callable[[PlanRow], bool]] = {
    Rows.LEAF: lambda row: row.is_leaf and not is_settled(row),
    Rows.TASK: lambda row: row.is_leaf and row.kind is Kind.TASK and not is_settled(row),
    Rows.MILESTONE: lambda row: row.is_leaf and row.kind is Kind.MILESTONE and not is_settled(row),
    Rows.OPEN: lambda row: row.is_leaf and is_open(row) and not is_settled(row),
    Rows.OPEN_TASK: lambda row: row.is_leaf and row.kind is Kind.TASK and is_open(row) and not is_settled(row),
    Rows.SUMMARY: lambda row: not is_leaf(row) and is_live(row),
    Rows.LIVE: lambda row: is_live(row) and not is_settled(row),
    Rows.PLANNED: lambda row: is_leaf(row) and not is_settled(row),
    Rows.ANY: lambda row: not is_settled(row),
    Rows.REPORTED: lambda row: row.is_leaf,
    Rows.DONE: is_leaf,
}


class Board:
    """One run's rows with what the conditions ask about them. Everything is computed once, when first asked for."""

    def __init__(self, rows: Sequence[PlanRow], context: Context, limits: Mapping[str, Decimal]) -> None:
        self.rows = [finite(row) for row in rows]
        self.context = context
        self.limits = limits
        self._chosen: dict[Rows, list[PlanRow]] = {}
        self._lateness: dict[int, lateness.Lateness | None] = {}

    def rows_of(self, chosen: Rows) -> list[PlanRow]:
        """The rows a check looks at, in their order."""
        if chosen not in self._chosen:
            self._chosen[chosen] = [row for row in self.rows if CHOOSES[chosen](row)]
        return self._chosen[chosen]

    def lateness(self, row: PlanRow) -> lateness.Lateness | None:
        key = id(row)  # keys of rows may occur twice; the rows live as long as the board
        if key not in self._lateness:
            self._lateness[key] = lateness.lateness(row, self.context)
        return self._lateness[key]

    def working_days(self, start: date, finish: date) -> int:
        return self.context.calendar.working_days(start, finish)

    def days_since(self, day: date) -> int:
        """Working days from `day` to the status date, both inclusive."""
        return self.working_days(day, self.context.status_date)

    # -- ids and hierarchy

    @cached_property
    def everywhere(self) -> list[PlanRow]:
        """The rows judged and those of the plan around them."""
        return [*self.rows, *map(finite, self.context.others)]

    @cached_property
    def count_of_id(self) -> Counter[str]:
        return Counter(plain(row.id) for row in self.rows)

    @cached_property
    def by_id(self) -> dict[str, PlanRow]:
        """The first row of each id; judged rows before those around them, then those that are left out."""
        every = [*self.everywhere, *map(finite, self.context.left_out)]
        return {plain(row.id): row for row in reversed(every) if plain(row.id)}

    @cached_property
    def children(self) -> dict[str, list[PlanRow]]:
        """Children by the parent's id; nobody is a child of oneself."""
        below: dict[str, list[PlanRow]] = defaultdict(list)
        for row in self.everywhere:
            parent = plain(row.parent)
            if parent and parent != plain(row.id):
                below[parent].append(row)
        return below

    @cached_property
    def baseline(self) -> frozenset[str]:
        return frozenset(plain(name) for name in self.context.baseline_ids or ())

    @cached_property
    def previous_ids(self) -> dict[str, tuple[str, str, str]]:
        """The rows of the last accepted revision: comparable id -> (id as written, name, key or "")."""
        keys = {plain(name): key for name, key in self.context.previous_keys.items()}
        named = self.context.previous_ids or {}
        return {plain(name): (name, task, keys.get(plain(name), "")) for name, task in named.items()}

    # -- links

    @cached_property
    def links(self) -> dict[int, tuple[Link, ...]]:
        """The predecessor links of each row, by `id(row)`."""
        ids = self.by_id
        return {
            id(row): tuple(link(plain(text), ids) for text in row.predecessors if plain(text))
            for row in self.everywhere
        }

    @cached_property
    def has_links(self) -> bool:
        stated = self.context.has_links
        return any(self.links.values()) if stated is None else stated

    @cached_property
    def with_successors(self) -> frozenset[str]:
        """Ids that some row names as a predecessor."""
        return frozenset(known.predecessor for links in self.links.values() for known in links)

    def predecessors(self, row: PlanRow) -> list[PlanRow]:
        """Rows that must be finished before this one starts: plain finish-to-start links to living rows."""
        known = (self.by_id.get(name) for name, is_plain in self.links[id(row)] if is_plain)
        living = (before for before in known if before is not None and is_live(before))
        return [before for before in living if before.key not in self.context.foreign or self.is_planned(row, before)]

    def is_planned(self, row: PlanRow, before: PlanRow) -> bool:
        """Whether the live plan links the two: a link that a team types must not ask about other teams' rows."""
        plan = self.context.live_plan.get(row.key)
        written = plan.predecessors if isinstance(plan, PlanFields) else None
        return any(link(plain(text), self.by_id).predecessor == plain(before.id) for text in written or ())

    @cached_property
    def cycle_of(self) -> dict[str, str]:
        """For each id on a cycle of links the cycle as text: its ids in the order of the work, the smallest first."""
        edges: dict[str, list[str]] = defaultdict(list)
        for row in self.everywhere:
            edges[plain(row.id)] += [known.predecessor for known in self.links[id(row)]]
        circles = [(component, circle(component)) for component in cycles(dict(edges))]
        return {name: text for component, text in circles for name in component}

    @cached_property
    def outer_milestones(self) -> frozenset[int]:
        """The first and the last milestone of the plan, as `id(row)`: they need no links on one side."""
        dated = [
            (row.planned_finish or row.planned_start, id(row))
            for row in self.everywhere
            if row.kind is Kind.MILESTONE and is_live(row)
        ]
        days = sorted(day for day, _row in dated if day is not None)
        return frozenset(name for day, name in dated if days and day in (days[0], days[-1]))

    # -- people

    @cached_property
    def periods_of(self) -> dict[str, list[Period]]:
        """When each known person is there; empty when nobody is known."""
        members = self.context.members or {}
        if isinstance(members, frozenset):
            return {person(name): [(None, None)] for name in members}
        periods: dict[str, list[Period]] = defaultdict(list)
        for name, spans in members.items():
            periods[person(name)] += spans
        return periods

    @cached_property
    def absences(self) -> dict[str, frozenset[date]]:
        """Working days on which a person is away."""
        away = (self.context.absences or {}).items()
        works = self.context.calendar.is_working
        return {person(name): frozenset(day for day in days if works(day)) for name, days in away}

    @cached_property
    def overloads(self) -> dict[str, list[Overload]]:
        """Per person the spans of days with too much work (G090)."""
        work = [
            Work(person(name), row.planned_start, row.planned_finish, row.planned_effort / days / len(names))
            for row in self.rows_of(Rows.OPEN_TASK)
            if row.planned_start and row.planned_finish and row.planned_effort
            if (days := self.working_days(row.planned_start, row.planned_finish))
            if (names := assignees(row.assignee))
            for name in names
        ]
        return overloads(work, self.limits["G090"])


def finite(row: PlanRow) -> PlanRow:
    """The row with figures that cannot be calculated with (NaN, infinite, beyond all measure) as unknown."""
    odd = _odd(row, NUMBERS)
    if row.previous is not None and (before := _odd(row.previous, PREVIOUS_NUMBERS)):
        odd["previous"] = replace(row.previous, **before)
    return replace(row, **odd) if odd else row


def _odd(row: PlanRow | Previous, names: Sequence[str]) -> dict[str, Any]:
    """None for each of these figures that is none."""
    values = ((name, getattr(row, name)) for name in names)
    return {name: None for name, value in values if value is not None and not is_figure(value)}


def is_figure(value: Decimal) -> bool:
    return value.is_finite() and (not value or abs(value.adjusted()) <= DIGITS)


def circle(names: list[str]) -> str:
    """A circle of names beginning with the smallest and coming back to it; a long one is cut short."""
    first = names.index(min(names))
    turned = names[first:] + names[:first]
    named = turned if len(turned) <= NAMES_IN_CIRCLE else [*turned[:NAMES_IN_CIRCLE], "…"]
    return " → ".join([*named, turned[0]])

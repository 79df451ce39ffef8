"""What the WBS page reads: the live plan as an outline, filtered, its summary rows derived."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from progress.actions.planning.places import comparable
from progress.domain.lateness import Lateness, Terms, lateness
from progress.domain.outline import Values, lineage, roll_up
from progress.models import KindOfRow, RowStatus, WorkItem
from progress.neutral import plan_row
from progress.plan_texts import field_name
from projects.models import Phase, Project, Team, Week
from projects.weekly import project_calendar

PER_PAGE = 100
VALUES = tuple(Values.__dataclass_fields__)


@dataclass(frozen=True)
class Line:
    """A row of the outline: its depth, its own or derived values, how late it is."""

    item: WorkItem
    depth: int
    values: Values
    late: Lateness | None = None
    repeated: bool = False  # a row above, shown again at the head of a later page

    @property
    def is_summary(self) -> bool:
        return self.item.kind == KindOfRow.SUMMARY

    @property
    def is_cancelled(self) -> bool:
        return self.item.status == RowStatus.CANCELLED

    @property
    def level(self) -> int:
        """The depth as far as the table has indents for it."""
        return min(self.depth, 8)


@dataclass(frozen=True)
class Outline:
    """The rows of the plan this person may see, before and after the filter."""

    lines: list[Line]
    leaves: int
    shown: int
    status_date: date | None
    parents: dict[int, int | None] = field(default_factory=dict)

    @property
    def items(self) -> list[WorkItem]:
        return [line.item for line in self.lines]

    def page(self, number: int) -> list[Line]:
        """One page, the rows above its first row repeated at its head."""
        start = (number - 1) * PER_PAGE
        rows = self.lines[start : start + PER_PAGE]
        if not rows or not start:
            return rows
        by_pk = {line.item.pk: line for line in self.lines}
        above = [by_pk[pk] for pk in reversed(lineage(self.parents, rows[0].item.pk)) if pk in by_pk]
        return [*(Line(line.item, line.depth, line.values, line.late, repeated=True) for line in above), *rows]


@dataclass(frozen=True)
class Wanted:
    """The filter of the page."""

    text: str = ""
    team: Team | None = None
    phase: Phase | None = None
    show: str = ""


Test = Callable[[WorkItem, Lateness | None], bool]
SHOWS: dict[str, Test] = {
    "late": lambda item, late: late is not None,
    "open": lambda item, late: item.actual_finish is None and item.status != RowStatus.CANCELLED,
    "done": lambda item, late: item.actual_finish is not None,
    "outside": lambda item, late: item.added_outside_baseline,
    "cancelled": lambda item, late: item.status == RowStatus.CANCELLED,
}


def wbs(user: Any, wanted: Wanted) -> Outline:
    """The outline for this person (leaves, summary rows, teams, phases, and the calendar of lateness: 8 queries)."""
    leaves = list(WorkItem.objects.visible_to(user).leaves())
    summaries = list(WorkItem.objects.filter(kind=KindOfRow.SUMMARY))
    items = with_places([*leaves, *summaries])
    parents = {item.pk: item.parent_id for item in items}
    terms = terms_of_today()
    late = {item.pk: lateness(plan_row(item), terms) for item in leaves}
    keep = kept(leaves, late, wanted, names_above(items, parents))
    totals = roll_up(parents, {item.pk: values_of(item) for item in leaves if item.status != RowStatus.CANCELLED})
    visible = keep | {pk for key in keep for pk in lineage(parents, key)}
    lines = [
        Line(item, len(lineage(parents, item.pk)), shown_values(item, totals), late.get(item.pk))
        for item in sorted(items, key=lambda item: (item.sort_key, item.pk))
        if item.pk in visible
    ]
    return Outline(lines, len(leaves), len(keep), terms.status_date, parents)


def with_places(items: list[WorkItem]) -> list[WorkItem]:
    """Set team, phase and parent of each row from two small queries instead of joins over all of them."""
    teams, phases = Team.objects.in_bulk(), Phase.objects.in_bulk()
    by_pk = {item.pk: item for item in items}
    for item in items:
        item.team = teams.get(item.team_id or 0)
        item.phase = phases.get(item.phase_id or 0)
        item.parent = by_pk.get(item.parent_id or 0)
    return items


def terms_of_today() -> Terms:
    """Late as of the week whose turn it is, else as of today."""
    project, week = Project.get(), Week.objects.current()
    if week is None:
        return Terms(timezone.localdate(), project_calendar(project))
    due_later = timezone.localtime(week.submission_due).date() > week.status_date
    return Terms(week.status_date, project_calendar(project), overdue_from_equal=due_later)


def kept(
    leaves: Iterable[WorkItem], late: dict[int, Lateness | None], wanted: Wanted, above: dict[int, str]
) -> set[int]:
    """Primary keys of the leaves that fit the filter; a text also matches the names above a row."""
    text, test = comparable(wanted.text), SHOWS.get(wanted.show)
    return {
        item.pk
        for item in leaves
        if (wanted.team is None or item.team_id == wanted.team.pk)
        and (wanted.phase is None or item.phase_id == wanted.phase.pk)
        and (test is None or test(item, late[item.pk]))
        and (not text or text in searched(item) or text in above[item.pk])
    }


def searched(item: WorkItem) -> str:
    return comparable(f"{item.name}|{item.wbs_code}|{item.own_id}|{item.assignee}")


def names_above(items: list[WorkItem], parents: dict[int, int | None]) -> dict[int, str]:
    names = {item.pk: comparable(item.name) for item in items}
    return {pk: "|".join(names[above] for above in lineage(parents, pk)) for pk in parents}


def values_of(item: WorkItem) -> Values:
    return Values(**{name: getattr(item, name) for name in VALUES})


def shown_values(item: WorkItem, totals: dict[int, Values]) -> Values:
    return totals.get(item.pk, Values()) if item.kind == KindOfRow.SUMMARY else values_of(item)


EXPORTED = (
    "wbs_code", "own_id", "level", "name", "kind", "phase", "team", "assignee", "planned_start", "planned_finish",
    "planned_effort", "actual_start", "actual_finish", "percent", "actual_effort", "remaining_effort",
    "forecast_finish", "status", "delay_reason", "countermeasure", "note",
)  # fmt: skip


def table(outline: Outline) -> Iterable[list[Any]]:
    """The outline as a table with its heading, every row with its values as they are (summary rows derived)."""
    yield [field_name(name) for name in EXPORTED]
    for line in outline.lines:
        yield [exported(line, name) for name in EXPORTED]


def exported(line: Line, name: str) -> Any:
    item = line.item
    if name in VALUES:
        return getattr(line.values, name)
    if name == "level":
        return line.depth + 1
    if name in ("phase", "team"):
        place = getattr(item, name)
        return place.label if place else ""
    if name in ("kind", "status"):
        return str(getattr(item, f"get_{name}_display")()) if getattr(item, name) else ""
    return getattr(item, name)

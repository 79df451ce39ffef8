"""What a team is about to send: its known rows, the file read and the grid's edits, as neutral rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from progress import acceptances
from progress.acceptances import Before
from progress.domain.checks import Audience, Clears, Entry, EntryKind, Severity
from progress.domain.checks.model import fingerprint
from progress.domain.neutral import (
    ACCEPTED_FIELDS,
    DATES,
    NUMBERS,
    previous_of,
    row_to_json,
    value_from_json,
)
from progress.domain.rows import Kind, PlanRow
from progress.exchange.columns import ColumnMap
from progress.exchange.matched import Ask, MatchedRow
from progress.exchange.matching import match
from progress.exchange.reading import Aside, ReadRow
from progress.exchange.reading import Reading as ReadRows
from progress.links import PlanNames
from progress.models import Baseline, LearntRow, Reading, Submission, WorkItem
from progress.neutral import plan_rows
from projects.models import Team, Week

COMPARED = (
    "name",
    "planned_start",
    "planned_finish",
    "planned_effort",
    "actual_start",
    "actual_finish",
    "percent",
    "actual_effort",
    "remaining_effort",
    "forecast_finish",
    "status",
    "assignee",
    "delay_reason",
    "countermeasure",
    "note",
)
# What may be typed in the grid: what a team reports every week, and the plan fields a point may be about.
EDITABLE = (*ACCEPTED_FIELDS, "change_number", "name", "planned_start", "planned_finish", "planned_effort")
Edits = Mapping[str, Mapping[str, Any]]  # row key -> field -> value in JSON form
UNREADABLE = "UNREAD"  # the code of a finding on a cell that could not be read; not one of the catalogue


@dataclass(frozen=True)
class Line:
    """One row of what would be sent, with where it came from and what changed against the last accepted values."""

    row: PlanRow
    known: bool
    matched_by: str = ""
    sheet: str = ""
    row_number: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    read: ReadRow | None = None
    edited: frozenset[str] = frozenset()  # fields typed in the grid over what the file says


@dataclass(frozen=True)
class Composition:
    """Everything a team's update consists of at one moment."""

    lines: tuple[Line, ...]
    known: Mapping[str, PlanRow]
    missing: tuple[PlanRow, ...] = ()
    read: ReadRows | None = None
    ambiguous: tuple[Ask, ...] = ()
    whole_plan_replaced: bool = False
    headings: frozenset[str] = frozenset()  # known rows that only the level columns of other rows name

    @property
    def rows(self) -> list[PlanRow]:
        return [line.row for line in self.lines]

    @property
    def added(self) -> list[Line]:
        """Rows that the file lacks and the grid has edits of."""
        return [line for line in self.lines if self.read and line.known and not line.read]

    @property
    def changed(self) -> list[Line]:
        return [line for line in self.lines if line.changed]

    @property
    def new(self) -> list[Line]:
        return [line for line in self.lines if not line.known]

    @property
    def columns(self) -> frozenset[str] | None:
        """Fields the file has; None when the update was typed in the grid."""
        return self.read.fields if self.read else None

    @property
    def file_status_date(self) -> date | None:
        return self.read.status_date if self.read else None

    @property
    def ignored(self) -> tuple[Aside, ...]:
        """Rows of the file that hold no task."""
        return self.read.ignored if self.read else ()

    @property
    def rejected(self) -> tuple[Aside, ...]:
        """Rows of the file that cannot be read."""
        return self.read.rejected if self.read else ()

    @property
    def balance(self) -> dict[str, int]:
        """Where every non-empty row of the file went; matched + new + ignored + rejected is their number."""
        new = len(self.new)
        return {
            "matched": len(self.lines) - new - len(self.added), "new": new, "missing": len(self.missing),
            "ignored": len(self.ignored), "rejected": len(self.rejected), "ambiguous": len(self.ambiguous),
        }  # fmt: skip


@dataclass(frozen=True)
class TeamPlan:
    """A team's rows in a week: as last accepted before it, and those outside it that this week's acceptance made."""

    known: Mapping[str, PlanRow]
    made: Mapping[str, PlanRow] = field(default_factory=dict)
    sent_as: Mapping[str, str] = field(default_factory=dict)  # key of a row made -> the key it was sent under

    def __iter__(self) -> Iterator[PlanRow]:
        yield from self.known.values()
        yield from self.made.values()


def known_rows(team: Team, week: Week) -> Mapping[str, PlanRow]:
    """The team's rows as last accepted before the week, with their history, by key; summary rows above included."""
    return team_plan(team, week).known


def team_plan(team: Team, week: Week) -> TeamPlan:
    """The team's rows whatever of this week is accepted already: a revision does not depend on that."""
    leaves = list(WorkItem.objects.filter(team=team).select_related("parent", "phase"))
    items = sorted([*leaves, *ancestors(leaves)], key=lambda item: (item.sort_key, item.pk))
    standing, last = acceptances.up_to(team, week)
    this, earlier = acceptances.before(standing), acceptances.before(last) if last else None
    known, made = {}, {}
    for item, row in zip(items, plan_rows(items, Baseline.objects.in_force(week.status_date), None), strict=True):
        if row.key in this.made:
            made[row.key] = row
        else:
            known[row.key] = with_history(this.row(row, item.pk), item.pk, earlier)
    return TeamPlan(known, made, this.made)


def ancestors(leaves: list[WorkItem]) -> list[WorkItem]:
    """The summary rows above, each once; one query per level."""
    found: dict[int, WorkItem] = {}
    wanted = {leaf.parent_id for leaf in leaves if leaf.parent_id}
    while wanted:
        level = list(WorkItem.objects.filter(pk__in=wanted).select_related("parent", "phase"))
        found.update({item.pk: item for item in level})
        wanted = {item.parent_id for item in level if item.parent_id} - found.keys()
    return list(found.values())


def with_history(row: PlanRow, item: int, earlier: Before | None) -> PlanRow:
    """`previous` is the row as last accepted, `before_previous` as accepted the time before; weeks carried are none.

    The plan of `previous` is the plan as it stands now, approved changes included.
    """
    first = earlier is None or row.key in earlier.made
    before = None if first or earlier is None else previous_of(earlier.row(row, item))
    return replace(row, previous=previous_of(row), before_previous=before)


def compose(team: Team, week: Week, reading: Reading | None, edits: Edits) -> Composition:
    """The update of a team: the file's rows over the known ones, the grid's edits over both, also of rows it lacks."""
    plan = team_plan(team, week)
    if reading is None:
        typed = (Line(row, row.key in plan.known, "plan") for row in plan)
        return Composition(tuple(finished(line, plan, edits) for line in typed), plan.known)
    read = ReadRows.from_json(reading.rows)
    matching = match(read, plan, remembered_rows(team))
    letters = letters_of(ColumnMap.from_json(reading.column_map))
    lines = tuple(finished(line_of(found, plan.known, letters), plan, edits) for found in matching.rows)
    if "predecessors" in read.fields:
        names = PlanNames((*matching.rows, *matching.groups), plan.known)
        lines = tuple(linked(line, names, plan.known) for line in lines)
    gone = [plan.known[key] for key in matching.missing if key in plan.known]
    lines += tuple(finished(Line(row, True, "plan"), plan, edits) for row in gone if edits.get(row.key))
    missing = tuple(row for row in gone if row.is_leaf and not edits.get(row.key))
    headings = frozenset(found.row.key for found in matching.groups)
    return Composition(lines, plan.known, missing, read, matching.asks, matching.whole_plan_replaced, headings)


def remembered_rows(team: Team) -> dict[str, str]:
    """What the team's user said of ambiguous rows: fingerprint of the row -> key of the work item, "" for a new one."""
    rows = LearntRow.objects.filter(team=team).values_list("fingerprint", "work_item__uuid")
    return {fingerprint: str(uuid) if uuid else "" for fingerprint, uuid in rows}


def letters_of(column_map: ColumnMap) -> dict[str, str]:
    """Field -> the column of the file that holds it."""
    return {name: column_map.letter_of(name) or "" for name in column_map.fields}


def line_of(found: MatchedRow, known: Mapping[str, PlanRow], letters: Mapping[str, str]) -> Line:
    """The row with the cell of every field that the file has a column for, blank ones too."""
    read = found.read
    blank = {name: f"{letter}{read.number}" for name, letter in letters.items()} if read.number else {}
    cells = {**blank, **read.cells}
    return Line(found.row, found.row.key in known, found.how, read.sheet, read.number or None, cells, read=read)


def finished(line: Line, plan: TeamPlan, edits: Edits) -> Line:
    """The line with the grid's edits on top, and what changed against the last accepted values."""
    key = line.row.key
    edit = {**edits.get(plan.sent_as.get(key, key), {}), **edits.get(key, {})}
    row = replace(line.row, **{name: value_from_json(name, value) for name, value in edit.items()})
    base = plan.known.get(key)
    return replace(line, row=row, changed=changes_of(row, base) if base else {}, edited=frozenset(edit))


def linked(line: Line, names: PlanNames, known: Mapping[str, PlanRow]) -> Line:
    """The line with the change of its predecessors, if the file states other ones than the plan has."""
    read, base = line.read, known.get(line.row.key)
    if read is None or base is None or base.kind is Kind.SUMMARY or line.row.kind is Kind.SUMMARY:
        return line
    change = None if any(problem.field == "predecessors" for problem in read.problems) else names.change(read, base)
    return replace(line, changed={**line.changed, "predecessors": change}) if change else line


def edits_of(submission: Submission) -> dict[str, dict[str, Any]]:
    """What the rows of a revision say beside its file: the edits that make the same revision again."""
    plain = compose(submission.team, submission.week, submission.reading, {})
    before = {line.row.key: row_to_json(line.row) for line in plain.lines}
    found = {row.key: typed_over(row.values, before.get(row.key, {})) for row in submission.rows.all()}
    return {key: values for key, values in found.items() if values}


def typed_over(values: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, Any]:
    """The editable fields of a row in JSON form that differ; a text that is gone is blank."""
    names = [name for name in EDITABLE if values.get(name) != before.get(name)]
    return {name: values.get(name, None if name in DATES | NUMBERS else "") for name in names}


def changes_of(row: PlanRow, base: PlanRow) -> dict[str, tuple[Any, Any]]:
    """Field -> (old, new) against the values last accepted before this week."""
    pairs = ((name, getattr(base, name), getattr(row, name)) for name in COMPARED)
    return {name: (old, new) for name, old, new in pairs if old != new}


def unreadable(composition: Composition) -> Iterable[Entry]:
    """A must-fix finding for every cell whose value could not be read (the row keeps its last value there).

    A value typed in the grid since then takes its place.
    """
    for line in composition.lines:
        for problem in line.read.problems if line.read else ():
            if problem.field in line.edited:
                continue
            yield Entry(
                code=UNREADABLE, parts=(problem.code,), severity=Severity.E, clears=Clears.VALUE, key=line.row.key,
                field=problem.field, kind=EntryKind.ROW, audience=Audience.TEAM, rows=(line.row.key,),
                values={"cell": problem.cell, "value": problem.value, "problem": problem.code, "task": line.row.name},
                fingerprint=fingerprint(UNREADABLE, line.row.key, problem.field, problem.value),
            )  # fmt: skip

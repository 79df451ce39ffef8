"""What the team's page of a week 今週の提出 reads: the draft with its points, what came back, the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import timezone

from progress.actions.intake import TEXTS
from progress.actions.sending import Preview, preview
from progress.assessment import Assessment, own_deadline, spellings
from progress.composition import Composition, Line
from progress.domain.checks import Outcome
from progress.domain.checks.names import assignees, person
from progress.domain.neutral import PLAN_FIELDS, row_from_json, value_from_json
from progress.domain.outline import depths
from progress.domain.rows import Kind, PlanRow
from progress.exchange.excel import WeekFacts, write_week
from progress.models import Acceptance, Draft, Finding, Reading, Submission, SubmissionRow, SubmissionState
from progress.queries.points import Point, Points, points_of
from progress.submission_texts import value_text
from projects.models import Assignment, Member, Project, Role, Team, Week, WeekState
from projects.notifications import with_role

CELLS = (
    "actual_start", "percent", "actual_finish", "actual_effort", "remaining_effort", "forecast_finish",
    "delay_reason", "countermeasure", "note",
)  # fmt: skip
EFFORTS = frozenset({"actual_effort", "remaining_effort"})
TEXT_CELLS = frozenset({"delay_reason", "countermeasure", "note"})
NUMBER_CELLS = frozenset({"percent", "actual_effort", "remaining_effort"})
ON_PHONE = frozenset({"actual_start", "percent", "actual_finish", "delay_reason"})


@dataclass(frozen=True)
class Replaced:
    """A typed value that the file has replaced."""

    row: PlanRow
    name: str
    typed: Any

    @property
    def typed_words(self) -> str:
        return value_text(self.name, self.typed)

    @property
    def said_words(self) -> str:
        return value_text(self.name, getattr(self.row, self.name))


@dataclass(frozen=True)
class TeamWeek:
    """A team in a week, as its own people see it."""

    team: Team
    week: Week
    at: datetime
    submission: Submission | None
    acceptance: Acceptance | None
    found: Preview
    points: Points
    came_back: bool = True  # whether the reader is told what the PMO sent back

    @property
    def draft(self) -> Draft:
        return self.found.draft

    @property
    def composed(self) -> Composition:
        return self.found.composed

    @cached_property
    def has_draft(self) -> bool:
        """Whether something was entered since the last revision was sent."""
        if self.draft.edited_at is None:
            return False
        return self.submission is None or self.draft.edited_at > self.submission.sent_at

    @property
    def state(self) -> str:
        """The code of the state as people see it (UX 0.2)."""
        if self.submission is not None:
            return self.submission.told_state
        if self.draft.pre_check_asked:
            return "pre_check"
        return "draft" if self.has_draft else "not_sent"

    @property
    def turn(self) -> str:
        """Which sentence stands at the top: sealed, skipped, returned (lead), waiting, accepted, late or open."""
        if self.week.state in (WeekState.SEALED, WeekState.SKIPPED):
            return str(self.week.state)
        if self.submission is not None:
            if self.submission.state == SubmissionState.RETURNED:
                return "returned" if self.came_back else "lead"
            return "accepted" if self.submission.is_accepted else "waiting"
        return "late" if self.at > self.due else "open"

    @property
    def is_open(self) -> bool:
        return self.week.state in (WeekState.OPEN, WeekState.REVIEWING)

    @cached_property
    def due(self) -> datetime:
        return own_deadline(self.team, self.week)

    @property
    def answer_due(self) -> datetime:
        return (self.submission and self.submission.answer_due) or self.week.resubmission_due

    @property
    def has_moved(self) -> bool:
        """Whether anything differs from the last accepted values or is left out; else "no change" is what is sent."""
        return bool(self.composed.changed or self.composed.new or self.composed.missing)

    @cached_property
    def rows_to_update(self) -> int:
        return sum(is_due(row, self.week.status_date) for row in self.composed.known.values())

    @cached_property
    def replaced(self) -> list[Replaced]:
        """Values typed before the file that it has replaced, in the order of the rows."""
        return [
            Replaced(line.row, name, value_from_json(name, typed[name]))
            for line in self.composed.lines
            for typed in [self.draft.replaced.get(line.row.key, {})]
            for name in typed
        ]

    @property
    def edited_rows(self) -> int:
        return len(self.draft.edits) or len(self.composed.changed)


def submission(team: Team, week: Week, *, at: datetime, came_back: bool = True) -> TeamWeek:
    """The page of the week (a fixed number of queries, however many rows; the checks run once)."""
    last = latest_of(team, week)
    accepted = last is not None and last.is_accepted
    acceptance = Acceptance.objects.filter(submission=last, undone_at=None).first() if accepted else None
    if week.is_sealed:
        return TeamWeek(team, week, at, last, acceptance, as_sent(team, week, last), Points(()), came_back)
    found = preview(team, week, at=at)
    findings = findings_of(team, week) if came_back else []
    return TeamWeek(team, week, at, last, acceptance, found, points_of(found, findings), came_back)


def as_sent(team: Team, week: Week, last: Submission | None) -> Preview:
    """A sealed week is shown as it was sent: nothing is composed or checked again."""
    draft = Draft(team=team, week=week, **{name: getattr(last, name) for name in TEXTS} if last else {})
    lines = tuple(line_as_sent(row) for row in last.rows.all()) if last else ()
    composed = Composition(lines, {line.row.key: line.row for line in lines if line.known})
    return Preview(draft, composed, Assessment(Outcome((), ()), ()))


def line_as_sent(sent: SubmissionRow) -> Line:
    pairs = sent.changed.items()
    return Line(
        row_from_json(sent.values),
        known=sent.work_item_id is not None,
        matched_by=sent.matched_by,
        sheet=sent.sheet,
        row_number=sent.row_number,
        cells=sent.cells,
        changed={name: (value_from_json(name, old), value_from_json(name, new)) for name, (old, new) in pairs},
    )


def latest_of(team: Team, week: Week) -> Submission | None:
    revisions = Submission.objects.filter(team=team, week=week).select_related("sent_by", "returned_by", "file")
    return revisions.order_by("-revision").first()


def findings_of(team: Team, week: Week) -> list[Finding]:
    """What the PMO sent back to the team in this week."""
    return list(Finding.objects.of_week(team, week).filter(returned=True, audience="team"))


def is_due(row: PlanRow, on: date) -> bool:
    """Whether an update is expected: in progress, or due to begin by then, and not finished when last accepted."""
    if not row.is_leaf or row.actual_finish is not None:
        return False
    return row.actual_start is not None or (row.planned_start is not None and row.planned_start <= on)


@dataclass(frozen=True)
class Cell:
    """One value of a row in the grid: as it is, as it was, and the gravest point on it."""

    name: str
    text: str
    old: str = ""
    severity: str = ""
    said: str = ""

    @property
    def is_number(self) -> bool:
        return self.name in NUMBER_CELLS

    @property
    def is_text(self) -> bool:
        return self.name in TEXT_CELLS

    @property
    def is_on_phone(self) -> bool:
        return self.name in ON_PHONE


@dataclass(frozen=True)
class GridRow:
    line: Line
    depth: int
    name: Cell
    cells: tuple[Cell, ...]
    plan: tuple[Cell, ...]
    is_late: bool
    severity: str
    above: str = ""
    is_mine: bool = False

    @property
    def is_summary(self) -> bool:
        return self.line.row.kind is Kind.SUMMARY


def lines_shown(page: TeamWeek, *, everything: bool) -> list[Line]:
    """The rows of the grid: those that move this week (due, in progress, overdue, changed, new), or all."""
    if everything:
        return list(page.composed.lines)
    known = page.composed.known
    on = page.week.status_date
    return [line for line in page.composed.lines if moves(line, known.get(line.row.key), on)]


def moves(line: Line, base: PlanRow | None, on: date) -> bool:
    if line.row.kind is Kind.SUMMARY:
        return False
    return base is None or bool(line.changed) or is_due(base, on)


def cell_names(page: TeamWeek) -> tuple[str, ...]:
    """The columns of figures: a team that reports no effort has none of it."""
    return tuple(name for name in CELLS if name not in EFFORTS or page.team.reports_effort)


def grid_rows(page: TeamWeek, lines: list[Line], own: frozenset[str]) -> list[GridRow]:
    """The rows of one page of the grid, ready to be written; `own` are keys of the reader's own rows."""
    every = page.composed.rows
    depth = depths({row.id: row.parent or None for row in every})
    names = {row.id: row.name for row in [*page.composed.known.values(), *every]}
    columns = cell_names(page)
    rows = []
    for line in lines:
        above, is_mine = names.get(line.row.parent, ""), line.row.key in own
        rows.append(replace(grid_row(page, line, columns), depth=depth[line.row.id], above=above, is_mine=is_mine))
    return rows


def own_keys(page: TeamWeek, reader: Member) -> frozenset[str]:
    """The rows that are this person's own; every row for somebody who has none."""
    names = frozenset(map(person, spellings(reader)))
    rows = page.composed.rows
    own = frozenset(row.key for row in rows if is_of(row, names))
    return own or frozenset(row.key for row in rows)


def is_of(row: PlanRow, names: frozenset[str]) -> bool:
    """Whether one of the row's assignees is called so."""
    return any(person(name) in names for name in assignees(row.assignee))


def grid_row(page: TeamWeek, line: Line, columns: tuple[str, ...]) -> GridRow:
    row = line.row
    found = page.points.by_key.get(row.key)
    told = {point.field: point for point in reversed(found.points)} if found else {}
    cells = tuple(cell(line, name, told) for name in columns)
    plan = tuple(cell(line, name, told) for name in ("planned_start", "planned_finish"))
    late = found is not None and any(point.is_late for point in found.points)
    severity = found.severity if found and found.is_open else ""
    return GridRow(line, 0, cell(line, "name", told), cells, plan, late, severity)


def cell(line: Line, name: str, told: Mapping[str, Point]) -> Cell:
    old, new = line.changed.get(name, (None, getattr(line.row, name)))
    point = told.get(name)
    before = value_text(name, old) if name in line.changed else ""
    if point is None or point.settled:
        return Cell(name, value_text(name, new), before)
    return Cell(name, value_text(name, new), before, point.severity, point.sentence)


def last_week(team: Team, week: Week) -> Submission | None:
    """What the team sent last before this week."""
    earlier = Submission.objects.filter(team=team, week__status_date__lt=week.status_date).select_related("week")
    return earlier.order_by("-week__status_date", "-revision").first()


def texts_of(words: Draft | Submission | None) -> dict[str, str]:
    """The four short texts of a week, as far as there are any."""
    return {name: text for name in TEXTS if words and (text := getattr(words, name))}


def senders(team: Team, at: datetime) -> list[Member]:
    """Who may send for the team: its leads of that day."""
    return with_role(Role.LEAD, team, at=at)


def proposals(page: TeamWeek) -> list[Line]:
    """Rows whose plan values differ from the plan: proposals that acceptance does not write."""
    return [line for line in page.composed.lines if any(name in PLAN_FIELDS for name in line.changed)]


@dataclass(frozen=True)
class Summary:
    """What sending would say: rows by what happens to them."""

    changed: int
    moved: int
    finished: int
    new: int
    missing: int


def summary_of(page: TeamWeek) -> Summary:
    composed = page.composed
    finishes = (line.changed["actual_finish"] for line in composed.changed if "actual_finish" in line.changed)
    percents = (line.changed["percent"] for line in composed.changed if "percent" in line.changed)
    return Summary(
        changed=len(composed.changed),
        moved=sum((new or 0) > (old or 0) for old, new in percents),
        finished=sum(old is None and new is not None for old, new in finishes),
        new=len(composed.new),
        missing=len(composed.missing),
    )


def workbook(page: TeamWeek, language: str) -> bytes:
    """This week's Excel: the rows of the plan with what the draft says of them, then the new ones."""
    team, week = page.team, page.week
    facts = WeekFacts(
        project=Project.get().label, team_code=team.code, team_name=team.label, week=week.key,
        status_date=week.status_date, version=Reading.objects.filter(team=team, week=week).count() + 1,
        members=tuple(people_of(team, page.at)), reports_effort=team.reports_effort,
    )  # fmt: skip
    return write_week(rows_of(page.composed), facts, language)


def rows_of(composed: Composition) -> list[PlanRow]:
    said = {line.row.key: line.row for line in composed.lines}
    return [*(said.get(key, row) for key, row in composed.known.items()), *(line.row for line in composed.new)]


def people_of(team: Team, at: datetime) -> list[str]:
    held = Assignment.objects.active_on(timezone.localdate(at)).filter(team=team).select_related("member")
    return list(dict.fromkeys(assignment.member.name for assignment in held))

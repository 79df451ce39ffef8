"""What a WBS file would become: every row with its place, every problem by cell, nothing written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from typing import Any

from progress.actions.planning.places import Places, comparable, places
from progress.actions.planning.points import PLAN_CODES, SUMMARY_CODES, Point, found_in, plan_context
from progress.assessment import spellings
from progress.domain.checks import assignees
from progress.domain.outline import circles, lineage, top_down
from progress.domain.rows import Kind, PlanRow
from progress.exchange.matching import match
from progress.exchange.reading import Aside, Problem, ReadRow, same_name
from progress.exchange.reading import Reading as ReadRows
from progress.models import Reading, WorkItem
from progress.neutral import link_text, plan_rows
from projects.models import Assignment, Member, Phase, Project, Team

NEW_PHASE = "+"  # the choice "make a phase of this name"
LOST = "G082"  # a predecessor that is not there: told as a lost link
LEFT_OUT = "-"  # the choice "no team" or "no phase" for a name


@dataclass(frozen=True)
class Choices:
    """What the user decided: names of the file -> team or phase codes, the team of the rest, leaving values empty."""

    teams: Mapping[str, str] = field(default_factory=dict)
    phases: Mapping[str, str] = field(default_factory=dict)
    team: str = ""
    leave_empty: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Choices:
        return cls(**{name: data[name] for name in ("teams", "phases", "team", "leave_empty") if name in data})


@dataclass(frozen=True)
class Line:
    """One row of the coming plan, after its parent in the order of the outline."""

    read: ReadRow
    row: PlanRow
    parent: str | None
    depth: int
    team: Team | None
    phase: Phase | None
    new_phase: str = ""

    @property
    def key(self) -> str:
        return self.row.key

    @property
    def is_summary(self) -> bool:
        return self.row.kind is Kind.SUMMARY

    @property
    def level(self) -> int:
        return min(self.depth, 8)


@dataclass(frozen=True)
class Lost:
    """A link whose predecessor is not (or not uniquely) in the file."""

    read: ReadRow
    predecessor: str

    @property
    def cell(self) -> str:
        return self.read.cells.get("predecessors", "")


@dataclass(frozen=True)
class Bond:
    """A link between two rows, by key."""

    predecessor: str
    successor: str
    kind: str
    lag: int


@dataclass(frozen=True)
class Identity:
    """Which rows of the plan the file's rows are (row key -> uuid), what it lacks, and what only looks alike."""

    known: Mapping[str, str] = field(default_factory=dict)
    missing: int = 0
    doubtful: int = 0  # rows that might be a row of the plan, but become new ones

    @property
    def replaces(self) -> bool:
        return bool(self.known or self.missing)


@dataclass(frozen=True)
class DryRun:
    """The coming plan and everything that is to be said about it."""

    lines: tuple[Line, ...]
    bonds: tuple[Bond, ...]
    lost: tuple[Lost, ...]
    problems: tuple[tuple[ReadRow, Problem], ...]
    points: tuple[Point, ...]
    rejected: tuple[Aside, ...]
    ignored: tuple[Aside, ...]
    unknown_teams: tuple[str, ...]  # names that nobody knows, decided by the user or not yet
    unknown_phases: tuple[str, ...]
    circles: frozenset[str]
    choices: Choices
    identity: Identity = Identity()
    sheet: str = ""

    @cached_property
    def leaves(self) -> list[Line]:
        return [line for line in self.lines if not line.is_summary]

    @property
    def without_team(self) -> int:
        return sum(line.team is None for line in self.leaves)

    @property
    def without_phase(self) -> int:
        return sum(line.phase is None and not line.new_phase for line in self.leaves)

    @property
    def would_be_lost(self) -> int:
        """Values, links and rows that the plan could not hold."""
        return len(self.problems) + len(self.lost) + len(self.rejected)

    @property
    def blockers(self) -> dict[str, int]:
        """What must be settled before the file can become the plan: code -> how many."""
        undecided = [name for name in self.unknown_teams if name not in self.choices.teams]
        found = {
            "no_rows": int(not self.leaves),
            "circles": len(self.circles),
            "lost": 0 if self.choices.leave_empty else self.would_be_lost,
            "teams_unknown": len(undecided),
            "rows_without_team": self.without_team,
        }
        return {code: count for code, count in found.items() if count}

    def counts(self) -> dict[tuple[Team | None, str], int]:
        """Leaf rows by team and name of phase."""
        return dict(Counter((line.team, phase_name(line)) for line in self.leaves))


def phase_name(line: Line) -> str:
    return line.new_phase or (line.phase.label if line.phase else "")


def dry_run(reading: Reading, project: Project, choices: Choices | None = None) -> DryRun:
    """The coming plan of a reading, with the choices made so far (a fixed number of queries)."""
    read = ReadRows.from_json(reading.rows)
    chosen = choices or Choices.from_json(reading.answers)
    tree = Tree.of([*read.rows, *read.groups])
    settler = Settler(tree, chosen, places(), teams_of_people())
    lines = tuple(settler.line(key) for key in tree.order)
    bonds, lost = links_of(tree)
    return DryRun(
        lines=lines,
        bonds=bonds,
        lost=lost,
        problems=tuple((row, problem) for row in read.rows for problem in row.problems),
        points=tuple(points_of(lines, read.fields, project)),
        rejected=read.rejected,
        ignored=read.ignored,
        unknown_teams=tuple(settler.unknown_teams),
        unknown_phases=tuple(settler.unknown_phases),
        circles=frozenset(circles(tree.parents)),
        choices=chosen,
        identity=identity_of(read),
        sheet=read.sheet,
    )


def identity_of(read: ReadRows) -> Identity:
    """What of the plan the file would keep; nothing while there is no plan."""
    there = plan_rows(WorkItem.objects.all())
    if not there:
        return Identity()
    uuids = {row.key for row in there}
    matching = match(read, there)
    known = {one.read.row.key: one.row.key for one in (*matching.rows, *matching.groups) if one.row.key in uuids}
    return Identity(known, len(matching.missing), len(matching.asks))


def points_of(lines: Sequence[Line], fields: frozenset[str], project: Project) -> list[Point]:
    """What the plan checks find, but for what an unreadable value or a lost link says already."""
    teams = {line.key: line.team for line in lines if line.team}
    context = plan_context(project, on=project.start, columns=fields)
    points = found_in([line.row for line in lines], teams, context, (*PLAN_CODES, *SUMMARY_CODES))
    unread = {(line.key, problem.field) for line in lines for problem in line.read.problems}
    return [point for point in points if point.hit.code != LOST and (point.hit.key, point.hit.field) not in unread]


@dataclass(frozen=True)
class Tree:
    """The rows by key with their parents, in reading order."""

    rows: Mapping[str, ReadRow]
    parents: Mapping[str, str | None]
    order: tuple[str, ...]

    @classmethod
    def of(cls, rows: Sequence[ReadRow]) -> Tree:
        by_key = {read.row.key: read for read in rows}
        finder = Finder(rows)
        parents = {read.row.key: finder.parent_of(read) for read in rows}
        place = {key: index for index, key in enumerate(by_key)}
        for key, index in list(place.items()):  # a group without a row of its own stands before its first row
            for above in lineage(parents, key):
                if not by_key[above].number:
                    place[above] = min(place[above], index)
        in_order = sorted(by_key, key=lambda key: (place[key], bool(by_key[key].number), len(by_key[key].path)))
        return cls(by_key, parents, tuple(top_down(parents, in_order)))

    @cached_property
    def with_children(self) -> frozenset[str]:
        return frozenset(above for above in self.parents.values() if above)


class Finder:
    """Finds rows by what a file calls them: id, own id, WBS code, name."""

    def __init__(self, rows: Iterable[ReadRow]) -> None:
        self.by_id: dict[str, list[ReadRow]] = defaultdict(list)
        self.by_name: dict[str, list[ReadRow]] = defaultdict(list)
        for read in rows:
            for name in dict.fromkeys((read.row.id, read.own_id, read.row.wbs_code)):
                if name:
                    self.by_id[comparable(name)].append(read)
            self.by_name[same_name(read.row.name)].append(read)

    def parent_of(self, read: ReadRow) -> str | None:
        """The row above: of several with its id, the one on the row's own path."""
        wanted = read.row.parent
        if not wanted:
            return None
        found = [one for one in self.by_id.get(comparable(wanted), []) if one.row.key != read.row.key]
        on_path = [one for one in found if (*one.path, one.row.name) == read.path]
        chosen = (on_path or found)[:1]
        return chosen[0].row.key if chosen else None

    def only(self, name: str) -> ReadRow | None:
        """The one row of this id, else of this name; None when there is none or several."""
        for found in (self.by_id.get(comparable(name), []), self.by_name.get(same_name(name), [])):
            if found:
                return found[0] if len(found) == 1 else None
        return None


def links_of(tree: Tree) -> tuple[tuple[Bond, ...], tuple[Lost, ...]]:
    """The links between the rows, and those that lead nowhere, to several rows, or to the row itself."""
    finder = Finder(tree.rows.values())
    bonds: dict[tuple[str, str, str], Bond] = {}
    lost = []
    for key, read in tree.rows.items():
        for link in read.links:
            before = finder.only(link.id)
            if before is None or before.row.key == key:
                lost.append(Lost(read, link.id))
            else:
                bonds.setdefault((before.row.key, key, link.kind), Bond(before.row.key, key, link.kind, link.lag))
    return tuple(bonds.values()), tuple(lost)


class Settler:
    """Gives each row its kind, team and phase, and notes the names nobody knows."""

    def __init__(self, tree: Tree, choices: Choices, known: Places, people: Mapping[str, Team]) -> None:
        self.tree = tree
        self.choices = choices
        self.known = known
        self.people = people
        self.unknown_teams: dict[str, None] = {}
        self.unknown_phases: dict[str, None] = {}

    def line(self, key: str) -> Line:
        read = self.tree.rows[key]
        summary = key in self.tree.with_children or read.row.kind is Kind.SUMMARY
        links = tuple(link_text(link.id, link.kind, link.lag) for link in read.links)
        row = replace(read.row, kind=Kind.SUMMARY if summary else read.row.kind, predecessors=links)
        above = [self.tree.rows[name] for name in lineage(self.tree.parents, key)]
        phase, new_phase = self.phase([read, *above])
        team = None if summary else self.team([read, *above])
        return Line(read, row, self.tree.parents[key], len(above), team, phase, new_phase)

    def team(self, lineage_: list[ReadRow]) -> Team | None:
        """By the team column (the row's own, else of a row above), the people named, else the file's team."""
        text = next((read.team for read in lineage_ if read.team), "")
        if text:
            chosen = self.choices.teams.get(text)
            found = self.known.team(chosen or text) if chosen != LEFT_OUT else None
            if chosen or not found:
                self.unknown_teams.setdefault(text)
            if found:
                return found
        people = (self.people.get(comparable(name)) for name in assignees(lineage_[0].row.assignee))
        return next((team for team in people if team), None) or self.known.team(self.choices.team)

    def phase(self, lineage_: list[ReadRow]) -> tuple[Phase | None, str]:
        """By the phase column (own, else of a row above), else the name of the top row; a name may become a phase."""
        text = next((read.row.phase for read in lineage_ if read.row.phase), "")
        if not text and len(lineage_) == 1 and lineage_[0].row.key not in self.tree.with_children:
            return None, ""
        name = text or lineage_[-1].row.name
        chosen = self.choices.phases.get(name, "")
        if chosen == NEW_PHASE:
            return None, name
        found = None if chosen == LEFT_OUT else self.known.phase(chosen or name)
        if found is None or chosen:
            self.unknown_phases.setdefault(name)
        return found, ""


def teams_of_people() -> dict[str, Team]:
    """The team of every person that belongs to exactly one, by each spelling that means one person (two queries)."""
    teams: dict[int, set[Team]] = defaultdict(set)
    members: dict[int, Member] = {}
    for assignment in Assignment.objects.select_related("member", "team"):
        if assignment.team:
            teams[assignment.member_id].add(assignment.team)
            members[assignment.member_id] = assignment.member
    found: dict[str, set[Team]] = defaultdict(set)
    for pk, member in members.items():
        for name in spellings(member):
            found[comparable(name)] |= teams[pk]
    return {name: next(iter(of_name)) for name, of_name in found.items() if len(of_name) == 1}

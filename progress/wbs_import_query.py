"""What the pages of the import read: earlier uploads, and everything a dry run has to say, by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from progress.actions.planning.dry_run import DryRun
from progress.actions.planning.points import SUMMARY_CODES, Point
from progress.exchange.reading import ReadRow
from progress.import_texts import blocker_text, link_text, place, rejection_text
from progress.models import Reading
from progress.plan_queries import PointGroup, grouped
from progress.reading_texts import IGNORED, problem_sentence
from projects.models import Purpose, Team

SHOWN_FILES = 10
# Fields that only teams report: the import does not take them over.
REPORTED = ("actual_start", "actual_finish", "percent", "actual_effort", "remaining_effort", "forecast_finish")


@dataclass(frozen=True)
class CellTold:
    """Something about one cell or row of the file."""

    place: str
    task: str
    text: str


@dataclass(frozen=True)
class TeamRow:
    team: Team | None
    cells: list[int]
    total: int


@dataclass(frozen=True)
class Told:
    """What the dry run page says."""

    blockers: list[str]
    lost: list[CellTold]
    held: list[PointGroup]
    advice: list[PointGroup]
    summaries: list[PointGroup]
    ignored: list[tuple[str, int]]
    phases: list[str]
    teams: list[TeamRow]
    reported: list[str]


def wbs_readings(user: Any) -> list[Reading]:
    """The latest WBS files that were uploaded."""
    found = Reading.objects.visible_to(user).filter(purpose=Purpose.WBS)
    return list(found.select_related("file", "uploaded_by").defer("raw", "rows", "recognition")[:SHOWN_FILES])


def told_of(coming: DryRun) -> Told:
    """The dry run in words; points carry the cell of the file they are about."""
    rows = {line.key: line.read for line in coming.lines}
    points = [with_cell(point, rows) for point in coming.points]
    own = [point for point in points if point.hit.code not in SUMMARY_CODES]
    phases, teams = counts_of(coming)
    return Told(
        blockers=[blocker_text(code, count) for code, count in coming.blockers.items()],
        lost=list(lost_of(coming)),
        held=grouped([point for point in own if point.blocks], live=False),
        advice=grouped([point for point in own if not point.blocks], live=False),
        summaries=grouped([point for point in points if point.hit.code in SUMMARY_CODES], live=False),
        ignored=[(str(IGNORED.get(reason, reason)), count) for reason, count in reasons(coming).items()],
        phases=phases,
        teams=teams,
        reported=sorted({name for line in coming.lines for name in REPORTED if getattr(line.row, name) is not None}),
    )


def with_cell(point: Point, rows: dict[str, ReadRow]) -> Point:
    """The point with the cell it is about, else the row's number."""
    read = rows.get(point.hit.key)
    if read is None or not read.number:
        return point
    cell = read.cells.get(point.hit.field) or read.cells.get("name") or str(read.number)
    values = {**point.hit.values, "cell": place(read.sheet, cell)}
    return replace(point, hit=replace(point.hit, values=values))


def lost_of(coming: DryRun) -> Iterator[CellTold]:
    """Values, links and rows that the plan could not hold, in the order of the sheet for each kind."""
    for read, problem in coming.problems:
        yield CellTold(place(read.sheet, problem.cell), read.row.name, problem_sentence(problem, read.sheet))
    for lost in coming.lost:
        yield CellTold(place(lost.read.sheet, lost.cell), lost.read.row.name, link_text(lost.predecessor))
    for aside in coming.rejected:
        where = place(coming.sheet, aside.cell or str(aside.number))
        yield CellTold(where, aside.value, rejection_text(aside))


def reasons(coming: DryRun) -> Counter[str]:
    return Counter(aside.reason for aside in coming.ignored)


def counts_of(coming: DryRun) -> tuple[list[str], list[TeamRow]]:
    """Tasks by team and phase: the phases in the order of the file, a row per team."""
    counts = coming.counts()
    phases = list(dict.fromkeys(phase for _team, phase in counts))
    teams = sorted({team for team, _phase in counts}, key=lambda team: (team is None, team.order if team else 0))
    rows = []
    for team in teams:
        cells = [counts.get((team, phase), 0) for phase in phases]
        rows.append(TeamRow(team, cells, sum(cells)))
    return phases, rows

"""The plan checks: what is wrong with a plan before baseline 1, in the live plan or in a file about to become one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from progress.assessment import members_of
from progress.domain.checks import Clears, Context, Hit, Severity, run
from progress.domain.rows import PlanRow
from progress.models import CheckSetting, WorkItem
from progress.neutral import plan_rows
from projects.models import Project, Team
from projects.weekly import project_calendar

# The checks that judge a plan by itself: no actuals, no earlier submission, no baseline.
PLAN_CODES = (
    "G001", "G002", "G003", "G004", "G005", "G008", "G009", "G010", "G011", "G012",
    "G074", "G075", "G076", "G077", "G081", "G082", "G083", "G084", "G090",
)  # fmt: skip
# What a file says of its summary rows; the plan derives them, so a difference is only told.
SUMMARY_CODES = ("G070", "G072")


@dataclass(frozen=True)
class Point:
    """One thing found in a plan; `blocks` holds up baseline 1."""

    hit: Hit
    row: PlanRow | None

    @property
    def blocks(self) -> bool:
        hit = self.hit
        return hit.severity is Severity.E and hit.clears in (Clears.VALUE, Clears.PLAN) and hit.code in PLAN_CODES


def plan_points(project: Project, *, on: date | None = None) -> list[Point]:
    """What the plan checks find in the live plan, in the order of its teams (a fixed number of queries)."""
    items = list(WorkItem.objects.live().select_related("team", "phase", "parent"))
    teams = {str(item.uuid): item.team for item in items if item.team}
    return found_in(plan_rows(items), teams, plan_context(project, on=on or project.start))


def blocking_points(project: Project) -> list[Point]:
    """The points for which baseline 1 has to wait."""
    return [point for point in plan_points(project) if point.blocks]


def found_in(
    rows: Sequence[PlanRow], teams: Mapping[str, Team], context: Context, codes: Iterable[str] = PLAN_CODES
) -> list[Point]:
    """The hits of these checks, team by team (row key -> team): ids are looked up within a team, others stand around.

    Checks of what a team is declared not to keep are left out for its rows.
    """
    wanted = frozenset(codes)
    by_team: dict[Team | None, list[PlanRow]] = defaultdict(list)
    for row in rows:
        by_team[teams.get(row.key)].append(row)
    found = []
    for team, own in by_team.items():
        others = tuple(row for other, group in by_team.items() if other != team for row in group)
        of_team = replace(context, others=others, not_kept=team.not_kept if team else frozenset())
        by_key = {row.key: row for row in own}
        hits = run(own, of_team).hits
        found += [Point(hit, by_key.get(hit.key)) for hit in hits if hit.code in wanted]
    return found


def plan_context(project: Project, *, on: date, columns: frozenset[str] | None = None) -> Context:
    """What the plan checks know besides the rows: period, calendar, people and the project's own severities."""
    settings = list(CheckSetting.objects.all())
    return Context(
        status_date=on,
        calendar=project_calendar(project),
        project_start=project.start,
        project_finish=project.finish,
        members=members_of() or None,
        columns=columns,
        severities={s.code: Severity(s.severity) for s in settings if s.severity},
        clears={s.code: Clears(s.clears) for s in settings if s.clears},
        parameters={s.code: s.parameter for s in settings if s.parameter is not None},
    )

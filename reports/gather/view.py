"""A week as one reader sees it: its data, the sealed week before it, teams and phases by code."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from django.urls import reverse

from progress import weekdata
from progress.reach import EVERYTHING, PROJECT, Reach
from progress.weekdata import WHOLE, Part, PastWeek, WeekData, WeekRow
from projects.models import Phase, Project, Team, Week
from reports.content.blocks import Mark

PROJECT_HISTORY = (
    "bac", "bac_reporting", "pv", "ev", "ac", "remaining", "planned_percent", "complete_percent", "sv", "cv", "spi",
    "cpi", "spi_t", "eac", "vac", "tcpi_bac", "due", "done", "late", "findings_opened", "findings_closed",
)  # fmt: skip
TEAM_HISTORY = ("spi",)
NO_ROW = str(uuid.UUID(int=0))
ONE_DAY, ONE_WEEK = timedelta(days=1), timedelta(days=7)
MARKS = {"carried": Mark.CARRIED, "provisional": Mark.PROVISIONAL}


@dataclass(frozen=True)
class WeekView:
    """What is read from; `opens_rows` tells whether the reader may open single rows of the plan."""

    project: Project
    data: WeekData
    before: WeekData | None
    teams: Mapping[str, Team]
    phases: Mapping[str, Phase]
    reach: Reach = EVERYTHING
    opens_rows: bool = True
    at: datetime | None = None  # what was decided later is not told; None: nothing is left out

    @property
    def week(self) -> Week:
        return self.data.week

    @property
    def status_date(self) -> date:
        return self.data.week.status_date

    def team_name(self, code: str) -> str:
        return self.teams[code].label if code in self.teams else code

    def phase_name(self, code: str) -> str:
        return self.phases[code].label if code in self.phases else code

    @property
    def this_week(self) -> tuple[date, date]:
        """Monday to Sunday of the week a reader asks about."""
        return coming_days(self.week)

    def scope_name(self, scope: str) -> str:
        """ "team:MEM/phase:IT" in words."""
        names = {"team": self.team_name, "phase": self.phase_name}
        parts = [part.partition(":") for part in scope.split("/")]
        return " ".join(names[kind](code) for kind, _colon, code in parts if kind in names)

    @cached_property
    def history(self) -> dict[str, list[PastWeek]]:
        """Measures of the sealed weeks up to this one: the project's, and SPI of the reader's teams (two queries)."""
        teams = [f"team:{code}" for code in self.teams if self.reach.sees(code)]
        whole = weekdata.history(self.week, [PROJECT], PROJECT_HISTORY)
        return {**weekdata.history(self.week, teams, TEAM_HISTORY), **whole}

    @property
    def past(self) -> list[PastWeek]:
        """The project's weeks, oldest first."""
        return self.history[PROJECT]

    def past_of(self, scope: str) -> list[PastWeek]:
        return self.history.get(scope, [])

    def history_of(self, scope: str) -> list[PastWeek]:
        """All measures of another scope in the sealed weeks up to this one (one query)."""
        return weekdata.history(self.week, [scope], PROJECT_HISTORY)[scope]

    def of_team(self, code: str) -> WeekView:
        """The same week as this team may see it."""
        part = Part(replace(self.reach, teams=frozenset({code})))
        before = part.narrowed(self.before) if self.before else None
        return replace(self, data=part.narrowed(self.data), before=before, reach=part.reach)

    @cached_property
    def open_milestones(self) -> list[WeekRow]:
        """Not reached yet, by planned date."""
        found = [row for row in self.data.milestones if row.row.actual_finish is None]
        return sorted(found, key=lambda row: row.row.planned_finish or date.max)

    @cached_property
    def milestones(self) -> dict[str, WeekRow]:
        """By key."""
        return {row.row.key: row for row in self.data.milestones}

    @cached_property
    def forecasts_before(self) -> dict[str, date | None]:
        """What was expected of each row a week ago, by key."""
        return {row.row.key: row.row.forecast_finish for row in self.before.rows} if self.before else {}

    def mark_of(self, team: str) -> Mark | None:
        """How the figures of a team are not final."""
        return MARKS.get(self.data.carried.get(team, ""))

    def rows_url(self, scope: str) -> str:
        return f"{reverse('reports:rows', args=[self.week.key])}?scope={scope}"

    def row_url(self, key: str) -> str:
        """The page of one row, for readers of the plan."""
        return self.row_page.replace(NO_ROW, key) if self.opens_rows else ""

    @cached_property
    def row_page(self) -> str:
        """Asked for once: a page names hundreds of rows."""
        return reverse("progress:row", args=[NO_ROW])


@dataclass(frozen=True)
class Look:
    """How a week is looked at: what of it, by whom, and the PMO's choices for teams that are not accepted."""

    part: Part = WHOLE
    choices: Mapping[str, str] | None = None
    opens_rows: bool = True
    at: datetime | None = None


def coming_days(week: Week) -> tuple[date, date]:
    """今週: after the seal the calendar week that follows, before it the week itself; Monday to Sunday."""
    monday = week.week_key.monday + (ONE_WEEK if week.is_sealed else timedelta(0))
    return monday, monday + ONE_WEEK - ONE_DAY


def view_of(week: Week, look: Look) -> WeekView:
    """The week with the sealed one before it, of which only late rows and milestones are read."""
    reach = look.part.reach
    data = weekdata.read(week, look.choices, look.part)
    earlier = [one for one in weekdata.sealed_until(week, 2) if one.pk != week.pk]
    before = weekdata.sealed(earlier[-1], Part(reach, headline=True), data.calendars) if earlier else None
    return WeekView(Project.get(), data, before, *weekdata.names(), reach, look.opens_rows, look.at)

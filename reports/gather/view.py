"""A week as one reader sees it: its data, the sealed week before it, teams and phases by code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from progress import weekdata
from progress.reach import EVERYTHING, Reach
from progress.weekdata import WHOLE, Part, WeekData
from projects.models import Phase, Project, Team, Week
from reports.content.blocks import Mark

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

    def mark_of(self, team: str) -> Mark | None:
        """How the figures of a team are not final."""
        return MARKS.get(self.data.carried.get(team, ""))

    def rows_url(self, scope: str) -> str:
        return f"{reverse('reports:rows', args=[self.week.key])}?scope={scope}"

    def row_url(self, key: str) -> str:
        """The page of one row, for readers of the plan."""
        return reverse("progress:row", args=[key]) if self.opens_rows else ""


@dataclass(frozen=True)
class Look:
    """How a week is looked at: what of it, by whom, and the PMO's choices for teams that are not accepted."""

    part: Part = WHOLE
    choices: Mapping[str, str] | None = None
    opens_rows: bool = True


def view_of(week: Week, look: Look) -> WeekView:
    """The week with the sealed one before it, of which only late rows and milestones are read."""
    reach = look.part.reach
    data = weekdata.read(week, look.choices, look.part)
    earlier = [one for one in weekdata.sealed_until(week, 2) if one.pk != week.pk]
    before = weekdata.sealed(earlier[-1], Part(reach, headline=True), data.calendars) if earlier else None
    return WeekView(Project.get(), data, before, *weekdata.names(), reach, look.opens_rows)

"""The story and its records side by side: who is who in the database, which row is which work item."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from progress.models import WorkItem
from projects.models import Member, Project, Team, Week
from reports.demo.story.frame import PHASE, TEAM
from reports.demo.story.people import PEOPLE
from reports.demo.story.plan import Plan, Row, make_plan
from reports.demo.story.reporting import Report, Reporter
from reports.demo.story.timeline import StoryWeek, Timeline
from reports.demo.story.words import Text
from reports.demo.story.work import work

WITH_OWN_IDS = ("BIL", "MIG")  # teams that call their rows by ids of their own


@dataclass
class World:
    """One load of the sample project."""

    language: str
    loaded_at: datetime
    members: dict[str, Member] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    weeks: dict[str, Week] = field(default_factory=dict)
    uuids: dict[str, str] = field(default_factory=dict)  # row key -> uuid of its work item
    accepted: dict[str, Report] = field(default_factory=dict)  # team -> its rows as last accepted
    sent: dict[str, Report] = field(default_factory=dict)  # team -> its rows as last sent this week

    @cached_property
    def timeline(self) -> Timeline:
        return Timeline(self.loaded_at)

    @cached_property
    def plan(self) -> Plan:
        return make_plan(self.timeline)

    @cached_property
    def reporter(self) -> Reporter:
        return Reporter(self.plan, self.timeline, work(self.plan, self.timeline), self.language)

    @cached_property
    def reports(self) -> list[tuple[StoryWeek, Report]]:
        """What is true in each week, in order."""
        return list(self.reporter.reports())

    @property
    def project(self) -> Project:
        return Project.get()

    def say(self, text: Text) -> str:
        return text.of(self.language)

    def own_id(self, row: Row) -> str:
        """What the row's team calls it: MIG "4.10" (phase and number), BIL "BIL-044"."""
        if row.kind == "summary" or row.team not in WITH_OWN_IDS:
            return ""
        if row.team == "MIG":
            return row.code[1:]
        numbers = [other.key for other in self.plan.of_team("BIL") if other.kind != "summary"]
        return f"BIL-{numbers.index(row.key) + 1:03d}"

    @cached_property
    def idents(self) -> dict[str, str]:
        """Row key -> what people call the row."""
        return {row.key: self.own_id(row) or row.code for row in self.plan.rows}

    def phase_name(self, row: Row) -> str:
        return self.say(PHASE[row.phase].name)

    def team_name(self, code: str) -> str:
        return self.say(TEAM[code].name)

    def learn_rows(self) -> None:
        """After the plan is there: which work item each row became."""
        uuids = dict(WorkItem.objects.values_list("wbs_code", "uuid"))
        self.uuids = {row.key: str(uuids[row.code]) for row in self.plan.rows}

    def family_names(self, team: str) -> tuple[str, ...]:
        """How plans name the people of a team."""
        return tuple(self.say(person.family) for person in PEOPLE if team in person.teams)

    def item(self, key: str) -> WorkItem:
        return WorkItem.objects.select_related("team", "phase").get(uuid=self.uuids[key])

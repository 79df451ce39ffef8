"""What the pages of this app read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from projects.models import Assignment, CalendarDay, ChangeLog, Member, Phase, Project, Role, Schedule, Team, Week


def project_and_week() -> tuple[Project, Week | None]:
    """The project and the week whose turn it is (two or three queries)."""
    return Project.get(), Week.objects.current()


@dataclass(frozen=True)
class Lack:
    """What a step of the set-up still needs: a code of setup_texts.LACKS and its value."""

    code: str
    team: str = ""


@dataclass(frozen=True)
class Step:
    """One step of the set-up; done when nothing is missing."""

    code: str
    lacks: tuple[Lack, ...]

    @property
    def done(self) -> bool:
        return not self.lacks


def own_steps(on: date) -> list[Step]:
    """The steps of the set-up this app knows of, in order, computed from the records (eight queries)."""
    return [
        Step("project", () if Project.get().version else (Lack("project_not_saved"),)),
        Step("phases", () if Phase.objects.exists() else (Lack("no_phase"),)),
        Step("teams", tuple(lacks_of_teams(on))),
        Step("calendar", () if calendar_is_settled() else (Lack("calendar_not_looked_at"),)),
        Step("week", tuple(lacks_of_weeks())),
    ]


def lacks_of_teams(on: date) -> Iterator[Lack]:
    """A team, a lead for each active team, somebody as PMO and as PM."""
    held = Assignment.objects.active_on(on).filter(member__is_active=True).values_list("role", "team_id")
    roles, led = {role for role, _team in held}, {team for role, team in held if role == Role.LEAD}
    teams = list(Team.objects.filter(active=True))
    if not teams:
        yield Lack("no_team")
    yield from (Lack("team_without_lead", team.label) for team in teams if team.pk not in led)
    if Role.PMO not in roles:
        yield Lack("no_pmo")
    if Role.PM not in roles:
        yield Lack("no_pm")


def calendar_is_settled() -> bool:
    """A day of the project's own, or somebody's word that none is needed."""
    confirmed = ChangeLog.objects.filter(model="projects.project", record="1", action="calendar.confirmed")
    return CalendarDay.objects.exists() or confirmed.exists()


def lacks_of_weeks() -> Iterator[Lack]:
    if not Week.objects.exists():
        yield Lack("no_week")
    if not Schedule.objects.exists():
        yield Lack("no_schedule")


def teams_and_people(on: date) -> list[Team]:
    """Teams with their company, and as `people` who is assigned on that day (two queries)."""
    held = Assignment.objects.active_on(on).filter(member__is_active=True).select_related("member")
    places = Prefetch("assignments", held.order_by("role", "member__name"), to_attr="people")
    return list(Team.objects.select_related("company").prefetch_related(places))


def members_with_places(on: date) -> list[Member]:
    """Members with their company, and as `places` what they are assigned to on that day (two queries)."""
    held = Assignment.objects.active_on(on).select_related("team").order_by("team__order", "role")
    places = Prefetch("assignments", held, to_attr="places")
    return list(Member.objects.select_related("company").prefetch_related(places).order_by("-is_active", "name"))

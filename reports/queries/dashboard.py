"""What the dashboard reads: one week as this reader may see it, where the open week stands, the weeks to go to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404
from django.urls import reverse

from progress import stage
from progress.models import Draft, Submission
from progress.reach import Reach, reach_of
from progress.weekdata import Part
from projects.models import Member, Team, Week, WeekState
from projects.powers import Powers
from reports.content.week_figures import ScopeFigures, WeekFigures
from reports.gather import cycle
from reports.gather.overview import overview, own_phases
from reports.gather.view import Look, WeekView, coming_days, view_of
from reports.models import DRAFTED, Report


@dataclass(frozen=True)
class Asked:
    """Which week is asked for ("" is the latest sealed one), or the latest figures, sealed or not."""

    week: str = ""
    latest: bool = False


@dataclass(frozen=True)
class Weeks:
    """The weeks a reader can go to, oldest first: the sealed ones, and the open one where it may be seen."""

    sealed: list[Week]
    open: Week | None

    @property
    def all(self) -> list[Week]:
        return [*self.sealed, self.open] if self.open else self.sealed

    @property
    def latest_sealed(self) -> Week | None:
        return self.sealed[-1] if self.sealed else None

    def beside(self, week: Week, steps: int) -> Week | None:
        """The week so many steps away."""
        place = self.all.index(week) + steps if week in self.all else -1
        return self.all[place] if 0 <= place < len(self.all) else None


@dataclass(frozen=True)
class OpenWeek:
    """How far the week after the sealed ones has come."""

    status_date: date
    teams: int
    accepted: int


@dataclass(frozen=True)
class TeamState:
    """Where a team stands in the shown week; `how` is accepted, carried or provisional; `url` leads to what it sent."""

    team: Team
    state: str
    submission: Submission | None
    how: str
    url: str = ""


@dataclass(frozen=True)
class Dashboard:
    """`phases` are the project's; a reader of single teams gets those of the own teams in `own` instead."""

    week: Week
    weeks: Weeks
    figures: WeekFigures
    states: list[TeamState]
    own: list[tuple[str, list[ScopeFigures], ScopeFigures]]
    progress: OpenWeek | None
    to_approve: Report | None = None
    sees_all: bool = False

    @property
    def is_sealed(self) -> bool:
        return self.week.is_sealed

    @property
    def previous(self) -> Week | None:
        return self.weeks.beside(self.week, -1)

    @property
    def following(self) -> Week | None:
        return self.weeks.beside(self.week, 1)


def dashboard(user: Member, asked: Asked) -> Dashboard | None:
    """The page for this reader; None when there is nothing to see yet, Http404 for a week out of reach."""
    powers = user.powers
    reach = reach_of(powers)
    weeks = weeks_of(reach)
    week = chosen(weeks, asked)
    if week is None:
        return None
    view = view_of(week, Look(Part(reach, True, coming_days(week)), opens_rows=powers.can("plan.read")))
    sent = cycle.submissions(view)
    return Dashboard(
        week=week,
        weeks=weeks,
        figures=overview(view, sent),
        states=states(view, sent, powers),
        own=[] if reach.is_whole else own_phases(view),
        progress=open_week(weeks.open, view) if weeks.open else None,
        to_approve=to_approve(user) if powers.can("report.approve") else None,
        sees_all=reach.is_whole,
    )


def weeks_of(reach: Reach) -> Weeks:
    """One query: the seal opens a week to everybody."""
    found = list(Week.objects.exclude(state=WeekState.SKIPPED).order_by("status_date"))
    unsealed = [week for week in found if not week.is_sealed]
    return Weeks([week for week in found if week.is_sealed], unsealed[0] if reach.unsealed and unsealed else None)


def chosen(weeks: Weeks, asked: Asked) -> Week | None:
    if asked.week:
        found = next((week for week in weeks.all if week.key == asked.week), None)
        if found is None:
            raise Http404
        return found
    if asked.latest and weeks.open:
        return weeks.open
    return weeks.latest_sealed or weeks.open


def to_approve(user: Member) -> Report | None:
    """The newest final report that waits for this person's approval (one query)."""
    drafted = Report.objects.filter(state__in=DRAFTED, is_provisional=False, issued_at=None)
    return drafted.exclude(made_by=user).select_related("week").order_by("-week__status_date", "-pk").first()


def issued_report(week: Week) -> Report | None:
    """The newest edition issued for the week (one query)."""
    return Report.objects.filter(week=week).exclude(issued_at=None).order_by("-issued_at", "-pk").first()


def open_week(week: Week, view: WeekView) -> OpenWeek:
    """How many teams are accepted (one query)."""
    active = [team for team in view.teams.values() if team.active]
    waits = [standing.wait for standing in stage.standings_of(week, active)]
    return OpenWeek(week.status_date, len(active), waits.count(stage.DONE))


def states(view: WeekView, sent: Mapping[str, Submission], powers: Powers) -> list[TeamState]:
    """The reader's teams in the shown week (one query)."""
    drafts = dict(view.reach.records(Draft.objects.filter(week=view.week)).values_list("team__code", "pre_check_asked"))
    shown = [code for code in view.teams if code in view.data.standings]
    return [team_state(view, powers, view.teams[code], sent.get(code), drafts.get(code)) for code in shown]


def team_state(
    view: WeekView, powers: Powers, team: Team, submission: Submission | None, pre_check: bool | None
) -> TeamState:
    state = str(submission.state) if submission else state_of_draft(pre_check) if not view.data.sealed else "not_sent"
    how = view.data.standings[team.code]["how"]
    return TeamState(team, state, submission, how, url_of(view.week, team, powers))


def state_of_draft(pre_check: bool | None) -> str:
    """None is no draft at all."""
    if pre_check is None:
        return "not_sent"
    return "pre_check" if pre_check else "draft"


def url_of(week: Week, team: Team, powers: Powers) -> str:
    """What the team sent, for those who review or the team itself."""
    if powers.can("review.read"):
        return reverse("progress:review", args=[week.key, team.code])
    if powers.can_for("submission.read", team.pk):
        return reverse("progress:submission", args=[week.key, team.code])
    return ""

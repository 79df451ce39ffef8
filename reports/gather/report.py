"""The figures of the weekly report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Member, Week, WeekState
from reports.comments import Said, said_in, team_comments, whole_comments
from reports.content.week_figures import ReportHeader, WeekFigures
from reports.gather import changes, cycle, gantt, rows, scopes
from reports.gather.overview import overview
from reports.gather.view import Look, WeekView, view_of


@dataclass(frozen=True)
class Edition:
    """Which report is made: language, number, version, when and by whom; `choices` for teams not accepted.

    `said` are the comments it prints: those of the week as they stand, else (made again) those it printed then; so it
    is with the author's name. Reviewer and approver are known once it is issued.
    """

    language: str
    number: str
    version: str
    made_at: datetime
    made_by: Member | None = None
    choices: Mapping[str, str] | None = None
    supersedes: str = ""
    distribution: tuple[str, ...] = ()
    said: Said | None = None
    author: str = ""
    reviewer: str = ""
    approver: str = ""

    def comments(self, week: Week) -> Said:
        return said_in(week) if self.said is None else self.said


def gather(week: Week, edition: Edition) -> WeekFigures:
    """Everything the week's report prints; call under the language of the edition."""
    return whole(view_for(week, edition), edition)


def view_for(week: Week, edition: Edition) -> WeekView:
    return view_of(week, Look(choices=edition.choices, at=edition.made_at))


def whole(view: WeekView, edition: Edition) -> WeekFigures:
    """The whole project's."""
    sent = cycle.submissions(view)
    raised = cycle.raised(view)
    return replace(
        overview(view, sent),
        language=edition.language,
        header=header(view, edition),
        started=tuple(rows.started(view)),
        finished=tuple(rows.finished(view)),
        next_week=tuple(rows.coming(view)),
        findings=tuple(cycle.findings(view, raised, told_at(view, edition))),
        topics=tuple(cycle.topics(sent)),
        gantt=tuple(gantt.sheets(view, edition.language)),
        comments=whole_comments(edition.comments(view.week)),
        sources=tuple(cycle.sources(view)),
    )


def owner_figures(figures: WeekFigures, week: Week, edition: Edition) -> WeekFigures:
    """The whole project's without what the PMO wrote for itself and the PM."""
    comments = whole_comments(edition.comments(week), internal=False)
    header = replace(figures.header, number=edition.number, distribution=tuple(edition.distribution))
    return replace(figures, comments=comments, header=header)


def team_figures(view: WeekView, code: str, edition: Edition) -> WeekFigures:
    """A team's own edition: its rows, its totals, its points; of other teams nothing."""
    own, key = view.of_team(code), f"team:{code}"
    name, past, sent = view.team_name(code), view.history_of(key), cycle.submissions(own)
    raised = cycle.raised(own)
    return WeekFigures(
        language=edition.language,
        header=replace(header(own, edition), supersedes=""),  # the reason may name another team
        project=scopes.scope(own, key, name).marked(own.mark_of(code)),
        previous=scopes.scope(own, key, name, own.before) if own.before else None,
        phases=tuple(scopes.phases(own, code)),
        curve=scopes.curve(own, past, key),
        late=tuple(rows.late(own)),
        milestones=tuple(rows.milestones(own)),
        started=tuple(rows.started(own)),
        finished=tuple(rows.finished(own)),
        next_week=tuple(rows.coming(own)),
        findings=tuple(cycle.findings(own, raised, told_at(own, edition))),
        points=tuple(cycle.points(own, raised, told_at(own, edition))),
        trend=tuple(scopes.trend(own, past, key)),
        topics=tuple(cycle.topics(sent)),
        changes=tuple(changes.changes(own, key)),
        promises=tuple(scopes.promises(own)),
        running=tuple(scopes.running(own, code)),
        gantt=tuple(gantt.sheets(own, edition.language)),
        carried=tuple(cycle.carried(own)),
        comments=team_comments(edition.comments(view.week), code),
        sources=tuple(cycle.sources(own)),
    )


def told_at(view: WeekView, edition: Edition) -> datetime:
    """As of when the states of findings are told: of a sealed week never before its seal."""
    sealed = view.week.sealed_at if view.data.sealed else None
    return max(edition.made_at, sealed) if sealed else edition.made_at


def author_name(member: Member | None) -> str:
    return member.label if member else "PMO"


def unsigned(view: WeekView) -> str:
    """What stands where the approver will stand; a provisional edition is never signed."""
    return _("not approved yet") if view.data.sealed else ""


def header(view: WeekView, edition: Edition) -> ReportHeader:
    project, week = view.project, view.week
    number_of_weeks = Week.objects.exclude(state=WeekState.SKIPPED).filter(status_date__lte=week.status_date).count()
    return ReportHeader(
        number=edition.number,
        version=edition.version,
        project=project.label,
        week=week.key,
        status_date=week.status_date,
        made_at=timezone.localtime(edition.made_at),
        author=edition.author or author_name(edition.made_by),
        reviewer=edition.reviewer,
        approver=edition.approver or unsigned(view),
        confidentiality=project.confidentiality,
        distribution=tuple(edition.distribution),
        sequence=number_of_weeks,
        first_day=view.before.week.status_date + timedelta(days=1) if view.before else None,
        provisional=not view.data.sealed,
        supersedes=edition.supersedes,
        replaces=bool(edition.supersedes),
    )

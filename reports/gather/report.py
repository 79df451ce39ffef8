"""The figures of the weekly report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from projects.models import Member, Week, WeekState
from reports.comments import comments_of
from reports.content.week_figures import ReportHeader, WeekFigures
from reports.gather import cycle, gantt, rows
from reports.gather.overview import overview
from reports.gather.view import Look, WeekView, view_of


@dataclass(frozen=True)
class Edition:
    """Which report is made: language, number, version, when and by whom; `choices` for teams not accepted."""

    language: str
    number: str
    version: str
    made_at: datetime
    made_by: Member | None = None
    choices: Mapping[str, str] | None = None
    supersedes: str = ""


def gather(week: Week, edition: Edition) -> WeekFigures:
    """Everything the week's report prints; call under the language of the edition."""
    view = view_of(week, Look(choices=edition.choices))
    sent = cycle.submissions(view)
    return replace(
        overview(view, sent),
        language=edition.language,
        header=header(view, edition),
        started=tuple(rows.started(view)),
        finished=tuple(rows.finished(view)),
        next_week=tuple(rows.coming(view)),
        findings=tuple(cycle.findings(view)),
        topics=tuple(cycle.topics(sent)),
        gantt=tuple(gantt.sheets(view, edition.language)),
        comments=comments_of(week),
        sources=tuple(cycle.sources(view)),
    )


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
        author=edition.made_by.label if edition.made_by else "PMO",
        confidentiality=project.confidentiality,
        sequence=number_of_weeks,
        first_day=view.before.week.status_date + timedelta(days=1) if view.before else None,
        provisional=not view.data.sealed,
        supersedes=edition.supersedes,
    )

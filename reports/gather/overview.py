"""The figures that dashboard and weekly report share, as far as their reader reaches."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone, translation

from progress.models import Submission
from reports.content.week_figures import ReportHeader, ScopeFigures, WeekFigures
from reports.gather import changes, cycle, lights, rows, scopes
from reports.gather.view import WeekView


def overview(view: WeekView, sent: Mapping[str, Submission]) -> WeekFigures:
    """Call under the reader's language."""
    header = ReportHeader(
        number="", version="", project=view.project.label, week=view.week.key, status_date=view.status_date,
        made_at=timezone.localtime(), provisional=not view.data.sealed,
    )  # fmt: skip
    return WeekFigures(
        language=translation.get_language() or "ja",
        header=header,
        project=scopes.project(view),
        previous=scopes.project(view, view.before) if view.before else None,
        phases=tuple(scopes.phases(view)),
        teams=tuple(scopes.teams(view, sent)),
        curve=scopes.curve(view, view.past),
        late=tuple(rows.late(view)),
        milestones=tuple(rows.milestones(view)),
        ahead=tuple(rows.ahead(view)),
        carried=tuple(cycle.carried(view)),
        lights=tuple(lights.lights(view)),
        changes=tuple(changes.changes(view)),
        this_week=tuple(rows.this_week(view)),
        this_week_days=view.this_week,
        promises=tuple(scopes.promises(view)),
        running=tuple(scopes.running(view)),
        trend=tuple(scopes.trend(view, view.past)),
        burn_up=tuple(scopes.burn_up(view)),
        milestone_trend=tuple(rows.milestone_trend(view)),
    )


def own_phases(view: WeekView) -> list[tuple[str, list[ScopeFigures], ScopeFigures]]:
    """For a reader of single teams: each team's name, its figures by phase and its total."""
    codes = [code for code in view.teams if view.reach.sees(code)]
    found = [
        (view.team_name(code), scopes.phases(view, code), scopes.scope(view, f"team:{code}", view.team_name(code)))
        for code in codes
    ]
    return [one for one in found if one[1]]

"""The dashboard: how the project stands, from sealed weeks; every figure opens its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pmo.lib.drawing.scene import Size
from pmo.lib.drawing.sparkline import lay_out_sparkline
from pmo.lib.drawing.svg import svg
from progress.reach import reach_of
from projects.access import access, signed_in
from projects.models import Team
from projects.powers import Powers
from reports.comments import whole_comments
from reports.content import dashboard as content
from reports.content import outlook, owner
from reports.content.blocks import Block, Charts, Kind, Table
from reports.content.light_panel import headline, panel
from reports.content.show import Style, show
from reports.content.week_figures import LateRow
from reports.content.weekly_progress import s_curve
from reports.content.weekly_rows import by_urgency
from reports.content.weekly_summary import milestones
from reports.forms import LATEST, WHOLE, DashboardForm
from reports.html import PagePart, page_parts
from reports.queries.dashboard import Asked, Dashboard, issued_report
from reports.queries.dashboard import dashboard as read_dashboard

LATE_PER_PAGE = 10
MOST_COMING = 15
LEAST_SPARK = 2
ASKED_FIRST = ("status", "decisions")  # on the owner's page
IN_COLUMNS = ("delays", "indices", "milestone_trend", "burn_up")


@access(read="dashboard.read")
def dashboard(request: HttpRequest) -> HttpResponse:
    """The latest sealed week, any sealed one by its key, or the latest figures for those who may see them."""
    asked = DashboardForm(request.GET).asked()
    found = read_dashboard(signed_in(request), Asked(asked.get("week") or "", asked.get("view") == LATEST))
    if found is None:
        return render(request, "reports/dashboard_empty.html")
    reads_one_page = is_owner(signed_in(request).powers)
    if reads_one_page and asked.get("view") != WHOLE:
        return one_page(request, found)
    late = Paginator(by_urgency(found.figures.late), LATE_PER_PAGE).get_page(asked.get("page") or 1)
    context = {
        "dashboard": found,
        "week": found.week,
        "page": late,
        "sections": sections(found, list(late), late.paginator.count),
        "may_see_latest": reach_of(signed_in(request).powers).unsealed,
        "more_coming": max(0, len(found.figures.this_week) - MOST_COMING),
        "may_override": signed_in(request).powers.can("light.override"),
        "whole": reads_one_page,
    }
    return render(request, "reports/dashboard.html", context)


def is_owner(powers: Powers) -> bool:
    """Who sees every team's figures, but only sealed ones."""
    return powers.can("figures.all") and not powers.can("figures.unsealed")


def one_page(request: HttpRequest, found: Dashboard) -> HttpResponse:
    """The project owner's: what the one-page report says, with the comments of the report issued for the week."""
    report = issued_report(found.week)
    said = report.printed.get("comments", {}) if report else {}
    figures = replace(found.figures, comments=whole_comments(said, internal=False))
    style = Style((get_language() or "ja")[:2], timezone.localdate())
    in_order = sorted(owner.sections(figures, style), key=lambda one: one.key not in ASKED_FIRST)
    sections = [(one, page_parts(one.blocks, style, one.key)) for one in in_order]
    context = {"dashboard": found, "week": found.week, "sections": sections, "report": report}
    return render(request, "reports/dashboard_owner.html", context)


def sections(found: Dashboard, late: list[LateRow], count: int) -> dict[str, Any]:
    """The parts of the page by their place."""
    style = Style((get_language() or "ja")[:2], timezone.localdate())
    parts = {
        place: page_parts(of_place, style, place) for place, of_place in blocks_of(found, late, count, style).items()
    }
    return {
        **parts,
        "phases": list(phases(found, style)),
        "lights": panel(found.figures, style),
        "headline": headline(found.figures, style),
        "changes": outlook.changes(found.figures, style),
        "promise": outlook.promise_sentence(found.figures.promises),
        "days": outlook.days_of(found.figures, style),
        "states": [(state, sparkline(found, state.team)) for state in found.states],
    }


def sparkline(found: Dashboard, team: Team) -> SafeString | None:
    """SPI of the team over the sealed weeks, as small as a word; None for fewer than two weeks."""
    trend = next((one.trend for one in found.figures.teams if one.figures.name == team.label), ())
    known = [value for value in trend if value is not None]
    if len(known) < LEAST_SPARK:
        return None
    style = Style((get_language() or "ja")[:2], timezone.localdate())
    told = {"first": show(known[0], Kind.INDEX, style), "last": show(known[-1], Kind.INDEX, style)}
    title = _("SPI from %(first)s to %(last)s") % told
    return SafeString(svg(lay_out_sparkline(trend, Size(72.0, 18.0), title), f"spark-{team.code}", scale=1.0))


def blocks_of(found: Dashboard, late: list[LateRow], count: int, style: Style) -> dict[str, Sequence[Block]]:
    figures = found.figures
    charts = {
        "curve": s_curve(figures, style) if figures.curve.planned or figures.curve.actual else None,
        "delays": outlook.delays(figures.late, style),
        "indices": outlook.index_trend(figures.trend, style),
        "milestone_trend": outlook.milestone_trend(figures, style),
        "burn_up": outlook.burn_up(figures, style) if found.sees_all else None,
    }
    tables = {
        "milestones": milestones(figures.milestones) if figures.milestones else None,
        "late": content.late_page(late, count) if late else None,
        "this_week": outlook.this_week(figures.this_week[:MOST_COMING], _("This week")) if figures.this_week else None,
        "promises": outlook.promises(figures.promises, _("Promises kept")) if figures.promises else None,
        "running": running_table(found),
    }
    blocks: dict[str, Sequence[Block]] = {
        "figures": [content.key_figures(figures, style)],
        "teams": content.progress_by_team(figures, style) or [],
    }
    blocks |= {place: [Charts((chart,), half=place in IN_COLUMNS)] if chart else [] for place, chart in charts.items()}
    return blocks | {place: [table] if table else [] for place, table in tables.items()}


def running_table(found: Dashboard) -> Table | None:
    if not found.figures.running:
        return None
    return outlook.running(found.figures.running, content.whole(found.figures.project), _("Phases in progress"))


def phases(found: Dashboard, style: Style) -> Iterator[tuple[str, list[PagePart]]]:
    """By phase, each with its title: the project's, or those of the reader's own teams."""
    figures = found.figures
    groups = [(_("Progress by phase"), list(figures.phases), content.whole(figures.project))] if figures.phases else []
    groups += [(_("Progress by phase (%(team)s)") % {"team": name}, of, total) for name, of, total in found.own]
    for number, (title, of_group, total) in enumerate(groups):
        blocks = content.progress_by_phase(of_group, total, style, title)
        yield title, page_parts(blocks, style, f"phases-{number}")

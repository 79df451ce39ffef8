"""The dashboard: how the project stands, from sealed weeks; every figure opens its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from progress.reach import reach_of
from projects.access import access, signed_in
from reports.content import dashboard as content
from reports.content.blocks import Block, Charts
from reports.content.show import Style
from reports.content.week_figures import LateRow
from reports.content.weekly_progress import s_curve
from reports.content.weekly_rows import by_urgency
from reports.content.weekly_summary import milestones
from reports.forms import LATEST, DashboardForm
from reports.html import PagePart, page_parts
from reports.queries.dashboard import Asked, Dashboard
from reports.queries.dashboard import dashboard as read_dashboard

LATE_PER_PAGE = 10


@access(read="dashboard.read")
def dashboard(request: HttpRequest) -> HttpResponse:
    """The latest sealed week, any sealed one by its key, or the latest figures for those who may see them."""
    asked = DashboardForm(request.GET).asked()
    found = read_dashboard(signed_in(request), Asked(asked.get("week") or "", asked.get("view") == LATEST))
    if found is None:
        return render(request, "reports/dashboard_empty.html")
    late = Paginator(by_urgency(found.figures.late), LATE_PER_PAGE).get_page(asked.get("page") or 1)
    context = {
        "dashboard": found,
        "week": found.week,
        "page": late,
        "sections": sections(found, list(late), late.paginator.count),
        "may_see_latest": reach_of(signed_in(request).powers).unsealed,
    }
    return render(request, "reports/dashboard.html", context)


def sections(found: Dashboard, late: list[LateRow], count: int) -> dict[str, Any]:
    """The parts of the page by their place."""
    style = Style((get_language() or "ja")[:2], timezone.localdate())
    figures = found.figures
    blocks: dict[str, Sequence[Block]] = {
        "figures": [content.key_figures(figures, style)],
        "milestones": [milestones(figures.milestones)] if figures.milestones else [],
        "late": [content.late_page(late, count)] if late else [],
        "teams": content.progress_by_team(figures, style) or [],
        "curve": [Charts((s_curve(figures, style),))] if figures.curve.planned or figures.curve.actual else [],
    }
    parts = {place: page_parts(of_place, style, place) for place, of_place in blocks.items()}
    return {**parts, "phases": list(phases(found, style))}


def phases(found: Dashboard, style: Style) -> Iterator[tuple[str, list[PagePart]]]:
    """By phase, each with its title: the project's, or those of the reader's own teams."""
    figures = found.figures
    groups = [(_("Progress by phase"), list(figures.phases), content.whole(figures.project))] if figures.phases else []
    groups += [(_("Progress by phase (%(team)s)") % {"team": name}, of, total) for name, of, total in found.own]
    for number, (title, of_group, total) in enumerate(groups):
        blocks = content.progress_by_phase(of_group, total, style, title)
        yield title, page_parts(blocks, style, f"phases-{number}")

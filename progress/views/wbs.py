"""The live plan as an outline: filtered, paged, every choice in the URL."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from pmo.lib import csv_text
from progress import wbs_query
from progress.exchange.excel import PlanFacts, write_plan
from progress.neutral import plan_rows
from progress.plan_forms import WbsFilter
from projects.access import access, signed_in
from projects.htmx import asks_part
from projects.models import Phase, Project, Team
from projects.powers import Powers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(read="plan.read")
def wbs(request: HttpRequest) -> HttpResponse:
    form = WbsFilter(request.GET, teams=teams_of(signed_in(request).powers))
    chosen = form.chosen()
    outline = wbs_query.wbs(signed_in(request), wanted(chosen))
    page = Paginator(outline.lines, wbs_query.PER_PAGE).get_page(chosen.get("page") or 1)
    context = {
        "form": form,
        "outline": outline,
        "page": page,
        "lines": outline.page(page.number),
        "filtered": any(chosen.get(name) for name in ("text", "team", "phase", "show")),
        "may_import": signed_in(request).powers.can("plan.import"),
    }
    template = "progress/wbs.html#outline" if asks_part(request) else "progress/wbs.html"
    return render(request, template, context)


def wanted(chosen: dict[str, Any]) -> wbs_query.Wanted:
    return wbs_query.Wanted(
        text=chosen.get("text") or "", team=chosen.get("team"), phase=chosen.get("phase"), show=chosen.get("show") or ""
    )


def teams_of(powers: Powers) -> QuerySet[Team]:
    """The teams a person may choose among: those whose rows they see."""
    teams = powers.teams("plan.read")
    return Team.objects.all() if teams is None else Team.objects.filter(pk__in=teams)


@access(read="plan.read")
def wbs_export(request: HttpRequest, ending: str) -> FileResponse:
    """What the filter shows, all pages, as CSV (with actuals) or as the plan's workbook (which can be imported)."""
    if ending not in WRITERS:
        raise Http404
    form = WbsFilter(request.GET, teams=teams_of(signed_in(request).powers))
    outline = wbs_query.wbs(signed_in(request), wanted(form.chosen()))
    content, content_type = WRITERS[ending](outline)
    name = f"WBS_{timezone.localdate():%Y-%m-%d}.{ending}"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=content_type)


def as_csv(outline: wbs_query.Outline) -> tuple[bytes, str]:
    return "".join(csv_text.lines(wbs_query.table(outline))).encode(), "text/csv; charset=utf-8"


def as_workbook(outline: wbs_query.Outline) -> tuple[bytes, str]:
    items = outline.items
    facts = PlanFacts(
        Project.get().label,
        phases=tuple(phase.name for phase in Phase.objects.all()),
        teams=tuple(team.name for team in Team.objects.filter(active=True)),
        team_of={str(item.uuid): item.team.name for item in items if item.team},
    )
    return write_plan(plan_rows(items), facts, get_language() or "ja"), XLSX


WRITERS = {"csv": as_csv, "xlsx": as_workbook}

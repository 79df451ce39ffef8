"""The live plan as an outline: filtered, paged, every choice in the URL."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from progress import wbs_query
from progress.plan_forms import WbsFilter
from projects.access import access
from projects.models import Team
from projects.powers import Powers


@access(read="plan.read")
def wbs(request: HttpRequest) -> HttpResponse:
    form = WbsFilter(request.GET, teams=teams_of(request.user.powers))
    chosen = form.chosen()
    outline = wbs_query.wbs(request.user, wanted(chosen))
    page = Paginator(outline.lines, wbs_query.PER_PAGE).get_page(chosen.get("page") or 1)
    context = {
        "form": form,
        "outline": outline,
        "page": page,
        "lines": outline.page(page.number),
        "filtered": any(chosen.get(name) for name in ("text", "team", "phase", "show")),
        "may_import": request.user.powers.can("plan.import"),
    }
    template = "progress/wbs.html#outline" if request.htmx else "progress/wbs.html"
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
def wbs_export(request: HttpRequest, ending: str) -> HttpResponse:
    """What the filter shows, as a file."""
    raise Http404(ending)

"""Plan changes: the register, and drafting a new one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from progress import plan_queries
from progress.actions.planning.changes import draft_change
from progress.models import Baseline, PlanChangeState
from progress.plan_forms import ChangesFilter, ReasonsForm, default_effective
from progress.plan_refusals import sentence
from projects.access import access, signed_in
from projects.jobs import Refused

PER_PAGE = 50


@access(read="change.read")
def changes(request: HttpRequest) -> HttpResponse:
    chosen = ChangesFilter(request.GET).chosen()
    state = chosen.get("state") or ""
    found = plan_queries.changes(signed_in(request), state)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(chosen.get("page") or 1),
        "state": state,
        "states": PlanChangeState.choices,
        "may_draft": signed_in(request).powers.can("change.draft"),
        "has_baseline": Baseline.objects.approved().exists(),
    }
    return render(request, "progress/changes.html", context)


@access(read="change.draft", write="change.draft")
def change_draft(request: HttpRequest) -> HttpResponse:
    """A new draft: first why and from when, then its lines on its own page."""
    earliest = plan_queries.earliest_effective()
    if request.method != "POST":
        start = {"effective_date": default_effective(timezone.localdate(), earliest)}
        return render(request, "progress/change_draft.html", {"form": ReasonsForm(initial=start), "earliest": earliest})
    form = ReasonsForm(request.POST)
    context = {"form": form, "earliest": earliest}
    if not form.is_valid():
        return render(request, "progress/change_draft.html", context, status=422)
    try:
        change = draft_change(form.reasons(), by=signed_in(request), at=timezone.now(), once=True)
    except Refused as refusal:
        return render(request, "progress/change_draft.html", {**context, "refused": sentence(refusal)}, status=409)
    return redirect("progress:change", change.pk)

"""The plan's steps of the set-up checklist, for the page of the app below."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from progress.models import Baseline, WorkItem
from projects.access import access, signed_in


@access(read="setup.read")
def setup_steps(request: HttpRequest) -> HttpResponse:
    """Two steps: the first WBS, and baseline 1."""
    powers = signed_in(request).powers
    approved = Baseline.objects.approved().exists()
    context = {
        "has_plan": approved or WorkItem.objects.exists(),
        "has_baseline": approved,
        "proposed": not approved and Baseline.objects.exists(),
        "may_import": powers.can("plan.import"),
        "may_read": powers.can("baseline.read"),
    }
    return render(request, "progress/setup_steps.html", context)

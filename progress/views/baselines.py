"""Baselines: the plan's approved versions, and what holds up the first one."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from progress import plan_queries
from progress.actions.planning.baselines import approve_baseline, propose_baseline
from progress.models import Baseline
from progress.plan_forms import ProposalForm
from progress.plan_refusals import sentence
from projects.access import access, signed_in
from projects.jobs import Refused
from projects.models import Project


@access(read="baseline.read")
def baselines(request: HttpRequest) -> HttpResponse:
    return show(request)


@access(read="baseline.read", write="plan.import", post_only=True)
def baseline_proposal(request: HttpRequest) -> HttpResponse:
    """The PMO puts the plan as it stands before the PM."""
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return show(request, form, status=422)
    try:
        propose_baseline(
            Project.get(), by=signed_in(request), at=timezone.now(), effective_date=form.cleaned_data["effective_date"]
        )
    except Refused as refusal:
        return show(request, form, sentence(refusal), status=409)
    messages.success(request, _("Baseline 1 is proposed. The PM has been told."))
    return redirect("progress:baselines")


@access(read="baseline.read", write="baseline.approve", post_only=True)
def baseline_approval(request: HttpRequest, pk: int) -> HttpResponse:
    """The PM approves the proposal (by its key: a newer proposal is another one)."""
    baseline = get_object_or_404(Baseline.objects.visible_to(signed_in(request)), pk=pk)
    try:
        approve_baseline(baseline, by=signed_in(request), at=timezone.now())
    except Refused as refusal:
        return show(request, refused=sentence(refusal), status=409)
    messages.success(request, _("Baseline 1 is approved. Planned values count from here on."))
    return redirect("progress:baselines")


def show(request: HttpRequest, form: ProposalForm | None = None, refused: str = "", status: int = 200) -> HttpResponse:
    project = Project.get()
    context = {
        "page": plan_queries.baselines(signed_in(request), project),
        "form": form or ProposalForm(initial={"effective_date": project.start}),
        "refused": refused,
        "may_propose": signed_in(request).powers.can("plan.import"),
        "may_approve": signed_in(request).powers.can("baseline.approve"),
    }
    return render(request, "progress/baselines.html", context, status=status)

"""Phases 工程: the list, and one of them."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.access import access
from projects.actions.phases import add_phase, change_phase, remove_phase
from projects.forms.phases import PhaseForm
from projects.jobs import Refused
from projects.models import Phase
from projects.refusals import sentence
from projects.views.editing import Outcome, attempt, stamp


@access(read="setup.read")
def phases(request: HttpRequest) -> HttpResponse:
    return render(request, "projects/phases.html", {"phases": Phase.objects.all()})


@access(read="setup.write", write="setup.write")
def phase_new(request: HttpRequest) -> HttpResponse:
    """A new phase, placed after the last one."""
    if request.method != "POST":
        last = Phase.objects.aggregate(last=Max("order"))["last"] or 0
        return show(request, Outcome(PhaseForm(initial={"order": last + 1})))
    form = PhaseForm(request.POST)
    outcome = attempt(form, lambda: add_phase(form.save(commit=False), **stamp(request)))
    if not outcome.done:
        return show(request, outcome)
    messages.success(request, _("The phase was added."))
    return redirect("projects:phases")


@access(read="setup.read", write="setup.write")
def phase(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Phase, pk=pk)
    if request.method != "POST":
        return show(request, Outcome(PhaseForm(instance=record)), record)
    form = PhaseForm(request.POST, instance=record)
    outcome = attempt(form, lambda: change_phase(record, form.edit(), **stamp(request)))
    if not outcome.done:
        return show(request, outcome, record)
    messages.success(request, _("The phase was saved."))
    return redirect("projects:phases")


@access(read="setup.read", write="setup.write", post_only=True)
def phase_removal(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Phase, pk=pk)
    try:
        remove_phase(record, **stamp(request))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return show(request, Outcome(PhaseForm(instance=record), 409), record)
    messages.success(request, _("The phase was removed."))
    return redirect("projects:phases")


def show(request: HttpRequest, outcome: Outcome, record: Phase | None = None) -> HttpResponse:
    context = {"form": outcome.form, "conflicts": outcome.conflicts, "record": record}
    return render(request, "projects/phase.html", context, status=outcome.status)

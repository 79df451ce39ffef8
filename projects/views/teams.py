"""Teams and companies: the lists, and one team."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.access import access
from projects.actions.teams import add_team, change_team, remove_team
from projects.forms.teams import TeamForm
from projects.jobs import Refused
from projects.models import Company, Team
from projects.queries import teams_and_people
from projects.refusals import sentence
from projects.views.editing import Outcome, attempt, stamp


@access(read="setup.read")
def teams(request: HttpRequest) -> HttpResponse:
    context = {
        "teams": teams_and_people(timezone.localdate()),
        "companies": Company.objects.select_related("contracted_by"),
    }
    return render(request, "projects/teams.html", context)


@access(read="setup.write", write="setup.write")
def team_new(request: HttpRequest) -> HttpResponse:
    """A new team, placed after the last one."""
    if request.method != "POST":
        last = Team.objects.aggregate(last=Max("order"))["last"] or 0
        return show(request, Outcome(TeamForm(initial={"order": last + 1})))
    form = TeamForm(request.POST)
    outcome = attempt(form, lambda: add_team(form.save(commit=False), **stamp(request)))
    if not outcome.done:
        return show(request, outcome)
    messages.success(request, _("The team was added."))
    return redirect("projects:teams")


@access(read="setup.read", write="setup.write")
def team(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Team, pk=pk)
    if request.method != "POST":
        return show(request, Outcome(TeamForm(instance=record)), record)
    form = TeamForm(request.POST, instance=record)
    outcome = attempt(form, lambda: change_team(record, form.edit(), **stamp(request)))
    if not outcome.done:
        return show(request, outcome, record)
    messages.success(request, _("The team was saved."))
    return redirect("projects:teams")


@access(read="setup.read", write="setup.write", post_only=True)
def team_removal(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Team, pk=pk)
    try:
        remove_team(record, **stamp(request))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return show(request, Outcome(TeamForm(instance=record), 409), record)
    messages.success(request, _("The team was removed."))
    return redirect("projects:teams")


def show(request: HttpRequest, outcome: Outcome, record: Team | None = None) -> HttpResponse:
    context = {"form": outcome.form, "conflicts": outcome.conflicts, "record": record}
    return render(request, "projects/team.html", context, status=outcome.status)

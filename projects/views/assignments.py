"""A member's places: roles in teams and in the project."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.access import access
from projects.actions.members import assign, change_assignment, remove_assignment
from projects.forms.members import AssignmentForm
from projects.models import Assignment, Member
from projects.views.editing import Outcome, attempt, stamp


@access(read="members.write", write="members.write")
def assignment_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A further place for the member `pk`."""
    person = get_object_or_404(Member, pk=pk)
    if request.method != "POST":
        return show(request, Outcome(AssignmentForm()), person)
    form = AssignmentForm(request.POST, instance=Assignment(member=person))
    outcome = attempt(form, lambda: assign(form.save(commit=False), **stamp(request)))
    if not outcome.done:
        return show(request, outcome, person)
    messages.success(request, _("The assignment was added."))
    return redirect("projects:member", person.pk)


@access(read="members.write", write="members.write")
def assignment(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Assignment.objects.select_related("member"), pk=pk)
    if request.method != "POST":
        return show(request, Outcome(AssignmentForm(instance=record)), record.member, record)
    form = AssignmentForm(request.POST, instance=record)
    outcome = attempt(form, lambda: change_assignment(record, form.edit(), **stamp(request)))
    if not outcome.done:
        return show(request, outcome, record.member, record)
    messages.success(request, _("The assignment was saved."))
    return redirect("projects:member", record.member_id)


@access(read="members.read", write="members.write", post_only=True)
def assignment_removal(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Assignment, pk=pk)
    person = record.member_id
    remove_assignment(record, **stamp(request))
    messages.success(request, _("The assignment was removed."))
    return redirect("projects:member", person)


def show(request: HttpRequest, outcome: Outcome, person: Member, record: Assignment | None = None) -> HttpResponse:
    context = {"form": outcome.form, "conflicts": outcome.conflicts, "person": person, "record": record}
    return render(request, "projects/assignment.html", context, status=outcome.status)

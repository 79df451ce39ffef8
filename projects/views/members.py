"""Members: the list, one person, first passwords, the end of access."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from projects.access import access
from projects.actions.members import add_member, change_member, deactivate, new_password, reactivate
from projects.forms.members import MemberForm
from projects.jobs import Refused
from projects.models import Contact, Member
from projects.queries import members_with_places
from projects.refusals import sentence
from projects.views.editing import Outcome, attempt, stamp


@access(read="members.read")
def members(request: HttpRequest) -> HttpResponse:
    context = {
        "members": members_with_places(timezone.localdate()),
        "contacts": Contact.objects.select_related("company"),
    }
    return render(request, "projects/members.html", context)


@never_cache
@access(read="members.write", write="members.write")
def member_new(request: HttpRequest) -> HttpResponse:
    """A new person; the answer shows the initial password, once."""
    if request.method != "POST":
        return show(request, Outcome(MemberForm()))
    form = MemberForm(request.POST)
    outcome = attempt(form, lambda: add_member(form.save(commit=False), **stamp(request)))
    return show_password(request, form.instance, outcome.result) if outcome.done else show(request, outcome)


@access(read="members.read", write="members.write")
def member(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Member, pk=pk)
    if request.method != "POST":
        return show(request, Outcome(MemberForm(instance=record)), record)
    form = MemberForm(request.POST, instance=record)
    outcome = attempt(form, lambda: change_member(record, form.edit(), **stamp(request)))
    if not outcome.done:
        return show(request, outcome, record)
    messages.success(request, _("The member was saved."))
    return redirect("projects:members")


@never_cache
@access(read="members.read", write="members.write", post_only=True)
def member_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new initial password, shown once."""
    record = get_object_or_404(Member, pk=pk)
    return show_password(request, record, new_password(record, **stamp(request)))


@access(read="members.read", write="members.write", post_only=True)
def member_deactivation(request: HttpRequest, pk: int) -> HttpResponse:
    """End the person's access, at once."""
    return settle(request, pk, deactivate, _("The access was ended; open sessions were closed."))


@access(read="members.read", write="members.write", post_only=True)
def member_reactivation(request: HttpRequest, pk: int) -> HttpResponse:
    return settle(request, pk, reactivate, _("The person may sign in again."))


def settle(request: HttpRequest, pk: int, act: Callable[..., Any], told: str) -> HttpResponse:
    """Do it and say so, or show the page with the reason why not."""
    record = get_object_or_404(Member, pk=pk)
    try:
        act(record, **stamp(request))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        record.refresh_from_db()
        return show(request, Outcome(MemberForm(instance=record), 409), record)
    messages.success(request, told)
    return redirect("projects:member", pk)


def show_password(request: HttpRequest, record: Member, password: str) -> HttpResponse:
    return render(request, "projects/member_password.html", {"record": record, "password": password})


def show(request: HttpRequest, outcome: Outcome, record: Member | None = None) -> HttpResponse:
    context = {
        "form": outcome.form,
        "conflicts": outcome.conflicts,
        "record": record,
        "places": record.assignments.select_related("team") if record else [],
    }
    return render(request, "projects/member.html", context, status=outcome.status)

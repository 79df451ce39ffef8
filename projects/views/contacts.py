"""One person without a login; the list stands on the page of the members."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.access import access
from projects.actions.contacts import add_contact, change_contact, remove_contact
from projects.forms.members import ContactForm
from projects.jobs import Refused
from projects.models import Contact
from projects.refusals import sentence
from projects.views.editing import Outcome, attempt, stamp


@access(read="setup.write", write="setup.write")
def contact_new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, Outcome(ContactForm()))
    form = ContactForm(request.POST)
    outcome = attempt(form, lambda: add_contact(form.save(commit=False), **stamp(request)))
    if not outcome.done:
        return show(request, outcome)
    messages.success(request, _("The contact was added."))
    return redirect("projects:members")


@access(read="members.read", write="setup.write")
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Contact, pk=pk)
    if request.method != "POST":
        return show(request, Outcome(ContactForm(instance=record)), record)
    form = ContactForm(request.POST, instance=record)
    outcome = attempt(form, lambda: change_contact(record, form.edit(), **stamp(request)))
    if not outcome.done:
        return show(request, outcome, record)
    messages.success(request, _("The contact was saved."))
    return redirect("projects:members")


@access(read="members.read", write="setup.write", post_only=True)
def contact_removal(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Contact, pk=pk)
    try:
        remove_contact(record, **stamp(request))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return show(request, Outcome(ContactForm(instance=record), 409), record)
    messages.success(request, _("The contact was removed."))
    return redirect("projects:members")


def show(request: HttpRequest, outcome: Outcome, record: Contact | None = None) -> HttpResponse:
    context = {"form": outcome.form, "conflicts": outcome.conflicts, "record": record}
    return render(request, "projects/contact.html", context, status=outcome.status)

"""One company; the list stands on the page of the teams."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.access import access
from projects.actions.teams import add_company, change_company, remove_company
from projects.forms.teams import CompanyForm
from projects.jobs import Refused
from projects.models import Company
from projects.refusals import sentence
from projects.views.editing import Outcome, attempt, stamp


@access(read="setup.write", write="setup.write")
def company_new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return show(request, Outcome(CompanyForm()))
    form = CompanyForm(request.POST)
    outcome = attempt(form, lambda: add_company(form.save(commit=False), **stamp(request)))
    if not outcome.done:
        return show(request, outcome)
    messages.success(request, _("The company was added."))
    return redirect("projects:teams")


@access(read="setup.read", write="setup.write")
def company(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Company, pk=pk)
    if request.method != "POST":
        return show(request, Outcome(CompanyForm(instance=record)), record)
    form = CompanyForm(request.POST, instance=record)
    outcome = attempt(form, lambda: change_company(record, form.edit(), **stamp(request)))
    if not outcome.done:
        return show(request, outcome, record)
    messages.success(request, _("The company was saved."))
    return redirect("projects:teams")


@access(read="setup.read", write="setup.write", post_only=True)
def company_removal(request: HttpRequest, pk: int) -> HttpResponse:
    record = get_object_or_404(Company, pk=pk)
    try:
        remove_company(record, **stamp(request))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return show(request, Outcome(CompanyForm(instance=record), 409), record)
    messages.success(request, _("The company was removed."))
    return redirect("projects:teams")


def show(request: HttpRequest, outcome: Outcome, record: Company | None = None) -> HttpResponse:
    context = {"form": outcome.form, "conflicts": outcome.conflicts, "record": record}
    return render(request, "projects/company.html", context, status=outcome.status)

"""The project's settings and its weekly rhythm."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from projects.access import access
from projects.actions.project import change_project
from projects.forms.settings import ProjectForm
from projects.models import Project
from projects.views.editing import Outcome, attempt, stamp


@access(read="setup.read", write="setup.write")
def settings(request: HttpRequest) -> HttpResponse:
    """Show and save them; whoever saw an older version gets both values (409)."""
    record = Project.get()
    if request.method != "POST":
        return show(request, Outcome(ProjectForm(instance=record)))
    form = ProjectForm(request.POST, instance=record)
    outcome = attempt(form, lambda: save(request, record, form))
    if not outcome.done:
        return show(request, outcome)
    messages.success(request, _("The settings were saved."))
    return redirect("projects:settings")


def save(request: HttpRequest, record: Project, form: ProjectForm) -> Project:
    version = form.cleaned_data["version"]
    return change_project(record, form.edit().values, version=version, **stamp(request))


def show(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    context = {"form": outcome.form, "conflicts": outcome.conflicts}
    return render(request, "projects/settings.html", context, status=outcome.status)

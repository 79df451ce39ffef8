"""The set-up checklist of an empty workspace; it ticks itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.access import access
from projects.actions.setup import finish_setup, open_first_week
from projects.jobs import Refused
from projects.models import Project
from projects.queries import own_steps
from projects.refusals import sentence
from projects.setup_texts import described
from projects.views.editing import stamp


@access(read="setup.read")
def setup(request: HttpRequest) -> HttpResponse:
    return show(request)


@access(read="setup.read", write="setup.write", post_only=True)
def first_week(request: HttpRequest) -> HttpResponse:
    """Open the present week and start the weekly rhythm."""
    try:
        open_first_week(Project.get(), **stamp(request))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return show(request, 409)
    messages.success(request, _("The week is open, and the weekly rhythm has started."))
    return redirect("projects:setup")


@access(read="setup.read", write="setup.write", post_only=True)
def setup_completion(request: HttpRequest) -> HttpResponse:
    """The set-up is finished: from now on the first page is the one of the role."""
    try:
        finish_setup(Project.get(), **stamp(request))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return show(request, 409)
    messages.success(request, _("The set-up is finished."))
    return redirect("projects:home")


def show(request: HttpRequest, status: int = 200) -> HttpResponse:
    steps = [described(step) for step in own_steps(timezone.localdate())]
    context = {
        "steps": {step.code: step for step in steps},
        "done": sum(step.done for step in steps),
        "count": len(steps),
    }
    return render(request, "projects/setup.html", context, status=status)

"""The PM's own colour for a traffic light of a week."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from progress.actions.lighting import override_light
from progress.domain.lights import Dimension, Signal
from progress.refusals import sentence
from projects.access import access
from projects.jobs import Refused
from projects.models import Week, WeekState
from projects.views.editing import stamp
from reports.forms import LightForm


@access(read="dashboard.read", write="light.override", post_only=True)
def light(request: HttpRequest, week: str, dimension: str) -> HttpResponse:
    """A colour with its reason, or the rule again; the dashboard of the week follows."""
    found = get_object_or_404(Week.objects.exclude(state=WeekState.SKIPPED), key=week)
    if dimension not in {one.value for one in Dimension}:
        raise Http404
    form = LightForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please choose a colour and write the reason."))
        return back(found)
    colour = form.cleaned_data["colour"]
    try:
        override_light(
            found, Dimension(dimension), Signal(colour) if colour else None, form.cleaned_data["reason"],
            **stamp(request),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, sentence(refusal))
    return back(found)


def back(week: Week) -> HttpResponse:
    return redirect(f"{reverse('reports:dashboard')}?week={week.key}#lights")

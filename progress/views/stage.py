"""The stage of the week in the header of every page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from progress import stage as stages
from projects.access import access, signed_in
from projects.models import Week


@access(read="workspace.use")
def stage(request: HttpRequest) -> HttpResponse:
    """The fragment that the shell loads: no page around it, so none of the shell's own queries."""
    found = stages.stage(signed_in(request).powers, Week.objects.current())
    return HttpResponse(render_to_string("parts/stage.html", {"stage": found}))

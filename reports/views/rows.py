"""The rows behind a figure of a week."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from projects.access import access
from projects.models import Week


@access(read="dashboard.read")
def rows(request: HttpRequest, week: str) -> HttpResponse:
    get_object_or_404(Week, key=week)
    return HttpResponse()

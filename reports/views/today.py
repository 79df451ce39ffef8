"""The first page of those who keep the project."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from projects.access import access, signed_in
from reports.queries.today import today as read_today


@access(read="desk.read")
def today(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/today.html", {"today": read_today(signed_in(request), timezone.now())})

"""Two sealed weeks compared."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from projects.access import access, signed_in
from reports.content import comparison as content
from reports.content.show import Style
from reports.html import page_parts
from reports.queries.comparison import comparison as compare


@access(read="dashboard.read")
def comparison(request: HttpRequest, week: str, other: str) -> HttpResponse:
    found = compare(signed_in(request), week, other)
    style = Style((get_language() or "ja")[:2], timezone.localdate())
    days = content.heads(found.other.status_date, found.week.status_date, style)
    table = content.table([(pair.name, pair.before, pair.now) for pair in found.pairs], days)
    return render(
        request, "reports/comparison.html", {"found": found, "parts": page_parts([table], style, "comparison")}
    )

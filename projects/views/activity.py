"""The change log: who did what when, filtered and exported."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone

from pmo.lib import csv_text
from projects.access import access
from projects.activity_texts import Names, sentence
from projects.forms.activity import ActivityFilter
from projects.models import ChangeLog

PER_PAGE = 100
COLUMNS = (
    "at", "login", "person", "action", "sentence", "model", "record", "label", "before", "after", "source", "hash",
)  # fmt: skip


@access(read="activity.read")
def activity(request: HttpRequest) -> HttpResponse:
    """A hundred changes a page, newest first; an odd filter shows nothing but its complaint (422)."""
    form = ActivityFilter(request.GET)
    valid = form.is_valid()
    changes = form.found() if valid else ChangeLog.objects.none()
    page = Paginator(changes, PER_PAGE).get_page(form.cleaned_data.get("page") or 1)
    names = Names(page)
    rows = [(change, sentence(change), names.fields(change)) for change in page]
    context = {"form": form, "page": page, "rows": rows, "filtered": bool(request.GET)}
    return render(request, "projects/activity.html", context, status=200 if valid else 422)


@access(read="activity.read")
def activity_export(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """What is filtered as CSV, oldest first."""
    form = ActivityFilter(request.GET)
    if not form.is_valid():
        return activity(request)
    found = form.found().order_by("pk")
    name = f"changes_{timezone.localdate():%Y%m%d}.csv"
    response = StreamingHttpResponse(csv_text.lines(csv_rows(found)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def csv_rows(changes: QuerySet[ChangeLog]) -> Iterator[tuple[object, ...]]:
    yield COLUMNS
    for change in changes.iterator(chunk_size=2000):
        login, person = (change.actor.username, change.actor.name) if change.actor else ("", "")
        told = (sentence(change), change.model, change.record, change.label)
        sides = (as_json(change.before), as_json(change.after), change.source, change.hash)
        yield (timezone.localtime(change.at).isoformat(), login, person, change.action, *told, *sides)


def as_json(values: dict[str, object]) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True) if values else ""

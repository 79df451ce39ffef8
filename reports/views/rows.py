"""The rows behind a figure of a week, filtered, paged, exported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from pmo.lib import csv_text
from progress.weekdata import WeekRow
from projects.access import access, signed_in
from projects.htmx import asks_part
from reports import xlsx
from reports.content.blocks import Table, Value
from reports.content.rows import Foot, Places, rows_table
from reports.content.show import Style, raw
from reports.content.table_document import Origin, table_document
from reports.forms import RowsForm
from reports.html import page_parts
from reports.queries.rows import SHOWS, RowsPage
from reports.queries.rows import rows as read_rows

PER_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@access(read="dashboard.read")
def rows(request: HttpRequest, week: str) -> HttpResponse:
    """A hundred rows a page; the sums at the foot are those of all rows that fit."""
    form = RowsForm(request.GET)
    found = read_rows(signed_in(request), week, form.wanted())
    page = Paginator(found.rows, PER_PAGE).get_page(form.cleaned_data.get("page") or 1)
    table = table_of(found, page, found.feet)
    context = {
        "found": found,
        "week": found.week,
        "form": form,
        "page": page,
        "heading": heading(found),
        "shows": [(name, label, found.counts[name]) for name, (label, _test) in SHOWS.items()],
        "parts": page_parts([table], style_of(), "rows") if found.rows else [],
    }
    template = "reports/rows.html#rows" if asks_part(request) else "reports/rows.html"
    return render(request, template, context)


def table_of(found: RowsPage, rows: Iterable[WeekRow], feet: Sequence[Foot] = ()) -> Table:
    places = Places(team=not found.scope.team, phase=not found.scope.phase)
    return rows_table(found.figure_rows(rows), feet, heading(found), places)


def heading(found: RowsPage) -> str:
    return f"{found.name} – {SHOWS[found.wanted.show][0]}"


def style_of() -> Style:
    return Style((get_language() or "ja")[:2], timezone.localdate())


@access(read="dashboard.read")
def rows_export(request: HttpRequest, week: str, ending: str) -> FileResponse:
    """What is filtered, all pages, as CSV or as a workbook."""
    if ending not in WRITERS:
        raise Http404
    found = read_rows(signed_in(request), week, RowsForm(request.GET).wanted())
    content, content_type = WRITERS[ending](found)
    name = f"{found.week.key}_{str(found.scope).replace(':', '-').replace('/', '_')}_{found.wanted.show}.{ending}"
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=content_type)


def as_csv(found: RowsPage) -> tuple[bytes, str]:
    return "".join(csv_text.lines(csv_rows(found))).encode(), "text/csv; charset=utf-8"


def csv_rows(found: RowsPage) -> Iterator[list[Value]]:
    """The rows without the totals, which a reader of files makes for himself."""
    table = table_of(found, found.rows)
    yield [column.label for column in table.columns]
    for row in table.rows:
        yield [raw(cell) for cell in row.cells]


def as_workbook(found: RowsPage) -> tuple[bytes, str]:
    table = table_of(found, found.rows, found.feet)
    week = found.week
    origin = Origin(
        found.view.project.label, week.key, week.status_date, timezone.localtime(), not found.view.data.sealed
    )
    return xlsx.render(table_document(table, origin)), XLSX


WRITERS = {"csv": as_csv, "xlsx": as_workbook}

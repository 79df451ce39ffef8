"""What was read from a file 読み取り結果: columns to confirm, changes, points; then sending or closing."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from progress.actions.intake import (
    READABLE,
    answer_row,
    choose_sheet,
    close_reading,
    confirm_columns,
    proposed_map,
    recognition_of,
)
from progress.forms_reading import TABS, ColumnsForm, ReadingFilter, RowsForm, SheetForm
from progress.models import Reading, ReadingState, WorkItem
from progress.queries import reading as query
from progress.queries.reading import ReadingPage
from progress.refusals import file_refusal, sentence
from progress.views.submission import rights_of
from projects.access import access, require
from projects.job_texts import reason
from projects.jobs import Refused
from projects.models import Purpose

PER_PAGE = 100
ROWS_OF_SHEET = 50


@access(read="submission.read")
def reading(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    found = load(request, uuid)
    if found.purpose == Purpose.WBS and found.state not in (ReadingState.MAPPING, ReadingState.REFUSED):
        return redirect("progress:wbs_dry_run", found.uuid)
    if found.state != ReadingState.WAITING:
        return refresh() if is_polling(request) else show(request, page_of(found))
    context = {"reading": found, "failed": failure(found)}
    part = "#waiting" if is_polling(request) else ""
    return render(request, f"progress/reading_waiting.html{part}", context)


def is_polling(request: HttpRequest) -> bool:
    return bool(request.htmx) and request.htmx.target == "waiting"


def refresh() -> HttpResponse:
    """Read: load the page anew, in whichever state it is now."""
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def failure(found: Reading) -> str:
    """Why the background work gave up; "" while it waits or runs."""
    job = found.job
    if job is None or not job.is_finished:
        return ""
    return reason(job) or _("The file could not be read.")


@access(read="submission.read", write="draft.edit", post_only=True)
def reading_columns(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Confirm the columns: the rows are read, the layout is remembered."""
    found = load_to_write(request, uuid)
    recognition = recognition_of(found)
    if recognition is None or found.state not in READABLE:
        return show(request, page_of(found), refused=sentence(Refused("reading_not_ready")), status=409)
    form = ColumnsForm(recognition, proposed_map(found), asks=found.state == ReadingState.MAPPING, data=request.POST)
    if not form.is_valid():
        return show(request, page_of(found), tab=query.COLUMNS, forms={"columns": form}, status=422)
    try:
        confirm_columns(found, form.chosen(), by=request.user, at=timezone.now())
    except Refused as refusal:
        page = page_of(load(request, uuid))
        return show(request, page, tab=query.COLUMNS, forms={"columns": form}, refused=sentence(refusal), status=409)
    messages.success(request, _("The columns are confirmed and remembered for the next file of this layout."))
    return redirect("progress:wbs_dry_run" if found.purpose == Purpose.WBS else "progress:reading", uuid)


@access(read="submission.read", write="draft.edit", post_only=True)
def reading_sheet(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Look at another sheet of the file."""
    found = load_to_write(request, uuid)
    form = SheetForm(sheet_names(found), "", request.POST)
    if not form.is_valid():
        return show(request, page_of(found), tab=query.COLUMNS, status=422)
    name = form.cleaned_data["sheet"]
    return act(request, found, lambda: choose_sheet(found, name, by=request.user, at=timezone.now()), query.COLUMNS)


@access(read="submission.read", write="draft.edit", post_only=True)
def reading_rows(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Say which row of the plan a doubtful row is; remembered for the team."""
    found = load_to_write(request, uuid)
    page = page_of(found)
    if page.week is None:
        return show(request, page, refused=sentence(Refused("reading_not_ready")), status=409)
    form = RowsForm(query.asks_of(page), request.POST)
    if not form.is_valid():
        return show(request, page, tab=query.CHANGES, forms={"rows": form}, status=422)
    items = {str(item.uuid): item for item in WorkItem.objects.filter(team=found.team)}
    for fingerprint, key in form.answers().items():
        item = items.get(key) if key else None
        answer_row(found.team, fingerprint, item, by=request.user, at=timezone.now())
    return redirect("progress:reading", uuid)


@access(read="submission.read", write="draft.edit", post_only=True)
def reading_closing(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """提出せずに閉じる."""
    found = load_to_write(request, uuid)
    try:
        close_reading(found, by=request.user, at=timezone.now())
    except Refused as refusal:
        return show(request, page_of(load(request, uuid)), refused=sentence(refusal), status=409)
    messages.success(request, _("The file is put aside; nothing was sent."))
    if found.team is None or found.week is None:
        return redirect("progress:wbs_import")
    return redirect("progress:submission", found.week.key, found.team.code)


def load(request: HttpRequest, uuid: uuids.UUID) -> Reading:
    reached = Reading.objects.visible_to(request.user).select_related("file", "job", "team", "week", "uploaded_by")
    return get_object_or_404(reached, uuid=uuid)


def load_to_write(request: HttpRequest, uuid: uuids.UUID) -> Reading:
    found = load(request, uuid)
    require(request.user, "plan.import" if found.purpose == Purpose.WBS else "draft.edit", found.team_id)
    return found


def act(request: HttpRequest, found: Reading, do: Callable[[], object], tab: str) -> HttpResponse:
    try:
        do()
    except Refused as refusal:
        return show(request, page_of(load(request, found.uuid)), tab=tab, refused=sentence(refusal), status=409)
    return redirect("progress:reading", found.uuid)


def page_of(found: Reading) -> ReadingPage:
    return query.reading_page(found, at=timezone.now())


def sheet_names(found: Reading) -> list[str]:
    return [sheet["name"] for sheet in found.raw.get("sheets", ()) if sheet.get("rows")]


def show(
    request: HttpRequest,
    page: ReadingPage,
    *,
    tab: str = "",
    forms: dict[str, Any] | None = None,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    chosen = ReadingFilter(request.GET).chosen()
    found = page.reading
    tab = tab or chosen.get("tab") or (query.CHANGES if chosen.get("show") else page.tab)
    tab = tab if page.week is not None else query.COLUMNS
    context = {
        "page": page,
        "reading": found,
        "week": page.week,
        "tab": tab,
        "tabs": tabs_of(page),
        "show": chosen.get("show") or "",
        "refused": refused,
        "refusal": file_refusal(found.refusal) if found.refusal else "",
        "may_edit": may_edit(request, found),
        "rights": rights_of(request.user, found.team, found.week) if page.week else None,
        "forms": {**(forms or {})},
        **CONTENT[tab](page, chosen.get("show") or "", chosen.get("page") or 1, forms or {}),
    }
    return render(request, "progress/reading.html", context, status=status)


def may_edit(request: HttpRequest, found: Reading) -> bool:
    """Whether this person still decides about the file: open, in an open week, and within their rights."""
    powers = request.user.powers
    if found.state not in READABLE or (found.week is not None and found.week.is_sealed):
        return False
    return powers.can("plan.import") if found.team_id is None else powers.can_for("draft.edit", found.team_id)


def tabs_of(page: ReadingPage) -> list[tuple[str, str, int]]:
    """Name, label and how much there is to decide in each tab."""
    counts = {
        query.COLUMNS: 0 if page.week else len(questions_of(page.reading)),
        query.CHANGES: len(page.composed.ambiguous) if page.week else 0,
        query.POINTS: page.points.left if page.week else 0,
    }
    return [(name, label, counts[name]) for name, label in TABS if page.week is not None or name == query.COLUMNS]


def questions_of(found: Reading) -> tuple[Any, ...]:
    recognition = recognition_of(found)
    return recognition.questions if recognition else ()


def columns_content(page: ReadingPage, _show: str, _number: int, forms: dict[str, Any]) -> dict[str, Any]:
    recognition = recognition_of(page.reading)
    if recognition is None or page.reading.state == ReadingState.REFUSED:
        return {"recognition": None}
    asks = page.reading.state == ReadingState.MAPPING
    column_map = proposed_map(page.reading)
    form = forms.get("columns") or ColumnsForm(recognition, column_map, asks=asks)
    return {
        "recognition": recognition,
        "map": column_map,
        "form": form,
        "columns": [(column, form[f"field_{column.letter}"]) for column in recognition.columns],
        "sheet_form": SheetForm(sheet_names(page.reading), column_map.sheet),
    }


def changes_content(page: ReadingPage, show: str, number: int, forms: dict[str, Any]) -> dict[str, Any]:
    composed = page.composed
    if show in ("ignored", "rejected"):
        rows: list[Any] = query.asides_of(page, show)
    elif show == "missing":
        rows = list(composed.missing)
    else:
        rows = query.lines_of(page, show)
    paged = Paginator(rows, PER_PAGE).get_page(number)
    is_lines = show not in ("ignored", "rejected", "missing")
    return {
        "rows": paged,
        "changes": query.change_rows(list(paged)) if is_lines else [],
        "asks": forms.get("rows") or RowsForm(query.asks_of(page)),
    }


def points_content(page: ReadingPage, _show: str, number: int, _forms: dict[str, Any]) -> dict[str, Any]:
    rows = Paginator(query.rows_with_points(page), ROWS_OF_SHEET).get_page(number)
    return {
        "rows": rows,
        "sheet": query.sheet_of(page, list(rows)),
        "others": [row for row in page.points.open if row.line is None or not row.line.row_number],
    }


CONTENT: dict[str, Callable[[ReadingPage, str, int, dict[str, Any]], dict[str, Any]]] = {
    query.COLUMNS: columns_content,
    query.CHANGES: changes_content,
    query.POINTS: points_content,
}

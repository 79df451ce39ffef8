"""What was read from a file 読み取り結果: columns to confirm, changes, points; then sending or closing."""

from __future__ import annotations

import uuid as uuids
from collections.abc import Callable, Sequence
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
    reopen_reading,
)
from progress.composition import Composition
from progress.exchange.columns import Question
from progress.exchange.marker import SHEET as MARKER_SHEET
from progress.forms_reading import TABS, ColumnsForm, ReadingFilter, RowsForm, SheetForm
from progress.models import Reading, ReadingState, WorkItem
from progress.queries import reading as query
from progress.queries.reading import ReadingPage
from progress.refusals import file_refusal, sentence
from progress.views.submission import rights_of
from projects.access import access, require, signed_in
from projects.htmx import afresh, target
from projects.job_texts import reason
from projects.jobs import Refused
from projects.models import Purpose
from projects.views.editing import stamp

PER_PAGE = 100
ROWS_OF_SHEET = 50


@access(read="submission.read")
def reading(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    found = load(request, uuid)
    if found.purpose == Purpose.WBS and found.state not in (ReadingState.MAPPING, ReadingState.REFUSED):
        return redirect("progress:wbs_dry_run", found.uuid)
    if found.state != ReadingState.WAITING:
        return afresh() if is_polling(request) else show(request, page_of(request, found))
    context = {"reading": found, "failed": failure(found), "silent": silence(found)}
    part = "#waiting" if is_polling(request) else ""
    return render(request, f"progress/reading_waiting.html{part}", context)


def is_polling(request: HttpRequest) -> bool:
    return target(request) == "waiting"


def failure(found: Reading) -> str:
    """Why the background work gave up; "" while it waits or runs."""
    job = found.job
    if job is None or not job.is_finished:
        return ""
    return reason(job) or _("The file could not be read.")


def silence(found: Reading) -> str:
    """That a worker has stopped in the middle of the reading, and about when another one takes it over; else ""."""
    job, now = found.job, timezone.now()
    if job is None or job.lease_until is None or not job.is_silent(now):
        return ""
    if job.lease_until <= now:
        return _("The reading was interrupted. It is being taken over now.")
    at = f"{timezone.localtime(job.lease_until):%H:%M}"
    return _("The reading seems to be interrupted. It is taken over by itself at about %(at)s.") % {"at": at}


@access(read="submission.read", write="draft.edit", post_only=True)
def reading_columns(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Confirm the columns: the rows are read, the layout is remembered."""
    found = load_to_write(request, uuid)
    recognition = recognition_of(found)
    if recognition is None or found.state not in READABLE:
        return show(request, page_of(request, found), refused=sentence(Refused("reading_not_ready")), status=409)
    form = ColumnsForm(recognition, proposed_map(found), asks=found.state == ReadingState.MAPPING, data=request.POST)
    if not form.is_valid():
        return show(request, page_of(request, found), tab=query.COLUMNS, forms={"columns": form}, status=422)
    try:
        confirm_columns(found, form.chosen(), **stamp(request))
    except Refused as refusal:
        page = page_of(request, load(request, uuid))
        return show(request, page, tab=query.COLUMNS, forms={"columns": form}, refused=sentence(refusal), status=409)
    messages.success(request, _("The columns are confirmed and remembered for the next file of this layout."))
    return redirect("progress:wbs_dry_run" if found.purpose == Purpose.WBS else "progress:reading", uuid)


@access(read="submission.read", write="draft.edit", post_only=True)
def reading_sheet(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Look at another sheet of the file."""
    found = load_to_write(request, uuid)
    form = SheetForm(sheet_names(found), "", request.POST)
    if not form.is_valid():
        return show(request, page_of(request, found), tab=query.COLUMNS, status=422)
    name = form.cleaned_data["sheet"]
    return act(request, found, lambda: choose_sheet(found, name, **stamp(request)), query.COLUMNS)


@access(read="submission.read", write="draft.edit", post_only=True)
def reading_rows(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Say which row of the plan a doubtful row is; remembered for the team."""
    found = load_to_write(request, uuid)
    page = page_of(request, found)
    if page.week is None:
        return show(request, page, refused=sentence(Refused("reading_not_ready")), status=409)
    form = RowsForm(query.asks_of(page.week.composed), request.POST)
    if not form.is_valid():
        return show(request, page, tab=query.CHANGES, forms={"rows": form}, status=422)
    items = {str(item.uuid): item for item in WorkItem.objects.filter(team=page.week.team)}
    for fingerprint, key in form.answers().items():
        item = items.get(key) if key else None
        answer_row(page.week.team, fingerprint, item, **stamp(request))
    return redirect("progress:reading", uuid)


@access(read="submission.read", write="draft.edit", post_only=True)
def reading_closing(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """提出せずに閉じる."""
    found = load_to_write(request, uuid)
    try:
        close_reading(found, **stamp(request))
    except Refused as refusal:
        return show(request, page_of(request, load(request, uuid)), refused=sentence(refusal), status=409)
    messages.success(request, _("The file is put aside; nothing was sent."))
    if found.team is None or found.week is None:
        return redirect("progress:wbs_import")
    return redirect("progress:submission", found.week.key, found.team.code)


@access(read="submission.read", write="draft.edit", post_only=True)
def reading_reopening(request: HttpRequest, uuid: uuids.UUID) -> HttpResponse:
    """Take up a file that was put aside."""
    found = load_to_write(request, uuid)
    return act(request, found, lambda: reopen_reading(found, **stamp(request)), "")


def load(request: HttpRequest, uuid: uuids.UUID) -> Reading:
    """The reading, its cells left in the database until a tab shows some."""
    reached = Reading.objects.visible_to(signed_in(request)).defer("raw")
    return get_object_or_404(reached.select_related("file", "job", "team", "week", "uploaded_by"), uuid=uuid)


def load_to_write(request: HttpRequest, uuid: uuids.UUID) -> Reading:
    found = load(request, uuid)
    require(signed_in(request), "plan.import" if found.purpose == Purpose.WBS else "draft.edit", found.team_id)
    return found


def act(request: HttpRequest, found: Reading, do: Callable[[], object], tab: str) -> HttpResponse:
    try:
        do()
    except Refused as refusal:
        page = page_of(request, load(request, found.uuid))
        return show(request, page, tab=tab, refused=sentence(refusal), status=409)
    return redirect("progress:reading", found.uuid)


def page_of(request: HttpRequest, found: Reading) -> ReadingPage:
    """The page as this person may read it: to a team under a contract for work the PMO speaks through its lead."""
    told = True
    if found.team is not None and found.week is not None:
        told = rights_of(signed_in(request), found.team, found.week).reads_returns
    return query.reading_page(found, at=timezone.now(), came_back=told)


def sheet_names(found: Reading) -> list[str]:
    sheets = (sheet for sheet in found.raw.get("sheets", ()) if sheet["name"] != MARKER_SHEET)
    return [sheet["name"] for sheet in sheets if sheet.get("rows")]


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
        "may_reopen": found.state == ReadingState.CLOSED and not found.refusal and may_write(request, found),
        "rights": rights_of(signed_in(request), page.week.team, page.week.week) if page.week else None,
        "forms": {**(forms or {})},
        **content_of(page, tab, chosen, forms or {}),
    }
    return render(request, "progress/reading.html", context, status=status)


def may_edit(request: HttpRequest, found: Reading) -> bool:
    """Whether this person still decides about the file: open, in an open week, and within their rights."""
    return found.state in READABLE and may_write(request, found)


def may_write(request: HttpRequest, found: Reading) -> bool:
    powers = signed_in(request).powers
    if found.week is not None and found.week.is_sealed:
        return False
    return powers.can("plan.import") if found.team_id is None else powers.can_for("draft.edit", found.team_id)


def tabs_of(page: ReadingPage) -> list[tuple[str, str, int]]:
    """Name, label and how much there is to decide in each tab."""
    if page.week is None:
        counts = {query.COLUMNS: len(questions_of(page.reading))}
    else:
        ambiguous, left = len(page.week.composed.ambiguous), page.week.points.left
        counts = {query.COLUMNS: 0, query.CHANGES: ambiguous, query.POINTS: left}
    return [(name, str(label), counts[name]) for name, label in TABS if name in counts]


def questions_of(found: Reading) -> tuple[Question, ...]:
    recognition = recognition_of(found)
    return recognition.questions if recognition else ()


def content_of(page: ReadingPage, tab: str, chosen: dict[str, Any], forms: dict[str, Any]) -> dict[str, Any]:
    """What one tab shows."""
    if page.week is None or tab == query.COLUMNS:
        return columns_content(page.reading, forms)
    number = chosen.get("page") or 1
    if tab == query.CHANGES:
        return changes_content(page.week.composed, chosen.get("show") or "", number, forms)
    rows = Paginator(query.rows_with_points(page.week.points), ROWS_OF_SHEET).get_page(number)
    return {
        "rows": rows,
        "sheet": query.sheet_of(page.reading, list(rows)),
        "others": query.points_elsewhere(page.week.points),
    }


def columns_content(found: Reading, forms: dict[str, Any]) -> dict[str, Any]:
    recognition = recognition_of(found)
    if recognition is None or found.state == ReadingState.REFUSED:
        return {"recognition": None}
    column_map = proposed_map(found)
    form = forms.get("columns") or ColumnsForm(recognition, column_map, asks=found.state == ReadingState.MAPPING)
    return {
        "recognition": recognition,
        "map": column_map,
        "form": form,
        "columns": [(column, form[f"field_{column.letter}"]) for column in recognition.columns],
        "sheet_form": SheetForm(sheet_names(found), column_map.sheet),
    }


def changes_content(composed: Composition, show: str, number: int, forms: dict[str, Any]) -> dict[str, Any]:
    rows: Sequence[Any] = query.lines_of(composed, show)
    if show in ("ignored", "rejected"):
        rows = query.asides_of(composed, show)
    elif show == "missing":
        rows = composed.missing
    paged = Paginator(rows, PER_PAGE).get_page(number)
    is_lines = show not in ("ignored", "rejected", "missing")
    return {
        "rows": paged,
        "changes": query.change_rows(list(paged)) if is_lines else [],
        "asks": forms.get("rows") or RowsForm(query.asks_of(composed)),
    }

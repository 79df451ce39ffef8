"""The team's week 今週の提出: whose turn it is, points to mend, the file, the four texts, the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from progress.actions.intake import DraftEdit, ask_pre_check, edit_draft, receive_file
from progress.forms_submission import CarryForm, FileForm, GridFilter, RowForm, TextsForm
from progress.queries import submission as query
from progress.queries.points import RowPoints
from progress.queries.submission import TeamWeek
from progress.refusals import sentence
from progress.views.places import week_and_team
from projects.access import access, require, signed_in
from projects.htmx import asks_part, target
from projects.jobs import Refused
from projects.models import Contract, Member, Project, Team, Week
from projects.views.editing import stamp

PER_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_POINTS, MOST_POINTS = 30, 200


@dataclass(frozen=True)
class Typed:
    """An answer to a finding that was not kept: the words stay in its form."""

    finding: int
    text: str


@dataclass(frozen=True)
class Rights:
    """What this person may do with the team's week."""

    edits: bool
    sends: bool
    answers: bool
    on_behalf: bool
    reads_returns: bool


def rights_of(member: Member, team: Team, week: Week) -> Rights:
    """A sealed or skipped week only reads. To a team under a contract for work the PMO speaks through its lead."""
    powers = member.powers
    is_open = week.state in ("open", "reviewing")
    is_lead = team.pk in powers.lead_of
    only_member = powers.teams("submission.read") is not None and not is_lead
    return Rights(
        edits=is_open and powers.can_for("draft.edit", team.pk),
        sends=is_open and powers.can_for("submission.send", team.pk),
        answers=is_open and powers.can_for("finding.answer", team.pk),
        on_behalf=powers.can_for("submission.send", team.pk) and not is_lead,
        reads_returns=not (only_member and team.contract == Contract.CONTRACT_FOR_WORK),
    )


def primary_of(page: TeamWeek, rights: Rights) -> str:
    """The one thing to do next (UX 1.1): get the Excel, send, answer and send again, or nothing."""
    if page.turn == "returned" and rights.sends:
        return "resend"
    if page.has_draft:
        return "send" if rights.sends else ""
    return "excel" if page.turn in ("open", "late") and rights.edits else ""


@dataclass(frozen=True)
class Card:
    """The points of one row with its inputs."""

    row: RowPoints
    form: RowForm | None
    is_mine: bool = True  # on a phone only one's own rows are shown


def cards_of(rows: list[RowPoints], rights: Rights, own: frozenset[str]) -> list[Card]:
    """Who sends sees the points of everybody, on a phone too."""
    return [replace(card_of(row, rights), is_mine=rights.sends or not row.line or row.key in own) for row in rows]


def card_of(row: RowPoints, rights: Rights, form: RowForm | None = None) -> Card:
    if form is None and rights.edits and row.line is not None and row.fields:
        form = RowForm(row.line.row, row.fields, auto_id=f"{row.slug}_%s")
    return Card(row, form)


@access(read="submission.read")
def submission(request: HttpRequest, week: str, team: str) -> HttpResponse:
    found, of_team = week_and_team(request, week, team)
    return show(request, page_of(request, found, of_team))


@access(read="submission.read", write="draft.edit", post_only=True)
def submission_file(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """The dropped file: kept, and read in the background; the page of its reading follows it."""
    found, of_team = week_and_team(request, week, team)
    require(signed_in(request), "draft.edit", of_team.pk)
    at, form = timezone.now(), FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, page_of(request, found, of_team, at=at), forms={"file": form}, status=422)
    try:
        reading = receive_file(of_team, form.upload(), week=found, by=signed_in(request), at=at)
    except Refused as refusal:
        return show(request, page_of(request, found, of_team, at=at), refused=sentence(refusal), status=409)
    return redirect("progress:reading", reading.uuid)


@access(read="submission.read")
def submission_workbook(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """今週のExcel in the reader's language: the team's rows as the draft has them."""
    found, of_team = week_and_team(request, week, team)
    page = page_of(request, found, of_team)
    content = query.workbook(page, get_language() or "ja")
    headers = {"Content-Disposition": content_disposition_header(True, f"{found.key}_{of_team.code}.xlsx") or ""}
    return HttpResponse(content, content_type=XLSX, headers=headers)


@access(read="submission.read", write="draft.edit", post_only=True)
def submission_texts(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """Save the four short texts."""
    found, of_team = week_and_team(request, week, team)
    require(signed_in(request), "draft.edit", of_team.pk)
    at = timezone.now()
    page = page_of(request, found, of_team, at=at)
    form = TextsForm(page.draft, request.POST)
    if not form.is_valid():
        return show(request, page, forms={"texts": form}, status=422)
    clashes = form.clashes()
    if clashes:
        return show(request, page, forms={"texts": form.rebased(), "clashes": clashes}, status=409)
    return save_texts(request, page, form.texts(), at)


@access(read="submission.read", write="draft.edit", post_only=True)
def submission_carrying(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """Take over one of last week's texts; what stands there already stays above it."""
    found, of_team = week_and_team(request, week, team)
    require(signed_in(request), "draft.edit", of_team.pk)
    at, form = timezone.now(), CarryForm(request.POST)
    page = page_of(request, found, of_team, at=at)
    if not form.is_valid():
        return show(request, page, status=422)
    name = form.cleaned_data["name"]
    parts = [query.texts_of(words).get(name, "") for words in (page.draft, query.last_week(of_team, found))]
    return save_texts(request, page, {name: "\n".join(filter(None, parts))}, at)


def save_texts(request: HttpRequest, page: TeamWeek, texts: dict[str, str], at: datetime) -> HttpResponse:
    try:
        edit_draft(page.team, page.week, DraftEdit({}, texts, page.draft.version), by=signed_in(request), at=at)
    except Refused as refusal:
        part, unsaved = "words" if asks_part(request) else "", {"unsaved": list(filter(None, texts.values()))}
        return show(request, fresh(request, page), forms=unsaved, refused=sentence(refusal), status=409, part=part)
    if asks_part(request):
        return show(request, fresh(request, page), part="words")
    messages.success(request, _("The texts are saved."))
    return redirect("progress:submission", page.week.key, page.team.code)


@access(read="submission.read", write="draft.edit", post_only=True)
def submission_pre_check(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """提出前に見てもらう."""
    found, of_team = place_to_edit(request, week, team)
    done = _("The PMO sees the draft now. It is not sent yet.")
    return after(request, found, of_team, lambda: ask_pre_check(of_team, found, **stamp(request)), done)


def place_to_edit(request: HttpRequest, week: str, team: str) -> tuple[Week, Team]:
    """The week and the team, whose draft this person may edit."""
    found, of_team = week_and_team(request, week, team)
    require(signed_in(request), "draft.edit", of_team.pk)
    return found, of_team


def after(request: HttpRequest, week: Week, team: Team, act: Callable[[], object], done: str = "") -> HttpResponse:
    """Act on the draft, then show it again: with what was done, or 409 with the reason."""
    try:
        act()
    except Refused as refusal:
        return show(request, page_of(request, week, team), refused=sentence(refusal), status=409)
    if done:
        messages.success(request, done)
    return redirect("progress:submission", week.key, team.code)


def page_of(request: HttpRequest, week: Week, team: Team, *, at: datetime | None = None) -> TeamWeek:
    """The page as this person may read it, now."""
    told = rights_of(signed_in(request), team, week).reads_returns
    return query.submission(team, week, at=at or timezone.now(), came_back=told)


def fresh(request: HttpRequest, page: TeamWeek) -> TeamWeek:
    """The page as it stands after an action."""
    return page_of(request, page.week, page.team)


PARTS = {"turn": "turn", "grid": "grid", "points": "points"}  # id of an element that htmx replaces -> its part


def show(
    request: HttpRequest,
    page: TeamWeek,
    *,
    forms: dict[str, Any] | None = None,
    refused: str = "",
    typed: Typed | None = None,
    status: int = 200,
    part: str = "",
) -> HttpResponse:
    chosen = GridFilter(request.GET).chosen()
    rights = rights_of(signed_in(request), page.team, page.week)
    own = query.own_keys(page, signed_in(request))
    last = query.last_week(page.team, page.week)
    context = {
        "page": page,
        "rights": rights,
        "primary": primary_of(page, rights),
        "refused": refused,
        **points_shown(page, rights, own, typed, everything=chosen.get("points") == "all"),
        **rows_shown(page, own, chosen.get("page") or 1, everything=chosen.get("show") == "all"),
        "forms": {"file": FileForm(), "texts": TextsForm(page.draft), **(forms or {})},
        "last_week": last,
        "last_texts": query.texts_of(last),
        "senders": query.senders(page.team, page.at),
        "phone": Project.get().phone,
        "now": page.at,
    }
    part = part or PARTS.get(target(request), "")
    template = "progress/submission.html" + (f"#{part}" if part else "")
    return render(request, template, context, status=status)


def points_shown(
    page: TeamWeek, rights: Rights, own: frozenset[str], typed: Typed | None, *, everything: bool
) -> dict[str, Any]:
    """The first points to mend (or all), before them the row whose answer was not kept, and what is settled."""
    points = page.points.open[: MOST_POINTS if everything else FIRST_POINTS]
    again = [row for row in page.points.settled if typed and row.holds(typed.finding)]
    return {
        "cards": cards_of(again + points, rights, own),
        "typed": typed,
        "settled": [row for row in page.points.settled if row not in again],
        "information": page.points.information,
        "more_points": len(page.points.open) - len(points),
        "all_points": everything,
    }


def rows_shown(page: TeamWeek, own: frozenset[str], number: int, *, everything: bool) -> dict[str, Any]:
    """One page of the grid: the rows that move this week, or all."""
    rows = Paginator(query.lines_shown(page, everything=everything), PER_PAGE).get_page(number)
    grid = query.grid_rows(page, list(rows), own)
    return {
        "rows": rows,
        "grid": grid,
        "has_own": len(own) < len(page.composed.lines),
        "own_rows_move": everything or any(row.is_mine for row in grid),
        "columns": query.cell_names(page),
        "everything": everything,
        "all_rows": len(page.composed.lines),
    }

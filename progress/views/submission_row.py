"""One row of a team's draft: its inputs, saved into the draft; and the team's answer to a finding about it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from progress.actions.findings import answer
from progress.actions.intake import DraftEdit, edit_draft
from progress.composition import Line
from progress.domain.rows import Kind
from progress.forms_submission import AnswerForm, Clash, RowForm, long_texts
from progress.models import Finding
from progress.queries import submission as query
from progress.queries.points import RowPoints, slug_of
from progress.queries.submission import TeamWeek
from progress.refusals import sentence
from progress.views.places import week_and_team
from progress.views.submission import Typed, card_of, page_of, rights_of, show
from projects.access import access, require, signed_in
from projects.htmx import asks_part, target, tell, told
from projects.jobs import Refused
from projects.views.editing import stamp

ROW_FIELDS = (
    "actual_start", "percent", "actual_finish", "actual_effort", "remaining_effort", "forecast_finish", "status",
    "assignee", "delay_reason", "countermeasure", "note", "change_number",
)  # fmt: skip
CHANGED = "draft-changed"


@access(read="submission.read", write="draft.edit")
def submission_row(request: HttpRequest, week: str, team: str, key: str) -> HttpResponse:
    """All inputs of one row; POST saves those that came with the form."""
    found, of_team = week_and_team(request, week, team)
    page = page_of(request, found, of_team)
    if request.method == "POST" and found.is_sealed and key not in {line.row.key for line in page.composed.lines}:
        return too_late(request, page)
    line = line_of(page, key)
    if request.method != "POST":
        return show_row(request, page, line)
    require(signed_in(request), "draft.edit", of_team.pk)
    form = RowForm.posted(line.row, request.POST, auto_id=auto_id(request, key))
    if not form.is_valid():
        return show_again(request, page, line, form, status=422)
    clashes = form.clashes()
    if clashes:
        return show_again(request, page, line, form.rebased(), clashes=clashes, status=409)
    edit = DraftEdit({key: form.values()} if form.values() else {}, {}, page.draft.version)
    try:
        edit_draft(of_team, found, edit, by=signed_in(request), at=page.at)
    except Refused as refusal:
        return show_again(request, page, line, form, refused=sentence(refusal), status=409)
    return saved(request, page, key)


def too_late(request: HttpRequest, page: TeamWeek) -> HttpResponse:
    """The week was sealed while somebody typed: say so, and give the words back."""
    require(signed_in(request), "draft.edit", page.team.pk)
    said = sentence(Refused("week_sealed", week=page.week.key))
    part = "refusal" if asks_part(request) else ""
    return show(request, page, forms={"unsaved": long_texts(request.POST)}, refused=said, status=409, part=part)


def line_of(page: TeamWeek, key: str) -> Line:
    line = next((line for line in page.composed.lines if line.row.key == key), None)
    if line is None:
        raise Http404
    return line


def auto_id(request: HttpRequest, key: str) -> str:
    prefix = "row" if target(request) == "row-editor" else slug_of(key)
    return f"{prefix}_%s"


def in_points(request: HttpRequest) -> bool:
    return target(request).startswith("points-")


def saved(request: HttpRequest, page: TeamWeek, key: str) -> HttpResponse:
    """Show what was saved: beside the point, in the grid behind the dialog, or the page again."""
    if not asks_part(request):
        messages.success(request, _("Saved in the draft."))
        return redirect("progress:submission", page.week.key, page.team.code)
    if not in_points(request):
        return told(CHANGED, "row-saved")
    now = page_of(request, page.week, page.team)
    return tell(show_card(request, now, key), CHANGED)


def show_card(
    request: HttpRequest, page: TeamWeek, key: str, *, form: RowForm | None = None, status: int = 200, **more: object
) -> HttpResponse:
    """The points of one row, as they stand now."""
    rights = rights_of(signed_in(request), page.team, page.week)
    row = page.points.by_key.get(key) or RowPoints(key, line_of(page, key) if key else None, ())
    context = {"page": page, "rights": rights, "card": card_of(row, rights, form), **more}
    return render(request, "progress/submission.html#card", context, status=status)


def show_again(
    request: HttpRequest, page: TeamWeek, line: Line, form: RowForm, *, status: int, refused: str = "",
    clashes: list[Clash] | None = None,
) -> HttpResponse:  # fmt: skip
    if in_points(request):
        key = line.row.key
        return show_card(request, page, key, form=form, status=status, refused=refused, clashes=clashes)
    return show_row(request, page, line, form=form, status=status, refused=refused, clashes=clashes)


def show_row(
    request: HttpRequest, page: TeamWeek, line: Line, *, form: RowForm | None = None, refused: str = "",
    clashes: list[Clash] | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The row's own page; in the dialog only its form."""
    rights = rights_of(signed_in(request), page.team, page.week)
    may = rights.edits and line.row.kind is not Kind.SUMMARY
    form = form or (RowForm(line.row, fields_of(page), auto_id="row_%s") if may else None)
    context = {
        "page": page,
        "rights": rights,
        "line": line,
        "row": query.grid_rows(page, [line], frozenset())[0],
        "points": page.points.by_key.get(line.row.key),
        "form": form,
        "refused": refused,
        "clashes": clashes,
    }
    part = "#editor" if target(request) == "row-editor" else ""
    return render(request, f"progress/submission_row.html{part}", context, status=status)


def fields_of(page: TeamWeek) -> list[str]:
    return [name for name in ROW_FIELDS if name not in query.EFFORTS or page.team.reports_effort]


@access(read="submission.read", write="finding.answer", post_only=True)
def finding_answer(request: HttpRequest, week: str, team: str, pk: int) -> HttpResponse:
    """The team's answer to a finding that came back."""
    found, of_team = week_and_team(request, week, team)
    require(signed_in(request), "finding.answer", of_team.pk)
    reached = Finding.objects.of_week(of_team, found).told_to(signed_in(request))
    finding = get_object_or_404(reached.filter(returned=True, audience="team"), pk=pk)
    form, refused, status = AnswerForm(request.POST), "", 200
    try:
        keep_answer(finding, form, request)
    except Refused as refusal:
        refused, status = sentence(refusal), 422 if refusal.code == "answer_empty" else 409
    page = page_of(request, found, of_team)
    typed = Typed(finding.pk, form.text()) if refused else None
    if asks_part(request):
        return tell(show_card(request, page, finding.row_key, refused=refused, typed=typed, status=status), CHANGED)
    if refused:
        return show(request, page, refused=refused, typed=typed, status=status)
    messages.success(request, _("The answer is kept and goes with the next revision."))
    return redirect("progress:submission", week, team)


def keep_answer(finding: Finding, form: AnswerForm, request: HttpRequest) -> None:
    """Refused ("answer_overtaken") when a colleague has answered otherwise since the page was read."""
    if form.overtaken(finding):
        who = finding.answered_by.label if finding.answered_by else "—"
        raise Refused("answer_overtaken", who=who, answer=finding.answer)
    answer(finding, form.text(), **stamp(request))

"""One plan change: its reasons and lines, and what each role may do with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from progress import plan_queries
from progress.actions.planning import changes as actions
from progress.models import PlanChange, PlanChangeState, WorkItem
from progress.plan_forms import DecisionForm, FindRow, NewRowForm, ReasonsForm, RowForm
from progress.plan_refusals import sentence
from progress.plan_texts import place_names
from projects.access import access, signed_in
from projects.jobs import Refused

Forms = dict[str, Any]


@access(read="change.read")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, load(request, pk))


@access(read="change.read", write="change.draft", post_only=True)
def change_reasons(request: HttpRequest, pk: int) -> HttpResponse:
    """Write title, reason, impact and date of a draft anew."""
    found, form = load(request, pk), ReasonsForm(request.POST)
    if not form.is_valid():
        return show(request, found, forms={"reasons": form}, status=422)
    return act(request, found, partial(actions.edit_change, found, form.reasons()), _("Saved."))


@access(read="change.read", write="change.draft", post_only=True)
def change_lines(request: HttpRequest, pk: int) -> HttpResponse:
    """What one row should become: lines for what differs."""
    found = load(request, pk)
    chosen = FindRow(request.POST).chosen().get("row")
    item = get_object_or_404(WorkItem.objects.visible_to(signed_in(request)), uuid=chosen)
    form = RowForm(request.POST, item)
    if not form.is_valid():
        return show(request, found, forms={"row": form, "item": item}, status=422)
    return act(
        request,
        found,
        partial(actions.change_row, found, item=item, values=form.values()),
        _("The lines of “%(row)s” are up to date.") % {"row": item},
    )


@access(read="change.read", write="change.draft", post_only=True)
def change_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """A new row."""
    found, form = load(request, pk), NewRowForm(request.POST)
    if not form.is_valid():
        return show(request, found, forms={"new_row": form}, status=422)
    new = form.new_row()
    return act(
        request,
        found,
        partial(actions.add_row, found, new),
        _("“%(row)s” joins the plan with this change.") % {"row": new.name},
    )


@access(read="change.read", write="change.draft", post_only=True)
def change_line_removal(request: HttpRequest, pk: int, line: int) -> HttpResponse:
    found = load(request, pk)
    gone = get_object_or_404(found.lines.select_related("plan_change", "work_item"), pk=line)
    return act(request, found, partial(actions.remove_line, gone), _("The line is removed."))


@access(read="change.read", write="change.draft", post_only=True)
def change_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the draft before the PM."""
    found = load(request, pk)
    return act(
        request,
        found,
        partial(actions.request_change, found),
        _("%(number)s is requested. The PM has been told.") % {"number": found.number},
    )


@access(read="change.read", write="change.draft", post_only=True)
def change_revision(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back to draft."""
    found = load(request, pk)
    return act(request, found, partial(actions.revise_change, found), _("This is a draft again."))


@access(read="change.read", write="change.draft", post_only=True)
def change_renewal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take over what the plan says now as "before"."""
    found = load(request, pk)
    return act(
        request,
        found,
        partial(actions.renew_change, found),
        _("The present values are taken over."),
    )


@access(read="change.read", write="change.approve", post_only=True)
def change_approval(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, approve=True)


@access(read="change.read", write="change.approve", post_only=True)
def change_rejection(request: HttpRequest, pk: int) -> HttpResponse:
    return decide(request, pk, approve=False)


def decide(request: HttpRequest, pk: int, *, approve: bool) -> HttpResponse:
    """The decision is about the version that was read: one that changed since is decided by nobody."""
    found, form = load(request, pk), DecisionForm(request.POST)
    if not form.is_valid():
        return show(request, found, forms={"decision": form}, status=422)
    found.version = form.cleaned_data["version"]
    note = form.cleaned_data["note"]
    done = _("%(number)s is approved. Plan and baseline are written.") if approve else _("%(number)s is rejected.")
    return act(
        request,
        found,
        partial(actions.decide_change, found, approve=approve, note=note),
        done % {"number": found.number},
    )


def load(request: HttpRequest, pk: int) -> PlanChange:
    reached = PlanChange.objects.visible_to(signed_in(request)).select_related("requested_by", "decided_by", "baseline")
    return get_object_or_404(reached, pk=pk)


def act(request: HttpRequest, found: PlanChange, do: Callable[..., object], done: str) -> HttpResponse:
    """Do it, say so and show the change again; a refusal shows the change as it stands now, with the reason."""
    try:
        do(by=signed_in(request), at=timezone.now())
    except Refused as refusal:
        return show(request, load(request, found.pk), refused=sentence(refusal), status=409)
    messages.success(request, done)
    return redirect("progress:change", found.pk)


def show(
    request: HttpRequest, found: PlanChange, *, forms: Forms | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    powers = signed_in(request).powers
    draft = found.state == PlanChangeState.DRAFT
    edits = draft and powers.can("change.draft")
    lines = plan_queries.lines_of(found)
    context = {
        "change": found,
        "lines": lines,
        "has_stale": any(line.stale for line in lines),
        "names": place_names(),
        "refused": refused,
        "edits": edits,
        "may_revise": found.state == PlanChangeState.REQUESTED and powers.can("change.draft"),
        "decides": found.state == PlanChangeState.REQUESTED and powers.can("change.approve"),
        "own_request": found.requested_by_id == signed_in(request).pk,
        "earliest": plan_queries.earliest_effective() if edits else None,
        "forms": {**(editing(request, found) if edits else {}), "decision": decision(found), **(forms or {})},
    }
    return render(request, "progress/change.html", context, status=status)


def decision(found: PlanChange) -> DecisionForm:
    return DecisionForm(initial={"version": found.version})


def editing(request: HttpRequest, found: PlanChange) -> Forms:
    """The forms of a draft: its reasons, the search for a row, the chosen row, a new row."""
    chosen = FindRow(request.GET).chosen()
    rows = WorkItem.objects.visible_to(signed_in(request)).select_related("team", "phase")
    item = rows.filter(uuid=chosen["row"]).first() if chosen.get("row") else None
    reasons = {name: getattr(found, name) for name in ReasonsForm.base_fields}
    return {
        "reasons": ReasonsForm(initial=reasons),
        "find": FindRow(initial={"text": chosen.get("text")}),
        "text": chosen.get("text") or "",
        "rows": plan_queries.rows_like(chosen.get("text") or ""),
        "item": item,
        "row": RowForm(None, item, plan_queries.as_changed(found, item)) if item else None,
        "new_row": NewRowForm(),
    }

"""The PMO reviews a submission: rows with changes and findings, the decision to return or to accept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from progress.actions import reviewing
from progress.actions.findings import OwnFinding, add
from progress.actions.overriding import Overriding, lift, override
from progress.forms_review import SHOW, OverrideForm, OwnFindingForm, ReturnForm, RevisionForm, ShowForm, approvers
from progress.letters import return_letter
from progress.models import Acceptance, Override, Submission
from progress.plan_refusals import sentence
from progress.proposals import proposals
from progress.queries.review import Review
from progress.queries.review import review as read_review
from projects.access import access, signed_in
from projects.jobs import Refused


def submission_of(request: HttpRequest, week: str, team: str, revision: int | None = None) -> Submission:
    """The last revision (or the one asked for) that the reader may see; 404 otherwise."""
    found = Submission.objects.visible_to(signed_in(request)).filter(week__key=week, team__code=team)
    if revision:
        found = found.filter(revision=revision)
    submission = found.select_related("team__company", "week", "sent_by", "file").order_by("-revision").first()
    if submission is None:
        raise Http404
    return submission


def submission_read(request: HttpRequest, week: str, team: str) -> Submission:
    """The revision that a decision names: nobody decides about one that was sent after they had looked."""
    form = RevisionForm(request.POST)
    if not form.is_valid():
        raise Http404
    return submission_of(request, week, team, form.cleaned_data["revision"])


@access(read="review.read")
def review(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """The submission as it was sent, row by row."""
    form = ShowForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    submission = submission_of(request, week, team, wanted.get("revision"))
    return page(request, submission, wanted.get("show") or "moved")


def page(
    request: HttpRequest, submission: Submission, show: str = "moved", status: int = 200, **extra: Any
) -> HttpResponse:
    found = read_review(submission, show)
    latest = found.revisions[-1]
    powers = signed_in(request).powers
    is_latest = latest.pk == submission.pk
    proposed = proposals(submission, found.records) if is_latest and not submission.week.is_sealed else []
    context = {
        "submission": submission,
        "review": found,
        "show": show,
        "shows": SHOW,
        "is_latest": is_latest,
        "may_write": powers.can("review.write") and is_latest,
        "may_approve": powers.can("change.light") and signed_in(request).pk != submission.sent_by_id,
        "may_draft": powers.can("change.draft"),
        "proposals": proposed,
        "light": sum(one.can_be_taken for one in proposed),
        "heavy": sum(one.can_be_drafted for one in proposed),
        "own_form": OwnFindingForm(prefix=None),
        "approvers": list(approvers(timezone.localdate())),
        "override_form": OverrideForm(),
        "blocking": [finding for finding in found.findings if finding.blocks],
        "now": timezone.now(),
        **extra,
    }
    return render(request, "progress/review.html", context, status=status)


def back(submission: Submission, anchor: str = "") -> HttpResponse:
    url = reverse("progress:review", args=[submission.week.key, submission.team.code])
    return redirect(f"{url}#{anchor}" if anchor else url)


def told(request: HttpRequest, submission: Submission, problem: Refused) -> HttpResponse:
    """The page again with the reason; 409 because the state has moved on or forbids it."""
    messages.error(request, sentence(problem))
    submission.refresh_from_db()
    return page(request, submission, status=409)


@access(read="review.read", write="review.write", post_only=True)
def review_beginning(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """確認中にする."""
    submission = submission_read(request, week, team)
    try:
        reviewing.begin_review(submission, by=signed_in(request), at=timezone.now())
    except Refused as problem:
        return told(request, submission, problem)
    return back(submission)


@access(read="review.read", write="review.write", post_only=True)
def review_finding(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """Add the PMO's own finding."""
    submission = submission_read(request, week, team)
    form = OwnFindingForm(request.POST)
    if not form.is_valid():
        return page(request, submission, status=422, own_form=form)
    data = form.cleaned_data
    row = submission.rows.filter(key=data["row_key"]).first() if data["row_key"] else None
    own = OwnFinding(row, data["field"], data["text"], data["severity"], data["promised_date"])
    try:
        add(submission, own, by=signed_in(request), at=timezone.now())
    except Refused as problem:
        return told(request, submission, problem)
    return back(submission, f"row-{row.position}" if row else "general")


@access(read="review.read", write="review.write", post_only=True)
def review_override(request: HttpRequest, week: str, team: str, position: int) -> HttpResponse:
    """The PMO's value over the submitted one."""
    submission = submission_read(request, week, team)
    item = get_object_or_404(submission.rows.select_related("work_item"), position=position).work_item
    if item is None:
        raise Http404
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return page(request, submission, status=422, override_form=form)
    data = form.cleaned_data
    try:
        override(
            submission, Overriding(item, data["field"], data["value"], data["reason"]),
            by=signed_in(request), at=timezone.now(),
        )  # fmt: skip
    except Refused as problem:
        return told(request, submission, problem)
    return back(submission, f"row-{position}")


@access(read="review.read", write="review.write", post_only=True)
def override_lifting(request: HttpRequest, week: str, team: str, pk: int) -> HttpResponse:
    """The team's value stands again."""
    submission = submission_read(request, week, team)
    mine = Override.objects.filter(team=submission.team, week=submission.week).select_related("work_item")
    try:
        lift(get_object_or_404(mine, pk=pk), submission, by=signed_in(request), at=timezone.now())
    except Refused as problem:
        return told(request, submission, problem)
    return back(submission)


@access(read="review.read", write="review.write")
def return_(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """差戻し: the letter as the reader will get it, then the return itself."""
    submission = submission_read(request, week, team)
    found = read_review(submission, "all")
    form = ReturnForm(
        request.POST or None, initial={"answer_due": timezone.localtime(submission.week.resubmission_due)}
    )
    if request.method == "POST" and form.is_valid():
        try:
            reviewing.return_submission(submission, **form.cleaned_data, by=signed_in(request), at=timezone.now())
        except Refused as problem:
            messages.error(request, sentence(problem))
            return return_page(request, submission, found, form, status=409)
        messages.success(request, _("Returned with %(n)s findings.") % {"n": len(found.adopted)})
        return redirect("progress:desk_week", week=week)
    return return_page(request, submission, found, form, status=422 if request.method == "POST" else 200)


def return_page(
    request: HttpRequest, submission: Submission, found: Review, form: ReturnForm, status: int
) -> HttpResponse:
    letter = return_letter(submission, found.adopted, sender=signed_in(request))
    context = {"submission": submission, "review": found, "form": form, "letter": letter}
    return render(request, "progress/return.html", context, status=status)


@access(read="review.read", write="review.write")
def acceptance(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """受理: what it changes, then the acceptance itself."""
    submission = submission_read(request, week, team)
    if request.method == "POST":
        try:
            reviewing.accept(submission, by=signed_in(request), at=timezone.now())
        except Refused as problem:
            return told(request, submission, problem)
        messages.success(request, _("Revision %(n)s is accepted.") % {"n": submission.revision})
        return redirect("progress:desk_week", week=week)
    effect = reviewing.effect_of(submission)
    context = {
        "submission": submission,
        "effect": effect,
        "summary": effect.summary,
        "blocking": reviewing.blocking(submission),
        "answers": reviewing.submission_findings(submission).filter(state="answered").count(),
        "open_points": reviewing.submission_findings(submission)
        .filter(state="open", audience="team", severity="W")
        .count(),
        "may_write": signed_in(request).powers.can("review.write"),
    }
    return render(request, "progress/acceptance.html", context)


@access(read="review.read", write="review.write", post_only=True)
def acceptance_undoing(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """Take the acceptance back while the week is open."""
    submission = submission_read(request, week, team)
    standing = get_object_or_404(
        Acceptance.objects.select_related("submission__week", "submission__team"),
        submission__team=submission.team, submission__week=submission.week, undone_at=None,
    )  # fmt: skip
    try:
        reviewing.undo_acceptance(standing, by=signed_in(request), at=timezone.now())
    except Refused as problem:
        return told(request, submission, problem)
    messages.success(request, _("The acceptance was taken back; the plan is as before."))
    return back(submission)

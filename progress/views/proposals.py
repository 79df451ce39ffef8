"""Plan edits of a submission: light ones approved in the review, heavy ones drafted as a plan change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from progress.actions.proposing import approve_light, draft_heavy
from progress.views.review import back, submission_read, told
from projects.access import access
from projects.jobs import Refused
from projects.views.editing import stamp


@access(read="review.read", write="change.light", post_only=True)
def proposals_approval(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """詳細化 and 軽微: the batch enters plan and baseline under a number."""
    submission = submission_read(request, week, team)
    try:
        change = approve_light(submission, **stamp(request))
    except Refused as problem:
        return told(request, submission, problem)
    messages.success(request, _("The plan edits are approved as %(number)s.") % {"number": change.number})
    return back(submission)


@access(read="review.read", write="change.draft", post_only=True)
def proposals_draft(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """正式: a draft plan change to be completed and requested."""
    submission = submission_read(request, week, team)
    try:
        change = draft_heavy(submission, **stamp(request))
    except Refused as problem:
        return told(request, submission, problem)
    return redirect("progress:change", change.pk)

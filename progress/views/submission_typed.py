"""Values typed in the grid that a file dropped later has replaced: take one back, or let the file stand."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from progress.actions.intake import let_file_stand, take_back_typed
from progress.forms_submission import TypedForm
from progress.refusals import sentence
from progress.views.places import week_and_team
from progress.views.submission import page_of, show
from projects.access import access, require, signed_in
from projects.jobs import Refused
from projects.views.editing import stamp


@access(read="submission.read", write="draft.edit", post_only=True)
def submission_typed(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """The typed value stands over the file's again."""
    found, of_team = week_and_team(request, week, team)
    require(signed_in(request), "draft.edit", of_team.pk)
    form = TypedForm(request.POST)
    if not form.is_valid():
        return show(request, page_of(request, found, of_team), status=422)
    try:
        take_back_typed(of_team, found, form.cleaned_data["key"], form.cleaned_data["name"], **stamp(request))
    except Refused as refusal:
        return show(request, page_of(request, found, of_team), refused=sentence(refusal), status=409)
    messages.success(request, _("The typed value stands again."))
    return redirect("progress:submission", week, team)


@access(read="submission.read", write="draft.edit", post_only=True)
def submission_typed_dismissal(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """The file's values stay; what was typed before it is let go."""
    found, of_team = week_and_team(request, week, team)
    require(signed_in(request), "draft.edit", of_team.pk)
    try:
        let_file_stand(of_team, found, **stamp(request))
    except Refused as refusal:
        return show(request, page_of(request, found, of_team), refused=sentence(refusal), status=409)
    return redirect("progress:submission", week, team)

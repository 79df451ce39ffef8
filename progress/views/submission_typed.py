"""Values typed in the grid that a file dropped later has replaced: take one back, or let the file stand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from progress.actions.intake import let_file_stand, take_back_typed
from progress.forms_submission import TypedForm
from progress.views.submission import after, page_of, place_to_edit, show
from projects.access import access
from projects.views.editing import stamp


@access(read="submission.read", write="draft.edit", post_only=True)
def submission_typed(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """The typed value stands over the file's again."""
    found, of_team = place_to_edit(request, week, team)
    form = TypedForm(request.POST)
    if not form.is_valid():
        return show(request, page_of(request, found, of_team), status=422)
    key, name = form.cleaned_data["key"], form.cleaned_data["name"]
    done = _("The typed value stands again.")
    return after(request, found, of_team, lambda: take_back_typed(of_team, found, key, name, **stamp(request)), done)


@access(read="submission.read", write="draft.edit", post_only=True)
def submission_typed_dismissal(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """The file's values stay; what was typed before it is let go."""
    found, of_team = place_to_edit(request, week, team)
    return after(request, found, of_team, lambda: let_file_stand(of_team, found, **stamp(request)))

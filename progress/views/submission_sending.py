"""Sending the week's update: a last look, then it becomes a revision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from progress.actions.sending import send
from progress.forms_submission import SendForm
from progress.queries import submission as query
from progress.queries.submission import TeamWeek
from progress.refusals import sentence
from progress.views.places import week_and_team
from progress.views.submission import page_of, rights_of
from projects.access import access, require, signed_in
from projects.jobs import Refused


@access(read="submission.read", write="submission.send")
def submission_sending(request: HttpRequest, week: str, team: str) -> HttpResponse:
    """確認して提出する: what would be sent, and sending it."""
    found, of_team = week_and_team(request, week, team)
    if request.method != "POST":
        return show(request, page_of(request, found, of_team))
    require(signed_in(request), "submission.send", of_team.pk)
    page = page_of(request, found, of_team)
    form = form_for(request, page, request.POST)
    if not form.is_valid():
        return show(request, page, form=form, status=422)
    try:
        sent = send(
            of_team, found, by=signed_in(request), at=page.at, arrival=form.arrival(no_change=not page.has_moved),
            seen=form.cleaned_data["seen"],
        )  # fmt: skip
    except Refused as refusal:
        return show(request, page_of(request, found, of_team), refused=sentence(refusal), status=409)
    messages.success(request, _("Revision %(n)s is sent. Thank you; the PMO looks at it next.") % {"n": sent.revision})
    return redirect("progress:submission", week, team)


def form_for(request: HttpRequest, page: TeamWeek, data: object = None) -> SendForm:
    on_behalf = rights_of(signed_in(request), page.team, page.week).on_behalf
    return SendForm(data, on_behalf=on_behalf, at=page.at, seen=page.draft.version)


def show(
    request: HttpRequest, page: TeamWeek, *, form: SendForm | None = None, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "page": page,
        "rights": rights_of(signed_in(request), page.team, page.week),
        "form": form or form_for(request, page),
        "refused": refused,
        "senders": query.senders(page.team, page.at),
        "summary": query.summary_of(page),
        "proposals": query.proposals(page),
    }
    return render(request, "progress/sending.html", context, status=status)

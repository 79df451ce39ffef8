"""The weekly report as it would be printed now, with the PMO's comments written beside its sections."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from projects.access import access, signed_in
from projects.jobs import Refused
from projects.models import Week
from projects.views.editing import stamp
from reports.comments import Wording, write_comment
from reports.forms import CommentForm, PreviewForm
from reports.gather import Edition
from reports.models import sees_drafts
from reports.queries.writing import writing
from reports.refusals import sentence
from reports.views.weekly import week_of

KEPT = _("The comment is kept; the next edition prints it.")
ADDED = _("The text was added below what you had typed. The comment is kept; the next edition prints both.")


@access(read="report.read")
def weekly_preview(request: HttpRequest, week: str) -> HttpResponse:
    """The report as it would be drafted now, on a page: the same content that paper and workbook print."""
    user = signed_in(request)
    found = week_of(user, week)
    if not sees_drafts(user.powers):
        raise Http404
    return show(request, found)


def show(request: HttpRequest, week: Week, typed: Wording | None = None, status: int = 200) -> HttpResponse:
    """`typed`: a comment that was not kept; its words stay in its form."""
    user = signed_in(request)
    asked = PreviewForm(request.GET).asked()
    language = language_of(request)
    edition = Edition(language, "", "", timezone.now(), user)
    found = writing(week, edition, asked.get("reader") or "", typed)
    if found is None:
        raise Http404
    context = {"week": week, "language": language, "found": found, "may_write": user.powers.can("report.make")}
    return render(request, "reports/weekly_preview.html", context, status=status)


@access(read="report.read", write="report.make", post_only=True)
def weekly_comment(request: HttpRequest, week: str) -> HttpResponse:
    """The comment of one section; the next edition prints it."""
    found = week_of(signed_in(request), week)
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please shorten the comment to 4,000 characters."))
        return show(request, found, form.wording(), status=422)
    wording = form.wording()
    if form.cleaned_data["leave"]:
        messages.info(request, _("The saved comment stays as it is."))
        return back(request, found, wording)
    try:
        write_comment(found, wording, **stamp(request))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return show(request, found, wording, 409)
    messages.success(request, ADDED if form.is_added else KEPT)
    return back(request, found, wording)


def back(request: HttpRequest, week: Week, wording: Wording) -> HttpResponse:
    """To the note of the section, in the language the report was asked for."""
    page = reverse("reports:weekly_preview", args=[week.key])
    return redirect(f"{page}?language={language_of(request)}#note-{wording.section}")


def language_of(request: HttpRequest) -> str:
    """The language that was asked for the report, else the reader's."""
    return PreviewForm(request.GET).asked().get("language") or (translation.get_language() or "ja")[:2]

"""What is done to one finding: each action a URL of its own, back to the row it stands on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from progress.actions import findings as actions
from progress.actions.declaring import declare_not_kept
from progress.forms_review import PutOffForm, ReasonForm, VersionForm, WaiverForm
from progress.models import Finding
from progress.refusals import sentence
from projects.access import access, signed_in
from projects.jobs import Refused
from projects.views.editing import stamp


def settle(request: HttpRequest, pk: int, act: Callable[..., Any], form: Form | None = None) -> HttpResponse:
    """Do it in the reader's name, say why it could not be done, and go back to the finding on the review page.

    `act` is called with the finding as it was read, the data of the form if there is one, and who and when.
    """
    finding = finding_read(request, pk)
    if form is not None and not form.is_valid():
        messages.error(request, _("Please fill in what is missing: %(fields)s") % {"fields": missing(form)})
    else:
        try:
            act(finding, *([form.cleaned_data] if form else []), **stamp(request))
        except Refused as problem:
            messages.error(request, sentence(problem))
    url = reverse("progress:review", args=[finding.week.key, finding.team.code])
    return redirect(f"{url}#finding-{finding.pk}")


def finding_read(request: HttpRequest, pk: int) -> Finding:
    """The finding in the version that was read: nobody decides about one that was answered or changed since."""
    reached = Finding.objects.visible_to(signed_in(request)).select_related("week", "team")
    finding = get_object_or_404(reached, pk=pk)
    seen = VersionForm(request.POST)
    if not seen.is_valid():
        raise Http404
    version = seen.cleaned_data["version"]
    finding.version = finding.version if version is None else version
    return finding


def missing(form: Form) -> str:
    return _(", ").join(str(form[name].label) for name in form.errors if name in form.fields)


@access(read="review.read", write="review.write", post_only=True)
def finding_adoption(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the return note."""
    return settle(request, pk, actions.adopt)


@access(read="review.read", write="review.write", post_only=True)
def finding_leaving_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the return note."""
    return settle(request, pk, partial(actions.adopt, adopted=False))


@access(read="review.read", write="review.write", post_only=True)
def finding_answer_taking(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer is enough."""
    return settle(request, pk, actions.take_answer)


@access(read="review.read", write="review.write", post_only=True)
def finding_reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again."""
    return settle(request, pk, actions.reopen)


@access(read="review.read", write="review.write", post_only=True)
def finding_dismissal(request: HttpRequest, pk: int) -> HttpResponse:
    """The machine was wrong."""
    return settle(request, pk, with_reason(actions.dismiss), ReasonForm(request.POST))


@access(read="review.read", write="review.write", post_only=True)
def finding_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """取下げ: the PMO was wrong."""
    return settle(request, pk, with_reason(actions.withdraw), ReasonForm(request.POST))


@access(read="review.read", write="review.write", post_only=True)
def finding_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """例外承認."""

    def waive(finding: Finding, data: dict[str, Any], **who_and_when: Any) -> None:
        waiver = actions.Waiver(data["reason"], data["approver"], data["expires_on"])
        actions.waive(finding, waiver, **who_and_when)

    return settle(request, pk, waive, WaiverForm(request.POST))


def with_reason(act: Callable[..., Any]) -> Callable[..., Any]:
    return lambda finding, data, **who_and_when: act(finding, data["reason"], **who_and_when)


@access(read="review.read", write="review.write", post_only=True)
def finding_putting_off(request: HttpRequest, pk: int) -> HttpResponse:
    """次回まで."""
    form = PutOffForm(request.POST)
    return settle(request, pk, lambda finding, data, **who: actions.put_off(finding, data["until"], **who), form)


@access(read="review.read", write="review.write", post_only=True)
def finding_declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """This team does not keep such data."""
    return settle(request, pk, declare_not_kept)

"""What is done to one finding: each action a URL of its own, back to the row it stands on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from progress.actions import findings as actions
from progress.forms_review import ReasonForm, WaiverForm
from progress.models import Finding
from progress.refusals import sentence
from projects.access import access
from projects.jobs import Refused


def finding_of(request: HttpRequest, pk: int) -> Finding:
    return get_object_or_404(Finding.objects.visible_to(request.user).select_related("week", "team"), pk=pk)


def done(request: HttpRequest, finding: Finding, act: Callable[[], Any]) -> HttpResponse:
    """Do it, say why it could not be done, and go back to the finding on the review page."""
    try:
        act()
    except Refused as problem:
        messages.error(request, sentence(problem))
    url = reverse("progress:review", args=[finding.week.key, finding.team.code])
    return redirect(f"{url}#finding-{finding.pk}")


def with_form(request: HttpRequest, pk: int, form: Form, act: Callable[[Finding, dict[str, Any]], Any]) -> HttpResponse:
    finding = finding_of(request, pk)
    if not form.is_valid():
        messages.error(request, _("Please fill in what is missing: %(fields)s") % {"fields": missing(form)})
        return done(request, finding, lambda: None)
    return done(request, finding, lambda: act(finding, form.cleaned_data))


def missing(form: Form) -> str:
    return _(", ").join(str(form[name].label) for name in form.errors if name in form.fields)


@access(read="review.read", write="review.write", post_only=True)
def finding_adoption(request: HttpRequest, pk: int) -> HttpResponse:
    """Into the return note."""
    finding = finding_of(request, pk)
    return done(request, finding, lambda: actions.adopt(finding, by=request.user, at=timezone.now()))


@access(read="review.read", write="review.write", post_only=True)
def finding_leaving_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of the return note."""
    finding = finding_of(request, pk)
    return done(request, finding, lambda: actions.adopt(finding, by=request.user, at=timezone.now(), adopted=False))


@access(read="review.read", write="review.write", post_only=True)
def finding_answer_taking(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer is enough."""
    finding = finding_of(request, pk)
    return done(request, finding, lambda: actions.take_answer(finding, by=request.user, at=timezone.now()))


@access(read="review.read", write="review.write", post_only=True)
def finding_reopening(request: HttpRequest, pk: int) -> HttpResponse:
    """Open again."""
    finding = finding_of(request, pk)
    return done(request, finding, lambda: actions.reopen(finding, by=request.user, at=timezone.now()))


@access(read="review.read", write="review.write", post_only=True)
def finding_dismissal(request: HttpRequest, pk: int) -> HttpResponse:
    """The machine was wrong."""
    return with_form(
        request, pk, ReasonForm(request.POST),
        lambda finding, data: actions.dismiss(finding, data["reason"], by=request.user, at=timezone.now()),
    )  # fmt: skip


@access(read="review.read", write="review.write", post_only=True)
def finding_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """取下げ: the PMO was wrong."""
    return with_form(
        request, pk, ReasonForm(request.POST),
        lambda finding, data: actions.withdraw(finding, data["reason"], by=request.user, at=timezone.now()),
    )  # fmt: skip


@access(read="review.read", write="review.write", post_only=True)
def finding_waiver(request: HttpRequest, pk: int) -> HttpResponse:
    """例外承認."""
    return with_form(
        request, pk, WaiverForm(request.POST),
        lambda finding, data: actions.waive(
            finding,
            actions.Waiver(data["reason"], data["approver"], data["expires_on"]),
            by=request.user,
            at=timezone.now(),
        ),
    )  # fmt: skip

"""Background work: what waits, runs, is done or failed, and one job with its progress."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from projects.access import access, signed_in
from projects.actions.jobs import cancel, retry
from projects.forms.jobs import JobsFilter
from projects.htmx import asks_part, tell
from projects.job_texts import reason, step, title
from projects.jobs import Refused
from projects.models import Job, JobState
from projects.refusals import sentence
from projects.views.editing import stamp

PER_PAGE = 50


@access(read="workspace.use")
def jobs(request: HttpRequest) -> HttpResponse:
    """One's own jobs; their keepers see all."""
    form = JobsFilter(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = Job.objects.visible_to(signed_in(request)).select_related("requested_by")
    if wanted.get("state"):
        found = found.filter(state=wanted["state"])
    page = Paginator(found, PER_PAGE).get_page(wanted.get("page") or 1)
    context = {
        "page": page,
        "rows": [(job, title(job), reason(job)) for job in page],
        "states": JobState.choices,
        "state": wanted.get("state") or "",
    }
    return render(request, "projects/jobs.html", context, status=200 if form.is_valid() else 422)


@access(read="workspace.use")
def job(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a job; for htmx only its state and progress, with the event `job-finished` at the end."""
    record = get_object_or_404(Job.objects.visible_to(signed_in(request)).select_related("requested_by"), pk=pk)
    if not asks_part(request):
        return show(request, record)
    context = {"job": record, "title": title(record), "step": step(record), "reason": reason(record)}
    response = render(request, "parts/job.html", context)
    return tell(response, "job-finished") if record.is_finished else response


@access(read="workspace.use", write="workspace.use", post_only=True)
def job_cancellation(request: HttpRequest, pk: int) -> HttpResponse:
    return steer(request, pk, cancel, _("The job was cancelled."))


@access(read="workspace.use", write="workspace.use", post_only=True)
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    return steer(request, pk, retry, _("The job waits for its turn again."))


def steer(request: HttpRequest, pk: int, act: Callable[..., Any], told: str) -> HttpResponse:
    record = own_or_kept(request, pk)
    try:
        act(record, **stamp(request))
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        record.refresh_from_db()
        return show(request, record, 409)
    messages.success(request, told)
    return redirect("projects:job", pk)


def own_or_kept(request: HttpRequest, pk: int) -> Job:
    """A visible job that this person may stop or repeat: the own ones, for their keepers all; else 403."""
    record = get_object_or_404(Job.objects.visible_to(signed_in(request)), pk=pk)
    if not may_steer(request, record):
        raise PermissionDenied
    return record


def may_steer(request: HttpRequest, record: Job) -> bool:
    person = signed_in(request)
    return person.powers.can("jobs.write") or record.requested_by_id == person.pk


def show(request: HttpRequest, record: Job, status: int = 200) -> HttpResponse:
    context = {
        "job": record,
        "title": title(record),
        "step": step(record),
        "reason": reason(record),
        "may_steer": may_steer(request, record),
        "technical": record.error if signed_in(request).powers.can("jobs.write") else "",
    }
    return render(request, "projects/job.html", context, status=status)

"""The weekly report: the list by week, its distribution, one week's editions, making, approving and issuing them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from projects.access import access, signed_in
from projects.actions.jobs import retry
from projects.actions.project import change_project
from projects.actions.records import Stale
from projects.actions.setup import switch_reports
from projects.htmx import afresh, asks_part
from projects.job_texts import KINDS, reason, step, title
from projects.jobs import Refused
from projects.models import Job, Member, Project, Schedule, Week, WeekState
from projects.views.editing import stamp
from reports.actions import MAKE, approve_report, order_issue, order_weekly, review_report
from reports.distribution import recipients, set_recipients
from reports.forms import ListForm, MakingForm, RecipientForm, ScheduleForm
from reports.models import Report, sees_drafts
from reports.queries import weekly as queries
from reports.refusals import sentence
from reports.views.next_step import next_step

WEEKS_PER_PAGE = 20
NEXT_RUNS, PAST_RUNS = 5, 10


@access(read="report.read")
def weekly(request: HttpRequest) -> HttpResponse:
    return overview(request)


def overview(request: HttpRequest, form: ScheduleForm | None = None, status: int = 200) -> HttpResponse:
    """The list by week, and for its makers schedule, distribution and runs."""
    user = signed_in(request)
    asked = ListForm(request.GET).asked()
    page = Paginator(queries.weekly(user), WEEKS_PER_PAGE).get_page(asked.get("page") or 1)
    context = {
        "page": page,
        "lines": queries.lines(user, list(page)),
        **(schedule_of(user, form) if sees_drafts(user.powers) else {}),
        "may_make": user.powers.can("report.make"),
    }
    return render(request, "reports/weekly.html", context, status=status)


def schedule_of(user: Member, form: ScheduleForm | None) -> dict[str, Any]:
    """When reports are drafted by themselves, to whom they go, and how the last runs ended."""
    project = Project.get()
    on = Schedule.objects.filter(kind=MAKE, enabled=True).exists()
    return {
        "is_on": on,
        "schedule": form or ScheduleForm(project, on=on),
        "day_off": project.get_report_day_off_display(),
        "runs": queries.next_runs(timezone.now(), NEXT_RUNS),
        "weekday": project.get_report_weekday_display(),
        "time": f"{project.report_time:%H:%M}",
        "jobs": [
            (job, KINDS[MAKE], day, reason(job), may_open(user, job)) for job, day in queries.past_runs(PAST_RUNS)
        ],
        "may_set": user.powers.can("setup.write"),
        "recipients": [(one, RecipientForm(one)) for one in recipients()],
    }


def may_open(user: Member, job: Job) -> bool:
    """Whether the job's own page is there for this reader, as `visible_to` has it."""
    return user.powers.can("jobs.read") or job.requested_by_id == user.pk


@access(read="report.read", write="setup.write", post_only=True)
def schedule(request: HttpRequest) -> HttpResponse:
    """When the report is drafted by itself; weeks that are open keep their times."""
    project = Project.get()
    form = ScheduleForm(project, request.POST)
    if not form.is_valid():
        return overview(request, form, 422)
    try:
        with transaction.atomic():
            change_project(project, form.values(), version=form.cleaned_data["version"], **stamp(request))
            switch_reports(form.cleaned_data["on"], **stamp(request))
    except Stale:
        messages.error(request, _("Somebody else changed the settings a moment ago. Please look at them again."))
        return overview(request, None, 409)
    messages.success(request, _("The schedule is kept. It counts from the next week that opens."))
    return redirect("reports:weekly")


@access(read="report.read", write="report.make", post_only=True)
def distribution(request: HttpRequest) -> HttpResponse:
    """Who gets the report when it is issued."""
    forms = [RecipientForm(one, request.POST) for one in recipients()]
    if not all(form.is_valid() for form in forms):
        messages.error(request, _("The distribution could not be kept. Please choose a language from the list."))
        return redirect("reports:weekly")
    set_recipients([form.row() for form in forms], **stamp(request))
    messages.success(request, _("The distribution is kept. It counts for editions that are made from now on."))
    return redirect("reports:weekly")


@access(read="report.read")
def weekly_week(request: HttpRequest, week: str) -> HttpResponse:
    return show(request, week_of(signed_in(request), week))


def week_of(user: Member, key: str) -> Week:
    """A week this reader may open: any for makers, else one with a report that was issued."""
    week = get_object_or_404(Week.objects.exclude(state=WeekState.SKIPPED), key=key)
    if not sees_drafts(user.powers) and not Report.objects.visible_to(user).filter(week=week).exists():
        raise Http404
    return week


def show(request: HttpRequest, week: Week, form: MakingForm | None = None, status: int = 200) -> HttpResponse:
    user = signed_in(request)
    found = queries.weekly_week(user, week, timezone.now())
    may_make = user.powers.can("report.make")
    context = {
        "found": found,
        "week": week,
        "form": form or making_form(found),
        "may_make": may_make,
        "next_step": next_step(user, found),
        "editions": queries.editions(user, found.reports),
        "may_preview": sees_drafts(user.powers),
        **job_words(found),
    }
    return render(request, "reports/weekly_week.html", context, status=status)


def making_form(found: queries.WeeklyWeek, data: QueryDict | None = None) -> MakingForm:
    initial = {"language": translation.get_language()}
    return MakingForm(data, missing=found.missing, issued=found.issued_languages, initial=initial)


def job_words(found: queries.WeeklyWeek) -> dict[str, Any]:
    job = found.job
    return {"job": job, "job_title": title(job), "step": step(job), "reason": reason(job)} if job else {"job": None}


@access(read="report.read", write="report.make")
def weekly_making(request: HttpRequest, week: str) -> HttpResponse:
    """POST: ask for the report. GET: how far the work is, for the progress bar."""
    user = signed_in(request)
    found = week_of(user, week)
    if request.method == "POST":
        return make(request, found)
    if not sees_drafts(user.powers) or not asks_part(request):
        return redirect("reports:weekly_week", found.key)
    return progress_of(request, queries.weekly_week(user, found, timezone.now()))


def make(request: HttpRequest, week: Week) -> HttpResponse:
    form = making_form(queries.weekly_week(signed_in(request), week, timezone.now()), request.POST)
    if not form.is_valid():
        return show(request, week, form, 422)
    reason = form.cleaned_data.get("supersedes", "")
    order_weekly(
        week, language=form.cleaned_data["language"], choices=form.choices, supersedes=reason, **stamp(request)
    )
    return redirect("reports:weekly_week", week.key)


def progress_of(request: HttpRequest, found: queries.WeeklyWeek) -> HttpResponse:
    """The part with the progress bar; at its end the page is loaded anew: its heading and its button change."""
    response = render(request, "reports/weekly_week.html#job", {"week": found.week, **job_words(found)})
    return response if found.is_running else afresh(response)


@access(read="report.read", write="report.make", post_only=True)
def weekly_retry(request: HttpRequest, week: str) -> HttpResponse:
    """Put the failed job back into the queue."""
    found = week_of(signed_in(request), week)
    job = queries.last_job(found)
    if job is None:
        raise Http404
    return after(request, found, lambda: retry(job, **stamp(request)), _("The work was started again."))


@access(read="report.read", write="report.make", post_only=True)
def weekly_review(request: HttpRequest, week: str, pk: int) -> HttpResponse:
    found, report = week_and_report(request, week, pk)
    return after(request, found, lambda: review_report(report, **stamp(request)), _("The report is reviewed."))


@access(read="report.read", write="report.approve", post_only=True)
def weekly_approval(request: HttpRequest, week: str, pk: int) -> HttpResponse:
    found, report = week_and_report(request, week, pk)
    return after(request, found, lambda: approve_report(report, **stamp(request)), _("The report is approved."))


@access(read="report.read", write="report.make", post_only=True)
def weekly_issue(request: HttpRequest, week: str, pk: int) -> HttpResponse:
    found, report = week_and_report(request, week, pk)
    done = _("The report is issued.") if report.is_provisional else _("The report is being signed and issued.")
    return after(request, found, lambda: order_issue(report, **stamp(request)), done)


def week_and_report(request: HttpRequest, week: str, pk: int) -> tuple[Week, Report]:
    user = signed_in(request)
    found = week_of(user, week)
    reports = Report.objects.visible_to(user).select_related("week")
    return found, get_object_or_404(reports, pk=pk, week=found)


def after(request: HttpRequest, week: Week, act: Callable[[], object], done: str) -> HttpResponse:
    """Act, then show the week again: with what was done, or 409 with the reason."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, sentence(refusal))
        return show(request, week, status=409)
    messages.success(request, done)
    return redirect("reports:weekly_week", week.key)

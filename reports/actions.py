"""A report from the asking to the issue: ordered by the PMO, approved by a PM, issued by the PMO."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from projects.actions.jobs import retry
from projects.jobs import Order, Refused, enqueue
from projects.models import Change, File, Job, JobState, Member, Role, Week, record_changes
from projects.notifications import Notice, notify, with_role
from reports.distribution import hand_out
from reports.models import DRAFTED, SETTLED, Report, ReportState

LANGUAGES = ("ja", "en")
MAKE, ISSUE = "weekly_report", "issue_report"  # the kinds of jobs


@transaction.atomic
def order_weekly(
    week: Week,
    *,
    language: str,
    by: Member | None,
    at: datetime,
    choices: Mapping[str, str] | None = None,
    supersedes: str = "",
) -> Job:
    """Queue the weekly report of a week; a second click while one is being made returns that one.

    `choices` says for teams that are not accepted: "carried" (the default) or "provisional"; `supersedes` why an issued
    edition is replaced: its reason is printed on the cover.
    """
    if language not in LANGUAGES:
        raise Refused("no_such_language", language=language)
    waiting = Job.objects.filter(
        kind=MAKE, period=week.key, scope=language, state__in=[JobState.QUEUED, JobState.RUNNING]
    ).first()
    if waiting:
        return waiting
    order = Order(MAKE, week.key, language, f"asked-{uuid.uuid4()}")
    return enqueue(order, by=by, at=at, choices=dict(choices or {}), supersedes=supersedes.strip())


@transaction.atomic
def review_report(report: Report, *, by: Member, at: datetime) -> None:
    """The PMO has read the newest edition through; the PMs are told that it waits for their approval."""
    newest = of_the_same_week(report).order_by("version").last()
    if newest and newest.version > report.version:
        raise Refused("newer_edition", edition=newest.edition)
    step(report, (ReportState.DRAFTED,), state=ReportState.REVIEWED, reviewed_by=by, reviewed_at=at)
    record_changes([moved(report, ReportState.DRAFTED)], action="report.reviewed", by=by, at=at)
    notify(with_role(Role.PM, at=at), notice("report_reviewed", report), at=at)


@transaction.atomic
def approve_report(report: Report, *, by: Member, at: datetime) -> None:
    """The PM approves the newest edition, which somebody else asked for; the PMO is told that it can be issued."""
    if report.made_by_id == by.pk:
        raise Refused("own_report")
    newest = of_the_same_week(report).order_by("version").last()
    if newest and newest.version > report.version:
        raise Refused("newer_edition", edition=newest.edition)
    claim_reason(report)
    before = report.state
    step(report, DRAFTED, state=ReportState.APPROVED, approved_by=by, approved_at=at)
    record_changes([moved(report, before)], action="report.approved", by=by, at=at)
    notify(with_role(Role.PMO, at=at), notice("report_approved", report), at=at)


@transaction.atomic
def order_issue(report: Report, *, by: Member, at: datetime) -> Job | None:
    """The PMO issues what was approved: a job signs it first; a provisional edition goes out as it is (None).

    A second click returns the same job, and puts one that failed back into the queue.
    """
    ready_to_issue(report)
    if report.is_provisional:
        issue_report(report, by=by, at=at)
        return None
    order = Order(ISSUE, report.period, report.language, f"edition-{report.pk}")
    job = enqueue(order, by=by, at=at, report=report.pk)
    if job.state in (JobState.FAILED, JobState.CANCELLED):
        Job.objects.filter(pk=job.pk).update(requested_by=by)
        retry(job, by=by, at=at)
    return job


def ready_to_issue(report: Report) -> None:
    """Refused for one that is not approved, overtaken by a newer one, or that lacks its reason."""
    if report.state != ReportState.APPROVED:
        raise Refused("report_moved_on")
    later = of_the_same_week(report).filter(version__gt=report.version, state__in=SETTLED).order_by("version").last()
    if later:
        raise Refused("newer_edition", edition=later.edition)
    claim_reason(report)


@transaction.atomic
def issue_report(report: Report, *, by: Member | None, at: datetime) -> None:
    """Its papers go out by the distribution list, older editions are superseded; one issue of a week at a time."""
    list(of_the_same_week(report).select_for_update().order_by("pk"))
    ready_to_issue(report)
    step(report, (ReportState.APPROVED,), state=ReportState.ISSUED, issued_by=by, issued_at=at)
    for_others = [pk for paper in report.papers[1:] for pk in (paper.pdf_id, paper.xlsx_id)]
    File.objects.filter(pk__in=for_others).update(is_public=True)
    record_changes([moved(report, ReportState.APPROVED)], action="report.issued", by=by, at=at)
    older = list(of_the_same_week(report).filter(version__lt=report.version).exclude(state=ReportState.SUPERSEDED))
    of_the_same_week(report).filter(pk__in=[one.pk for one in older]).update(state=ReportState.SUPERSEDED)
    superseded = [Change(one, {"state": one.state}, {"state": ReportState.SUPERSEDED}) for one in older]
    record_changes(superseded, action="report.superseded", by=by, at=at)
    hand_out(report, reverse("reports:weekly_week", args=[report.period]), at=at)


def claim_reason(report: Report) -> None:
    """Refused for an edition that would replace an issued one without the reason being printed on it."""
    issued = of_the_same_week(report).filter(version__lt=report.version, is_provisional=False).exclude(issued_at=None)
    replaced = None if report.supersedes else issued.order_by("version").last()
    if replaced:
        raise Refused("reason_not_printed", edition=replaced.edition)


def of_the_same_week(report: Report) -> QuerySet[Report]:
    """All editions of the report, in its language."""
    return Report.objects.filter(kind=report.kind, week=report.week, language=report.language)


def step(report: Report, come_from: tuple[str, ...], **changes: Any) -> None:
    """Take the report on from one of these states; Refused when somebody was faster."""
    if not Report.objects.filter(pk=report.pk, state__in=come_from).update(**changes):
        raise Refused("report_moved_on")
    report.refresh_from_db()


def moved(report: Report, before: str) -> Change:
    return Change(report, {"state": before}, {"state": report.state})


def notice(code: str, report: Report, time: str = "") -> Notice:
    """Told once of an edition, or once each `time`."""
    url = reverse("reports:weekly_week", args=[report.period])
    return Notice(
        code, url, f"{code}:{report.pk}:{time}".rstrip(":"), {"week": report.period, "language": report.language}
    )

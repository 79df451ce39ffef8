"""An edition that was made, so that it can be made again: when, of what, with which words, and signed by whom."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from pmo.lib import dates
from projects.models import Job, Member
from reports.gather import Edition
from reports.models import Report


def as_of(job: Job) -> datetime:
    """The moment its report is made as of: that of the schedule, of one that missed it when it was caught up."""
    return (not job.late and job.scheduled_for) or job.created_at


def as_made(report: Report, signed: dict[str, str] | None = None) -> Edition:
    """The edition with the comments, names and distribution it printed then; `signed`: reviewer and approver."""
    job, printed, names = report.job, report.printed, signed or {}
    return Edition(
        report.language, report.number, report.edition, as_of(job) if job else report.made_at, report.made_by,
        job.params.get("choices") if job else None, report.supersedes,
        tuple(printed.get("distribution", ())), printed.get("comments"),
        author=printed.get("author", ""), reviewer=names.get("reviewer", ""), approver=names.get("approver", ""),
    )  # fmt: skip


def signatures(report: Report) -> dict[str, str]:
    """Who reviewed and approved it, and when, as the cover says it; call under the language of the report."""
    signed = {
        "reviewer": signature(report.reviewed_by, report.reviewed_at, report.language),
        "approver": signature(report.approved_by, report.approved_at, report.language),
    }
    return {name: text for name, text in signed.items() if text}


def signature(member: Member | None, at: datetime | None, language: str) -> str:
    if member is None or at is None:
        return ""
    day = timezone.localtime(at).date()
    return _("%(name)s, %(at)s") % {"name": member.label, "at": dates.day(day, language, date.min)}

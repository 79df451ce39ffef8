"""The job that issues a weekly report: its papers are made once more with reviewer and approver, and handed out."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation

from pmo.lib.failpoints import failpoint
from projects.jobs import Refused, Run
from projects.models import Role
from projects.notifications import notify, with_role
from reports.actions import issue_report, notice, ready_to_issue
from reports.again import as_made, signatures
from reports.distribution import printed_list
from reports.gather import Edition
from reports.jobs import STEPS, Rendered, copy_of, keep_files, of_all, rendered_for, storing, sweep
from reports.models import Report, ReportCopy


def issue_weekly(run: Run) -> None:
    """Sign and issue the approved edition of the job; the PMO is told when that cannot be."""
    sweep(run.job)
    report = Report.objects.select_related("week", "job", "made_by", "reviewed_by", "approved_by").get(
        pk=run.params["report"]
    )
    try:
        issue(run, report)
    except Refused:
        failed = notice("report_not_issued", report, f"{run.job.pk}-{run.job.fence}")
        notify(with_role(Role.PMO, at=run.now()), failed, at=run.now())
        raise


def issue(run: Run, report: Report) -> None:
    """Refused when it would print anything else than was approved, or when the requester may not issue any more."""
    if run.requester is None or not run.requester.powers.can("report.make"):
        raise Refused("may_not_issue", who=run.requester.label if run.requester else "")
    ready_to_issue(report)
    week = report.week
    if week is None:
        raise Refused("no_such_week", week="")
    with translation.override(report.language):
        run.progress(0, STEPS, "compare")
        edition = as_made(report, signatures(report))
        rendered = [rendered_for(run, reader, document) for reader, document in of_all(week, edition)]
        if differs(report, rendered):
            raise Refused("not_as_approved", edition=report.edition)
    failpoint("report.signed")
    run.progress(STEPS - 1, STEPS, "store")
    keep(run, report, edition, rendered)


def differs(report: Report, rendered: Sequence[Rendered]) -> bool:
    """Whether any paper says, or the cover lists, anything else than when it was read and approved."""
    contents = {one.reader.key: one.content for one in rendered}
    return (report.printed.get("contents"), report.printed.get("distribution")) != (
        contents,
        printed_list(report.language),
    )


def keep(run: Run, report: Report, edition: Edition, rendered: Sequence[Rendered]) -> None:
    """Store the signed papers and issue the report with the job's end; the drafts stay as they were approved."""
    with storing(run) as files:
        stored = [(one.reader, keep_files(run, edition, one, files)) for one in rendered]
        ReportCopy.objects.bulk_create([copy_of(report, reader, pair, is_signed=True) for reader, pair in stored])
        signed = {"reviewer": edition.reviewer, "approver": edition.approver}
        Report.objects.filter(pk=report.pk).update(printed={**report.printed, "signed": signed})
        issue_report(report, by=run.requester, at=run.now())

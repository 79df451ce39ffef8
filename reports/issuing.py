"""The job that issues a weekly report: its papers are made once more with reviewer and approver, and handed out."""

from __future__ import annotations

from django.utils import translation

from pmo.lib.failpoints import failpoint
from projects.jobs import Refused, Run
from projects.models import Week
from reports.actions import claim_reason, issue_report
from reports.again import as_made, signatures
from reports.editions import digest
from reports.gather import Edition
from reports.jobs import STEPS, Rendered, copy_of, keep_files, of_all, rendered_for, storing, sweep
from reports.models import Report, ReportCopy, ReportState


def issue_weekly(run: Run) -> None:
    """Sign and issue the approved edition of the job; Refused when it would print anything else than was approved."""
    report, week = approved(run)
    with translation.override(report.language):
        run.progress(0, STEPS, "compare")
        sweep(run.job)
        if moved_on(report, week):
            raise Refused("not_as_approved", edition=report.edition)
        signed = signatures(report)
        edition = as_made(report, signed)
        rendered = [rendered_for(run, reader, document) for reader, document in of_all(week, edition)]
    failpoint("report.signed")
    run.progress(STEPS - 1, STEPS, "store")
    keep(run, report, edition, rendered)


def approved(run: Run) -> tuple[Report, Week]:
    reports = Report.objects.select_related("week", "job", "made_by", "reviewed_by", "approved_by", "pdf", "xlsx")
    report = reports.filter(pk=run.params["report"], state=ReportState.APPROVED).first()
    if report is None or report.week is None:
        raise Refused("report_moved_on")
    claim_reason(report)
    return report, report.week


def moved_on(report: Report, week: Week) -> bool:
    """Whether any paper, made again from the sealed data, differs from the one that was read and approved."""
    found = {reader.key: digest(document) for reader, document in of_all(week, as_made(report))}
    return report.printed.get("contents") != found


def keep(run: Run, report: Report, edition: Edition, rendered: list[Rendered]) -> None:
    """Store the signed papers and issue the report with the job's end; the drafts stay as they were approved."""
    with storing(run) as files:
        stored = [(one.reader, keep_files(run, edition, one, files)) for one in rendered]
        copies = [copy_of(report, reader, pair, is_signed=True) for reader, pair in stored]
        ReportCopy.objects.bulk_create(copies)
        signed = {"reviewer": edition.reviewer, "approver": edition.approver}
        Report.objects.filter(pk=report.pk).update(printed={**report.printed, "signed": signed})
        issue_report(report, by=run.requester, at=run.now())

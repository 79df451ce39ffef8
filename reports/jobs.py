"""The job that makes a weekly report: PDF and Excel from one content."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.utils import timezone, translation

from pmo.lib.failpoints import failpoint
from pmo.lib.fonts import ensure_fonts
from projects.jobs import Refused, Run
from projects.models import Change, File, Project, Purpose, Role, Week, record_change, store
from projects.notifications import Notice, notify, with_role
from reports import pdf, xlsx
from reports.content.weekly import build_weekly
from reports.gather import Edition, gather
from reports.models import Report

PDF_TYPE = "application/pdf"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STEPS = 4


def weekly_report(run: Run) -> None:
    """Draft the weekly report of the job's week (period) in its language (scope); one report per job."""
    week = Week.objects.filter(key=run.job.period).first()
    if week is None:
        raise Refused("no_such_week", week=run.job.period)
    made_at = run.job.scheduled_for or run.job.created_at
    with translation.override(run.job.scope):
        run.progress(0, STEPS, "figures")
        edition = edition_of(run, week, made_at)
        document = build_weekly(gather(week, edition))
        run.progress(1, STEPS, "pdf")
        pdf_bytes = pdf.render(document, ensure_fonts(settings.VAR / "fonts"))
        run.progress(2, STEPS, "xlsx")
        xlsx_bytes = xlsx.render(document)
    failpoint("report.rendered")
    run.progress(3, STEPS, "store")
    keep(run, week, edition, pdf_bytes, xlsx_bytes)


def edition_of(run: Run, week: Week, made_at: datetime) -> Edition:
    """Number and the next version; a version is 0.n while the week is open and n.0 once it is sealed."""
    number = f"{Project.get().code}-WR-{week.key}"
    version = next_version(week, run.job.scope)
    shown = f"{version}.0" if week.is_sealed else f"0.{version}"
    return Edition(run.job.scope, number, shown, made_at, run.requester, run.params.get("choices"))


def next_version(week: Week, language: str) -> int:
    last = Report.objects.filter(kind="weekly", week=week, language=language).aggregate(Max("version"))["version__max"]
    return (last or 0) + 1


def keep(run: Run, week: Week, edition: Edition, pdf_bytes: bytes, xlsx_bytes: bytes) -> Report:
    """Store both files and the report together with the job's end."""
    now = timezone.now()
    name = f"{edition.number}_{edition.language}_v{edition.version}"
    files: list[File] = []
    kept = False
    try:
        with run.closing():
            for content, ending, kind in ((pdf_bytes, "pdf", PDF_TYPE), (xlsx_bytes, "xlsx", XLSX_TYPE)):
                files.append(store(content, name=f"{name}.{ending}", purpose=Purpose.REPORT, content_type=kind, at=now))
                failpoint(f"report.{ending}_stored")
            report = Report.objects.create(
                kind="weekly", week=week, language=edition.language, number=edition.number,
                version=next_version(week, edition.language), is_provisional=not week.is_sealed,
                pdf=files[0], xlsx=files[1], job=run.job, made_by=run.requester, made_at=now,
            )  # fmt: skip
            record_change(
                Change(report, after={"number": report.number}), action="report.drafted", by=run.requester, at=now
            )
            tell_makers(report, now)
        kept = True
    finally:
        for file in () if kept else files:
            file.full_path.unlink(missing_ok=True)
    return report


def tell_makers(report: Report, at: datetime) -> None:
    people = {*with_role(Role.PMO, at=at), *with_role(Role.PM, at=at)}
    url = f"/reports/{report.week.key}/weekly/"
    notify(people, Notice("report_drafted", url, f"report:{report.pk}", {"week": report.week.key}), at=at)

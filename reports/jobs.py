"""The job that makes a weekly report: PDF and Excel from one content."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.utils import translation

from pmo.lib.failpoints import failpoint
from pmo.lib.fonts import ensure_fonts
from projects.jobs import Refused, Run
from projects.models import Change, File, Job, Project, Purpose, Role, Upload, Week, left_behind, record_change, store
from projects.notifications import notify, with_role
from reports import pdf, xlsx
from reports.actions import notice
from reports.content.weekly import build_weekly
from reports.gather import Edition, gather
from reports.models import Report

TYPES = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
STEPS = 4


def weekly_report(run: Run) -> None:
    """Draft the weekly report of the job's week (period) in its language (scope); one report per job."""
    week = Week.objects.filter(key=run.job.period).first()
    if week is None:
        raise Refused("no_such_week", week=run.job.period)
    made_at = run.job.scheduled_for or run.job.created_at
    with translation.override(run.job.scope):
        run.progress(0, STEPS, "figures")
        sweep(run.job)
        edition = edition_of(run, week, made_at)
        document = build_weekly(gather(week, edition))
        run.progress(1, STEPS, "pdf")
        paper = pdf.render(document, ensure_fonts(settings.VAR / "fonts"))
        run.progress(2, STEPS, "xlsx")
        workbook = xlsx.render(document)
    failpoint("report.rendered")
    run.progress(3, STEPS, "store")
    keep(run, week, edition, {"pdf": paper, "xlsx": workbook})


def edition_of(run: Run, week: Week, made_at: datetime) -> Edition:
    """Number and the next edition: 0.n while the week is open, n.0 once it is sealed."""
    number = f"{Project.get().code}-WR-{week.key}"
    made = Report.objects.filter(kind="weekly", week=week, language=run.job.scope)
    turn = made.filter(is_provisional=not week.is_sealed).count() + 1
    shown = f"{turn}.0" if week.is_sealed else f"0.{turn}"
    return Edition(
        run.job.scope, number, shown, made_at, run.requester, run.params.get("choices"),
        run.params.get("supersedes", ""),
    )  # fmt: skip


def next_version(week: Week, language: str) -> int:
    last = Report.objects.filter(kind="weekly", week=week, language=language).aggregate(Max("version"))["version__max"]
    return (last or 0) + 1


def keep(run: Run, week: Week, edition: Edition, contents: Mapping[str, bytes]) -> Report:
    """Store the files (by their ending) and the report with the job's end; nothing stays on the disk if that fails."""
    now = run.now()
    files: list[File] = []
    kept = False
    try:
        with run.closing():
            files.extend(stored(run.job, upload_of(edition, *pair), now) for pair in contents.items())
            report = make(run, week, edition, files, now)
            record_change(
                Change(report, after={"number": report.number, "edition": report.edition}),
                action="report.drafted", by=run.requester, at=now,
            )  # fmt: skip
            tell_makers(report, now)
        kept = True
    finally:
        for file in () if kept else files:
            file.full_path.unlink(missing_ok=True)
    return report


def upload_of(edition: Edition, ending: str, content: bytes) -> Upload:
    return Upload(f"{edition.number}_{edition.language}_v{edition.version}.{ending}", content, TYPES[ending])


def stored(job: Job, upload: Upload, at: datetime) -> File:
    ending = upload.name.rpartition(".")[2]
    file = store(upload, purpose=Purpose.REPORT, at=at, identity=identity(job, job.fence, ending))
    failpoint(f"report.{ending}_stored")
    return file


def make(run: Run, week: Week, edition: Edition, files: list[File], at: datetime) -> Report:
    return Report.objects.create(
        kind="weekly", week=week, language=edition.language, number=edition.number,
        version=next_version(week, edition.language), edition=edition.version,
        is_provisional=edition.version.startswith("0."), pdf=files[0], xlsx=files[1], job=run.job,
        made_by=run.requester, made_at=at, supersedes=edition.supersedes,
    )  # fmt: skip


def identity(job: Job, attempt: int, ending: str) -> uuid.UUID:
    """The uuid of a file of one attempt (fence) at a job."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"job/{job.pk}/{attempt}/{ending}")


def sweep(job: Job) -> None:
    """Remove what killed attempts at this job left on the disk."""
    for attempt in range(1, job.fence):
        for ending in TYPES:
            for path in left_behind(Purpose.REPORT, identity(job, attempt, ending)):
                path.unlink(missing_ok=True)


def tell_makers(report: Report, at: datetime) -> None:
    people = {*with_role(Role.PMO, at=at), *with_role(Role.PM, at=at)}
    notify(people, notice("report_drafted", report), at=at)

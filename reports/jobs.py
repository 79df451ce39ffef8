"""The job that makes a weekly report with its owner's and teams' editions: PDF and Excel from one content each."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import translation

from pmo.lib.failpoints import failpoint
from pmo.lib.fonts import ensure_fonts
from projects.jobs import Refused, Run
from projects.models import (
    Change,
    File,
    Job,
    Project,
    Purpose,
    Role,
    Team,
    Upload,
    Week,
    left_behind,
    record_change,
    store,
)
from projects.notifications import notify, with_role
from reports import pdf, xlsx
from reports.actions import notice
from reports.again import as_of
from reports.comments import said_in
from reports.content.blocks import Document
from reports.distribution import printed_list
from reports.editions import EVERYTHING, OWNER, Reader, digest, documents, of_team
from reports.gather import Edition
from reports.gather.report import author_name, view_for
from reports.models import Audience, Report, ReportCopy

TYPES = {"pdf": "application/pdf", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
STEPS = 5


def weekly_report(run: Run) -> None:
    """Draft the weekly report of the job's week (period) in its language (scope); one report per job."""
    week = Week.objects.filter(key=run.job.period).first()
    if week is None:
        raise Refused("no_such_week", week=run.job.period)
    made_at = as_of(run.job)
    with translation.override(run.job.scope):
        run.progress(0, STEPS, "figures")
        sweep(run.job)
        edition = edition_of(run, week, made_at)
        rendered = [rendered_for(run, reader, document) for reader, document in of_all(week, edition)]
    failpoint("report.rendered")
    run.progress(STEPS - 1, STEPS, "store")
    keep(run, week, edition, rendered)


def of_all(week: Week, edition: Edition) -> Iterator[tuple[Reader, Document]]:
    return documents(view_for(week, edition), edition)


def files_of(run: Run, document: Document, reader: Reader) -> tuple[bytes, bytes]:
    """PDF and workbook of one edition; the whole report's steps are told one by one."""
    if reader != EVERYTHING:
        run.progress(3, STEPS, "copies")
        return print_pdf(document), xlsx.render(document)
    run.progress(1, STEPS, "pdf")
    paper = print_pdf(document)
    run.progress(2, STEPS, "xlsx")
    return paper, xlsx.render(document)


def print_pdf(document: Document) -> bytes:
    return pdf.render(document, ensure_fonts(settings.VAR / "fonts"))


@dataclass(frozen=True)
class Rendered:
    """The files of one edition, and the digest of what they say."""

    reader: Reader
    content: str
    pdf: bytes
    xlsx: bytes


def rendered_for(run: Run, reader: Reader, document: Document) -> Rendered:
    return Rendered(reader, digest(document), *files_of(run, document, reader))


def edition_of(run: Run, week: Week, made_at: datetime) -> Edition:
    """Number and the next edition: 0.n while the week is open, n.0 once it is sealed."""
    number = f"{Project.get().code}-WR-{week.key}"
    made = Report.objects.filter(kind="weekly", week=week, language=run.job.scope)
    turn = made.filter(is_provisional=not week.is_sealed).count() + 1
    shown = f"{turn}.0" if week.is_sealed else f"0.{turn}"
    return Edition(
        run.job.scope, number, shown, made_at, run.requester, run.params.get("choices"),
        run.params.get("supersedes", ""), tuple(printed_list(run.job.scope)), said_in(week),
        author=author_name(run.requester),
    )  # fmt: skip


def next_version(week: Week, language: str) -> int:
    last = Report.objects.filter(kind="weekly", week=week, language=language).aggregate(Max("version"))["version__max"]
    return (last or 0) + 1


def keep(run: Run, week: Week, edition: Edition, rendered: Sequence[Rendered]) -> Report:
    """Store the files and the report with the job's end; nothing stays on the disk if that fails."""
    with storing(run) as files:
        stored = [(one.reader, keep_files(run, edition, one, files)) for one in rendered]
        report = make(run, week, edition, stored[0][1], printed(edition, rendered))
        ReportCopy.objects.bulk_create([copy_of(report, reader, pair) for reader, pair in stored[1:]])
        record_change(
            Change(report, after={"number": report.number, "edition": report.edition}),
            action="report.drafted", by=run.requester, at=report.made_at,
        )  # fmt: skip
        tell_makers(report, report.made_at)
    return report


@contextmanager
def storing(run: Run) -> Iterator[list[File]]:
    """The job's end; the files that the block notes in the list are taken off the disk again when it fails."""
    files: list[File] = []
    kept = False
    try:
        with run.closing():
            yield files
        kept = True
    finally:
        for file in () if kept else files:
            file.full_path.unlink(missing_ok=True)


def keep_files(run: Run, edition: Edition, one: Rendered, kept: list[File]) -> list[File]:
    return [keep_file(run, edition, one, ending, kept) for ending in TYPES]


def keep_file(run: Run, edition: Edition, one: Rendered, ending: str, kept: list[File]) -> File:
    """Store one file of one edition and note it in `kept`."""
    content, reader = getattr(one, ending), one.reader
    name = f"{reader.own(edition).number}_{edition.language}_v{edition.version}.{ending}"
    team = Team.objects.get(code=reader.team) if reader.team else None
    upload = Upload(name, content, TYPES[ending])
    which = identity(run.job, run.job.fence, file_key(reader, ending))
    file = store(upload, purpose=Purpose.REPORT, at=run.now(), team=team, identity=which)
    kept.append(file)
    if reader == EVERYTHING:
        failpoint(f"report.{ending}_stored")
    return file


def printed(edition: Edition, rendered: Sequence[Rendered]) -> dict[str, Any]:
    """What it prints besides the week's figures, to make it again; and the digests of all it says, to compare."""
    return {
        "comments": edition.said,
        "distribution": edition.distribution,
        "author": edition.author,
        "contents": {one.reader.key: one.content for one in rendered},
    }


def make(run: Run, week: Week, edition: Edition, files: Sequence[File], printed: dict[str, Any]) -> Report:
    return Report.objects.create(
        kind="weekly", week=week, language=edition.language, number=edition.number,
        version=next_version(week, edition.language), edition=edition.version,
        is_provisional=edition.version.startswith("0."), pdf=files[0], xlsx=files[1], job=run.job,
        made_by=run.requester, made_at=run.now(), supersedes=edition.supersedes, printed=printed,
    )  # fmt: skip


def copy_of(report: Report, reader: Reader, files: Sequence[File], *, is_signed: bool = False) -> ReportCopy:
    paper, book = files
    audience = reader.audience or Audience.ALL
    return ReportCopy(report=report, audience=audience, team=paper.team, is_signed=is_signed, pdf=paper, xlsx=book)


def file_key(reader: Reader, ending: str) -> str:
    """ "pdf" of the whole report, "owner.pdf", "team:BIL.pdf"."""
    return f"{reader.key}.{ending}".removeprefix(".")


def identity(job: Job, attempt: int, key: str) -> uuid.UUID:
    """The uuid of a file of one attempt (fence) at a job."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"job/{job.pk}/{attempt}/{key}")


def sweep(job: Job) -> None:
    """Remove what killed attempts at this job left on the disk."""
    readers = [EVERYTHING, OWNER, *map(of_team, Team.objects.values_list("code", flat=True))]
    keys = [file_key(reader, ending) for reader in readers for ending in TYPES]
    for attempt in range(1, job.fence):
        for key in keys:
            for path in left_behind(Purpose.REPORT, identity(job, attempt, key)):
                path.unlink(missing_ok=True)


def tell_makers(report: Report, at: datetime) -> None:
    people = {*with_role(Role.PMO, at=at), *with_role(Role.PM, at=at)}
    notify(people, notice("report_drafted", report), at=at)

"""Whether a report's file still says what the sealed data say: made again and compared cell by cell, sums recounted."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
from django.conf import settings
from django.db.models import Q
from django.utils import translation

from pmo.lib.fonts import ensure_fonts
from progress.models import Measure, ProgressRecord
from projects.jobs import Refused
from projects.models import File, Purpose, Week
from reports import pdf, xlsx
from reports.again import as_made
from reports.content.blocks import Document
from reports.editions import Reader, document_for, reader_of
from reports.gather.report import view_for
from reports.models import Report, ReportCopy

SUMS = {"bac": "budget", "pv": "planned_value", "ev": "earned_value", "ac": "actual_cost"}
ROUNDED = Decimal("0.000001")  # to what a record keeps a row's amounts


@dataclass(frozen=True)
class Difference:
    """A place (sheet and cell, page, or measure) with what the file says and what the sealed data say."""

    place: str
    told: str
    found: str


@dataclass(frozen=True)
class Verdict:
    """`known`: the very bytes that were stored when the report was made."""

    report: Report
    known: bool
    figures: int
    differences: list[Difference]

    @property
    def count(self) -> int:
        return len(self.differences)

    @property
    def holds(self) -> bool:
        return not self.differences


def verify(path: Path) -> Verdict:
    """Refused for a file that is none of this workspace's reports, and for an edition made before the seal.

    ("not_a_report", "provisional_edition": no sealed data stand behind it.)
    """
    content = path.read_bytes()
    papers, known = papers_of(path, content)
    return min((compare(paper, content, path.suffix, known=known) for paper in papers), key=lambda one: one.count)


def compare(paper: Report | ReportCopy, content: bytes, ending: str, *, known: bool) -> Verdict:
    """The content against the paper made again, and the sums of its week."""
    report = paper if isinstance(paper, Report) else paper.report
    if report.is_provisional:
        raise Refused("provisional_edition", edition=report.edition)
    document = made_again(report, reader_of(paper), is_signed=isinstance(paper, ReportCopy) and paper.is_signed)
    if ending == ".pdf":
        again = pdf.render(document, ensure_fonts(settings.VAR / "fonts"))
        compared = [] if again == content else [Difference("PDF", digest(content), digest(again))]
        figures = 0
    else:
        pairs = list(cells(content, xlsx.render(document)))
        figures = sum(isinstance(found, int | float | Decimal) for _place, _told, found in pairs)
        compared = [Difference(place, str(told), str(found)) for place, told, found in pairs if told != found]
    sums = list(recounted(report.week)) if report.week and report.week.is_sealed else []
    return Verdict(report, known, figures + len(sums), compared + [one for one in sums if one.told != one.found])


def papers_of(path: Path, content: bytes) -> tuple[list[Report | ReportCopy], bool]:
    """The paper known by its bytes (and that it was), else all that had its name here: a draft and the signed one."""
    files = File.objects.filter(purpose=Purpose.REPORT)
    same = files.filter(sha256=digest(content))
    is_known = same.exists()
    it = Q(pdf__in=same) | Q(xlsx__in=same)
    if not is_known:
        it = Q(pdf__name=path.name) | Q(xlsx__name=path.name)
    copies = ReportCopy.objects.select_related("report__week", "report__job", "report__made_by", "team")
    reports = Report.objects.select_related("week", "job", "made_by")
    papers: list[Report | ReportCopy] = [*copies.filter(it), *reports.filter(it)]
    if not papers:
        raise Refused("not_a_report")
    return papers, is_known


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def made_again(report: Report, reader: Reader, *, is_signed: bool) -> Document:
    """The content of the edition, gathered anew from the sealed data; it prints the comments it printed then."""
    edition = as_made(report, report.printed.get("signed") if is_signed else None)
    with translation.override(report.language):
        document = document_for(view_for(report.week, edition), edition, reader.key) if report.week else None
    if document is None:
        raise Refused("not_a_report")
    return document


def cells(told: bytes, found: bytes) -> Iterator[tuple[str, object, object]]:
    """(sheet!cell, value of the file, value made again) of every cell that either has."""
    first, second = (openpyxl.load_workbook(BytesIO(content)) for content in (told, found))
    for name in dict.fromkeys([*first.sheetnames, *second.sheetnames]):
        values = [sheet_values(book, name) for book in (first, second)]
        for place in sorted(values[0].keys() | values[1].keys()):
            yield f"{name}!{place}", values[0].get(place), values[1].get(place)


def sheet_values(book: openpyxl.Workbook, name: str) -> dict[str, object]:
    if name not in book.sheetnames:
        return {}
    return {cell.coordinate: cell.value for row in book[name].iter_rows() for cell in row if cell.value is not None}


def recounted(week: Week) -> Iterator[Difference]:
    """The measures of the week against the sums of its records, scope by scope (both compared by the caller)."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    counts: dict[str, int] = defaultdict(int)
    fields = ("team__code", "phase__code", *SUMS.values())
    for team, phase, *amounts in ProgressRecord.objects.filter(week=week).values_list(*fields):
        for scope in scopes_of(team or "", phase or ""):
            counts[scope] += 1
            for name, amount in zip(SUMS, amounts, strict=True):
                sums[scope, name] += amount or Decimal(0)
    for measure in Measure.objects.filter(week=week, name__in=SUMS).exclude(value=None):
        found = sums.get((measure.scope, measure.name), Decimal(0))
        told = measure.value or Decimal(0)
        close = abs(told - found) <= ROUNDED * max(counts[measure.scope], 1)
        yield Difference(f"{measure.scope} {measure.name}", str(told), str(told if close else found))


def scopes_of(team: str, phase: str) -> tuple[str, ...]:
    return "project", f"team:{team}", f"phase:{phase}", f"team:{team}/phase:{phase}"

"""Points to mend before a team sends: what the checks say of the draft, joined with the findings that came back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from progress import check_texts
from progress.actions.sending import Preview
from progress.composition import UNREADABLE, Line, unreadable
from progress.domain.checks import Clears, Entry, EntryKind, Severity
from progress.exchange.reading import Problem
from progress.inputs import ORDER, inputs_of
from progress.models import Finding, FindingState
from progress.reading_texts import problem_sentence
from progress.templatetags.cycle import finding_sentence, finding_title, place

ANSWERABLE = (FindingState.OPEN, FindingState.ANSWERED)
TOLD = (
    FindingState.WITHDRAWN,
    FindingState.WAIVED,
    FindingState.DISMISSED,
)  # decisions of the PMO that a team hears of


@dataclass(frozen=True)
class Point:
    """One thing about a row (or the whole update): what was seen, where, and what stands between it and sending.

    `settled`: "" (open), "said" (a late row that says all that is asked), "answered" or "mended" (came back, repaired),
    "withdrawn", "waived" or "dismissed" (by the PMO).
    """

    severity: str
    title: str
    sentence: str
    fields: tuple[str, ...] = ()
    field: str = ""
    cell: str = ""
    settled: str = ""
    finding: Finding | None = None
    is_late: bool = False

    @property
    def is_open(self) -> bool:
        return not self.settled and self.severity != Severity.I

    @property
    def came_back(self) -> bool:
        return self.finding is not None and self.finding.returned

    @property
    def takes_answer(self) -> bool:
        return self.finding is not None and self.finding.returned and self.finding.state in ANSWERABLE


@dataclass(frozen=True)
class RowPoints:
    """All points of one row, with the row as it would be sent; without a row they are about the update as a whole."""

    key: str
    line: Line | None
    points: tuple[Point, ...]

    @property
    def slug(self) -> str:
        return slug_of(self.key)

    @property
    def fields(self) -> tuple[str, ...]:
        """The inputs of all its points, each once, in the order of a row."""
        if self.line is None:
            return ()
        wanted = {name for point in self.points if point.settled != "mended" for name in point.fields}
        return tuple(name for name in ORDER if name in wanted)

    @property
    def severity(self) -> str:
        return min((point.severity for point in self.points), key="EWI".index)

    @property
    def is_open(self) -> bool:
        return any(point.is_open for point in self.points)

    def holds(self, finding: int) -> bool:
        return any(point.finding is not None and point.finding.pk == finding for point in self.points)

    @property
    def is_for_information(self) -> bool:
        return self.severity == Severity.I


@dataclass(frozen=True)
class Points:
    """The points of a draft, row by row, the weightiest first."""

    rows: tuple[RowPoints, ...]

    @property
    def open(self) -> list[RowPoints]:
        return [row for row in self.rows if row.is_open]

    @property
    def settled(self) -> list[RowPoints]:
        """Nothing left to do: what came back and is repaired or answered, late rows that say all."""
        return [row for row in self.rows if not row.is_open and not row.is_for_information]

    @property
    def information(self) -> list[RowPoints]:
        return [row for row in self.rows if row.is_for_information]

    @cached_property
    def by_key(self) -> dict[str, RowPoints]:
        return {row.key: row for row in self.rows}

    def count(self, severity: str) -> int:
        return sum(point.is_open and point.severity == severity for row in self.rows for point in row.points)

    def returned(self, severity: str) -> int:
        """Points that came back and are neither mended nor answered."""
        points = (point for row in self.rows for point in row.points)
        return sum(point.is_open and point.came_back and point.severity == severity for point in points)

    @property
    def must_fix(self) -> int:
        return self.count(Severity.E)

    @property
    def please_answer(self) -> int:
        return self.count(Severity.W)

    @property
    def left(self) -> int:
        return self.must_fix + self.please_answer


def slug_of(key: str) -> str:
    """A row's name in ids of the page."""
    return f"r{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def points_of(found: Preview, findings: Iterable[Finding]) -> Points:
    """The points of a draft, what came back first; `findings` are those that came back in the team's week."""
    lines = {line.row.key: line for line in found.composed.lines}
    by_row: dict[str, list[Point]] = {}
    for key, point in [*points_of_entries(found, lines, findings), *points_of_findings(found, lines, findings)]:
        by_row.setdefault(key, []).append(point)
    rows = [RowPoints(key, lines.get(key), tuple(points)) for key, points in by_row.items()]
    return Points(tuple(sorted(rows, key=lambda row: not any(point.came_back for point in row.points))))


def entries_of(found: Preview) -> list[Entry]:
    """What is said to the team; cells that cannot be read come first."""
    told = (entry for entry in found.assessment.entries if entry.audience == "team")
    return [*unreadable(found.composed), *told]


def points_of_entries(
    found: Preview, lines: dict[str, Line], findings: Iterable[Finding]
) -> Iterator[tuple[str, Point]]:
    came_back = {finding.cause: finding for finding in findings if finding.cause and finding.returned}
    for entry in entries_of(found):
        finding = came_back.get(entry.identity)
        if finding is None or not is_settled(entry, finding):
            yield entry.key, point_of(entry, lines.get(entry.key), finding)


def is_settled(entry: Entry, finding: Finding) -> bool:
    """Whether the PMO closed this very finding: what was mended, or looks different now, is said again."""
    closed = finding.is_closed and finding.state != FindingState.RESOLVED
    return closed and finding.fingerprint == entry.fingerprint


def point_of(entry: Entry, line: Line | None, finding: Finding | None) -> Point:
    cell = cell_of(line, entry.field)
    settled = "said" if is_said(entry) else ""
    if finding is not None and finding.state == FindingState.ANSWERED and finding.fingerprint == entry.fingerprint:
        settled = "answered"
    title = finding_title(finding) if finding else title_of(entry)
    fields = inputs_of(entry.code, entry.parts, entry.field)
    return Point(
        str(entry.severity), title, sentence_of(entry, line, cell), fields, entry.field, cell, settled, finding,
        is_late=entry.kind is EntryKind.LATE,
    )  # fmt: skip


def is_said(entry: Entry) -> bool:
    """A late row that says reason and countermeasure (and a forecast, when overdue) is answered by itself."""
    return entry.kind is EntryKind.LATE and not entry.missing and entry.clears is not Clears.VALUE


def title_of(entry: Entry) -> str:
    return finding_title(Finding(code=entry.code, kind=str(entry.kind)))


def cell_of(line: Line | None, field: str) -> str:
    """Where it stands in the team's file: sheet!cell, or the row; "" for what was typed here."""
    if line is None or not line.row_number:
        return ""
    return f"{line.sheet}!{line.cells.get(field) or line.row_number}"


def sentence_of(entry: Entry, line: Line | None, cell: str) -> str:
    if entry.code == UNREADABLE:
        values = entry.values
        problem = Problem(values["problem"], entry.field, values["cell"], values["value"])
        return problem_sentence(problem, line.sheet if line else "")
    return check_texts.sentence(entry.code, entry.values | ({"cell": cell} if cell else {}))


def points_of_findings(
    found: Preview, lines: dict[str, Line], findings: Iterable[Finding]
) -> Iterator[tuple[str, Point]]:
    """What came back and the checks do not say (any more): the PMO's own findings, and what is repaired by now."""
    standing = {entry.identity for entry in entries_of(found)}
    for finding in findings:
        settled = settled_by(finding)
        if not finding.returned or settled is None or (finding.cause in standing and not finding.is_closed):
            continue
        fields = (finding.field,) if finding.kind == "own" and finding.field else ()
        yield finding.row_key, Point(
            finding.severity, finding_title(finding), finding_sentence(finding), fields, finding.field, place(finding),
            settled, finding,
        )  # fmt: skip


def settled_by(finding: Finding) -> str | None:
    """What settled a finding that came back; "" for nothing yet, None when it needs no word any more."""
    if finding.is_closed:
        return str(finding.state) if finding.state in TOLD else None
    if finding.state == FindingState.ANSWERED:
        return "answered"
    return "" if finding.kind == "own" else "mended"

"""What surrounds the content: the cover block on the first page, the running header, footer and provisional band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.content.blocks import Document, Fact
from reports.content.show import show
from reports.pdf import style
from reports.pdf.flow import Piece
from reports.pdf.pen import Align, Measure, Pen, Type
from reports.pdf.style import MARGIN, SMALL, SMALL_LEADING

TITLE = Type(21.0, bold=True)
DENSE_TITLE = Type(16.0, bold=True)
SUBTITLE = Type(11.0, style.ACCENT, bold=True)
PROJECT = Type(10.0, style.MUTED)
RUNNING = Type(SMALL, style.MUTED)
MARKED = Type(SMALL, style.INK, bold=True)
BAND = Type(8.5, style.NOT_FINAL_INK, bold=True)
FACT_LABEL = Type(SMALL, style.MUTED)
FACT_VALUE = Type(8.2)
NOTICE = Type(8.2, style.NOT_FINAL_INK)
FACT_LEADING = 11.5
MOST_LABEL_ROOM = 110.0
COLUMN_GAP = 16.0
HEADER_SHARE = 0.7  # of the width, for the words on the left


# ---- the cover block


def cover_pieces(document: Document, measure: Measure) -> list[Piece]:
    return [_names(document, measure), *_facts(document.facts, measure), *_notices(document.notices, measure)]


def _names(document: Document, measure: Measure) -> Piece:
    if measure.dense:
        return _title_line(document, measure)
    title = measure.lines(document.title, TITLE, measure.body)
    subtitle = measure.lines(document.subtitle, SUBTITLE, measure.body)
    project = measure.lines(document.project, PROJECT, measure.body)
    height = len(project) * 14.0 + len(title) * 27.0 + len(subtitle) * 15.0 + 12.0

    def paint(pen: Pen, top: float) -> None:
        pen.paragraph(MARGIN, top - 10.0, project, PROJECT, 14.0)
        top -= len(project) * 14.0
        pen.paragraph(MARGIN, top - 22.0, title, TITLE, 27.0)
        top -= len(title) * 27.0
        pen.paragraph(MARGIN, top - 13.0, subtitle, SUBTITLE, 15.0)

    return Piece(height, paint, keep=True)


def _title_line(document: Document, measure: Measure) -> Piece:
    """All in one line: the project stands in the running header."""
    subtitle = measure.shortened(document.subtitle, SUBTITLE, measure.body / 3)
    room = measure.body - measure.width(subtitle, SUBTITLE) - COLUMN_GAP
    title = measure.shortened(document.title, DENSE_TITLE, room)

    def paint(pen: Pen, top: float) -> None:
        pen.text(MARGIN, top - 16.0, title, DENSE_TITLE)
        pen.text(MARGIN + measure.body, top - 16.0, subtitle, SUBTITLE, Align.RIGHT)

    return Piece(25.0, paint, keep=True)


@dataclass(frozen=True, slots=True)
class _Entry:
    label: str
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * FACT_LEADING + 2.5


def _facts(facts: Sequence[Fact], measure: Measure) -> list[Piece]:
    """Two columns (four across), filled row by row, in a ruled block."""
    if not facts:
        return []
    count = 4 if measure.dense else 2
    width = (measure.body - (count - 1) * COLUMN_GAP) / count
    labels = min(max(measure.width(fact.label, FACT_LABEL) for fact in facts) + 8.0, MOST_LABEL_ROOM)
    entries = [
        _Entry(
            measure.shortened(fact.label, FACT_LABEL, labels - 4.0),
            measure.lines(show(fact.value, fact.kind, measure.style), FACT_VALUE, width - labels),
        )
        for fact in facts
    ]
    rows = [entries[start : start + count] for start in range(0, len(entries), count)]
    height = sum(max(entry.height for entry in row) for row in rows) + 10.0

    def paint(pen: Pen, top: float) -> None:
        pen.rule(MARGIN, top, measure.body, style.ACCENT, 1.4)
        pen.rule(MARGIN, top - height, measure.body, style.HAIRLINE, 0.8)
        y = top - 6.0
        for row in rows:
            for place, entry in enumerate(row):
                left = MARGIN + place * (width + COLUMN_GAP)
                pen.text(left, y - 8.2, entry.label, FACT_LABEL)
                pen.paragraph(left + labels, y - 8.2, entry.lines, FACT_VALUE, FACT_LEADING)
            y -= max(entry.height for entry in row)

    return [Piece(height, paint)]


def _notices(notices: Sequence[str], measure: Measure) -> list[Piece]:
    if not notices:
        return []
    lines = [line for notice in notices for line in measure.lines(notice, NOTICE, measure.body - 16.0)]
    height = len(lines) * FACT_LEADING + 9.0

    def paint(pen: Pen, top: float) -> None:
        pen.ground(MARGIN, top, measure.body, height, style.NOT_FINAL_GROUND)
        pen.paragraph(MARGIN + 8.0, top - 12.5, lines, NOTICE, FACT_LEADING)

    return [Piece(height, paint, gap=8.0)]


# ---- every page


def draw_frame(pen: Pen, document: Document, page: int, pages: int) -> None:
    """Header, footer and, while the document is provisional, the band."""
    _header(pen, document)
    _footer(pen, document, document.words.page % {"page": page, "pages": pages})
    if document.band:
        _band(pen, document.band)


def _header(pen: Pen, document: Document) -> None:
    y = pen.sheet.header_line + 5.0
    words = "  ".join(part for part in (document.project, document.title, document.subtitle) if part)
    pen.text(MARGIN, y, pen.measure.shortened(words, RUNNING, pen.sheet.body * HEADER_SHARE), RUNNING)
    pen.rule(MARGIN, pen.sheet.header_line, pen.sheet.body, style.HAIRLINE)
    if document.confidentiality:
        _confidentiality(pen, document.confidentiality, y)


def _confidentiality(pen: Pen, words: str, y: float) -> None:
    words = pen.measure.shortened(words, MARKED, pen.sheet.body * (1 - HEADER_SHARE) - 14.0)
    width = pen.measure.width(words, MARKED) + 10.0
    pen.frame(MARGIN + pen.sheet.body - width, y + 9.0, width, 13.0, style.INK)
    pen.text(MARGIN + pen.sheet.body - 5.0, y, words, MARKED, Align.RIGHT)


def _footer(pen: Pen, document: Document, page: str) -> None:
    y = style.FOOTER_LINE - SMALL_LEADING
    words = "  ".join(part for part in (document.number, document.version) if part)
    pen.rule(MARGIN, style.FOOTER_LINE, pen.sheet.body, style.HAIRLINE)
    pen.text(MARGIN, y, pen.measure.shortened(words, RUNNING, pen.sheet.body * HEADER_SHARE), RUNNING)
    pen.text(MARGIN + pen.sheet.body, y, page, RUNNING, Align.RIGHT)


def _band(pen: Pen, words: str) -> None:
    top = pen.sheet.header_line - 5.0
    pen.ground(MARGIN, top, pen.sheet.body, style.BAND_HEIGHT, style.NOT_FINAL_GROUND)
    pen.frame(MARGIN, top, pen.sheet.body, style.BAND_HEIGHT, style.NOT_FINAL_INK)
    pen.text(
        MARGIN + pen.sheet.body / 2,
        top - 12.0,
        pen.measure.shortened(words, BAND, pen.sheet.body - 12.0),
        BAND,
        Align.CENTRE,
    )

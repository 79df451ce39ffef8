"""A document as PDF. The same document gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from pmo.lib.fonts import Fonts
from pmo.lib.typeface import register
from reports.content.blocks import Document, Layout, Section
from reports.content.show import Style
from reports.pdf import style
from reports.pdf.blocks import section_pieces
from reports.pdf.flow import Page, Piece, paginate
from reports.pdf.frame import cover_pieces, draw_frame
from reports.pdf.pen import Measure, Pen
from reports.pdf.style import Sheet

type Progress = Callable[[int, int], None]

PRODUCER = "PMO Workspace"
HEAD_GAP = 4.0  # between what stands across the page and its columns


def render(document: Document, fonts: Fonts, progress: Progress | None = None) -> bytes:
    """The finished file. `progress` is told (page, pages) before each page is drawn; what it raises ends the work."""
    register(fonts)
    sheet, measure, pages = _laid_out(document, fonts)
    file = BytesIO()
    pen = Pen(_canvas(document, fonts, file, sheet), measure, sheet)
    for number, columns in enumerate(pages, start=1):
        if progress is not None:
            progress(number, len(pages))
        _draw_page(pen, columns, number)
        draw_frame(pen, document, number, len(pages))
        pen.finish_page()
    pen.canvas.save()
    return file.getvalue()


def _laid_out(document: Document, fonts: Fonts) -> tuple[Sheet, Measure, list[list[Placed]]]:
    """In the largest letters in which the document keeps to one page, if it should."""
    words = Style(document.language, document.status_date)
    for sheet in style.SHEETS[document.layout]:
        measure = Measure(fonts, words, sheet.body, dense=document.layout is Layout.ONE_PAGE)
        pages = _pages(document, measure, sheet)
        if len(pages) == 1:
            break
    return sheet, measure, pages


@dataclass(frozen=True, slots=True)
class Placed:
    """A filled column and how far right on the page it stands."""

    column: Page
    shift: float = 0.0


def _pages(document: Document, measure: Measure, sheet: Sheet) -> list[list[Placed]]:
    """The columns of each page."""
    top = sheet.top - (style.BAND_HEIGHT + 4.0 if document.provisional else 0.0)
    cover = cover_pieces(document, measure)
    if sheet.columns == 1:
        pieces = cover + _section_pieces(document, document.sections, measure)
        return [[Placed(page)] for page in paginate(pieces, style.BODY_BOTTOM, top)]
    head = paginate(cover + _section_pieces(document, document.sections[:1], measure), style.BODY_BOTTOM, top)
    narrow = Measure(measure.fonts, measure.style, sheet.column, dense=measure.dense)
    below = [head[-1].top - head[-1].used - HEAD_GAP] * sheet.columns
    columns = paginate(_section_pieces(document, document.sections[1:], narrow), style.BODY_BOTTOM, top, below)
    step = sheet.column + style.COLUMN_GAP
    filled = [Placed(column, place % sheet.columns * step) for place, column in enumerate(columns)]
    pages = [[Placed(page)] for page in head]
    pages[-1] += filled[: sheet.columns]
    rest = filled[sheet.columns :]
    return pages + [rest[start : start + sheet.columns] for start in range(0, len(rest), sheet.columns)]


def _section_pieces(document: Document, sections: Sequence[Section], measure: Measure) -> list[Piece]:
    return [
        piece
        for number, section in enumerate(sections, start=1)
        for piece in section_pieces(number, section, measure, document.words)
    ]


def _canvas(document: Document, fonts: Fonts, file: BytesIO, sheet: Sheet) -> Canvas:
    canvas = Canvas(
        file,
        pagesize=sheet.paper,
        pageCompression=1,
        invariant=1,
        initialFontName=fonts.regular.name,
        lang=document.language,
    )
    canvas.setTitle(f"{document.title} {document.subtitle}")
    canvas.setAuthor(document.author)
    canvas.setSubject(document.project)
    canvas.setKeywords(f"{document.number} {document.version}")
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.showOutline()
    _date(canvas, document.made_at)
    return canvas


def _date(canvas: Any, made_at: datetime) -> None:
    """Give the file the date of the document; `invariant` alone would date every file 2000-01-01."""
    stamp, moment = canvas._doc._timeStamp, made_at.astimezone(UTC)
    stamp.t = moment.timestamp()
    stamp.lt = moment.timetuple()
    stamp.YMDhms = tuple(stamp.lt)[:6]


def _draw_page(pen: Pen, columns: Sequence[Placed], number: int) -> None:
    growth, (right, up) = pen.sheet.growth, pen.sheet.shift
    if growth != 1.0:
        pen.canvas.translate(right, up)
        pen.canvas.scale(1 / growth, 1 / growth)
    for place, one in enumerate(columns):
        pen.shift = one.shift
        for order, (top, piece) in enumerate(one.column.placed):
            if piece.bookmark is not None:
                key = f"{number}-{order}" if not place else f"{number}-{place}-{order}"
                level = piece.bookmark.level
                pen.canvas.bookmarkHorizontalAbsolute(key, (top + 6.0) / growth + up)
                pen.canvas.addOutlineEntry(piece.bookmark.title, key, level, closed=level > 0)
            piece.paint(pen, top)
    pen.shift = 0.0

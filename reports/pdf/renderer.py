"""A document as PDF. The same document gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from pmo.lib.fonts import Fonts
from pmo.lib.typeface import register
from reports.content.blocks import Document
from reports.content.show import Style
from reports.pdf import style
from reports.pdf.blocks import section_pieces
from reports.pdf.flow import Page, Piece, paginate
from reports.pdf.frame import cover_pieces, draw_frame
from reports.pdf.pen import Measure, Pen

type Progress = Callable[[int, int], None]

PRODUCER = "PMO Workspace"


def render(document: Document, fonts: Fonts, progress: Progress | None = None) -> bytes:
    """The finished file. `progress` is told (page, pages) before each page is drawn; what it raises ends the work."""
    register(fonts)
    measure = Measure(fonts, Style(document.language, document.status_date))
    pages = paginate(_pieces(document, measure), style.BODY_BOTTOM, _body_top(document))
    file = BytesIO()
    pen = Pen(_canvas(document, fonts, file), measure)
    for number, page in enumerate(pages, start=1):
        if progress is not None:
            progress(number, len(pages))
        _draw_page(pen, page, number)
        draw_frame(pen, document, number, len(pages))
        pen.finish_page()
    pen.canvas.save()
    return file.getvalue()


def _pieces(document: Document, measure: Measure) -> list[Piece]:
    pieces = cover_pieces(document, measure)
    for number, section in enumerate(document.sections, start=1):
        pieces += section_pieces(number, section, measure, document.words)
    return pieces


def _body_top(document: Document) -> float:
    return style.BODY_TOP - (style.BAND_HEIGHT + 4.0 if document.provisional else 0.0)


def _canvas(document: Document, fonts: Fonts, file: BytesIO) -> Canvas:
    canvas = Canvas(
        file,
        pagesize=(style.PAGE_WIDTH, style.PAGE_HEIGHT),
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


def _draw_page(pen: Pen, page: Page, number: int) -> None:
    for order, (top, piece) in enumerate(page.placed):
        if piece.bookmark is not None:
            key = f"{number}-{order}"
            pen.canvas.bookmarkHorizontalAbsolute(key, top + 6.0)
            pen.canvas.addOutlineEntry(piece.bookmark.title, key, piece.bookmark.level, closed=piece.bookmark.level > 0)
        piece.paint(pen, top)

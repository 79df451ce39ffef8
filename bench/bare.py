"""The same cells written by bare ReportLab and openpyxl: no wrapping, styles, charts, heads or page numbers."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pmo.lib.fonts import ensure_fonts
from reports.content.blocks import Document
from reports.content.show import Style, raw, show

FONTS = Path(__file__).parents[1] / "var" / "fonts"
ROWS_A_PAGE = 60


def bare_pdf(document: Document) -> bytes:
    """Every cell as one string on the canvas, in ReportLab's own font class."""
    font, file = ensure_fonts(FONTS).regular, BytesIO()
    if "bare" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("bare", str(font.path)))
    canvas, style = Canvas(file, pagesize=A4, pageCompression=1, invariant=1), Style("ja", document.status_date)
    for table in document.tables:
        for number, row in enumerate(table.rows):
            if number % ROWS_A_PAGE == 0:
                canvas.showPage()
                canvas.setFont("bare", 7)
            for place, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True)):
                canvas.drawString(42 + place * 45, 800 - number % ROWS_A_PAGE * 12, show(cell, column.kind, style))
    canvas.save()
    return file.getvalue()


def bare_xlsx(document: Document) -> bytes:
    """Every cell as it is, without any style."""
    book, file = Workbook(), BytesIO()
    for table in document.tables:
        sheet = book.create_sheet(table.key)
        for row in table.rows:
            sheet.append([raw(cell) for cell in row.cells])
    book.save(file)
    return file.getvalue()


BARE: dict[str, Callable[[Document], bytes]] = {"PDF, bare ReportLab": bare_pdf, "Excel, bare openpyxl": bare_xlsx}

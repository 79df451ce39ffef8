"""A document as a workbook: a cover sheet, a sheet per section, and the values of the charts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pmo.lib.excel_text import excel_text
from reports.content.blocks import Charts, Document, Layout, Section
from reports.content.show import Style, show
from reports.xlsx import looks
from reports.xlsx.charts import ChartBook
from reports.xlsx.looks import Look, Looks
from reports.xlsx.package import pack
from reports.xlsx.sheet import BAND, HEADING, LABEL, QUIET, TITLE, Sheet, measure_blocks, put_block

FORBIDDEN_IN_NAMES = re.compile(r"[\[\]:*?/\\]|^'|'$")
LONGEST_NAME = 31
A4 = "9"
PORTRAIT_WIDTH = 120.0  # characters; a wider sheet is printed across
COVER_WIDTHS = (20.0, 60.0)
SUBTITLE = Look(size=12.0, bold=True, colour=looks.ACCENT)
LINK = Look(colour=looks.ACCENT)
CREATOR = "PMO Workspace"


def render(document: Document) -> bytes:
    """The finished file; the same document gives the same bytes."""
    book = Workbook()
    dresses = Looks(book, document.language)
    style = Style(document.language, document.status_date)
    names = _sheet_names(document)
    values = ChartBook(book.create_sheet(names[-1]), dresses, style)
    cover = Sheet(book.active, dresses, style, document.words, values)
    cover.page.title = names[0]
    if document.layout is Layout.ONE_PAGE:
        _put_one_page(cover, document, names[0])
    else:
        _put_cover(cover, document, names)
        for name, section in zip(names[1:-1], document.sections, strict=True):
            sheet = Sheet(book.create_sheet(name), dresses, style, document.words, values)
            _put_section(sheet, document, section)
    dresses.discard_scratch()
    _finish_values(book, values, document)
    _set_properties(book, document)
    return pack(book, document.made_at)


def _sheet_names(document: Document) -> list[str]:
    """Cover, one per section, chart values: unique and as Excel allows them; one page is one sheet."""
    wanted = [document.words.cover if document.layout is Layout.BOOK else document.title]
    wanted += [f"{number} {section.title}" for number, section in enumerate(_of_its_own(document), start=1)]
    names: list[str] = []
    for want in [*wanted, document.words.chart_values]:
        name = FORBIDDEN_IN_NAMES.sub("_", excel_text(want))[:LONGEST_NAME].strip() or "_"
        taken = {one.casefold() for one in names}
        number = 2
        while name.casefold() in taken:
            name = f"{name[: LONGEST_NAME - 4]} ({number})"
            number += 1
        names.append(name)
    return names


def _of_its_own(document: Document) -> Sequence[Section]:
    """The sections that have a sheet each."""
    return document.sections if document.layout is Layout.BOOK else ()


# ---- the cover


def _put_cover(sheet: Sheet, document: Document, names: Sequence[str]) -> None:
    sheet.columns = len(COVER_WIDTHS)
    for column, width in enumerate(COVER_WIDTHS, start=1):
        sheet.widen(column, width)
    sheet.line(document.project, QUIET)
    sheet.line(document.title, Look(size=18.0, bold=True))
    sheet.line(document.subtitle, SUBTITLE)
    if document.band:
        sheet.line(document.band, BAND)
    sheet.skip()
    for fact in document.facts:
        sheet.put(1, fact.label, LABEL)
        sheet.put(2, show(fact.value, fact.kind, sheet.style), Look(wrap=True))
        sheet.row += 1
    sheet.skip()
    for notice in document.notices:
        sheet.line(notice, Look(wrap=True, ground=looks.NOT_FINAL_GROUND))
    _put_contents(sheet, document, names[1:])
    _finish(sheet, document, names[0])


def _put_contents(sheet: Sheet, document: Document, names: Sequence[str]) -> None:
    sheet.skip()
    sheet.line(document.words.contents, HEADING)
    for name in names:
        cell = sheet.put(1, name, LINK)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quote_sheetname(name)}!A1")
        sheet.row += 1


# ---- one page


def _put_one_page(sheet: Sheet, document: Document, name: str) -> None:
    """Everything below each other on one sheet, printed on one page."""
    measure_blocks(sheet, [block for section in document.sections for block in section.blocks])
    sheet.line(f"{document.project}  {document.version}", QUIET)
    sheet.line(f"{document.title}  {document.subtitle}", TITLE)
    sheet.line("   ".join(f"{fact.label} {show(fact.value, fact.kind, sheet.style)}" for fact in document.facts), QUIET)
    if document.band:
        sheet.line(document.band, BAND)
    for notice in document.notices:
        sheet.line(notice, Look(wrap=True, ground=looks.NOT_FINAL_GROUND))
    for section in document.sections:
        sheet.skip()
        sheet.line(section.title, SUBTITLE)
        for block in section.blocks:
            put_block(sheet, block)
    _finish(sheet, document, name)
    sheet.page.page_setup.fitToHeight = 1


# ---- the sections


def _put_section(sheet: Sheet, document: Document, section: Section) -> None:
    measure_blocks(sheet, section.blocks)
    sheet.line(f"{section.title}  {document.subtitle}", TITLE)
    if document.band:
        sheet.line(document.band, BAND)
    for block in section.blocks:
        put_block(sheet, block)
    _finish(sheet, document, sheet.page.title)
    _freeze(sheet)


def _freeze(sheet: Sheet) -> None:
    """Where a sheet holds one table its head stays in sight and is printed on every page."""
    if len(sheet.heads) != 1:
        sheet.page.freeze_panes = "A2"
        sheet.page.print_title_rows = "1:1"
        return
    head = sheet.heads[0]
    sheet.page.freeze_panes = f"A{head + 1}"
    sheet.page.print_title_rows = f"{head}:{head}"


# ---- what every sheet has


def _finish(sheet: Sheet, document: Document, name: str) -> None:
    sheet.set_widths()
    _set_print(sheet.page, document, sum(sheet.widths.values()))


def _finish_values(book: Workbook, values: ChartBook, document: Document) -> None:
    """The chart values come last, or not at all when there is no chart."""
    book.move_sheet(values.page, len(book.worksheets))
    if not any(isinstance(block, Charts) for section in document.sections for block in section.blocks):
        book.remove(values.page)
        return
    for column in range(1, values.page.max_column + 1):
        values.page.column_dimensions[get_column_letter(column)].width = 22.0 if column == 1 else 14.0
    _set_print(values.page, document, 80.0)


def _set_print(page: Worksheet, document: Document, width: float) -> None:
    """A4, one page wide, header and footer as the PDF has them."""
    page.sheet_view.showGridLines = False
    page.page_setup.paperSize = A4
    page.page_setup.orientation = "landscape" if width > PORTRAIT_WIDTH else "portrait"
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.page_margins.left = page.page_margins.right = 0.5
    page.oddHeader.left.text = _header_text(f"{document.project} {document.title} {document.subtitle}")
    page.oddHeader.right.text = _header_text(document.confidentiality)
    page.oddFooter.left.text = _header_text(f"{document.number} {document.version}")
    page.oddFooter.right.text = "&P / &N"


def _header_text(text: str) -> str:
    """In headers an ampersand starts a code; 255 characters are allowed for all parts together."""
    return excel_text(text).replace("\n", " ")[:70].replace("&", "&&")


def _set_properties(book: Workbook, document: Document) -> None:
    properties = book.properties
    properties.title = excel_text(f"{document.title} {document.subtitle}")
    properties.subject = excel_text(document.project)
    properties.creator = excel_text(document.author) or CREATOR
    properties.identifier = excel_text(f"{document.number} {document.version}")
    properties.language = document.language
    book.active = 0

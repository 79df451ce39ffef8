"""Files made in a test: workbooks with openpyxl, and archives whose parts are written by hand."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="WBS" sheetId="1" r:id="rId1"/></sheets></workbook>',
}


def workbook(path: Path, fill: Callable[[Any, Workbook], object]) -> Path:
    """An .xlsx whose first sheet is filled by `fill(sheet, book)`."""
    book = Workbook()
    sheet = book.active
    sheet.title = "WBS"
    fill(sheet, book)
    book.save(path)
    return path


def archive(path: Path, sheet_xml: str, parts: Mapping[str, str] | None = None) -> Path:
    """An .xlsx with this XML as its only sheet; `parts` replace others."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet_xml, **(parts or {})}.items():
            target.writestr(name, text)
    return path


def sheet_xml(rows: str, after: str = "", before: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def row_xml(row: int, *values: object) -> str:
    """A row of inline texts and numbers from column A on."""
    cells = "".join(cell_xml(row, column, value) for column, value in enumerate(values))
    return f'<row r="{row}">{cells}</row>'


def cell_xml(row: int, column: int, value: object) -> str:
    place = f"{chr(65 + column)}{row}"
    if isinstance(value, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{place}"><v>{value}</v></c>'

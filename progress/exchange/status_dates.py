"""The status date a file states near its top: 基準日 2026/11/18. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from progress.exchange.cells import address
from progress.exchange.columns import StatusDate
from progress.exchange.dates import Period, Unreadable, date_of
from progress.exchange.raw import Cell, CellKind, RawSheet
from progress.exchange.spellings import STATUS_DATE_LABELS, key

LONGEST_LABEL = 60
REACH = 4  # cells to the right of the label
KEYS = tuple(key(label) for label in STATUS_DATE_LABELS)
WITH_VALUE = re.compile(r"^(?P<label>[^\d:=]{2,12}?)\s*[:=]?\s*(?P<value>[\dRH令平'].*)$")
AS_OF = re.compile(r"^(?P<value>[\d年月日/.\-() 月火水木金土]+?)\s*(?:時点|現在)$")
SOME_PERIOD = Period(date(2000, 1, 1), date(2000, 12, 31))
WITH_YEAR = re.compile(r"\d{4}|[RH令平]", re.IGNORECASE)


def status_date(sheet: RawSheet, header_row: int) -> StatusDate | None:
    """The first label of a status date above the header with a value beside, below or behind it."""
    for row, cells in sheet.rows.items():
        if row >= header_row:
            return None
        for column, cell in cells.items():
            found = stated(sheet, row, column, cell)
            if found:
                return found
    return None


def stated(sheet: RawSheet, row: int, column: int, cell: Cell) -> StatusDate | None:
    if cell.kind is not CellKind.TEXT or len(cell.value) > LONGEST_LABEL:
        return None
    text = unicodedata.normalize("NFKC", cell.value).strip()
    if key(text) in KEYS:
        return beside(sheet, row, column)
    as_of, labelled = AS_OF.match(text), WITH_VALUE.match(text)
    if as_of or (labelled and key(labelled["label"]) in KEYS):
        value = (as_of or labelled)["value"]  # type: ignore[index]
        return made(address(row, column), Cell(CellKind.TEXT, value))
    return None


def beside(sheet: RawSheet, row: int, column: int) -> StatusDate | None:
    places = [(row, column + step) for step in range(1, REACH + 1)] + [(row + 1, column)]
    for at_row, at_column in places:
        cell = sheet.cell(at_row, at_column)
        if cell and not cell.is_blank:
            return made(address(at_row, at_column), cell)
    return None


def made(place: str, cell: Cell) -> StatusDate | None:
    """A text without a year keeps its text only; the period settles it later."""
    try:
        value = date_of(cell, SOME_PERIOD)
    except Unreadable:
        return None
    has_year = cell.kind is not CellKind.TEXT or WITH_YEAR.search(cell.value)
    return StatusDate(place, cell.text.strip(), value if has_year else None)


def settled(found: StatusDate | None, period: Period) -> date | None:
    """The date, a year filled in from the project period where the file has none."""
    if found is None or found.value:
        return found.value if found else None
    try:
        return date_of(Cell(CellKind.TEXT, found.text), period)
    except Unreadable:
        return None

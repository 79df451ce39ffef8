"""Builds RawSheets cell by cell within the caps, whoever supplies the values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from pmo.lib.plain_text import clean
from progress.exchange.raw import HOURS_FORMAT, Cell, CellKind, RawSheet
from progress.exchange.structure import Structure

MOST_ROWS = 20_000  # that hold something
MOST_COLUMNS = 300  # what stands further right is not read
MOST_CELLS = 2_000_000
LONGEST_TEXT = 32_767
LONGEST_NAME = 100  # Excel writes 31 characters; a hostile file may name a sheet with any number
LARGEST_NUMBER = 1e15


class TooMuch(Exception):
    """The sheet holds more than is read; `code` says what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fill(sheet: RawSheet, rows: Iterable[Iterable[Any]], structure: Structure | None = None) -> RawSheet:
    """Put `rows` of plain values (from A1 on) into the sheet; blanks stay out. Raises TooMuch."""
    formats = structure.formats if structure else {}
    count = 0
    for number, values in enumerate(rows, start=1):
        cells = row_cells(sheet, number, values, formats)
        if cells:
            count += len(cells)
            sheet.rows[number] = cells
            check_room(sheet, count)
    return sheet


def check_room(sheet: RawSheet, count: int) -> None:
    if len(sheet.rows) > MOST_ROWS:
        raise TooMuch("too_many_rows")
    if count > MOST_CELLS:
        raise TooMuch("too_many_cells")


def row_cells(sheet: RawSheet, row: int, values: Iterable[Any], formats: dict[tuple[int, int], str]) -> dict[int, Cell]:
    cells = {}
    for column, value in enumerate(values, start=1):
        if value is None or value == "":
            continue
        if column > MOST_COLUMNS:
            sheet.last_column_read = MOST_COLUMNS
            break
        cell = cell_of(value, formats.get((row, column), ""))
        if cell:
            cells[column] = cell
    return cells


def cell_of(value: Any, number_format: str = "") -> Cell | None:
    """The cell of a library's value; None when nothing is left of it."""
    if isinstance(value, str):
        text = cleaned(value)
        return Cell(CellKind.TEXT, text) if text else None
    if isinstance(value, bool | date | time):
        return moment(value)
    if isinstance(value, timedelta):
        return Cell(CellKind.NUMBER, value / timedelta(days=1), HOURS_FORMAT)
    if not abs(value) <= LARGEST_NUMBER:  # not a number, infinite, or beyond what a sheet shows
        return Cell(CellKind.ERROR, "#NUM!")
    number = int(value) if isinstance(value, float) and value.is_integer() else value
    return Cell(CellKind.NUMBER, number, number_format)


@lru_cache(maxsize=8_192)
def cleaned(text: str) -> str:
    """A text made plain; the words of a plan repeat."""
    return clean(text)[:LONGEST_TEXT]


def sheet_name(text: str) -> str:
    """What a sheet is called from here on: plain, and no longer than its columns hold."""
    return clean(text)[:LONGEST_NAME]


def moment(value: bool | date | time) -> Cell:
    """Dates without a time of day are dates."""
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None, microsecond=0)
        at_midnight = value.time() == time()
        return Cell(CellKind.DATE, value.date()) if at_midnight else Cell(CellKind.MOMENT, value)
    return Cell.of(value.replace(microsecond=0, tzinfo=None) if isinstance(value, time) else value)


def add_structure(sheet: RawSheet, structure: Structure) -> RawSheet:
    """Merges, depth, hidden columns, and the cells that have no value but say something."""
    for (row, column), text in structure.errors.items():
        put(sheet, row, column, Cell(CellKind.ERROR, text or "#VALUE!"))
    for row, column in structure.uncalculated:
        put(sheet, row, column, Cell(CellKind.UNCALCULATED, None))
    sheet.merges = tuple(structure.merges)
    sheet.hidden_columns = frozenset(structure.hidden_columns)
    sheet.outline = structure.outline
    sheet.indents = structure.indents
    sheet.rows = dict(sorted(sheet.rows.items()))
    return sheet


def put(sheet: RawSheet, row: int, column: int, cell: Cell) -> None:
    """Add a cell the values did not have; the row's cells stay in order."""
    if column > MOST_COLUMNS:
        return
    cells = {**sheet.rows.get(row, {}), column: cell}
    sheet.rows[row] = dict(sorted(cells.items()))
    if len(sheet.rows) > MOST_ROWS:
        raise TooMuch("too_many_rows")

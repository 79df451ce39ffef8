"""The second limited child: reads with openpyxl, cell by cell, what calamine cannot or must not read.

Sheets that reach to the last row and column, broken relations, odd XML. Only .xlsx and .xlsm; no structure but
hidden sheets and number formats, which is what openpyxl's read-only mode knows.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from pmo.lib.limited import answer_with
from progress.exchange.archive import ArchiveLimits, check_archive, check_size
from progress.exchange.child import checked
from progress.exchange.raw import Cell, CellKind, RawBook, RawSheet, Refusal, Refused
from progress.exchange.sheets import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, TooMuch, cell_of, sheet_name


def answer(path: str) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    try:
        return checked(read(Path(path)))
    except Refused as refused:
        return {"refusal": refused.refusal.to_json()}
    except MemoryError:
        return {"refusal": Refusal("unpacked_too_large").to_json()}
    except BaseException as problem:  # noqa: BLE001 - eleven kinds were counted over 2,000 damaged files
        return {"refusal": Refusal("damaged", {"detail": type(problem).__name__}).to_json()}


def read(path: Path) -> RawBook:
    check_size(path, ArchiveLimits())
    check_archive(path, ArchiveLimits())
    with path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        return RawBook(tuple(read_sheet(sheet) for sheet in book.worksheets), "xlsx")


def read_sheet(found: Any) -> RawSheet:
    hidden = found.sheet_state != "visible"
    found.reset_dimensions()  # a false <dimension> would hide rows
    sheet = RawSheet(sheet_name(found.title), hidden=hidden)
    try:
        fill_sparse(sheet, found.iter_rows())
    except TooMuch as much:
        return RawSheet(sheet.name, hidden=hidden, skipped=much.code)
    return sheet


def fill_sparse(sheet: RawSheet, rows: Iterable[Iterable[Any]]) -> None:
    count = 0
    for cells in rows:
        for row, column, cell in present(cells):
            if column > MOST_COLUMNS:
                sheet.last_column_read = MOST_COLUMNS
                break
            sheet.rows.setdefault(row, {})[column] = cell
            count += 1
        if count > MOST_CELLS or len(sheet.rows) > MOST_ROWS:
            raise TooMuch("too_many_cells" if count > MOST_CELLS else "too_many_rows")


def present(cells: Iterable[Any]) -> Iterator[tuple[int, int, Cell]]:
    """The cells of a row that hold something; openpyxl fills gaps with cells that have no place."""
    for found in cells:
        if found.value is None or found.value == "":
            continue
        if found.data_type == "e":
            yield found.row, found.column, Cell(CellKind.ERROR, str(found.value))
            continue
        shown = "" if found.number_format == "General" else found.number_format
        cell = cell_of(found.value, shown)
        if cell:
            yield found.row, found.column, cell


if __name__ == "__main__":
    sys.exit(answer_with(answer))

"""Sheets made in a test: raw books from lists, and the way from a raw book to read rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from progress.exchange.cells import position
from progress.exchange.columns import NoTable, Recognition
from progress.exchange.dates import Period
from progress.exchange.mapping import apply
from progress.exchange.raw import Cell, RawBook, RawSheet
from progress.exchange.reading import Reading
from progress.exchange.recognise import recognise

PERIOD = Period(date(2026, 4, 1), date(2027, 3, 31), near=date(2026, 11, 18))
Grid = Sequence[Sequence[Any]]


def sheet_of(grid: Grid, name: str = "WBS", merges: Sequence[str] = (), **facts: Any) -> RawSheet:
    """A sheet from rows of plain values (or Cells); None and "" are empty. Merges as "B3:E3"."""
    rows = {}
    for number, values in enumerate(grid, start=1):
        cells = {column: cell_of(value) for column, value in enumerate(values, start=1) if value not in (None, "")}
        if cells:
            rows[number] = cells
    return RawSheet(name, rows=rows, merges=tuple(range_of(merge) for merge in merges), **facts)


def cell_of(value: Any) -> Cell:
    return value if isinstance(value, Cell) else Cell.of(value)


def range_of(text: str) -> tuple[int, int, int, int]:
    first, last = text.split(":")
    return (*position(first), *position(last))


def book_of(grid: Grid, **facts: Any) -> RawBook:
    return RawBook((sheet_of(grid, **facts),))


def found_in(grid: Grid, **facts: Any) -> Recognition:
    """The recognition of a sheet that must be a plan."""
    found = recognise(book_of(grid, **facts))
    assert not isinstance(found, NoTable), found
    return found


def fields_in(grid: Grid, **facts: Any) -> dict[str, str]:
    """Column letter -> field, of the columns that were recognised."""
    return {column.letter: column.field for column in found_in(grid, **facts).columns if column.field}


def reading_of(grid: Grid, period: Period = PERIOD, choices: Mapping[str, Any] | None = None, **facts: Any) -> Reading:
    """The rows of a sheet, read as recognised, with a user's choices (settings of the ColumnMap) on top."""
    raw = book_of(grid, **facts)
    found = recognise(raw)
    assert not isinstance(found, NoTable), found
    return apply(raw, found.map.choose(**(choices or {})), period)

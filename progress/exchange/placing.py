"""Finds a remembered layout again in a new file: by its headers, wherever they moved. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from progress.exchange.cells import column_of, letter
from progress.exchange.columns import ColumnMap
from progress.exchange.headers import DEPTH, Head, Header, pair, single
from progress.exchange.raw import RawBook, RawSheet
from progress.exchange.spellings import LEVEL_FIELDS, REQUIRED, key

ENOUGH = 0.7  # of the columns that were read must be there


def fits(known: ColumnMap, raw: RawBook) -> bool:
    """Whether the file has the layout of the map."""
    return place(known, raw) is not None


def place(known: ColumnMap, raw: RawBook) -> ColumnMap | None:
    """The map with sheet, rows and columns where this file has them; None when it does not fit."""
    sheets = sorted(raw.sheets, key=lambda sheet: (sheet.name != known.sheet, sheet.hidden))
    for sheet in sheets:
        found = best_place(known, sheet)
        if found:
            return found
    return None


def best_place(known: ColumnMap, sheet: RawSheet) -> ColumnMap | None:
    head = Head(sheet)
    make = single if len(known.header_rows) == 1 else pair
    headers = (make(head, row) for row in sheet.rows if row <= DEPTH)
    placed = (moved(known, sheet, header) for header in headers if header)
    return max((found for found in placed if found), key=lambda found: len(found.fields), default=None)


def moved(known: ColumnMap, sheet: RawSheet, header: Header) -> ColumnMap | None:
    """The map laid over one header; a column is found by its text, the n-th of a text by its n-th."""
    places = by_text({letter(column): text for column, text in header.texts.items()})
    targets: dict[str, str] = {}
    for text, letters in by_text(known.headers).items():
        targets |= dict(zip(letters, places.get(text, ()), strict=False))
    columns = {targets[old]: name for old, name in known.columns.items() if old in targets}
    if not is_enough(known, columns):
        return None
    return replace(
        known,
        sheet=sheet.name,
        header_rows=header.rows,
        first_row=header.first_row + known.first_row - known.header_rows[-1] - 1,
        columns=columns,
        headers={letter(column): text for column, text in header.texts.items()},
        effort_units={targets[old]: unit for old, unit in known.effort_units.items() if old in targets},
    )


def is_enough(known: ColumnMap, columns: Mapping[str, str]) -> bool:
    found = {name for name in columns.values() if name}
    wanted = known.fields
    needed = wanted & {*REQUIRED, *LEVEL_FIELDS[:1], "row_id"}
    return bool(wanted) and needed <= found and len(found) >= ENOUGH * len(wanted)


def by_text(headers: Mapping[str, str]) -> dict[str, list[str]]:
    """Header key -> its column letters from left to right."""
    found: dict[str, list[str]] = defaultdict(list)
    for place in in_order(headers):
        if key(headers[place]):
            found[key(headers[place])].append(place)
    return found


def in_order(letters: Iterable[str]) -> list[str]:
    return sorted(letters, key=column_of)

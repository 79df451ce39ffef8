"""Reads .xlsx, .xlsm, .xlsb and .xls files into a RawBook: values by calamine, structure from the sheet's XML.

Runs only in the limited child. What calamine cannot or must not read raises NeedsPatience: patient_child.py then
reads it with openpyxl, slowly. calamine takes memory for the whole rectangle of used cells, and one value in the
last cell of a sheet aborts the process (SECURITY 3.6, E7).
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from progress.exchange.raw import RawBook, RawSheet, Refused
from progress.exchange.sheets import MOST_CELLS, TooMuch, add_structure, fill, sheet_name
from progress.exchange.structure import Malformed, Structure, scan, sheet_parts, styles

MOST_SHEETS = 200


class NeedsPatience(Exception):
    """The other reader must do it."""


def read_xlsx(path: Path) -> RawBook:
    """Read .xlsx by the fast reader; NeedsPatience for a sheet whose box of cells it could not hold."""
    structures = scan_all(path)
    if any(structure.box > MOST_CELLS for structure in structures.values()):
        raise NeedsPatience
    return RawBook(tuple(read_sheets(path, "xlsx", structures)), "xlsx")


def scan_all(path: Path) -> dict[str, Structure]:
    with ZipFile(path) as archive:
        known = styles(archive)
        members = set(archive.namelist())
        parts = {name: part for name, part in sheet_parts(archive).items() if part in members}
        return {name: scan_part(archive, part, known) for name, part in list(parts.items())[:MOST_SHEETS]}


def scan_part(archive: ZipFile, part: str, known: list) -> Structure:
    try:
        with archive.open(part) as file:
            return scan(file, known)
    except Malformed:
        raise NeedsPatience from None


def read_binary(path: Path, kind: str) -> RawBook:
    """.xls and .xlsb: values, merges (.xls only) and hidden sheets; such files say nothing else here."""
    return RawBook(tuple(read_sheets(path, kind, {})), kind)


@contextmanager
def called(path: Path, kind: str) -> Iterator[Path]:
    """The file under a name with its ending: without one calamine guesses, and takes a password for a broken file."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder) / f"book.{kind}"
        there.symlink_to(path.resolve())
        yield there


def read_sheets(path: Path, kind: str, structures: dict[str, Structure]) -> list[RawSheet]:
    try:
        with called(path, kind) as there, CalamineWorkbook.from_path(there) as book:
            wanted = [sheet for sheet in book.sheets_metadata if sheet.typ is SheetTypeEnum.WorkSheet]
            return [read_sheet(book, sheet, structures.get(sheet.name)) for sheet in wanted[:MOST_SHEETS]]
    except PasswordError:
        raise Refused("password") from None
    except CalamineError:
        raise NeedsPatience from None


def read_sheet(book: CalamineWorkbook, about: SheetMetadata, structure: Structure | None) -> RawSheet:
    sheet = RawSheet(sheet_name(about.name), hidden=about.visible is not SheetVisibleEnum.Visible)
    found = book.get_sheet_by_name(about.name)
    try:
        fill(sheet, found.to_python(skip_empty_area=False), structure)
        return add_structure(sheet, structure or merges_only(found.merged_cell_ranges))
    except TooMuch as much:
        return RawSheet(sheet.name, hidden=sheet.hidden, skipped=much.code)


def merges_only(ranges: list[tuple[tuple[int, int], tuple[int, int]]] | None) -> Structure:
    return Structure(merges=[(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in ranges or ()])

"""The limited child that opens a team's file: `python -m progress.exchange.child FILE LIMITS`.

Answers {"book": ...}, {"refusal": ...} or {"patience": true} (read it with patient_child instead). Knows no Django.
"""

from __future__ import annotations

import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

from pmo.lib.limited import answer_with
from progress.exchange.archive import (
    OLE_MAGIC,
    ZIP_MAGIC,
    ArchiveLimits,
    check_archive,
    check_size,
    is_encrypted_package,
)
from progress.exchange.delimited import read_text_table
from progress.exchange.raw import RawBook, Refusal, Refused
from progress.exchange.workbooks import NeedsPatience, read_binary, read_xlsx


def answer(path: str) -> dict[str, Any]:
    """What is in the file; every failure is an answer in a code."""
    try:
        return checked(read(Path(path)))
    except Refused as refused:
        return {"refusal": refused.refusal.to_json()}
    except (zipfile.BadZipFile, zlib.error, EOFError):
        return {"refusal": Refusal("damaged", {"detail": "zip"}).to_json()}
    except NeedsPatience:
        return {"patience": True}
    except BaseException:  # noqa: BLE001 - a hostile file may raise anything, a Rust panic is no Exception
        return {"patience": True}


def read(path: Path) -> RawBook:
    """Decide by the content, never by the name: files are stored under a uuid."""
    check_size(path, ArchiveLimits())
    with path.open("rb") as file:
        magic = file.read(8)
    if magic.startswith(ZIP_MAGIC):
        return read_archive(path)
    if magic == OLE_MAGIC:
        if is_encrypted_package(path):
            raise Refused("password")
        return read_binary(path, "xls")
    return read_text_table(path)


def read_archive(path: Path) -> RawBook:
    names = [name.lower() for name in check_archive(path, ArchiveLimits())]
    if any(name.endswith("xl/workbook.xml") for name in names):
        return read_xlsx(path)
    if any(name.endswith("xl/workbook.bin") for name in names):
        return read_binary(path, "xlsb")
    raise Refused("not_a_workbook")


def checked(book: RawBook) -> dict[str, Any]:
    """A book without a single cell is refused."""
    if not any(sheet.rows or sheet.skipped for sheet in book.sheets):
        return {"refusal": Refusal("no_cells").to_json()}
    return {"book": book.to_json()}


if __name__ == "__main__":
    sys.exit(answer_with(answer))

"""CSV that a spreadsheet opens as text: BOM, CRLF, and no cell that it would take for a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

BOM = "\ufeff"
# What makes a spreadsheet calculate, in both widths, and what it skips before looking (SECURITY 2, row 6).
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """The text with an apostrophe before a first character that would start a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS) else text


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The rows as CSV lines, the BOM before the first; texts made safe, None empty, everything else as `str`."""
    yield BOM
    for row in rows:
        buffer = StringIO()
        csv.writer(buffer).writerow([cell(value) for value in row])
        yield buffer.getvalue()


def cell(value: object) -> str:
    if isinstance(value, str):
        return safe(value)
    return "" if value is None else str(value)

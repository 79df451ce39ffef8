"""The only way text gets into an Excel cell: never a formula, and whatever a user typed survives (SECURITY 2, 6)."""

from __future__ import annotations

import re
from copy import copy
from typing import Any

from pmo.lib.plain_text import clean

LONGEST = 32_767  # UTF-16 units a cell keeps
CUT = "…"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\n", "'", "＝", "＋", "－", "＠")
ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ in a file means "A" (ECMA-376, 22.9.2.19)


def put_text(cell: Any, value: object) -> None:
    """Write `value` as text into an openpyxl cell (or WriteOnlyCell); None leaves it empty.

    Text that begins like a formula also gets the quote prefix, so that it stays text when somebody edits the cell.
    Set the cell's style first.
    """
    text = "" if value is None else excel_text(str(value))
    if not text:
        cell.value = None  # an empty string would be written as a cell of a type without a value
        return
    cell.value = text
    cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    if text.startswith(FORMULA_STARTS):
        cell._style = copy(cell._style)  # styles are shared between cells
        cell.quotePrefix = True


def excel_text(text: str) -> str:
    """`text` as a workbook must hold it, also in titles and names: no control characters, escapes escaped, cut."""
    return fitting(clean(text))


def fitting(text: str) -> str:
    """At most what a cell holds; text that looks like Excel's own escape (_x000D_) is escaped."""
    escaped = ESCAPE_LIKE.sub("_x005F_", text)
    if len(escaped) * 2 <= LONGEST or len(units := escaped.encode("utf-16-le")) <= LONGEST * 2:
        return escaped
    return units[: (LONGEST - len(CUT)) * 2].decode("utf-16-le", "ignore") + CUT

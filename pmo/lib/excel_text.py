"""The one way text gets into an Excel cell: never a formula, never an error value, whatever characters it holds."""

from __future__ import annotations

import re
from typing import Any

from pmo.lib.plain_text import UNWANTED

LONGEST = 32_767  # UTF-16 units Excel keeps in a cell
FORMULA_STARTS = frozenset("=+-@\t\r\n＝＋－＠")  # what Excel or a CSV reader may take for the start of a formula
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # _x0041_ in a file means "A"; ECMA-376, 22.9.2.19


def excel_text(text: str) -> str:
    """`text` as the file must hold it so that Excel shows it: no control characters, cut to what a cell can keep."""
    clean = UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return _cut(_ESCAPE.sub("_x005F_", clean))


def put_text(cell: Any, value: str) -> None:
    """Write `value` into an openpyxl cell as text; set the cell's style first, this adds the quote prefix to it."""
    text = excel_text(value)
    if not text:
        cell.value = None  # an empty string would be written as a cell of a type without a value
        return
    cell.value = text
    cell.data_type = "s"  # openpyxl takes "=…" for a formula and "#N/A" for an error
    if text[0] in FORMULA_STARTS:
        cell.quotePrefix = True  # stays text when somebody edits it


def _cut(text: str) -> str:
    if len(text) * 2 <= LONGEST or len(text.encode("utf-16-le")) // 2 <= LONGEST:
        return text
    units = text.encode("utf-16-le")[: (LONGEST - 1) * 2]
    return units.decode("utf-16-le", "ignore") + "…"

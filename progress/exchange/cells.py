"""Cell addresses: "AB12" and its row and column, both counted from 1."""

from __future__ import annotations

import re
from functools import cache

ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")


@cache
def letter(column: int) -> str:
    """1 -> "A", 28 -> "AB"."""
    text = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


@cache
def column_of(letters: str) -> int:
    """ "AB" -> 28."""
    number = 0
    for char in letters:
        number = number * 26 + ord(char) - 64
    return number


def address(row: int, column: int) -> str:
    return f"{letter(column)}{row}"


def position(text: str) -> tuple[int, int]:
    """ "AB12" -> (12, 28); ValueError when it is no address."""
    found = ADDRESS.fullmatch(text)
    if not found:
        raise ValueError(text)
    return int(found[2]), column_of(found[1])

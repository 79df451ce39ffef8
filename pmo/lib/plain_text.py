"""Text that every database, file format and screen survives."""

from __future__ import annotations

import re
import unicodedata

# C0 controls but tab and newline, DEL and C1, lone surrogates, non-characters: none may be stored or written to Excel.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
ESCAPED_RETURN = re.compile("_x000[dD]_")


def clean(text: str) -> str:
    """NFC, one kind of line end, without control characters and lone surrogates; spaces stay."""
    if text.isascii() and text.isprintable() and "_x000" not in text:
        return text
    lines = ESCAPED_RETURN.sub("\r", text).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", UNWANTED.sub("", lines))

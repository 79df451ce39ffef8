"""Reads CSV and tab-separated text into a RawBook: the encodings and separators of real exports (SECURITY 3.5, 6)."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from pathlib import Path

from progress.exchange.raw import RawBook, RawSheet, Refused
from progress.exchange.sheets import TooMuch, fill

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
GUESSES = ("utf-8", "cp932", "euc_jp", "iso2022_jp_ext")  # the last one is JIS: its escapes are odd to the others
SEPARATORS = ",\t;|"
HALF_WIDTH_KANA = re.compile("[\uff61-\uff9f]")
# Text that a careful exporter keeps from being taken for a formula: '=1+1 (SECURITY 2, 6).
GUARDED = re.compile(r"'(?=[=+\-@\t\r＝＋－＠])")
ALONE = re.compile(r"(?<=[a-z])[^\x00-\x7f](?![^\x00-\x7f])")
EUROPEAN = "«»€£§°·–—‘’“”…º"  # signs beside letters in European texts
MARKUP = re.compile(r"\s*<(\?xml|!doctype|html|table)", re.IGNORECASE)


def read_text_table(path: Path) -> RawBook:
    """Read a CSV or TSV file as a book of one sheet, whatever its encoding and separator; Refused when it is none."""
    text = decoded(path.read_bytes())
    if MARKUP.match(text):
        raise Refused("unknown_format")
    sheet = RawSheet("CSV")
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text), strict=False)
        return RawBook((fill(sheet, (map(unguarded, row) for row in rows)),), "csv")
    except TooMuch as much:
        return RawBook((RawSheet("CSV", skipped=much.code),), "csv")
    except csv.Error:
        raise Refused("damaged") from None


def decoded(content: bytes) -> str:
    """The text of the bytes; Refused("unknown_format") when no encoding makes sense of them."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return strictly(content, encoding) or refuse()
    found = (guessed(content, encoding) for encoding in GUESSES)
    return next((text for text in found if text), None) or western(content) or refuse()


def guessed(content: bytes, encoding: str) -> str | None:
    """The text in this encoding, where it reads like one."""
    text = strictly(content, encoding)
    if text is None or not makes_sense(text) or (encoding == "cp932" and is_misread(text)):
        return None
    return text


def strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def refuse() -> str:
    raise Refused("unknown_format")


def makes_sense(text: str) -> bool:
    """No NUL, private or control characters, and not mostly half-width kana: cp932 decodes nearly anything."""
    sample = text[:200_000]
    odd = any(unicodedata.category(char) in ("Cc", "Co", "Cn") for char in set(sample) - set("\t\r\n\x0b\x0c"))
    foreign = sum(1 for char in sample if not char.isascii())
    return not odd and len(HALF_WIDTH_KANA.findall(sample)) * 3 <= max(foreign, 9)


def is_misread(text: str) -> bool:
    """Whether all foreign characters stand alone behind ASCII letters: fran軋is was français in another encoding."""
    return not text.isascii() and ALONE.sub("", text).isascii()


def western(content: bytes) -> str | None:
    """The text as Windows-1252 where that gives plain European words; None otherwise."""
    text = strictly(content, "cp1252")
    foreign = [char for char in text or "" if not char.isascii()]
    plain = text is not None and makes_sense(text) and all(char.isalpha() or char in EUROPEAN for char in foreign)
    return text if plain and len(foreign) * 10 <= len(text or "") else None


def separator(text: str) -> str:
    """The separator that the first lines agree on best."""
    lines = [line for line in text[:50_000].splitlines()[:20] if line.strip()]
    middle = (len(lines) - 1) // 2
    return max(SEPARATORS, key=lambda char: sorted(line.count(char) for line in lines)[middle] if lines else 0)


def unguarded(value: str) -> str:
    return value[1:] if GUARDED.match(value) else value

"""The two fonts of every printed document: Noto Sans CJK JP, Regular and Bold, made into TrueType once per machine.

PDF viewers and ReportLab want TrueType outlines, the packages on PyPI carry CFF. `ensure_fonts` converts once, under a
lock, to versioned file names that appear by an atomic rename: any number of processes may call it at the same time.
"""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
from reportlab.pdfbase.ttfonts import TTFontFace

from pmo.lib import font_conversion

REVISION = 1  # raise it when the conversion gives other bytes; old files may then be deleted
REGULAR, BOLD = "NotoSansCJKjp-Regular", "NotoSansCJKjp-Bold"
SOURCES = {REGULAR: Path(str(noto_cjk_sans_jp_regular.FONT_PATH)), BOLD: Path(str(noto_cjk_sans_jp_bold.FONT_PATH))}
REPLACEMENT = "〓"  # U+3013 GETA MARK, the printer's mark for a missing type

_COMBINING = re.compile(r"[^\s][\u0300-\u036f\u3099\u309a]+")


@dataclass(frozen=True, slots=True)
class Font:
    """One weight: its PostScript name and its TrueType file."""

    name: str
    path: Path

    @property
    def face(self) -> TTFontFace:
        return _face(self.path)

    @property
    def widths(self) -> Mapping[str, int]:
        """Advance width of every character the font has, in thousandths of the type size."""
        return _widths(self.path)


@dataclass(frozen=True, slots=True)
class Fonts:
    regular: Font
    bold: Font


class FontConversionError(RuntimeError):
    """The fonts could not be made; the text says why."""


def ensure_fonts(folder: Path) -> Fonts:
    """The two fonts in `folder`, converted first if they are not there yet (about six seconds on two cores)."""
    fonts = Fonts(*(Font(name, folder / f"{name}.{REVISION}.ttf") for name in SOURCES))
    if not _missing(fonts):
        return fonts
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(folder / ".lock"):
        for left_over in folder.glob("*.tmp"):  # of a process that was killed: nobody else converts now
            left_over.unlink()
        _convert(_missing(fonts))
    return fonts


def printable(text: str, font: Font) -> str:
    """`text` as this font can print it: no control characters, a visible 〓 for what it lacks, line breaks kept."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = _COMBINING.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)
    return text.translate(_translation(font.path))


def _missing(fonts: Fonts) -> list[Font]:
    return [font for font in (fonts.regular, fonts.bold) if not font.path.exists()]


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _convert(fonts: list[Font]) -> None:
    """Convert all weights side by side, each in a process of its own."""
    started = [(font, target := _temporary(font), _start_conversion(font, target)) for font in fonts]
    problems = [_finish_conversion(*one) for one in started]
    if any(problems):
        raise FontConversionError("; ".join(filter(None, problems)))


def _temporary(font: Font) -> Path:
    return font.path.with_suffix(f".{os.getpid()}.tmp")


def _start_conversion(font: Font, target: Path) -> subprocess.Popen[bytes]:
    # -P keeps this folder off the module path: names of ours must not hide the standard library's.
    command = [sys.executable, "-P", font_conversion.__file__, str(SOURCES[font.name]), str(target)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def _finish_conversion(font: Font, target: Path, child: subprocess.Popen[bytes]) -> str:
    """Wait for the child and put its file in place; what went wrong, or ""."""
    _, errors = child.communicate()
    if child.returncode == 0:
        os.replace(target, font.path)
        return ""
    target.unlink(missing_ok=True)
    return f"{font.name}: {errors.decode(errors='replace').strip()[-500:]}"


@cache
def _face(path: Path) -> TTFontFace:
    return TTFontFace(str(path))


@cache
def _widths(path: Path) -> dict[str, int]:
    return {chr(code): int(width) for code, width in _face(path).charWidths.items()}


class _Translation(dict[int, "int | str | None"]):
    """Code point to what is printed for it, filled as characters are met."""

    def __init__(self, known: Mapping[str, int]) -> None:
        super().__init__({0x09: " ", 0x0A: "\n"})
        self.known = known

    def __missing__(self, code: int) -> int | str | None:
        self[code] = found = self._printed(chr(code), code)
        return found

    def _printed(self, character: str, code: int) -> int | str | None:
        if unicodedata.category(character) in ("Cc", "Cf") or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
            return None  # controls, invisible marks and variation selectors print nothing
        return code if character in self.known else REPLACEMENT


@cache
def _translation(path: Path) -> _Translation:
    return _Translation(_widths(path))

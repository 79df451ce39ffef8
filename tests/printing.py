"""What tests of printed documents share: the fonts, and ways to read a file back with other libraries."""

from __future__ import annotations

from io import BytesIO
from itertools import groupby
from pathlib import Path

import pdfplumber
import pytest

from pmo.lib.fonts import Fonts, ensure_fonts
from pmo.lib.typeface import register

FONT_FOLDER = Path(__file__).parents[1] / "var" / "fonts"


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """Both fonts, converted once per clone."""
    made = ensure_fonts(FONT_FOLDER)
    register(made)
    return made


def pdf_lines(content: bytes) -> list[list[str]]:
    """The words of each printed line, from left to right, page after page."""
    found = []
    with pdfplumber.open(BytesIO(content)) as pdf:
        for page in pdf.pages:
            words = sorted(page.extract_words(x_tolerance=1.5), key=lambda word: (round(word["bottom"]), word["x0"]))
            found += [[word["text"] for word in line] for _, line in groupby(words, key=lambda w: round(w["bottom"]))]
    return found

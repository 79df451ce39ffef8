from __future__ import annotations

from pathlib import Path

import pytest

from pmo.lib.fonts import Fonts, ensure_fonts
from pmo.lib.typeface import register

FONT_FOLDER = Path(__file__).parents[2] / "var" / "fonts"


@pytest.fixture(scope="session")
def fonts() -> Fonts:
    """Both fonts, converted once per clone."""
    made = ensure_fonts(FONT_FOLDER)
    register(made)
    return made

"""The texts of a fresh folder: compiled before the first of them is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from projects.preparation import compile_texts
from tests.support import ROOT

CATALOG = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "Return"\nmsgstr "戻す"\n'


@pytest.fixture
def fresh_locale(tmp_path: Path, settings) -> Path:
    """A locale folder as a fresh clone has it: written, never compiled."""
    source = tmp_path / "ja" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOG, encoding="utf-8")
    settings.LOCALE_PATHS = [tmp_path]
    return tmp_path


def test_a_text_asked_for_too_early_is_still_told_in_the_language(fresh_locale: Path) -> None:
    with translation.override("ja"):
        assert translation.gettext("Return") == "Return"
    compile_texts()
    with translation.override("ja"):
        assert translation.gettext("Return") == "戻す"


def test_a_first_start_speaks_japanese(tmp_path: Path) -> None:
    program = (
        "import django; from django.conf import settings; from pathlib import Path; import sys\n"
        "settings.LOCALE_PATHS = [Path(sys.argv[1])]; django.setup()\n"
        "from projects.preparation import compile_texts; compile_texts()\n"
        "from django.utils import translation; translation.activate('ja')\n"
        "sys.stdout.buffer.write(translation.gettext('Stop with Ctrl-C.').encode())\n"
    )
    source = tmp_path / "ja" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_bytes((ROOT / "locale" / "ja" / "LC_MESSAGES" / "django.po").read_bytes())
    said = subprocess.run(
        [sys.executable, "-c", program, tmp_path], cwd=ROOT, capture_output=True, timeout=60, check=True
    )
    assert "Ctrl-C" in said.stdout.decode()
    assert "Stop" not in said.stdout.decode()

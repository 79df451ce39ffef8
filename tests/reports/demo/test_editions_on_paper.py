"""Every edition of the sample project's last report on paper, in both languages: fonts, margins, nothing on another."""

from __future__ import annotations

import shutil
from datetime import datetime

import pdfplumber
import pytest
from django.conf import settings
from django.utils import translation

from pmo.lib.fonts import ensure_fonts
from reports import pdf
from reports.editions import document_for, readers
from reports.gather import Edition
from reports.gather.report import view_for
from tests.reports.test_pdf import check_fonts, check_layout

pytestmark = pytest.mark.django_db
MADE = datetime.fromisoformat("2026-11-12T17:35+09:00")
KEYS = ("", "owner", "team:BASE", "team:AUT", "team:MEM", "team:BIL", "team:MIG")


@pytest.fixture(params=["ja", "en"])
def papers(request: pytest.FixtureRequest, demo) -> dict[str, bytes]:
    """The files by their reader."""
    week, edition = demo.weeks["S12"], Edition(request.param, "CCR-WR-2026-W46", "1.0", MADE)
    with translation.override(request.param):
        view = view_for(week, edition)
        assert tuple(one.key for one in readers(view)) == KEYS
        fonts, chosen = (
            ensure_fonts(settings.VAR / "fonts"),
            KEYS if request.param == "ja" else ("", "owner", "team:BIL"),
        )
        return {key: pdf.render(document_for(view, edition, key), fonts) for key in chosen}


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler is not installed")
def test_two_weights_nothing_beyond_the_margins_and_the_owner_has_one_page(papers, tmp_path) -> None:
    for key, content in papers.items():
        check_fonts(content, tmp_path)
        check_layout(content)
        with pdfplumber.open(tmp_path / "report.pdf") as document:
            assert key != "owner" or len(document.pages) == 1
            assert not any("\ufffd" in page.extract_text() for page in document.pages)

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.utils import translation

from reports.content.drafts import drafts
from reports.content.show import Style
from reports.content.week_figures import FindingCounts, WeekFigures
from tests.reports.sample import Sample


def texts(figures: WeekFigures) -> dict[str, str]:
    with translation.override(figures.language):
        return drafts(figures, Style(figures.language, figures.header.status_date))


@pytest.mark.parametrize(
    ("language", "opened", "words"),
    [
        ("en", 1, "1 point was raised; still open: 1."),
        ("en", 3, "3 points were raised; still open: 1."),
        ("ja", 3, "指摘は3件で、うち1件が未了です。"),
    ],
)
def test_points_are_counted_in_words(language: str, opened: int, words: str) -> None:
    counts = FindingCounts("Billing", opened, 0, 0, 0, None)
    figures = replace(Sample(language).week(), findings=(replace(counts, open=1),))
    assert texts(figures)["findings"] == words


def test_late_rows_have_their_unit_in_japanese() -> None:
    figures = Sample("ja").week(28)
    assert texts(figures)["late"].startswith("遅れは28行です（")
    assert re.fullmatch(r"遅れは28行です（\w+?・?\w*?\d+行、.*\d+行）。.*", texts(figures)["late"])


def test_an_index_that_nobody_knows_is_not_told_of() -> None:
    figures = Sample("en").week()
    project = replace(figures.project, spi_t=figures.project.spi, cpi=None)
    assert texts(replace(figures, project=project))["evm"] == "SPI is 0.95."

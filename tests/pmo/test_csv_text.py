"""CSV that no spreadsheet calculates with."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo.lib.csv_text import BOM, lines, safe


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "  =1", "\u3000=1"]
)
def test_a_text_that_would_be_calculated_gets_an_apostrophe(text):
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "計画", "2026-06-10", "a=1", "'=1", "100"])
def test_other_texts_stay(text):
    assert safe(text) == text


def test_numbers_and_days_stay_what_they_are():
    text = "".join(lines([[-1, Decimal("-2.50"), date(2026, 6, 10), None, "-1"]]))
    assert text == f"{BOM}-1,-2.50,2026-06-10,,'-1\r\n"


@given(rows=st.lists(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")), min_size=1)))
def test_every_text_comes_back_from_a_reader(rows):
    text = "".join(lines(rows)).removeprefix(BOM)
    assert list(csv.reader(StringIO(text, newline=""))) == [[safe(cell) for cell in row] for row in rows]

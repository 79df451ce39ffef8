"""Texts and merges made to be slow cost the parent next to nothing."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import date

import pytest

from progress.exchange.columns import NoTable
from progress.exchange.mapping import apply
from progress.exchange.matching import match
from progress.exchange.raw import RawBook
from progress.exchange.recognise import recognise
from tests.progress.exchange.made import PERIOD, sheet_of
from tests.support import ROOT

DAY = date(2026, 6, 8)
LONG = 32_000
HEADER = (
    "ID",
    "タスク名",
    "担当者",
    "予定開始日",
    "予定終了日",
    "進捗率",
    "予定工数",
    "ステータス",
    "先行",
    "種別",
    "備考",
)
PURE = [
    "archive",
    "assign",
    "cells",
    "changes",
    "columns",
    "dates",
    "delimited",
    "files",
    "headers",
    "hierarchy",
    "mapping",
    "marker",
    "matched",
    "matching",
    "placing",
    "profile",
    "raw",
    "reading",
    "recognise",
    "scales",
    "sheets",
    "sorting",
    "spellings",
    "status_dates",
    "strangers",
    "structure",
    "values",
    "words",
    "workbooks",
]


TEXTS = {
    "spaces": " " * LONG + "x",
    "brackets": "(" * LONG,
    "codes": "1." * (LONG // 2),
    "thousands": "1," * (LONG // 2),
    "numbers": "1 " * (LONG // 2),
    "weekdays": "月" * LONG,
    "full-width spaces": "\u3000" * LONG + "-",
    "links": "FS" * (LONG // 2),
    "dates": "6/8 " * (LONG // 4),
    "label": "基準日" + " " * LONG + "?",
    "digits": "9" * LONG,
}


@pytest.mark.parametrize("name", TEXTS)
def test_no_text_keeps_the_parent_busy(name):
    text = TEXTS[name]
    grid = [(text, text), ("基準日", text), HEADER, *[(text,) * len(HEADER)] * 20, ("T1", "設計", "", DAY, DAY)]
    raw = RawBook((sheet_of(grid),))
    since = time.process_time()
    found = recognise(raw)
    assert not isinstance(found, NoTable)
    match(apply(raw, found.map, PERIOD), [])
    assert time.process_time() - since < 3


def test_many_merged_cells_do_not_multiply():
    rows = [HEADER, *[("T1", "設計", "田中", DAY, DAY)] * 3_000]
    sheet = sheet_of(rows)
    sheet.merges = tuple((1 + number % 30, 1, 1_048_576, 16_384) for number in range(50_000))
    raw = RawBook((sheet,))
    since = time.process_time()
    found = recognise(raw)
    if not isinstance(found, NoTable):
        apply(raw, found.map, PERIOD)
    assert time.process_time() - since < 10


def test_the_reading_of_files_knows_no_django():
    names = ", ".join(f"progress.exchange.{name}" for name in PURE)
    code = f"import sys, {names}; sys.exit(any(name.split('.')[0] in ('django', 'celery') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0

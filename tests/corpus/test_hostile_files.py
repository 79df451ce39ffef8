"""Attack and quirk files of other projects: each answers in time, with its sheets or a code; the parent is unharmed."""

from __future__ import annotations

import resource
import shutil
import time
from uuid import uuid4

import pytest

from progress.exchange.columns import NoTable
from progress.exchange.files import read_file
from progress.exchange.mapping import apply
from progress.exchange.raw import RawBook, Refusal
from progress.exchange.recognise import recognise
from tests.progress.exchange.made import PERIOD

pytestmark = pytest.mark.corpus
EXPECTED = {  # file -> code of the refusal, or non-empty rows of each sheet
    "calamine/date_1904.xlsx": [3],
    "calamine/date_iso.xlsx": [6],
    "calamine/errors.xlsx": [7, 0, 0],
    "calamine/has_x000D_.xlsx": [1],
    "calamine/merged_range.xlsx": [3, 3],
    "calamine/nonstandard-xml-ns-prefix.xlsx": [3],
    "calamine/pass_protected.xlsx": "password",
    "poi/1904DateWindowing.xls": [1, 0, 0],
    "poi/62815.xlsb": [282],
    "poi/DateFormatTests.xlsx": [4, 46],
    "poi/InlineStrings.xlsx": [7, 0, 0],
    "poi/SimpleStrict.xlsx": [6, 5],
    "poi/TwoSheetsOneHidden.xlsx": [1, 1],
    "poi/comments.xlsx": [3, 0, 0],
    "poi/password.xls": "password",
    "poi/poc-xmlbomb.xlsx": "damaged",
    "poi/protected_passtika.xlsx": "password",
    "poi/unicodeSheetName.xlsx": [9],
    "poi/xlsx-corrupted.xlsx": [3, 2],
    "poi_fuzz/clusterfuzz-testcase-minimized-POIXSSFFuzzer-4828727001088000.xlsx": "damaged",
    "poi_fuzz/clusterfuzz-testcase-minimized-POIXSSFFuzzer-5265527465181184.xlsx": "no_cells",
    "poi_fuzz/clusterfuzz-testcase-minimized-POIXSSFFuzzer-6123461607817216.xlsx": "damaged",
    "poi_fuzz/clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5025401116950528.xlsx": "damaged",
    "poi_fuzz/clusterfuzz-testcase-minimized-XLSX2CSVFuzzer-5636439151607808.xlsx": "damaged",
}
SECONDS, MEGABYTES = 30, 50


def test_every_hostile_file_has_its_answer_under_the_name_it_is_stored_by(corpus, tmp_path):
    """Uploads are stored under a uuid: no ending tells the reader what they are."""
    folder = corpus / "06_attack_quirk_excel"
    names = {f"{path.parent.name}/{path.name}" for path in folder.glob("*/*")}
    assert names == set(EXPECTED)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    answers = {}
    for name in EXPECTED:
        since = time.monotonic()
        stored = tmp_path / uuid4().hex
        shutil.copyfile(folder / name, stored)
        raw = read_file(stored)
        assert time.monotonic() - since < SECONDS, name
        answers[name] = raw.code if isinstance(raw, Refusal) else [len(sheet.rows) for sheet in raw.sheets]
        if isinstance(raw, RawBook):
            found = recognise(raw)
            assert isinstance(found, NoTable) or apply(raw, found.map, PERIOD)
    assert answers == EXPECTED
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES * 1024


def test_a_date_of_the_1904_calendar_is_the_day_excel_shows(corpus):
    raw = read_file(corpus / "06_attack_quirk_excel" / "calamine" / "date_1904.xlsx")
    assert [cell.text for cell in (raw.sheets[0].cell(1, 1), raw.sheets[0].cell(2, 1))] == ["2021-01-01", "2021-01-02"]

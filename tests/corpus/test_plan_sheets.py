"""Real plan sheets: each gives its table, or says sheet by sheet why it has none; every row has one destination."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from progress.domain.rows import Kind
from progress.exchange import corpus as collection
from progress.exchange.corpus import Entry
from progress.exchange.reading import IGNORED
from tests.support import ROOT

pytestmark = [pytest.mark.corpus, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]
PLANS = {  # file -> rows read
    "bkoizumi/WBS_20200831.xlsm": 31,
    "ganttproject/issue2519.xls": 8,
    "neos21/WBS.xlsx": 3,
    "neos21/工程定義・マスタスケジュール.xlsx": 10,
    "yulong/WBS.xlsm": 59,
}
WITHOUT = {  # file -> reason of each sheet
    "kingsrf/KanbanBoard.xlsx": ["no_header"],
    "kingsrf/WBS.xlsx": ["missing_columns"],
    "neos21/成果物一覧.xlsx": ["missing_columns"],
    "yokondo/タスク一覧.xlsx": ["missing_columns", "no_header"],
}
SERIES_ROWS = [30, 30, 30, 42, 60, 60, 23, 23, 41, 59, 59, 59, 59, 59]


@pytest.fixture(scope="module")
def entries(corpus) -> dict[str, Entry]:
    return {entry.name: entry for entry in collection.entries(corpus)}


def series(entries: dict[str, Entry]) -> list[Entry]:
    return [entry for name, entry in entries.items() if name.startswith("yulong_wbs/")]


def test_every_single_file_is_a_plan_or_says_why_not(entries):
    single = {name: entry for name, entry in entries.items() if name in PLANS or name in WITHOUT}
    assert len(single) == 9
    read = {name: len(entry.reading.rows) for name, entry in single.items() if entry.reading}
    reasons = {
        name: [look.reason for look in entry.no_table.sheets] for name, entry in single.items() if entry.no_table
    }
    assert (read, reasons) == (PLANS, WITHOUT)


def test_all_versions_of_the_series_are_read_after_one_mapping(entries):
    versions = series(entries)
    assert [len(entry.reading.rows) for entry in versions] == SERIES_ROWS
    assert [entry.mapped for entry in versions] == [True] + [False] * 13
    assert {entry.found.how for entry in versions[1:]} == {"remembered"}


def test_rows_read_ignored_and_rejected_are_all_non_empty_rows_of_another_library(entries, corpus):
    for name, entry in entries.items():
        if entry.reading:
            expected = rows_by_another_library(find(corpus, name), entry.reading.sheet)
            assert entry.reading.total == expected, name
            assert {aside.reason for aside in entry.reading.ignored} <= set(IGNORED)
            counts = entry.matching.counts()
            asides = len(entry.reading.ignored) + len(entry.reading.rejected)
            assert counts["matched"] + counts["new"] + asides == expected, name


def find(corpus: Path, name: str) -> Path:
    return next(path for folder in ("01_excel_wbs", "08_series") if (path := corpus / folder / name).exists())


def rows_by_another_library(path: Path, sheet: str) -> int:
    """Non-empty rows counted by openpyxl; of .xls files, which it cannot read, by calamine itself."""
    if path.suffix == ".xls":
        return filled(CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False))
    return filled(load_workbook(path, data_only=True)[sheet].iter_rows(values_only=True))


def filled(rows: Iterable[Iterable[object]]) -> int:
    return sum(1 for row in rows if any(value not in (None, "") for value in row))


def test_the_plan_of_two_header_rows_is_read_to_the_cell(entries):
    """01_excel_wbs/neos21/WBS.xlsx: 予定/実績 above 開始日/終了日, level columns, ids, "-" for nothing."""
    entry = entries["neos21/WBS.xlsx"]
    assert entry.found.map.header_rows == (3, 4)
    first, second, third = (row.row for row in entry.reading.rows)
    assert (first.id, first.name, first.phase) == ("T001", "〜〜業務フローを作成する", "要件定義")
    assert (first.planned_start, first.planned_finish) == (date(2000, 1, 1), date(2000, 1, 2))
    assert (first.actual_start, first.actual_finish, first.percent) == (date(2000, 1, 1), date(2000, 1, 1), 100)
    assert (second.actual_start, second.actual_finish, second.percent) == (date(2019, 10, 2), None, 80)
    assert (second.planned_effort, second.predecessors, second.assignee) == (2, ("T001",), "○○")
    assert (third.parent, third.predecessors) == ("要件定義 / 要件を定義する", ("T002",))
    assert entry.reading.ignored_by_reason() == {"title": 1, "header": 2, "blank": 7}


def test_the_macro_workbook_gives_its_sample_sheet_with_its_tree(entries):
    entry = entries["bkoizumi/WBS_20200831.xlsm"]
    assert entry.reading.sheet == "WBS (サンプル)"
    assert "sample_sheet" in [question.code for question in entry.found.questions]
    rows = {row.row.id: row for row in entry.reading.rows}
    assert rows["3"].path == ("制作", "素材提供")
    assert rows["22"].path == ("テスト公開", "動作確認", "スマホ")
    assert rows["2"].row.kind is Kind.SUMMARY


def test_the_last_version_of_the_series_is_read_to_the_cell(entries):
    rows = {row.row.id: row.row for row in series(entries)[-1].reading.rows}
    assert (rows["1.1"].name, rows["1.1"].kind, rows["1.1"].parent) == ("新增功能", Kind.SUMMARY, "1")
    leaf = rows["1.3.1"]
    assert (leaf.name, leaf.kind, leaf.assignee) == ("程序有哪几部分组成", Kind.TASK, "C")
    assert (leaf.planned_start, leaf.planned_finish) == (date(2018, 3, 15), date(2018, 3, 21))
    assert (leaf.percent, leaf.predecessors) == (Decimal(80), ("1.2",))


def test_errors_of_the_early_versions_are_values_to_mend_not_lost_rows(entries):
    first = series(entries)[0]
    assert {problem.code for problem in first.reading.problems} == {"excel_error"}
    assert {problem.value for problem in first.reading.problems} == {"#N/A"}


def test_the_version_that_replaces_the_whole_plan_is_said_to_be_one(entries):
    replaced = [entry.name for entry in series(entries) if entry.matching.whole_plan_replaced]
    assert replaced == ["yulong_wbs/201802072342_34c0bbf_WBS.xlsm"]


def test_the_table_in_the_docs_is_the_one_the_command_makes(entries):
    written = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8")
    assert collection.table(entries.values()) == written, "run: manage.py corpus_table FOLDER --output docs/corpus.md"

"""This week's Excel: written, read back through the same recognition, equal; nobody's text becomes a formula."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pmo.lib.plain_text import clean
from progress.domain.rows import Kind, PlanRow, Status
from progress.exchange.changes import changes
from progress.exchange.columns import Marker
from progress.exchange.excel import PlanFacts, WeekFacts, write_plan, write_week
from progress.exchange.files import read_file
from progress.exchange.mapping import apply
from progress.exchange.matched import Matching
from progress.exchange.matching import match
from progress.exchange.raw import RawBook
from progress.exchange.recognise import recognise
from progress.exchange.spellings import EMPTY_MARKS
from progress.exchange.words import HEADINGS, KINDS, STATUSES
from tests.progress.exchange.made import PERIOD

DAY = date(2026, 11, 18)
FACTS = WeekFacts("カード基幹システム更改", "AUT", "オーソリ", "2026-W47", DAY, 3, ("鴨下 健吾", "桐山 奈緒"))
LANGUAGES = ("ja", "en")


def task(number: int, **fields: object) -> PlanRow:
    return PlanRow(f"key-{number}", f"T{number:03}", f"画面設計{number}", **fields)


ROWS = [
    PlanRow("key-0", "1", "設計", Kind.SUMMARY, "1", phase="設計"),
    task(
        1,
        wbs_code="1.1",
        parent="1",
        phase="設計",
        assignee="鴨下 健吾、桐山 奈緒",
        deliverable="画面設計書",
        planned_start=date(2026, 10, 5),
        planned_finish=date(2026, 11, 13),
        planned_effort=Decimal("12.5"),
        actual_start=date(2026, 10, 6),
        percent=Decimal("33.3"),
        actual_effort=Decimal("7.25"),
        remaining_effort=Decimal(0),
        forecast_finish=date(2026, 11, 25),
        status=Status.IN_PROGRESS,
        delay_reason="仕様確認の回答待ち\n(11/12に依頼)",
        countermeasure="11/20回答後2日で完了",
        note="=SUM(A1) と入力しない",
        change_number="CR-008",
        predecessors=("key-3", "T002SS+2"),
    ),
    task(2, wbs_code="1.10", parent="1", phase="設計", kind=Kind.MILESTONE, planned_start=DAY, planned_finish=DAY),
    PlanRow("key-3", "key-3", "+1行目は式ではない", Kind.TASK, parent="1", percent=Decimal(100), status=Status.DONE),
    task(4, planned_start=DAY, planned_finish=DAY, percent=Decimal(0), status=Status.CANCELLED),
]


def read_back(content: bytes, folder: Path, known: list[PlanRow]) -> tuple[RawBook, Matching]:
    path = folder / "week"
    path.write_bytes(content)
    raw = read_file(path)
    assert isinstance(raw, RawBook), raw
    found = recognise(raw)
    assert found.how == "own"
    assert not found.needs_user
    reading = apply(raw, found.map, PERIOD)
    assert reading.problems == []
    return raw, match(reading, known)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_written_is_read_back_equal(tmp_path, language):
    _raw, matching = read_back(write_week(ROWS, FACTS, language), tmp_path, ROWS)
    assert matching.plan_rows == ROWS
    assert {row.how for row in matching.rows} == {"hidden_id"}
    assert changes(ROWS, matching.plan_rows).rows == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rows_are_whole_without_knowing_the_plan(tmp_path, language):
    _raw, matching = read_back(write_week(ROWS, FACTS, language), tmp_path, [])
    read = [replace(found.row, key=row.key) for found, row in zip(matching.rows, ROWS, strict=True)]
    # A row without an id of its own is called by its place until it is matched.
    place = matching.rows[3].row.id
    renamed = [replace(row, id=row.id.replace("key-3", place)) for row in ROWS]
    renamed[1] = replace(renamed[1], predecessors=(place, "T002SS+2"))
    assert read == renamed


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_says_what_it_is_and_its_status_date(tmp_path, language):
    raw, _matching = read_back(write_week(ROWS, FACTS, language), tmp_path, ROWS)
    found = recognise(raw)
    assert found.marker == Marker("カード基幹システム更改", "AUT", "2026-W47", 3, "week", language)
    assert found.status_date.value == DAY
    assert raw.sheet("_pmo").hidden


def test_what_the_team_types_is_what_changed(tmp_path):
    book = load_workbook(BytesIO(write_week(ROWS, FACTS, "ja")))
    sheet = book["今週の更新"]
    at = {sheet.cell(4, column).value: column for column in range(1, sheet.max_column + 1)}
    sheet.cell(6, at["進捗率"]).value = 0.8
    sheet.cell(6, at["実績終了日"]).value = date(2026, 11, 17)
    sheet.cell(8, at["ステータス"]).value = "レビュー中"
    sheet.cell(10, at["タスク名"]).value = "追加の作業"
    sheet.cell(10, at["予定開始日"]).value = date(2026, 11, 20)
    content = BytesIO()
    book.save(content)
    _raw, matching = read_back(content.getvalue(), tmp_path, ROWS)
    found = changes(ROWS, matching.plan_rows)
    assert found.rows == {
        "key-1": {"percent": (Decimal("33.3"), Decimal(80)), "actual_finish": (None, date(2026, 11, 17))},
        "key-3": {"status": (Status.DONE, Status.IN_REVIEW)},
    }
    new = matching.rows[-1]
    assert (new.read.row.key, new.how, new.row.name) == ("new:今週の更新!10", "new", "追加の作業")
    assert found.added == (new.row.key,)


def test_a_new_row_between_others_stands_beside_the_one_above(tmp_path):
    book = load_workbook(BytesIO(write_week(ROWS, FACTS, "ja")))
    sheet = book["今週の更新"]
    sheet.insert_rows(7)
    sheet.cell(7, 6).value = "分割した作業"
    content = BytesIO()
    book.save(content)
    _raw, matching = read_back(content.getvalue(), tmp_path, ROWS)
    assert (matching.rows[2].row.name, matching.rows[2].row.parent) == ("分割した作業", "1")


def typed_below(rows: list[tuple[str, str, str, str]]) -> bytes:
    """The workbook with rows typed at its end: WBS code, phase, name, kind."""
    book = load_workbook(BytesIO(write_week(ROWS, FACTS, "ja")))
    sheet = book["今週の更新"]
    for line, texts in enumerate(rows, start=10):
        for column, text in enumerate(texts, start=4):
            sheet.cell(line, column).value = text or None
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_new_heading_at_the_end_opens_beside_the_headings_above_it(tmp_path):
    summary = KINDS[Kind.SUMMARY]["ja"]
    rows = [
        ("2", "", "製造", summary),
        ("2.1", "", "部品", ""),
        ("", "試験", "試験", summary),
        ("", "試験", "確認", ""),
        ("", "", "移行", summary),
        ("", "", "切替", ""),
    ]
    _raw, matching = read_back(typed_below(rows), tmp_path, ROWS)
    by_id = {row.id: row.name for row in matching.plan_rows}
    above = {row.name: by_id.get(row.parent, "") for row in matching.plan_rows[5:]}
    assert above == {"製造": "", "部品": "製造", "試験": "", "確認": "試験", "移行": "", "切替": "移行"}


def test_a_team_that_reports_no_effort_is_not_asked_for_it(tmp_path):
    rows = [replace(row, actual_effort=None, remaining_effort=None) for row in ROWS]
    content = write_week(rows, replace(FACTS, reports_effort=False), "ja")
    _raw, matching = read_back(content, tmp_path, ROWS)
    assert matching.plan_rows == ROWS  # what the file does not speak about stays
    texts = [cell.value for cell in load_workbook(BytesIO(content))["今週の更新"][4]]
    assert HEADINGS["actual_effort"]["ja"] not in texts


def test_no_cell_of_the_workbook_is_a_formula():
    with ZipFile(BytesIO(write_week(ROWS, FACTS, "ja"))) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/" in name]
    assert all("<f>" not in text for text in sheets)


def test_the_sheet_helps_to_fill_it_in():
    sheet = load_workbook(BytesIO(write_week(ROWS, FACTS, "ja")))["今週の更新"]
    at = {sheet.cell(4, column).value: sheet.cell(4, column).column_letter for column in range(1, sheet.max_column + 1)}
    rules = {
        str(rule.sqref): (rule.type, rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation
    }
    assert rules[f"{at['ステータス']}5:{at['ステータス']}29"] == (
        "list", '"未着手,着手中,レビュー中,完了,保留,中止"', None,
    )  # fmt: skip
    assert rules[f"{at['進捗率']}5:{at['進捗率']}29"] == ("decimal", "0", "1")
    assert rules[f"{at['実績終了日']}5:{at['実績終了日']}29"][0] == "date"
    assert rules[f"{at['担当者']}5:{at['担当者']}29"][1] == "_pmo!$D$1:$D$2"
    assert sheet.freeze_panes == f"{chr(ord(at['タスク名']) + 1)}5"
    assert sheet.auto_filter.ref.startswith("A4:")
    assert sheet.column_dimensions[at["行キー"]].hidden
    assert sheet.protection.sheet
    locked = {
        name: sheet[f"{at[name]}6"].protection.locked for name in ("進捗率", "遅延理由", "タスク名", "予定終了日")
    }
    assert locked == {"進捗率": False, "遅延理由": False, "タスク名": True, "予定終了日": True}
    assert not sheet[f"{at['タスク名']}12"].protection.locked  # the empty rows at the end are for new tasks
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"


def test_bars_follow_the_dates_in_a_bounded_window():
    long = [replace(ROWS[1], planned_start=date(2026, 1, 5), planned_finish=date(2028, 1, 5))]
    sheet = load_workbook(BytesIO(write_week(long, FACTS, "ja")))["今週の更新"]
    weeks = [cell.value.date() for cell in sheet[4] if hasattr(cell.value, "date")]
    assert len(weeks) == 26
    assert weeks[0] == date(2026, 10, 5)  # the Monday six weeks before the week of the status date
    assert {(after - before).days for before, after in pairwise(weeks)} == {7}
    [area] = {str(found.sqref) for found in sheet.conditional_formatting}
    assert sum(len(found.rules) for found in sheet.conditional_formatting) == 5
    assert area.startswith("Y5:")


def test_words_of_the_format_are_complete_and_readable():
    assert set(STATUSES) | {Status.BLANK} == set(Status)
    assert set(KINDS) == set(Kind)
    assert all(set(words) == {"ja", "en"} for table in (HEADINGS, STATUSES, KINDS) for words in table.values())


PLAN = [
    PlanRow("key-0", "1", "設計", Kind.SUMMARY, "1", phase="設計"),
    PlanRow(
        "key-1", "1.1", "画面", Kind.TASK, "1.1", "1", "設計", "田中", "設計書", DAY, DAY + timedelta(days=9),
        Decimal(8), predecessors=(), note="備考",
    ),
    PlanRow(
        "key-2", "T9", "完了判定", Kind.MILESTONE, "1.2", "1", "設計", planned_start=DAY, planned_finish=DAY,
        predecessors=("1.1",),
    ),
]  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_written_and_read_back(tmp_path, language):
    facts = PlanFacts("試験", ("設計", "製造"), ("オーソリ",), {"key-1": "オーソリ"})
    _raw, matching = read_back(write_plan(PLAN, facts, language), tmp_path, PLAN)
    assert matching.plan_rows == PLAN
    assert matching.rows[1].read.team == "オーソリ"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_empty_template_shows_examples_that_are_not_read(tmp_path, language):
    path = tmp_path / "plan"
    path.write_bytes(write_plan([], PlanFacts("試験"), language))
    raw = read_file(path)
    found = recognise(raw)
    assert found.marker.kind == "plan"
    reading = apply(raw, found.map, PERIOD)
    assert (reading.rows, reading.ignored_by_reason()["example"]) == ((), 2)


def test_a_filled_template_makes_a_tree_by_its_codes(tmp_path):
    book = load_workbook(BytesIO(write_plan([], PlanFacts("試験"), "ja")))
    sheet = book["WBS"]
    at = {sheet.cell(4, column).value: column for column in range(1, sheet.max_column + 1)}
    for number, (code, name) in enumerate([("1", "設計"), ("1.1", "画面"), ("1.2", "帳票"), ("2", "製造")], start=7):
        sheet.cell(number, at["WBS番号"]).value = code
        sheet.cell(number, at["タスク名"]).value = name
    book.save(tmp_path / "plan")
    raw = read_file(tmp_path / "plan")
    reading = apply(raw, recognise(raw).map, PERIOD)
    assert [(row.row.id, row.row.parent) for row in reading.rows] == [("1", ""), ("1.1", "1"), ("1.2", "1"), ("2", "")]
    assert reading.hierarchy == "code"


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=40)
DATES = st.none() | st.dates(date(2025, 1, 1), date(2028, 12, 31))
PERCENTS = st.none() | st.decimals(0, 100, places=1)
EFFORTS = st.none() | st.decimals(0, 9999, places=2)


@st.composite
def plan_rows(draw: st.DrawFn) -> list[PlanRow]:
    names = draw(st.lists(TEXTS.map(clean).map(str.strip).filter(is_a_name), min_size=1, max_size=6))
    return [
        PlanRow(
            f"key-{number}",
            f"T{number}",
            name,
            Kind.TASK,
            planned_start=draw(DATES),
            planned_finish=draw(DATES),
            planned_effort=draw(EFFORTS),
            actual_start=draw(DATES),
            percent=draw(PERCENTS),
            remaining_effort=draw(EFFORTS),
            note=as_read(draw(TEXTS)),
            status=draw(st.sampled_from(Status)),
        )
        for number, name in enumerate(names)
    ]


def as_read(text: str) -> str:
    """A text as a reading leaves it: clean, without space around it, a lone dash is nothing."""
    plain = clean(text).strip()
    return "" if plain in EMPTY_MARKS else plain


def is_a_name(text: str) -> bool:
    """Names that are not taken for a remark, an example or a total."""
    return bool(as_read(text)) and text[0].isalnum() and len(text) > 3 and not text.isdigit()


@given(plan_rows(), st.sampled_from(LANGUAGES))
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
def test_any_rows_survive_the_way_out_and_back(tmp_path, rows, language):
    _raw, matching = read_back(write_week(rows, FACTS, language), tmp_path, rows)
    assert matching.plan_rows == rows


def test_naughty_strings_survive_as_names_and_notes(tmp_path, corpus):
    strings = json.loads((corpus / "06_naughty" / "blns.json").read_text(encoding="utf-8"))
    payloads = (corpus / "06_naughty" / "formula_injection_payloads.txt").read_text(encoding="utf-8").splitlines()
    texts = [as_read(text) for text in (*strings, *payloads)]
    rows = [PlanRow(f"key-{n}", f"T{n}", f"作業{n} {text}"[:500], note=text) for n, text in enumerate(texts)]
    _raw, matching = read_back(write_week(rows, FACTS, "ja"), tmp_path, rows)
    assert [row.note for row in matching.plan_rows] == texts
    assert [row.name for row in matching.plan_rows] == [row.name.strip() for row in rows]


def test_one_cell_s_format_is_not_another_s():
    rows = [task(1, percent=Decimal("33.3")), task(2, percent=Decimal(50))]
    sheet = load_workbook(BytesIO(write_week(rows, FACTS, "en")))["This week"]
    at = {sheet.cell(4, column).value: column for column in range(1, sheet.max_column + 1)}
    percent, start = at["Percent complete"], at["Planned start"]
    assert [sheet.cell(row, percent).number_format for row in (5, 6, 7)] == ["0.0%", "0%", "0%"]
    assert sheet.cell(4, start).number_format == "@"
    assert sheet.cell(4, sheet.max_column).number_format == "m/d"

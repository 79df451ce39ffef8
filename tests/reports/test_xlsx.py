from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pdfplumber
import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports import xlsx
from reports.content.blocks import Column, Document, Kind, Paragraph, Row, Section, Table
from reports.content.weekly import build_weekly
from tests.reports.sample import PHASES, TEAMS, Sample

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def weekly(language: str, *, provisional: bool = True) -> Document:
    with translation.override(language):
        return build_weekly(Sample(language).week(provisional=provisional))


@pytest.fixture(scope="module", params=["ja", "en"])
def made(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    return request.param, xlsx.render(weekly(request.param))


def book(content: bytes) -> Workbook:
    return load_workbook(BytesIO(content))


def sheet_of(content: bytes, document: Document, key: str) -> Worksheet:
    number = [section.key for section in document.sections].index(key)
    return book(content).worksheets[number + 1]


def row_named(sheet: Worksheet, name: str, after: int = 0) -> list:
    """The cells of the first row below `after` whose first cell is `name`."""
    return next(row for row in sheet.iter_rows(min_row=after + 1) if row[0].value == name)


def test_a_long_text_is_broken_into_lines_so_that_a_page_stays_readable(made: tuple[str, bytes]) -> None:
    """A printed sheet is as wide as its widest text: one that runs on makes all others tiny."""
    language, content = made
    much = {"ja": 22, "en": 50}[language]
    for sheet in book(content).worksheets[1:-1]:
        texts = [cell for row in sheet.iter_rows(min_row=3) for cell in row if isinstance(cell.value, str)]
        long = [cell for cell in texts if len(cell.value) > much]
        assert [cell.coordinate for cell in long if not cell.alignment.wrap_text] == [], sheet.title


def test_a_line_in_large_letters_has_a_row_as_high_as_they_are(made: tuple[str, bytes]) -> None:
    """Viewers other than Excel keep the usual height, and the title ran into the line below it."""
    for sheet in book(made[1]).worksheets:
        for cell, *_others in sheet.iter_rows(min_col=1, max_col=1):
            if isinstance(cell.value, str) and cell.font.size > 11 and not cell.alignment.wrap_text:
                assert sheet.row_dimensions[cell.row].height > 1.4 * cell.font.size, cell.value


def test_the_head_of_a_column_stands_over_its_values(made: tuple[str, bytes]) -> None:
    language, content = made
    sheet = sheet_of(content, weekly(language), "late")
    first = row_named(sheet, Sample(language).late_row(0).task.code)
    heads = row_named(sheet, "WBS")
    assert [head.alignment.horizontal for head in heads] == [cell.alignment.horizontal for cell in first]
    assert {head.alignment.horizontal for head in heads} == {"left", "center", "right"}


def test_there_is_a_sheet_per_section_between_the_cover_and_the_chart_values(made: tuple[str, bytes]) -> None:
    language, content = made
    document = weekly(language)
    names = book(content).sheetnames
    assert names[0] == document.words.cover
    assert names[1:-1] == [f"{number} {one.title}"[:31] for number, one in enumerate(document.sections, start=1)]
    assert names[-1] == document.words.chart_values


def test_the_earned_value_sheet_holds_the_figures_given(made: tuple[str, bytes]) -> None:
    language, content = made
    sheet = sheet_of(content, weekly(language), "evm")
    for ja, en, bac, pv, ev, ac, *_counts in (*PHASES, *TEAMS):
        cells = row_named(sheet, ja if language == "ja" else en)
        planned, earned = Decimal(pv), Decimal(ev)
        expected = [float(bac), float(pv), float(ev), None if ac is None else float(ac), float(earned - planned)]
        values = [None if cell.value == "—" or str(cell.value).startswith("—") else cell.value for cell in cells[1:6]]
        assert values == [None if one is None else pytest.approx(one) for one in expected]


def test_percentages_are_fractions_with_a_percent_format(made: tuple[str, bytes]) -> None:
    language, content = made
    sheet = sheet_of(content, weekly(language), "progress")
    for ja, en, bac, pv, ev, *_rest in PHASES:
        planned, actual = row_named(sheet, ja if language == "ja" else en)[1:3]
        assert planned.value == pytest.approx(float(Decimal(pv) / Decimal(bac)))
        assert actual.value == pytest.approx(float(Decimal(ev) / Decimal(bac)))
        assert planned.number_format.startswith("0%")


def test_late_rows_keep_dates_delays_and_words(made: tuple[str, bytes]) -> None:
    language, content = made
    sheet = sheet_of(content, weekly(language), "late")
    found = {row[0].value: row for row in sheet.iter_rows() if row[0].value}
    for number in range(28):
        late = Sample(language).late_row(number)
        cells = found[late.task.code]
        assert cells[1].value == late.task.name
        assert cells[4].value == datetime.combine(late.task.planned_finish, datetime.min.time())
        assert (cells[6].value, cells[7].value) == (late.delay_days, float(late.delay_effort))
        assert cells[9].value == (late.delay_reason or "—")


def test_there_is_no_formula_and_no_error_anywhere(made: tuple[str, bytes]) -> None:
    kinds = {cell.data_type for sheet in book(made[1]) for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"n", "s", "d"}


def test_the_same_document_gives_the_same_bytes(made: tuple[str, bytes]) -> None:
    language, content = made
    assert xlsx.render(weekly(language)) == content


def test_the_file_is_dated_and_named_like_the_document(made: tuple[str, bytes]) -> None:
    language, content = made
    properties = book(content).properties
    assert properties.created == properties.modified == datetime(2026, 11, 19, 6, 0)  # 15:00 in Tokyo
    assert properties.creator == Sample(language).week().header.author
    assert {member.date_time for member in ZipFile(BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_there_are_native_charts_whose_references_hold_the_series(made: tuple[str, bytes]) -> None:
    language, content = made
    figures, read = Sample(language).week(), book(content)
    archive = ZipFile(BytesIO(content))
    charts = [ElementTree.fromstring(archive.read(name)) for name in archive.namelist() if "charts/chart" in name]
    kinds = sorted(kind for chart in charts for kind in ("lineChart", "barChart") if chart.findall(f".//{CHART}{kind}"))
    assert kinds == ["barChart", "barChart", "lineChart", "lineChart"]
    curves = [values_of(read, series) for chart in charts for series in chart.iter(f"{CHART}ser")]
    expected = [float(point.value / 100) for point in figures.curve.actual]
    assert any([value for value in values if value is not None] == pytest.approx(expected) for values in curves)
    teams = [float(Decimal(ev) / Decimal(bac)) for _ja, _en, bac, _pv, ev, *_rest in TEAMS]
    assert any(None not in values and len(values) == 5 and values == pytest.approx(teams) for values in curves)


def values_of(read: Workbook, series: ElementTree.Element) -> list[float | None]:
    """What the cells hold that a chart's series points at."""
    formula = series.find(f"{CHART}val/{CHART}numRef/{CHART}f").text
    name, area = formula.rsplit("!", 1)
    return [cell.value for row in read[name.strip("'")][area.replace("$", "")] for cell in row]


def test_long_tables_keep_their_head_in_sight_and_print_it_on_every_page(made: tuple[str, bytes]) -> None:
    language, content = made
    sheet = sheet_of(content, weekly(language), "late")
    head = int(re.search(r"\d+", sheet.freeze_panes)[0]) - 1
    assert sheet.cell(head, 1).value == "WBS"
    assert sheet.print_title_rows == f"${head}:${head}"


def test_every_sheet_prints_on_a4_one_page_wide(made: tuple[str, bytes]) -> None:
    for sheet in book(made[1]):
        assert int(sheet.page_setup.paperSize) == 9
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.left.text.startswith("CARD-WR-046")
        assert sheet.oddHeader.right.text


def test_the_cover_links_to_every_sheet(made: tuple[str, bytes]) -> None:
    read = book(made[1])
    links = {cell.value: cell.hyperlink.location for (cell, *_rest) in read.worksheets[0].iter_rows() if cell.hyperlink}
    assert list(links) == read.sheetnames[1:]
    assert links[read.sheetnames[1]] == f"'{read.sheetnames[1]}'!A1"


def test_figures_that_are_not_final_are_shaded_and_explained(made: tuple[str, bytes]) -> None:
    language, content = made
    document = weekly(language)
    sheet = sheet_of(content, document, "evm")
    billing = row_named(sheet, "請求・売上" if language == "ja" else "Billing")
    platform = row_named(sheet, "共通基盤" if language == "ja" else "Platform")
    assert {cell.fill.fgColor.rgb for cell in billing[1:9]} == {"FFFCEBC8"}
    assert "FFFCEBC8" not in {cell.fill.fgColor.rgb for cell in platform}
    assert billing[1].number_format.split(";")[0] == '#,##0.0"*"'
    texts = [row[0].value for row in sheet.iter_rows()]
    assert document.band in texts
    assert document.words.marks[0][1] in texts


def test_a_final_report_has_no_band() -> None:
    texts = [row[0].value for sheet in book(xlsx.render(weekly("en", provisional=False))) for row in sheet.iter_rows()]
    assert not [text for text in texts if str(text).startswith("PROVISIONAL")]


def odd(blocks: tuple, title: str = "節") -> Document:
    return replace(weekly("ja"), sections=(Section("odd", title, blocks), Section("odd2", title, blocks)), band="")


def test_sheet_names_are_what_excel_allows() -> None:
    names = book(xlsx.render(odd((Paragraph("x"),), "a[b]:*?/\\'" + "長" * 40))).sheetnames
    assert len(names) == len(set(names)) == 3
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


@pytest.mark.corpus
def test_naughty_strings_stay_text(corpus: Path) -> None:
    texts = json.loads((corpus / "06_naughty" / "blns.json").read_text("utf-8"))
    texts += (corpus / "06_naughty" / "formula_injection_payloads.txt").read_text("utf-8").splitlines()
    rows = tuple(Row((text, text)) for text in texts)
    table = Table("t", "=1+1", (Column("=2+2"), Column("@x")), rows, ("=3+3",))
    document = odd((Paragraph("=4+4"), table))
    document = replace(document, title="=5+5", project="+6&\x0b", subtitle="@7", confidentiality="&R&D" * 100)
    read = book(xlsx.render(document))
    kinds = {cell.data_type for sheet in read for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds <= {"s", "n"}
    values = {cell.value for sheet in read for row in sheet.iter_rows() for cell in row}
    assert {"=1+1", "=2+2", "=3+3", "=4+4", "=5+5", "=SUM(1+1)*cmd|' /C calc'!A0"} & values >= {"=1+1", "=4+4", "=5+5"}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_shows_every_figure(tmp_path: Path) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(xlsx.render(weekly("en")))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with pdfplumber.open(tmp_path / "report.pdf") as shown:
        text = "\n".join(page.extract_text() for page in shown.pages)
    assert not re.search(r"###|Err:|#(REF|NAME|VALUE)", text)
    assert re.search(r"Authorisation 550\.0 431\.3 414\.0 427\.5 −17\.3", text)


def test_a_long_text_gets_a_row_high_enough() -> None:
    table = Table("t", "表", (Column("a", width=10), Column("n", Kind.INTEGER)), (Row(("長い文" * 60, 1)),))
    sheet = book(xlsx.render(odd((table,)))).worksheets[1]
    (row,) = [row[0].row for row in sheet.iter_rows() if row[0].value == "長い文" * 60]
    assert sheet.row_dimensions[row].height > 100

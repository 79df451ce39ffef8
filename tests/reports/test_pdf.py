from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from django.utils import translation
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from pmo.lib.drawing.axes import ValueAxis
from pmo.lib.drawing.timechart import TimeChart
from pmo.lib.fonts import Fonts
from reports import pdf
from reports.content.blocks import (
    Bullets,
    Charts,
    Column,
    Document,
    Emphasis,
    Heading,
    KeyFigure,
    KeyFigures,
    Kind,
    Paragraph,
    Row,
    Section,
    Table,
)
from reports.content.owner import build_owner
from reports.content.weekly import build_weekly
from reports.pdf.style import MARGIN, UPRIGHT
from tests.printing import pdf_lines
from tests.reports.sample import PHASES, TEAMS, TOKYO, Sample

LANGUAGES = ("ja", "en")


ASKED = {
    "ja": "請求・売上の結合テストへの応援2名の投入をご承認ください（推奨：承認。回答期限：次回の進捗会議）。",
    "en": "Please approve two more people for the integration test of Billing (answer needed by the next meeting).",
}


def for_the_owner(language: str) -> Document:
    """With the most that stands on the page: five milestones, three of many late rows, a band and a notice."""
    figures = Sample(language).week(28, provisional=True)
    ahead = tuple((figures.milestones * 2)[:5])
    with translation.override(language):
        return build_owner(replace(figures, ahead=ahead, comments={"decisions": ASKED[language]}))


def weekly(language: str, late_rows: int = 28, *, provisional: bool = True) -> Document:
    with translation.override(language):
        return build_weekly(Sample(language).week(late_rows, provisional=provisional))


def with_blocks(*blocks: object) -> Document:
    return replace(weekly("ja"), sections=(Section("odd", "節", blocks),), band="")


def a_table(cells: list[tuple], columns: tuple[Column, ...] | None = None) -> Table:
    columns = columns or tuple(Column(f"列{number}") for number in range(len(cells[0])))
    return Table("odd", "表", columns, tuple(Row(row) for row in cells))


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest, fonts: Fonts) -> tuple[str, bytes]:
    return request.param, pdf.render(weekly(request.param), fonts)


def half_up(value: Decimal, places: str) -> str:
    return f"{value.quantize(Decimal(places), ROUND_HALF_UP):,}"


def signed(value: Decimal, places: str, minus: str) -> str:
    text = half_up(abs(value), places)
    if not Decimal(text.replace(",", "")):
        return text
    return f"+{text}" if value > 0 else f"{minus}{text}"


def test_the_figures_of_the_earned_value_table_are_those_given(made: tuple[str, bytes]) -> None:
    language, content = made
    lines, minus = pdf_lines(content), "▲" if language == "ja" else "−"
    for ja, en, *numbers in (*TEAMS, *PHASES):
        bac, pv, ev = map(Decimal, numbers[:3])
        ac = None if numbers[3] is None else Decimal(numbers[3])
        expected = [half_up(bac, "0.1"), half_up(pv, "0.1"), half_up(ev, "0.1")]
        expected += ["—" if ac is None else half_up(ac, "0.1"), signed(ev - pv, "0.1", minus)]
        expected += ["—" if ac is None else signed(ev - ac, "0.1", minus)]
        expected += [half_up(ev / pv, "0.01") if pv else "—", half_up(ev / ac, "0.01") if ac else "—"]
        name = (ja if language == "ja" else en).split()
        assert [*name, *expected] in [[word.rstrip("*") for word in line] for line in lines], name


def test_the_figures_of_the_progress_tables_are_those_given(made: tuple[str, bytes]) -> None:
    language, content = made
    lines, minus = pdf_lines(content), "▲" if language == "ja" else "−"
    for ja, en, bac, pv, ev, _ac, due, done, late in PHASES:
        total, planned, earned = Decimal(bac), Decimal(pv), Decimal(ev)
        percent = [half_up(part * 100 / total, "1") + "%" for part in (planned, earned)]
        difference = signed((earned - planned) * 100 / total, "1", minus) + "pt"
        expected = [*percent, difference, signed(earned - planned, "0.1", minus), str(done), str(due), str(late)]
        assert [*(ja if language == "ja" else en).split(), *expected] in lines, en


def test_every_late_row_is_printed_with_its_dates_and_delay(made: tuple[str, bytes]) -> None:
    language, content = made
    words = [word for line in pdf_lines(content) for word in line]
    for number in range(28):
        row = Sample(language).late_row(number)
        finish = row.task.planned_finish
        assert (f"{finish.month}/{finish.day}" if language == "ja" else str(finish.day)) in words
        assert signed(row.delay_effort, "0.1", "▲" if language == "ja" else "−") in words


def test_the_same_document_gives_the_same_bytes(made: tuple[str, bytes], fonts: Fonts) -> None:
    language, content = made
    assert pdf.render(weekly(language), fonts) == content


def test_the_file_is_dated_and_named_like_the_document(made: tuple[str, bytes]) -> None:
    language, content = made
    reader = PdfReader(BytesIO(content))
    assert reader.metadata.creation_date == datetime(2026, 11, 19, 15, 0, tzinfo=TOKYO)
    assert reader.metadata.author == Sample(language).week().header.author
    assert "18" in reader.metadata.title
    assert reader.trailer["/Root"]["/Lang"] == language


@pytest.mark.skipif(shutil.which("pdffonts") is None, reason="poppler is not installed")
def test_two_weights_are_embedded_and_nothing_else(made: tuple[str, bytes], tmp_path: Path) -> None:
    check_fonts(made[1], tmp_path)


def check_fonts(content: bytes, folder: Path) -> None:
    file = folder / "report.pdf"
    file.write_bytes(content)
    listed = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert [line.split()[0].partition("+")[2] for line in listed] == ["NotoSansCJKjp-Regular", "NotoSansCJKjp-Bold"]
    assert all(re.search(r"Identity-H\s+yes yes yes", line) for line in listed)


def test_charts_are_vectors(made: tuple[str, bytes]) -> None:
    with pdfplumber.open(BytesIO(made[1])) as document:
        assert sum(len(page.images) for page in document.pages) == 0
        assert sum(len(page.curves) for page in document.pages) > 40


def test_no_text_is_outside_the_margins_and_none_lies_on_another(made: tuple[str, bytes]) -> None:
    check_layout(made[1])


def check_layout(content: bytes) -> None:
    with pdfplumber.open(BytesIO(content)) as document:
        for page in document.pages:
            words = page.extract_words(x_tolerance=1.0)
            for word in words:
                assert MARGIN - 1 <= word["x0"] < word["x1"] <= float(page.width) - MARGIN + 1, word["text"]
                assert 15 <= word["top"] < word["bottom"] <= float(page.height) - 15, word["text"]
            assert not overlapping([one for one in page.chars if one["text"].strip()])


def overlapping(characters: list[dict]) -> list[tuple[str, str]]:
    """Pairs of characters that share more than the air around letters."""
    found, ordered = [], sorted(characters, key=lambda one: one["top"])
    for number, one in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other["top"] >= one["bottom"]:
                break
            wide = min(one["x1"], other["x1"]) - max(one["x0"], other["x0"])
            high = min(one["bottom"], other["bottom"]) - other["top"]
            if wide > 1.0 and high > 0.45 * min(one["height"], other["height"]):
                found.append((one["text"], other["text"]))
    return found


@pytest.mark.parametrize(("x", "y", "red"), [(300, 500, False), (302, 503, True), (20, 400, True), (580, 400, True)])
def test_the_layout_check_sees_red(fonts: Fonts, x: float, y: float, red: bool) -> None:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(UPRIGHT.width, UPRIGHT.height), initialFontName=fonts.regular.name)
    for left, bottom in ((100, 500), (306, 500 if red else 480), (x, y)):
        canvas.setFont(fonts.regular.name, 9)
        canvas.drawString(left, bottom, "結合テスト")
    canvas.save()
    if red:
        with pytest.raises(AssertionError):
            check_layout(file.getvalue())
    else:
        check_layout(file.getvalue())


def test_every_page_has_its_number_the_mark_and_the_band(made: tuple[str, bytes]) -> None:
    language, content = made
    document = weekly(language)
    pages = PdfReader(BytesIO(content)).pages
    for number, page in enumerate(pages, start=1):
        text = page.extract_text()
        assert document.words.page % {"page": number, "pages": len(pages)} in text
        assert document.confidentiality in text
        assert document.band in text
        assert document.number in text


def test_a_final_report_has_no_band(fonts: Fonts) -> None:
    text = PdfReader(BytesIO(pdf.render(weekly("en", provisional=False), fonts))).pages[0].extract_text()
    assert "PROVISIONAL" not in text


def test_bookmarks_name_the_sections_and_tables(made: tuple[str, bytes]) -> None:
    language, content = made
    outline = PdfReader(BytesIO(content)).outline
    document = weekly(language)
    titles = [entry.title for entry in outline if not isinstance(entry, list)]
    assert titles == [f"{number}. {section.title}" for number, section in enumerate(document.sections, start=1)]
    inner = [entry.title for part in outline if isinstance(part, list) for entry in part]
    assert inner == [table.title for table in document.tables]


def test_the_head_of_a_long_table_comes_again_on_each_page(fonts: Fonts) -> None:
    content = pdf.render(weekly("en", 200), fonts)
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    with_rows = [text for text in pages if "Countermeasure" in text]
    assert len(with_rows) > 8
    assert all("Assignee" in text for text in with_rows)
    assert sum("critical ones first (continued)" in text for text in pages) == len(with_rows) - 1


def test_a_cell_of_a_thousand_characters_is_printed_whole(fonts: Fonts) -> None:
    reason = "".join(chr(0x4E00 + number) for number in range(1000))
    reason = "".join(character for character in reason if character in fonts.regular.widths)
    figures = Sample("ja").week()
    late = replace(figures.late[0], delay_reason=reason, countermeasure=reason[::-1])
    narrow = a_table([("1", reason, reason[:400])] * 3, (Column("a"), Column("b", width=4), Column("c", width=20)))
    with translation.override("ja"):
        document = build_weekly(replace(figures, late=(late,)))
    content = pdf.render(replace(document, sections=(*document.sections, Section("x", "x", (narrow,)))), fonts)
    check_layout(content)
    printed = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert all(printed.count(character) >= 5 for character in reason)


def test_words_without_a_break_stay_in_their_cells(fonts: Fonts) -> None:
    url = "https://example.co.jp/" + "a" * 300 + "/very/long/path?with=query&and=more"
    cells = [(url, "x" * 200, "ー" * 100, "、" * 80, url)] * 4
    check_layout(pdf.render(with_blocks(a_table(cells), Paragraph(url), Bullets((url,)), Heading(url)), fonts))


def test_more_figures_than_a_page_is_wide_are_made_smaller_not_cut(fonts: Fonts) -> None:
    columns = tuple(Column(f"工数の合計{number}", Kind.DAYS, 5) for number in range(16))
    content = pdf.render(with_blocks(a_table([tuple(Decimal("12345678.9") for _ in columns)] * 3, columns)), fonts)
    check_layout(content)
    text = "".join("".join(line) for line in pdf_lines(content))
    assert text.count("12,345,678.9") == 48


def test_names_of_any_length_fit_the_frame_and_the_cover(fonts: Fonts) -> None:
    long = "とても長い名前のプロジェクト" * 12
    document = replace(weekly("ja"), project=long, title=long, subtitle=long, number="N" * 90, confidentiality=long)
    document = replace(document, band=long, notices=(long, long), author=long)
    check_layout(pdf.render(document, fonts))


def test_long_labels_and_large_figures_fit_their_cards(fonts: Fonts) -> None:
    figure = KeyFigure("とても長い見出しの数値である", Kind.DAYS, Decimal("123456789.5"), "人日", Decimal(-5))
    check_layout(pdf.render(with_blocks(KeyFigures((figure,) * 6)), fonts))


@pytest.mark.parametrize(
    "evil", ["<b>太字</b>", "<img src='http://x/'/>", "&amp;<para>", "(a) \\(b\\) )(", "%PDF-1.4 endstream"]
)
def test_text_that_tries_to_be_markup_stays_text(fonts: Fonts, evil: str) -> None:
    blocks = (Paragraph(evil), Bullets((evil,)), Heading(evil), a_table([(evil, "x")]))
    document = replace(with_blocks(*blocks), title=evil, project=evil)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf.render(document, fonts))).pages)
    assert text.replace("\n", "").replace(" ", "").count(evil.replace(" ", "")) >= 6


@pytest.mark.corpus
def test_naughty_strings_make_a_sound_file(fonts: Fonts, corpus: Path) -> None:
    texts = json.loads((corpus / "06_naughty" / "blns.json").read_text("utf-8"))
    texts += (corpus / "06_naughty" / "formula_injection_payloads.txt").read_text("utf-8").splitlines()
    rows = [(str(number), text, text) for number, text in enumerate(texts)]
    columns = (Column("番号"), Column("文", width=20), Column("下", below=True))
    content = pdf.render(with_blocks(a_table(rows, columns)), fonts)
    check_layout(content)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    assert not {"\ufffd", "\x00"} & set(text)
    assert "〓" in text
    assert "<script>alert(" in text.replace("\n", "")


def test_every_glyph_printed_exists_in_the_fonts(fonts: Fonts) -> None:
    content = pdf.render(with_blocks(Paragraph("髙﨑濵𠮷①㈱〜—−▲ ضض 🎉")), fonts)
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert "髙﨑濵𠮷①㈱〜—−▲ 〓〓 〓" in text


def test_figures_that_are_not_final_are_shaded_and_explained(fonts: Fonts) -> None:
    content = pdf.render(weekly("en"), fonts)
    lines = [" ".join(line) for line in pdf_lines(content)]
    assert "* carried forward from the last accepted week" in lines
    assert any(line.startswith("Billing Carried forward 80%* 70%* −10pt* −73.0*") for line in lines)
    with pdfplumber.open(BytesIO(content)) as document:
        shaded = [
            box
            for page in document.pages
            for box in page.rects
            if box["non_stroking_color"] == (0.988235, 0.921569, 0.784314)
        ]
    assert len(shaded) > 30


def test_a_group_heading_is_never_the_last_line_of_a_page(fonts: Fonts) -> None:
    rows = []
    for number in range(40):
        rows.append(Row((f"群{number}", ""), Emphasis.GROUP))
        rows += [Row((f"行{number}-{part}", "x")) for part in range(3)]
    table = Table("g", "表", (Column("名"), Column("値")), tuple(rows))
    for page in PdfReader(BytesIO(pdf.render(with_blocks(table), fonts))).pages:
        order = [word for word in page.extract_text().split() if re.fullmatch(r"[群行]\d+(-\d)?", word)]
        assert order[-1].startswith("行")
        assert all(after.startswith("行") for before, after in pairwise(order) if before.startswith("群"))


def test_a_small_table_is_kept_on_one_page(fonts: Fonts) -> None:
    filler = [Paragraph("埋め草")] * 31
    table = a_table([(f"行{number}", "x") for number in range(8)])
    pages = PdfReader(BytesIO(pdf.render(with_blocks(*filler, table), fonts))).pages
    assert [len(re.findall(r"行\d", page.extract_text())) for page in pages] == [0, 8]


def test_progress_is_told_page_by_page_and_may_stop_the_work(fonts: Fonts) -> None:
    told: list[tuple[int, int]] = []
    pdf.render(weekly("ja"), fonts, lambda page, pages: told.append((page, pages)))
    assert told == [(number, told[-1][1]) for number in range(1, told[-1][1] + 1)]

    def cancel(page: int, pages: int) -> None:
        if page == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pdf.render(weekly("ja"), fonts, cancel)


def test_an_empty_table_and_a_chart_without_points_leave_no_hole(fonts: Fonts) -> None:
    chart = Charts((TimeChart("t", (), ValueAxis("%", "ja")),))
    document = with_blocks(Table("e", "空の表", (Column("a"),), (), empty="ありません。"))
    assert "ありません。" in PdfReader(BytesIO(pdf.render(document, fonts))).pages[0].extract_text()
    assert pdf.render(with_blocks(chart), fonts)


def test_dates_beyond_this_year_carry_their_year(fonts: Fonts) -> None:
    content = pdf.render(with_blocks(a_table([(date(2027, 2, 6),)], (Column("日", Kind.DATE),))), fonts)
    assert ["2027/2/6"] in pdf_lines(content)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_owner_gets_one_page_even_in_a_full_week(language: str, fonts: Fonts) -> None:
    (page,) = PdfReader(BytesIO(pdf.render(for_the_owner(language), fonts))).pages
    assert {"ja": "影響の大きい遅れ", "en": "Late tasks that matter most"}[language] in page.extract_text()
    assert [round(float(side)) for side in page.mediabox[2:]] == [842, 595]


@pytest.mark.parametrize(("language", "words"), [("ja", "納期："), ("en", "Delivery: ")])
def test_what_sets_a_light_stands_behind_a_colon_of_the_language(language: str, words: str, fonts: Fonts) -> None:
    assert words in PdfReader(BytesIO(pdf.render(weekly(language), fonts))).pages[0].extract_text()

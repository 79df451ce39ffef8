from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from pmo.lib.excel_text import LONGEST, excel_text, put_text


def written(texts: list[str]) -> bytes:
    book = Workbook()
    for number, text in enumerate(texts, start=1):
        put_text(book.active.cell(number, 1), text)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(content: bytes) -> list[str]:
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    return [row[0] for row in sheet.to_python(skip_empty_area=False)]


ODD = (
    "=1+1",
    '=HYPERLINK("http://x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "＝1+1",
    "#N/A",
    "#REF!",
    "TRUE",
    "1.10",
    "11/18",
)
ODDER = ("12:00", "_x0041_", "_x005F_x0041_", "x_x0041_y", "a\nb", " space ", "＠", "𠮷", "🎉")


@pytest.mark.parametrize("text", ODD + ODDER)
def test_text_stays_text_and_comes_back_as_it_was(text: str) -> None:
    content = written([text])
    assert read(content) == [text]
    cell = load_workbook(BytesIO(content)).active["A1"]
    assert cell.data_type == "s"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "＝x"])
def test_what_looks_like_a_formula_is_marked_as_text(text: str) -> None:
    assert load_workbook(BytesIO(written([text]))).active["A1"].quotePrefix


def test_ordinary_text_is_not_marked() -> None:
    assert not load_workbook(BytesIO(written(["結合テスト"]))).active["A1"].quotePrefix


@pytest.mark.parametrize(
    ("text", "shown"),
    [("a\x00b\x0bc\x1fd\x7f\x9f", "abcd"), ("a\r\nb\rc", "a\nb\nc"), ("\ud800x\ufffe\uffff", "x"), ("", "")],
)
def test_what_a_workbook_cannot_hold_is_left_out(text: str, shown: str) -> None:
    assert excel_text(text) == shown


@pytest.mark.parametrize("character", ["あ", "𠮷"])
def test_a_text_that_is_too_long_is_cut_with_an_ellipsis(character: str) -> None:
    text = excel_text(character * 40_000)
    units = len(text.encode("utf-16-le")) // 2
    assert LONGEST - 2 <= units <= LONGEST
    assert text.endswith(f"{character}…")


@pytest.mark.corpus
def test_naughty_strings_and_formula_payloads_stay_text(corpus: Path) -> None:
    folder = corpus / "06_naughty"
    texts = json.loads((folder / "blns.json").read_text("utf-8"))
    texts += (folder / "formula_injection_payloads.txt").read_text("utf-8").splitlines()
    texts = [text for text in texts if text.strip()]
    content = written(texts)
    assert {cell.data_type for (cell,) in load_workbook(BytesIO(content)).active.iter_rows(max_col=1)} <= {"s", "n"}
    assert [excel_text(text) for text in read(content)] == [excel_text(text) for text in texts]

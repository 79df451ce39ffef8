from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from pmo.lib import font_conversion
from pmo.lib.fonts import SOURCES, FontConversionError, Fonts, ensure_fonts, printable
from pmo.lib.typeface import font_subset, register

NEEDED = "〜～—―−‐…‥「」『』（）【】、。・ー々〆ヶ▲▼△▽◆◇■□●○◎×÷±≦≧→←↑↓①⑳Ⅰ㈱㍻℃№¥€£©µÄéßαΩЖяｱｶﾞ髙﨑濵𠮷彅侭鷗体系进张"


def test_both_weights_have_every_character_a_report_needs(fonts: Fonts) -> None:
    for font in (fonts.regular, fonts.bold):
        assert [character for character in NEEDED if character not in font.widths] == []


def test_all_of_jis_x_0208_that_the_source_has_is_kept(fonts: Fonts) -> None:
    with TTFont(str(SOURCES[fonts.regular.name]), lazy=True) as font:
        source = font.getBestCmap()
    jis = {bytes((row + 0xA0, cell + 0xA0)).decode("euc_jp", "ignore") for row in range(1, 95) for cell in range(1, 95)}
    assert {character for character in jis if character and ord(character) in source} - set(
        fonts.regular.widths
    ) == set()


def test_regular_and_bold_differ(fonts: Fonts) -> None:
    face, bold = fonts.regular.face, fonts.bold.face
    assert font_subset(face, [face.charToGlyph[ord("報")]]) != font_subset(bold, [bold.charToGlyph[ord("報")]])


def test_the_conversion_gives_the_same_bytes_whatever_the_hash_seed(fonts: Fonts, tmp_path: Path) -> None:
    again = tmp_path / "again.ttf"
    command = [sys.executable, "-P", font_conversion.__file__, str(SOURCES[fonts.bold.name]), str(again)]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "4711"})
    assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(fonts.bold.path.read_bytes()).digest()


def test_fonts_that_are_there_are_not_made_again(fonts: Fonts, tmp_path: Path) -> None:
    for font in (fonts.regular, fonts.bold):
        shutil.copy(font.path, tmp_path / font.path.name)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert ensure_fonts(tmp_path).bold.path.parent == tmp_path
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_a_font_that_cannot_be_read_says_so_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "broken.otf"
    broken.write_bytes(b"not a font")
    for name in SOURCES:
        monkeypatch.setitem(SOURCES, name, broken)
    with pytest.raises(FontConversionError, match="NotoSansCJKjp-Regular"):
        ensure_fonts(tmp_path / "fonts")
    assert list((tmp_path / "fonts").glob("*.ttf")) == []


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("結合テスト", "結合テスト"),
        ("a\x00b\x0bc\x1fd", "abcd"),
        ("一行目\n二行目\t列", "一行目\n二行目 列"),
        ("zero\u200bwidth\ufeff \u202eevil", "zerowidth evil"),
        ("か\u3099は\u309a", "がぱ"),
        ("e\u0301", "é"),
        ("神\ufa19葛\U000e0100☆\ufe0f", "神\ufa19葛☆"),
        ("🎉한글", "〓〓〓"),
        ("\ud800", "〓"),
    ],
)
def test_what_the_font_lacks_becomes_a_visible_mark(fonts: Fonts, typed: str, printed: str) -> None:
    assert printable(typed, fonts.regular) == printed


def test_a_thousand_different_characters_stay_one_font_and_can_be_read_back(fonts: Fonts) -> None:
    characters = [character for character in fonts.regular.widths if character.isalpha()][500:1500]
    lines = ["".join(characters[start : start + 40]) for start in range(0, len(characters), 40)]
    file = BytesIO()
    canvas = Canvas(file, invariant=1, initialFontName=fonts.regular.name)
    for number, line in enumerate(lines):
        canvas.setFont(fonts.regular.name, 10)
        canvas.drawString(20, 800 - number * 20, line)
    canvas.save()
    page = PdfReader(file).pages[0]
    assert list(page["/Resources"]["/Font"]) == ["/F1"]
    assert page.extract_text().split() == lines


def test_two_documents_at_once_keep_their_characters_apart(fonts: Fonts) -> None:
    files = [BytesIO(), BytesIO()]
    canvases = [Canvas(file, invariant=1, initialFontName=fonts.regular.name) for file in files]
    for canvas, text in zip(canvases, ("一二三", "三二一"), strict=True):
        canvas.setFont(fonts.regular.name, 10)
        canvas.drawString(20, 700, text)
    for canvas in canvases:
        canvas.save()
    assert [PdfReader(file).pages[0].extract_text().strip() for file in files] == ["一二三", "三二一"]


def test_registering_twice_is_harmless(fonts: Fonts) -> None:
    register(fonts)
    register(fonts)

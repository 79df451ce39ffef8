"""Convert one weight of Noto Sans CJK JP from CFF outlines to a TrueType subset: `python -m … SOURCE TARGET`.

Run as a program of its own, because it takes seconds of pure computing and both weights can then use one core each.
The same source gives the same bytes. It must not import anything of this project: it is started by its file name.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

UNITS_PER_EM = 1000
MAX_CURVE_ERROR = 1.0  # units; a thousandth of the type size
NOTDEF = ".notdef"

# Levels 1-4 of JIS X 0213, the NEC and IBM extensions (㈱, 髙, 﨑), and the names of colleagues in China.
DOUBLE_BYTE_SETS = ("shift_jis_2004", "cp932", "gb2312")

BLOCKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x017F),  # Latin-1, Latin Extended-A
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x045F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2010, 0x2BFF),  # punctuation, currency, letterlike, arrows, mathematics, box drawing, symbols
    (0x3000, 0x33FF),  # CJK punctuation, kana, enclosed and squared characters
    (0xF900, 0xFAFF),  # the other shapes of kanji in personal names
    (0xFE30, 0xFE4F),  # vertical forms
    (0xFF01, 0xFFEF),  # full width and half width forms
)

NAMES_OUTSIDE_THE_SETS = "𠮷"  # of 吉田 written with 土


def _codec_characters(codec: str) -> Iterable[int]:
    for lead in range(0x81, 0xFE):
        for trail in range(0x40, 0xFF):
            try:
                text = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            if len(text) == 1:
                yield ord(text)


def wanted_characters() -> set[int]:
    """The code points a Japanese business document may need."""
    wanted = {code for first, last in BLOCKS for code in range(first, last + 1)}
    wanted.update(map(ord, NAMES_OUTSIDE_THE_SETS))
    for codec in DOUBLE_BYTE_SETS:
        wanted.update(_codec_characters(codec))
    return wanted


def _outline(glyphs: Any, name: str) -> Any:
    pen = TTGlyphPen(None)
    glyphs[name].draw(Cu2QuPen(pen, MAX_CURVE_ERROR, reverse_direction=True))
    return pen.glyph()


def _glyph_order(characters: dict[int, str]) -> list[str]:
    """`.notdef` first, then by the first code point that needs the glyph."""
    names = (characters[code] for code in sorted(characters))
    return list(dict.fromkeys([NOTDEF, *names]))


def convert(source: Path, target: Path) -> None:
    """Write the TrueType subset of the OpenType/CFF font `source` to `target`."""
    with TTFont(str(source), lazy=True, recalcTimestamp=False) as font:
        wanted = wanted_characters()
        characters = {code: name for code, name in font.getBestCmap().items() if code in wanted}
        _build(font, characters).save(str(target))


def _build(font: TTFont, characters: dict[int, str]) -> FontBuilder:
    order = _glyph_order(characters)
    glyphs = font.getGlyphSet()
    outlines = {name: _outline(glyphs, name) for name in order}
    advances = font["hmtx"].metrics
    builder = FontBuilder(UNITS_PER_EM, isTTF=True)
    builder.font.recalcTimestamp = False
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(characters)
    builder.setupGlyf(outlines)
    builder.setupHorizontalMetrics({name: (advances[name][0], getattr(outlines[name], "xMin", 0)) for name in order})
    builder.setupHorizontalHeader(ascent=font["hhea"].ascent, descent=font["hhea"].descent)
    builder.setupPost(keepGlyphNames=False)
    for tag in ("name", "OS/2"):
        builder.font[tag] = font[tag]
    for field in ("created", "modified", "fontRevision", "macStyle"):
        setattr(builder.font["head"], field, getattr(font["head"], field))
    return builder


if __name__ == "__main__":
    gc.disable()  # a third of the time otherwise goes into walking millions of live points
    convert(Path(sys.argv[1]), Path(sys.argv[2]))

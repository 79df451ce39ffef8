"""Breaking text into lines: Japanese rules (禁則処理), Latin words kept whole, longer ones than a line broken anyway.

Source of the rules: JIS X 4051, W3C "Requirements for Japanese Text Layout" (line breaking, characters that must not
begin or end a line).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

NOT_AT_START = (
    ")]},.;:!?%、。，．・：；？！゛゜´｀¨＾ヽヾゝゞ々〻ー―‐‑–〜～…‥％‰℃°′″）］｝〕〉》」』】〙〗〟’”»"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿ｡｣､･ｰﾞﾟ"
)
NOT_AT_END = "([{（［｛〔〈《「『【〘〖〝‘“«｢￥＄£＃▲△＋−"

SHORT_LINE = 2500  # thousandths of the type size

_LATIN = r"!-~\u00a1-\u024f\u0370-\u045f\u1e00-\u1eff"

# A unit is what one line break cannot cut: a date with its day of the week, a short remark in full-width brackets, or
# openers, then a Latin run or one character, then closers.
_UNIT = re.compile(
    rf"[0-9/]+\([月火水木金土日]\)[{re.escape(NOT_AT_START)}]*"
    rf"|（[^（）\s]{{1,8}}）[{re.escape(NOT_AT_START)}]*"
    rf"|[{re.escape(NOT_AT_END)}]*"
    rf"(?:[{_LATIN}]*(?![(\[{{])[{_LATIN}]|[^\s])?"
    rf"[{re.escape(NOT_AT_START)}]*"
    r"|\s+",
)
_SOFT_BREAK = re.compile(r"[/\\?&=_.,;:\-]+(?=[^/\\?&=_.,;:\-])")  # inside a URL, a path or a long name


@dataclass(slots=True)
class Wrapper:
    """Breaks text set in one font; `widths` are thousandths of the type size. Results are kept: cells repeat."""

    widths: Mapping[str, int]
    known: dict[tuple[str, float, float], tuple[str, ...]] = field(default_factory=dict)

    def width(self, text: str, size: float) -> float:
        """In points."""
        widths = self.widths
        return sum([widths[character] for character in text]) * size / 1000

    def lines(self, text: str, size: float, room: float) -> tuple[str, ...]:
        """The lines of `text` within `room` points; "" is one empty line. A single wide character may stick out."""
        key = (text, size, room)
        if (lines := self.known.get(key)) is None:
            limit = room * 1000 / size + 0.01
            parts = text.split("\n")
            lines = self.known[key] = tuple(line for part in parts for line in self._fill(part, limit))
        return lines

    def _advance(self, text: str) -> int:
        widths = self.widths
        return sum([widths[character] for character in text])

    def _fill(self, text: str, limit: float) -> Iterator[str]:
        """Greedy filling of one paragraph."""
        if self._advance(text) <= limit:
            yield text
            return
        rows: list[list[str]] = [[]]
        used = 0
        for unit in self._units(text, limit):
            advance = self._advance(unit)
            if used + advance > limit and "".join(rows[-1]).strip():
                rows.append([])
                used = 0
                if unit.isspace():
                    continue
            rows[-1].append(unit)
            used += advance
        self._feed_last(rows, limit)
        for row in rows:
            yield "".join(row).rstrip()

    def _feed_last(self, rows: list[list[str]], limit: float) -> None:
        """Give a last line of one or two characters company from the line before."""
        if len(rows) < 2 or limit < 4 * SHORT_LINE:
            return
        before, last = rows[-2], rows[-1]
        while len(before) > 4 and self._advance("".join(last)) < SHORT_LINE and not before[-1].isspace():
            last.insert(0, before.pop())

    def _units(self, text: str, limit: float) -> Iterator[str]:
        for found in _UNIT.finditer(text):
            unit = found[0]
            if not unit:
                continue
            yield from (unit,) if self._advance(unit) <= limit else self._pieces(unit, limit)

    def _pieces(self, unit: str, limit: float) -> Iterator[str]:
        """A unit wider than the line: cut after punctuation inside it, and anywhere when that is not enough."""
        start = 0
        for found in _SOFT_BREAK.finditer(unit):
            yield from self._slices(unit[start : found.end()], limit)
            start = found.end()
        yield from self._slices(unit[start:], limit)

    def _slices(self, piece: str, limit: float) -> Iterator[str]:
        start, used = 0, 0
        for index, character in enumerate(piece):
            advance = self.widths[character]
            if used + advance > limit and index > start:
                cut = _lawful(piece, start, index)
                yield piece[start:cut]
                start, used = cut, self._advance(piece[cut:index])
            used += advance
        yield piece[start:]


def _lawful(piece: str, start: int, index: int) -> int:
    """The last place up to `index` where a line may begin; `index` itself where there is none."""
    for cut in range(index, start, -1):
        if piece[cut] not in NOT_AT_START and piece[cut - 1] not in NOT_AT_END:
            return cut
    return index

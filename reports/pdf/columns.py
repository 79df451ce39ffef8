"""The columns of a printed table: how wide each one is and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from reports.content.blocks import Column, Emphasis, Kind, Row, Table
from reports.content.show import raw, show
from reports.pdf import style
from reports.pdf.pen import Align, Measure, Type
from reports.pdf.style import CELL, MARGIN, PAD_X

HEAD_TYPE = Type(style.HEAD, style.INK, bold=True)
CELL_TYPE = Type(CELL)
BOLD_CELL = Type(CELL, bold=True)
LABEL_TYPE = Type(style.HEAD, style.MUTED)
LABEL_GAP = 5.0
INDENT = 8.0
MIN_TEXT = 3.0  # characters a text column keeps at least
LONGEST_WORD = 76.0  # points; what is longer is a path or a key and may be cut


@dataclass(frozen=True, slots=True)
class Box:
    """One column on the page."""

    column: Column
    index: int
    left: float
    width: float

    @property
    def room(self) -> float:
        return self.width - 2 * PAD_X

    @property
    def align(self) -> Align:
        return {Kind.TEXT: Align.LEFT, Kind.DATE: Align.CENTRE}.get(self.column.kind, Align.RIGHT)


@dataclass(frozen=True, slots=True)
class Grid:
    """The columns of a table as laid out: `boxes` beside each other, `below` under them."""

    boxes: tuple[Box, ...]
    below: tuple[Box, ...]
    measure: Measure


def lay_out(table: Table, measure: Measure) -> Grid:
    """Where each column of the table stands."""
    beside = [(index, column) for index, column in enumerate(table.columns) if not column.below]
    below = [(index, column) for index, column in enumerate(table.columns) if column.below]
    widths = _widths(table, beside, measure)
    lefts = accumulate(widths, initial=MARGIN)
    boxes = tuple(
        Box(column, index, left, width) for (index, column), left, width in zip(beside, lefts, widths, strict=False)
    )
    return Grid(boxes, _below_boxes(below, boxes, measure), measure)


def _below_boxes(below: Sequence[tuple[int, Column]], boxes: Sequence[Box], measure: Measure) -> tuple[Box, ...]:
    """The width from the second column on, in parts as wide as their labels and the texts wish."""
    if not below:
        return ()
    left = boxes[1].left if len(boxes) > 1 else MARGIN
    labels = [measure.width(column.label, LABEL_TYPE) + LABEL_GAP + 2 * PAD_X for _index, column in below]
    unit = (MARGIN + measure.body - left - sum(labels)) / sum(column.width for _index, column in below)
    widths = [label + unit * column.width for label, (_index, column) in zip(labels, below, strict=True)]
    lefts = accumulate(widths, initial=left)
    return tuple(
        Box(column, index, at, width) for (index, column), at, width in zip(below, lefts, widths, strict=False)
    )


def _widths(table: Table, columns: Sequence[tuple[int, Column]], measure: Measure) -> list[float]:
    """Figures get what they need, texts share the rest by their wishes; what is left over widens all alike."""
    natural = [_natural(table, index, column, measure) for index, column in columns]
    if sum(natural) <= measure.body:
        return _scaled(natural, measure.body)
    texts = [place for place, (_index, column) in enumerate(columns) if column.kind is Kind.TEXT]
    room = measure.body - sum(width for place, width in enumerate(natural) if place not in texts)
    least = {place: _least(table, columns[place][0], columns[place][1], measure) for place in texts}
    if not texts or room < sum(least.values()):
        return _scaled(natural, measure.body)
    wishes = {place: columns[place][1].width for place in texts}
    spare = _share(room - sum(least.values()), wishes, {place: natural[place] - least[place] for place in texts})
    return [least[place] + spare[place] if place in spare else width for place, width in enumerate(natural)]


def _scaled(widths: list[float], body: float) -> list[float]:
    scale = body / sum(widths)
    return [width * scale for width in widths]


def _share(room: float, wishes: dict[int, float], needs: dict[int, float]) -> dict[int, float]:
    """Split `room` in proportion to `wishes`; who needs less than its part leaves the rest to the others."""
    shares: dict[int, float] = {}
    while wishes:
        unit = room / sum(wishes.values())
        content = [place for place, wish in wishes.items() if needs[place] <= unit * wish]
        if not content:
            return shares | {place: unit * wish for place, wish in wishes.items()}
        for place in content:
            shares[place] = needs[place]
            room -= needs[place]
            del wishes[place]
    return shares


def _natural(table: Table, index: int, column: Column, measure: Measure) -> float:
    """The width at which no value of the column breaks, and no word of its head."""
    values = {
        (show(row.cells[index], column.kind, measure.style), row.emphasis is Emphasis.TOTAL, row.level)
        for row in table.rows
        if not spans(row)
    }
    widest = max(
        (
            measure.width(line, BOLD_CELL if bold else CELL_TYPE) + (level * INDENT if index == 0 else 0.0)
            for text, bold, level in values
            for line in text.split("\n")
        ),
        default=0.0,
    )
    return max(widest, _head_width(column, measure)) + 2 * PAD_X + 0.5


def _head_width(column: Column, measure: Measure) -> float:
    """A head may take several lines of about the width wished for, but no word of it is cut."""
    words = [width for word in head_words(column.label) if (width := measure.width(word, HEAD_TYPE)) <= LONGEST_WORD]
    room = max(column.width * CELL, *words, 0.0)
    return max(measure.width(line, HEAD_TYPE) for line in head_lines(column.label, measure, room))


def head_words(label: str) -> list[str]:
    """What a head is not cut inside of: words, and in Japanese what stands before a bracket and the bracket itself."""
    return re.sub(r"(?<=[^\s])（", " （", label).split() or [""]


def head_lines(label: str, measure: Measure, room: float) -> tuple[str, ...]:
    """The lines of a head within `room` points, broken between its words; a word longer than a line is cut."""
    lines = [""]
    for word in head_words(label):
        joint = " " if lines[-1] and not word.startswith("（") else ""
        longer = f"{lines[-1]}{joint}{word}"
        if not lines[-1] or measure.width(longer, HEAD_TYPE) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(part for line in lines for part in measure.lines(line, HEAD_TYPE, room))


def _least(table: Table, index: int, column: Column, measure: Measure) -> float:
    """The narrowest a text column may get: its head, and its longest Latin word unless that is no word at all."""
    texts = {str(value) for row in table.rows if not spans(row) and (value := raw(row.cells[index])) is not None}
    words = {word for text in texts for word in _words(text)}
    longest = max((measure.width(word, CELL_TYPE) for word in words), default=0.0)
    word = longest if longest <= LONGEST_WORD else MIN_TEXT * CELL
    return max(word, _head_width(column, measure), MIN_TEXT * CELL) + 2 * PAD_X + 0.5


def _words(text: str) -> list[str]:
    return [word for word in text.split() if word.isascii()] or [""]


def spans(row: Row) -> bool:
    """Whether the row's first text runs over all columns."""
    return row.emphasis is Emphasis.GROUP

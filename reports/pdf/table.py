"""Tables that break well: columns share the width by what they hold, rows stay whole, heads come again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import Color

from reports.content.blocks import Cell, Emphasis, Kind, Row, Table, Value, Words
from reports.content.show import is_behind, mark, raw, show
from reports.pdf import style
from reports.pdf.columns import (
    BOLD_CELL,
    CELL_TYPE,
    HEAD_TYPE,
    INDENT,
    LABEL_GAP,
    LABEL_TYPE,
    Box,
    Grid,
    head_lines,
    lay_out,
    spans,
)
from reports.pdf.flow import Bookmark, Piece
from reports.pdf.pen import Align, Measure, Pen, Type
from reports.pdf.style import CELL, CELL_LEADING, MARGIN, PAD_X

TALLEST_ROW = 240.0  # a taller row is cut into several pieces
BELOW_GAP = 1.5
SMALLEST_FIGURE = 4.5
WHOLE = 260.0  # a table up to this height is never cut

QUIET_CELL = Type(CELL, style.MUTED)
NEGATIVE_CELL = Type(CELL, style.NEGATIVE)
NEGATIVE_BOLD = Type(CELL, style.NEGATIVE, bold=True)
NOTE_TYPE = Type(style.SMALL, style.MUTED)
GROUNDS = {Emphasis.TOTAL: style.TOTAL_GROUND, Emphasis.GROUP: style.GROUP_GROUND}


@dataclass(frozen=True, slots=True)
class Placed:
    """Lines of one cell, the column they stand in, and how they look."""

    box: Box
    lines: tuple[str, ...]
    type_: Type
    indent: float = 0.0
    ground: Color | None = None
    label: str = ""


def pieces(table: Table, measure: Measure, words: Words) -> list[Piece]:
    """Title, head, one piece or more per row, footnotes."""
    title = _title(table, measure, words)
    if not table.rows:
        return [*title, _line(measure.shortened(table.empty, QUIET_CELL, measure.body), QUIET_CELL)]
    grid = lay_out(table, measure)
    head = _head(grid)
    again = _head_again(table, head, measure, words)
    rows = [
        piece for number, row in enumerate(table.rows) for piece in _row(row, grid, again, _keeps(table.rows, number))
    ]
    return [*title, head, *_kept_together(rows, _footnotes(table, measure, words))]


def _kept_together(rows: list[Piece], notes: list[Piece]) -> list[Piece]:
    """Notes stay with the last row, and a small table in one piece."""
    pieces = [*rows, *notes]
    loose = len(rows) - 1 if sum(piece.height for piece in pieces) > WHOLE else 0
    kept = [replace(piece, keep=True) for piece in pieces[loose:-1]]
    return [*pieces[:loose], *kept, pieces[-1]]


def _title(table: Table, measure: Measure, words: Words) -> list[Piece]:
    if not table.title:
        return []
    text = measure.shortened(table.title, Type(style.HEADING, bold=True), measure.body)

    def paint(pen: Pen, top: float) -> None:
        pen.text(MARGIN, top - style.HEADING, text, Type(style.HEADING, bold=True))

    return [Piece(style.HEADING + 6.0, paint, gap=12.0, keep=True, bookmark=Bookmark(text, 1))]


def _line(text: str, type_: Type) -> Piece:
    def paint(pen: Pen, top: float) -> None:
        pen.text(MARGIN, top - type_.size, text, type_)

    return Piece(CELL_LEADING + 2.0, paint)


def _keeps(rows: Sequence[Row], number: int) -> bool:
    """A group heading stays with its first row, the last row with the total."""
    following = rows[number + 1].emphasis if number + 1 < len(rows) else Emphasis.NONE
    return rows[number].emphasis is Emphasis.GROUP or following is Emphasis.TOTAL


# ---- the head


def _head(grid: Grid) -> Piece:
    cells = [(box, head_lines(box.column.label, grid.measure, box.room)) for box in grid.boxes]
    deepest = max(len(lines) for _box, lines in cells)
    pad = grid.measure.pad_y
    height = deepest * style.HEAD_LEADING + 2 * pad

    def paint(pen: Pen, top: float) -> None:
        pen.ground(MARGIN, top, grid.measure.body, height, style.HEAD_GROUND)
        pen.rule(MARGIN, top - height, grid.measure.body, style.RULE, 0.7)
        for box, lines in cells:
            first = top - pad - style.HEAD - (deepest - len(lines)) * style.HEAD_LEADING / 2 + 0.6
            _put(pen, Placed(box, lines, HEAD_TYPE), first, style.HEAD_LEADING)

    return Piece(height, paint, keep=True)


def _head_again(table: Table, head: Piece, measure: Measure, words: Words) -> Piece:
    """What stands above the rows on every further page: the title with "continued", and the head."""
    title = measure.shortened(f"{table.title} {words.continued}".strip(), NOTE_TYPE, measure.body)

    def paint(pen: Pen, top: float) -> None:
        pen.text(MARGIN, top - style.SMALL, title, NOTE_TYPE)
        head.paint(pen, top - style.SMALL_LEADING - 2.0)

    return Piece(style.SMALL_LEADING + 2.0 + head.height, paint)


# ---- rows


def _row(row: Row, grid: Grid, head: Piece, keep: bool) -> list[Piece]:
    if spans(row):
        return [_group_row(row, grid, head)]
    beside = [_placed(row, box, grid.measure) for box in grid.boxes]
    below = [_placed_below(row, box, grid.measure) for box in grid.below]
    parts = [(part, False) for part in _cut(beside)] + [(part, True) for part in _cut(below)]
    if _height(beside) + _height(below) <= TALLEST_ROW:
        return [_row_piece(row, grid, (beside, below), head, (True, keep))]
    last = len(parts) - 1
    return [
        _row_piece(row, grid, ([], part) if is_below else (part, []), head, (number == last, keep and number == last))
        for number, (part, is_below) in enumerate(parts)
    ]


def _height(cells: Sequence[Placed]) -> float:
    return max((len(cell.lines) for cell in cells), default=0) * CELL_LEADING


def _cut(cells: list[Placed]) -> list[list[Placed]]:
    """The cells in slices of as many lines as fit the tallest row."""
    deepest, step = max((len(cell.lines) for cell in cells), default=0), int(TALLEST_ROW // CELL_LEADING)
    return [
        [
            Placed(
                cell.box,
                cell.lines[start : start + step],
                cell.type_,
                cell.indent,
                cell.ground,
                cell.label if start == 0 else "",
            )
            for cell in cells
        ]
        for start in range(0, deepest, step)
    ]


def _placed(row: Row, box: Box, measure: Measure) -> Placed:
    value = row.cells[box.index]
    type_ = _type(row, value, box.column.kind)
    indent = row.level * INDENT if box.index == 0 else 0.0
    text = show(value, box.column.kind, measure.style)
    is_text = box.column.kind is Kind.TEXT or isinstance(raw(value), str)
    if is_text:
        lines = measure.lines(text, type_, box.room - indent)
    else:
        lines, type_ = (text,), measure.fitting(text, type_, box.room, least=SMALLEST_FIGURE)
    return Placed(box, lines, type_, indent, style.NOT_FINAL_GROUND if mark(value) else None)


def _placed_below(row: Row, box: Box, measure: Measure) -> Placed:
    text = show(row.cells[box.index], box.column.kind, measure.style)
    indent = measure.width(box.column.label, LABEL_TYPE) + LABEL_GAP
    lines = measure.lines(text, CELL_TYPE, box.room - indent)
    return Placed(box, lines, CELL_TYPE, indent, label=box.column.label)


def _type(row: Row, value: Value | Cell, kind: Kind) -> Type:
    bold = row.emphasis is Emphasis.TOTAL
    if is_behind(value, kind):
        return NEGATIVE_BOLD if bold or row.emphasis is Emphasis.ALERT else NEGATIVE_CELL
    if bold:
        return BOLD_CELL
    return QUIET_CELL if row.emphasis is Emphasis.QUIET else CELL_TYPE


def _row_piece(
    row: Row, grid: Grid, cells: tuple[Sequence[Placed], Sequence[Placed]], head: Piece, ends: tuple[bool, bool]
) -> Piece:
    (beside, below), (is_last, keep) = cells, ends
    split = _height(beside) + (BELOW_GAP if beside and below else 0.0)
    pad = grid.measure.pad_y
    height = split + _height(below) + 2 * pad - (CELL_LEADING - CELL - 1.0)

    def paint(pen: Pen, top: float) -> None:
        if ground := GROUNDS.get(row.emphasis):
            pen.ground(MARGIN, top, grid.measure.body, height, ground)
        for cell in beside:
            if cell.ground is not None:
                pen.ground(cell.box.left, top, cell.box.width, height, cell.ground)
        if row.emphasis is Emphasis.ALERT:
            pen.ground(MARGIN, top, 2.0, height, style.NEGATIVE)
        if is_last:
            pen.rule(MARGIN, top - height, grid.measure.body, style.HAIRLINE)
        first = top - pad - CELL + 1.0
        for cell in beside:
            _put(pen, cell, first, CELL_LEADING)
        for cell in below:
            _put(pen, cell, first - split, CELL_LEADING)

    return Piece(height, paint, keep=keep, head=head)


def _group_row(row: Row, grid: Grid, head: Piece) -> Piece:
    body = grid.measure.body
    text = grid.measure.shortened(show(row.cells[0], Kind.TEXT, grid.measure.style), BOLD_CELL, body - 2 * PAD_X)
    pad = grid.measure.pad_y
    height = CELL_LEADING + 2 * pad - 2.0

    def paint(pen: Pen, top: float) -> None:
        pen.ground(MARGIN, top, body, height, style.GROUP_GROUND)
        pen.rule(MARGIN, top - height, body, style.HAIRLINE)
        pen.text(MARGIN + PAD_X, top - pad - CELL + 1.0, text, BOLD_CELL)

    return Piece(height, paint, keep=True, head=head)


def _put(pen: Pen, cell: Placed, first: float, leading: float) -> None:
    box = cell.box
    if cell.label:
        pen.text(box.left + PAD_X, first, cell.label, LABEL_TYPE)
    if box.align is Align.LEFT or cell.label:
        pen.paragraph(box.left + PAD_X + cell.indent, first, cell.lines, cell.type_, leading)
        return
    x = box.left + box.width - PAD_X if box.align is Align.RIGHT else box.left + box.width / 2
    for number, line in enumerate(cell.lines):
        pen.text(x, first - number * leading, line, cell.type_, box.align)


# ---- footnotes


def _footnotes(table: Table, measure: Measure, words: Words) -> list[Piece]:
    used = {mark(cell) for row in table.rows for cell in row.cells} - {None}
    legend = [text for sign, text in words.marks if sign in used]
    return [
        _note(text, measure, 4.0 if number == 0 else 0.0) for number, text in enumerate([*table.footnotes, *legend])
    ]


def _note(text: str, measure: Measure, gap: float) -> Piece:
    lines = measure.lines(text, NOTE_TYPE, measure.body)

    def paint(pen: Pen, top: float) -> None:
        pen.paragraph(MARGIN, top - style.SMALL, lines, NOTE_TYPE, style.SMALL_LEADING)

    return Piece(len(lines) * style.SMALL_LEADING, paint, gap=gap)

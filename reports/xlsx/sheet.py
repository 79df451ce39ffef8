"""One sheet being filled from top to bottom, block by block."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pmo.lib.excel_text import put_text
from reports.content.blocks import (
    Block,
    Bullets,
    Cell,
    Charts,
    Column,
    Emphasis,
    Gantt,
    Gap,
    Heading,
    KeyFigures,
    Kind,
    Lights,
    Paragraph,
    Row,
    Table,
    Tone,
    Value,
    Words,
)
from reports.content.show import SHAPES, Style, arrow, date_format, is_behind, mark, number_format, raw, show, stored
from reports.xlsx import looks
from reports.xlsx.charts import ChartBook
from reports.xlsx.looks import Look, Looks

KEY_FIGURE_WIDTHS = (18.0, 16.0, 12.0, 14.0, 10.0)
LONGEST_KEY = 24  # characters; shorter values are never broken
REASON_COLUMN = 4  # of a light, behind its name and its word
TEXT_COLUMNS = 8  # a paragraph runs over so many columns when the sheet has no wider table
DEFAULT_WIDTH = 8.4
NARROWEST, WIDEST = 7.0, 66.0  # characters
LINE_HEIGHT = 15.0
TALLEST = 409.0  # points Excel allows a row
CHART_ROWS = 18  # rows a chart covers

TITLE = Look(size=14.0, bold=True)
HEADING = Look(size=11.0, bold=True)
PLAIN = Look(wrap=True, vertical="top")
STRONG = Look(wrap=True, bold=True, vertical="top")
QUIET = Look(wrap=True, colour=looks.MUTED, size=9.0)
LABEL = Look(colour=looks.MUTED)
HEAD = Look(align="center", wrap=True, bold=True, size=9.0, ground=looks.HEAD_GROUND, ruled=True)
BAND = Look(bold=True, ground=looks.NOT_FINAL_GROUND)
TONES = {Tone.PLAIN: PLAIN, Tone.STRONG: STRONG, Tone.QUIET: QUIET}
GROUNDS = {Emphasis.TOTAL: looks.TOTAL_GROUND, Emphasis.GROUP: looks.GROUP_GROUND}


@dataclass(slots=True)
class Sheet:
    """`row` is the next free row; `heads` are the rows of the tables' heads."""

    page: Worksheet
    looks: Looks
    style: Style
    words: Words
    charts: ChartBook
    row: int = 1
    columns: int = TEXT_COLUMNS
    heads: list[int] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)

    def put(self, column: int, value: Value, look: Look) -> Any:
        """Write one value into the present row and return its cell."""
        cell = self.page.cell(self.row, column)
        self.looks.dress(cell, look)
        if isinstance(value, str):
            put_text(cell, value)
        elif value is not None:
            cell.value = value
        return cell

    def line(self, text: str, look: Look) -> None:
        """A text over all columns of the sheet, with a row as high as it needs."""
        self.put(1, text, look)
        if self.columns > 1:
            self.page.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=self.columns)
        if look.wrap:
            room = sum(self.widths.get(column, DEFAULT_WIDTH) for column in range(1, self.columns + 1))
            self.set_height(line_count(text, room), look.size / 10)
        elif look.size > PLAIN.size:
            self.page.row_dimensions[self.row].height = LINE_HEIGHT * look.size / PLAIN.size + 2
        self.row += 1

    def put_beside(self, column: int, text: str) -> None:
        """Write a text from this column to the sheet's last, in as many lines as it needs: paper is not that wide."""
        last = max(column, self.columns)
        self.put(column, text or None, PLAIN)
        if last > column:
            self.page.merge_cells(start_row=self.row, start_column=column, end_row=self.row, end_column=last)
        room = sum(self.widths.get(number, DEFAULT_WIDTH) for number in range(column, last + 1))
        self.set_height(line_count(text, room))

    def set_height(self, lines: int, scale: float = 1.0) -> None:
        """Make the present row high enough: viewers do not all do it by themselves."""
        if lines > 1:
            self.page.row_dimensions[self.row].height = min(LINE_HEIGHT * lines * scale + 2, TALLEST)

    def skip(self, rows: int = 1) -> None:
        self.row += rows

    def widen(self, column: int, width: float) -> None:
        self.widths[column] = min(max(width, self.widths.get(column, NARROWEST)), WIDEST)

    def set_widths(self) -> None:
        for column, width in self.widths.items():
            self.page.column_dimensions[get_column_letter(column)].width = width


def units(text: str) -> int:
    """Width of a text in half-width characters, as Excel counts column widths."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def line_count(text: str, width: float) -> int:
    """Lines `text` takes in a column of `width` characters, a little on the safe side."""
    room = max(width - 1.5, 1.0)
    return sum(max(1, -int(-units(part) // room)) for part in text.split("\n"))


def measure_blocks(sheet: Sheet, blocks: Sequence[Block]) -> None:
    """Make the columns wide enough for all tables of a section; before anything is put."""
    tables = [block for block in blocks if isinstance(block, Table)]
    sheet.columns = max([len(table.columns) for table in tables], default=TEXT_COLUMNS)
    for table in tables:
        _measure(sheet, table)
    if any(isinstance(block, KeyFigures) for block in blocks):
        for column, width in enumerate(KEY_FIGURE_WIDTHS, start=1):
            sheet.widen(column, width)


def put_block(sheet: Sheet, block: Block) -> None:
    match block:
        case Paragraph():
            sheet.line(block.text, TONES[block.tone])
        case Heading():
            sheet.skip()
            sheet.line(block.text, HEADING)
        case Bullets():
            for item in block.items:
                sheet.line(f"・{item}" if sheet.style.language == "ja" else f"• {item}", PLAIN)
        case Gap() | Gantt():
            sheet.line(block.text, QUIET)
        case KeyFigures():
            _put_key_figures(sheet, block)
        case Lights():
            _put_lights(sheet, block)
        case Charts():
            _put_charts(sheet, block)
        case Table():
            _put_table(sheet, block)


def _put_key_figures(sheet: Sheet, block: KeyFigures) -> None:
    sheet.skip()
    for item in block.items:
        cell = Cell(item.value, item.mark)
        sheet.put(1, item.label, LABEL)
        _put_figure(sheet, 2, cell, item.kind, Look(align="right", bold=True, size=11.0))
        sheet.put(3, item.unit or None, LABEL)
        if item.change is not None:
            sheet.put(4, sheet.words.change, LABEL)
            _put_figure(sheet, 5, item.change, item.change_kind, Look(align="right"))
        sheet.row += 1
    sheet.skip()


def _put_lights(sheet: Sheet, block: Lights) -> None:
    for light in block.items:
        sheet.put(1, light.name, LABEL)
        word = f"{SHAPES[light.colour]} {light.word} {arrow(light.colour, light.previous)}".rstrip()
        sheet.put(2, word, Look(bold=True))
        sheet.put_beside(REASON_COLUMN, "  ".join(text for text in (light.reason, light.override) if text))
        sheet.row += 1


def _put_charts(sheet: Sheet, block: Charts) -> None:
    sheet.skip()
    left = 1
    for chart in block.charts:
        sheet.charts.place(chart, sheet.page, f"{get_column_letter(left)}{sheet.row}", len(block.charts))
        left += max(2, sheet.columns // len(block.charts))
    sheet.skip(CHART_ROWS)


# ---- tables


def _measure(sheet: Sheet, table: Table) -> None:
    """Columns as wide as their longest value, up to their wish where that is a text."""
    for number, column in enumerate(table.columns):
        texts = {show(row.cells[number], column.kind, sheet.style) for row in table.rows if not _is_group(row)}
        longest = max((units(line) for text in texts for line in text.split("\n")), default=0)
        most = column.width * 2 + 12.0 if column.kind is Kind.TEXT and longest > LONGEST_KEY else longest + 2.0
        sheet.widen(number + 1, max(min(longest + 2.0, most), _head_units(column)))


def _head_units(column: Column) -> float:
    """A head takes two lines, but no Latin word of it is cut."""
    words = [units(word) for word in column.label.split() if word.isascii()]
    return max([units(column.label) / 2 + 4.0, *(word + 2.0 for word in words)])


def _is_group(row: Row) -> bool:
    return row.emphasis is Emphasis.GROUP


def _put_table(sheet: Sheet, table: Table) -> None:
    sheet.skip()
    if table.title:
        sheet.line(table.title, HEADING)
    if not table.rows:
        sheet.line(table.empty, QUIET)
        return
    sheet.heads.append(sheet.row)
    for number, column in enumerate(table.columns, start=1):
        look = replace(HEAD, align=_align(column.kind), indent=_indent(table, number))
        sheet.put(number, column.label, look)
    sheet.page.row_dimensions[sheet.row].height = 2 * LINE_HEIGHT + 2
    sheet.row += 1
    for row in table.rows:
        _put_row(sheet, table, row)
    _put_notes(sheet, table)


def _indent(table: Table, number: int) -> int:
    """A text keeps off the figures right-aligned before it."""
    aligned = _align(table.columns[number - 2].kind) if number > 1 else ""
    return int(aligned == "right" and table.columns[number - 1].kind is Kind.TEXT)


def _put_row(sheet: Sheet, table: Table, row: Row) -> None:
    lines = 1
    for number, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True), start=1):
        look = Look(
            align=_align(column.kind),
            wrap=column.kind is Kind.TEXT and not _is_group(row),
            bold=row.emphasis in (Emphasis.TOTAL, Emphasis.GROUP),
            colour=looks.MUTED if row.emphasis is Emphasis.QUIET else looks.INK,
            ground=GROUNDS.get(row.emphasis, ""),
            ruled=True,
            indent=row.level if number == 1 else _indent(table, number),
            vertical="top",
        )
        _put_figure(sheet, number, cell, column.kind, look)
        if look.wrap and isinstance(text := raw(cell), str):
            lines = max(lines, line_count(text, sheet.widths[number]))
    sheet.set_height(lines)
    sheet.row += 1


def _put_figure(sheet: Sheet, column: int, value: Value | Cell, kind: Kind, look: Look) -> None:
    """The value as Excel keeps it, in the format that shows what the PDF prints."""
    bare, sign = stored(value, kind), mark(value)
    ground = looks.NOT_FINAL_GROUND if sign else look.ground
    look = replace(look, ground=ground, colour=looks.NEGATIVE if is_behind(value, kind) else look.colour)
    if bare is None or isinstance(bare, str):
        sheet.put(column, show(value, kind, sheet.style) or None, replace(look, format="@"))
    elif isinstance(bare, date):
        sheet.put(column, bare, replace(look, format=date_format(bare, sheet.style)))
    else:
        sheet.put(column, bare, replace(look, format=number_format(kind, sheet.style, sign, raw(value))))


def _align(kind: Kind) -> str:
    return {Kind.TEXT: "left", Kind.DATE: "center"}.get(kind, "right")


def _put_notes(sheet: Sheet, table: Table) -> None:
    used = {mark(cell) for row in table.rows for cell in row.cells}
    for text in (*table.footnotes, *(text for sign, text in sheet.words.marks if sign in used)):
        sheet.line(text, QUIET)

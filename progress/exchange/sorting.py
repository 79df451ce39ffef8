"""Gives every non-empty row of the sheet its destination: read, ignored (with a reason) or rejected. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice, pairwise

from progress.exchange.cells import address, column_of
from progress.exchange.columns import ColumnMap
from progress.exchange.raw import Cell, CellKind, RawSheet
from progress.exchange.reading import Aside
from progress.exchange.spellings import (
    DATE_FIELDS,
    EXAMPLES,
    LEGENDS,
    LEVEL_FIELDS,
    LONGEST_WORD,
    STATUS_OF,
    TOTALS,
    is_one_of,
    key,
)
from progress.exchange.values import is_empty, text_of

DECORATED = re.compile(r"^\s*[↓→⇒▼▽■□●◎◆★☆※＊*【〈<＜=＝\-－─━～~]")
NOTED = re.compile(r"^\s*[※＊*]|^\s*注\s*[:：)）\d]")
EXAMPLE_WORDS = "|".join(map(re.escape, EXAMPLES))
EXAMPLE = re.compile(rf"^\s*[(（\[【<＜]?\s*({EXAMPLE_WORDS})\s*([)）\]】>＞:：.\d]|$)", re.IGNORECASE)
NUMBERED = re.compile(r"^[(（]?\d{1,3}[)）]?$")
MOST_LIKE_HEADER = 0.6
WIDE = 3
MOST_FILLED = 500_000
LONGEST_MARK = 60
FEWEST_COUNTED = 4
FIRST_TEXTS = 3
NUMBERING = ("id", "number", "wbs_code", "level")
IDENTIFYING = ("row_id", "wbs_code", *DATE_FIELDS)
# A cell merged over several rows counts for each of them.
FILLED_DOWN = frozenset((*LEVEL_FIELDS, *DATE_FIELDS, "phase", "team", "assignee", "deliverable"))


@dataclass(slots=True)
class Line:
    """A row to be read: its cells by field, filled from cells merged downwards."""

    number: int
    cells: dict[str, Cell]
    places: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return text_of(self.cells.get(name))

    def has(self, name: str) -> bool:
        return not is_empty(self.cells.get(name))


class Sorter:
    """Sorts the rows of one sheet by a column map."""

    def __init__(self, sheet: RawSheet, mapped: ColumnMap) -> None:
        self.sheet = sheet
        self.map = mapped
        self.columns = {name: column_of(letter) for letter, name in mapped.columns.items() if name}
        self.names = [name for name in ("name", *LEVEL_FIELDS) if name in self.columns]
        self.headers = {column_of(letter): text.rpartition("｜")[2] for letter, text in mapped.headers.items() if text}
        self.merged = dict(self.merged_down())
        self.wide = {(first, left) for first, left, _, right in sheet.merges if right - left + 1 >= WIDE}

    def merged_down(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Cells below the first one of a merge in a column that is filled down, with that first one."""
        filled = {column for name, column in self.columns.items() if name in FILLED_DOWN}
        rows = sorted(self.sheet.rows)
        found: list[tuple[tuple[int, int], tuple[int, int]]] = []
        for first, left, last, right in self.sheet.merges:
            below = rows[bisect_left(rows, first) : bisect_right(rows, last)]
            columns = [column for column in filled if left <= column <= right]
            found += [((row, column), (first, left)) for row in below for column in columns]
            if len(found) > MOST_FILLED:
                break
        return found

    def line(self, row: int) -> Line:
        cells, places = {}, {}
        for name, column in self.columns.items():
            at = self.merged.get((row, column), (row, column))
            cell = self.sheet.cell(*at)
            if cell:
                cells[name], places[name] = cell, address(*at)
        return Line(row, cells, places)

    def sort(self, row: int) -> Line | Aside:
        """The row to be read, or why it is not."""
        first, last = self.map.header_rows[0], self.map.header_rows[-1]
        if row < first:
            return Aside(row, self.above(row))
        if row <= last or row < self.map.first_row:
            return Aside(row, "header")
        return self.below(row)

    def above(self, row: int) -> str:
        cells = list(self.sheet.rows[row].values())
        texts = [text for cell in cells if cell.kind is CellKind.TEXT and (text := cell.value.strip()[:LONGEST_MARK])]
        if all(cell.is_blank for cell in cells):
            return "blank"
        if not texts:
            return "header"  # column numbers or the calendar of a bar chart
        return "legend" if self.is_legend(texts) else "title"

    def is_legend(self, texts: list[str]) -> bool:
        words = [text for text in texts if len(text) <= LONGEST_WORD and key(text) in STATUS_OF]
        return is_one_of(texts[0], LEGENDS) or bool(NOTED.match(texts[0])) or len(words) >= 2

    def below(self, row: int) -> Line | Aside:
        line = self.line(row)
        cells = self.sheet.rows[row]
        if all(is_empty(cell) for cell in cells.values()):
            return Aside(row, "blank")
        reason = self.special(row, line, cells)
        if reason:
            return Aside(row, reason)
        if any(line.has(name) and self.is_own(row, name) for name in self.names):
            return self.named(row, line)
        return self.unnamed(row, line, cells)

    def is_own(self, row: int, name: str) -> bool:
        """Whether the cell stands in this row, not in one that is merged down to it."""
        return self.columns[name] in self.sheet.rows[row]

    def special(self, row: int, line: Line, cells: dict[int, Cell]) -> str:
        if self.repeats_header(cells):
            return "header"
        texts = list(islice(texts_of(cells), FIRST_TEXTS))
        name = line.text("name")
        if any(EXAMPLE.match(text) for text in (name[:LONGEST_MARK], *texts)):
            return "example"
        code = line.text("wbs_code")
        if texts and is_one_of(name or texts[0], TOTALS) and (not code or is_one_of(code, TOTALS)):
            return "total"
        return ""

    def repeats_header(self, cells: dict[int, Cell]) -> bool:
        """A header printed again on the next page, or a row that numbers the columns."""
        texts = {column: " ".join(cells[column].text.split()) for column in self.headers if column in cells}
        if len(texts) < 2:
            return False
        same = sum(1 for column, text in texts.items() if text == self.headers[column])
        return same >= MOST_LIKE_HEADER * len(texts) or is_counting([texts[column] for column in sorted(texts)])

    def named(self, row: int, line: Line) -> Line | Aside:
        others = [name for name in line.cells if name not in self.names and self.is_own(row, name) and line.has(name)]
        if any(name not in NUMBERING or not NOTED.match(line.text(name)) for name in others):
            return line
        if others:
            return Aside(row, "legend")
        text = next(line.cells[name].text.lstrip()[:LONGEST_MARK] for name in self.names if line.has(name))
        if NOTED.match(text) or is_one_of(text, LEGENDS):
            return Aside(row, "legend")
        spanning = any((row, self.columns[name]) in self.wide for name in self.names)
        return Aside(row, "separator") if spanning or DECORATED.match(text) else line

    def unnamed(self, row: int, line: Line, cells: dict[int, Cell]) -> Line | Aside:
        own = [name for name in line.cells if line.has(name) and self.is_own(row, name)]
        if any(name in IDENTIFYING for name in own):
            return line
        texts = list(texts_of(cells))
        if not own or set(own) <= {"id", "number", "level"}:
            return Aside(row, self.leftover(texts, line))
        place = line.places[own[0]]
        return Aside(row, "no_name", place, line.cells[own[0]].text)

    def leftover(self, texts: list[str], line: Line) -> str:
        """A row with nothing but a number, or with texts that belong to no column."""
        if not texts or (line.has("id") and any(char.isdigit() for char in line.text("id"))):
            return "blank"
        if self.is_legend(texts):
            return "legend"
        return "separator" if len(texts) == 1 else "legend"


def texts_of(cells: dict[int, Cell]) -> Iterator[str]:
    """The row's texts from left to right, only as far as a mark can stand."""
    filled = (cell for cell in cells.values() if cell.kind is CellKind.TEXT and not is_empty(cell))
    return (cell.value.lstrip()[:LONGEST_MARK] for cell in filled)


def is_counting(texts: list[str]) -> bool:
    """ "3", "4", "5", "6": the columns' own numbers."""
    if len(texts) < FEWEST_COUNTED or not all(NUMBERED.match(text) for text in texts):
        return False
    numbers = [int(text.strip("()（）")) for text in texts]
    return all(after > before for before, after in pairwise(numbers))

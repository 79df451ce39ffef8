"""What stands in a column: counts of its kinds of values, and samples. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from progress.exchange.dates import is_ambiguous, is_date
from progress.exchange.raw import Cell, CellKind, RawSheet
from progress.exchange.spellings import DATE_FIELDS, EFFORT_FIELDS, STATUS_MARKS, STATUS_OF, key
from progress.exchange.values import NUMBER, has_percent_format, is_empty

MOST_LOOKED_AT = 500
SAMPLES = 3
LONGEST_SAMPLE = 40


@dataclass(slots=True)
class Profile:
    """Of a column's cells under the header: how many hold what. `words` are its short texts, `cells` its numbers."""

    filled: int = 0
    dates: int = 0
    numbers: int = 0
    percents: int = 0
    words: dict[str, int] = field(default_factory=dict)
    samples: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    swappable: int = 0  # text dates whose day and month could be swapped

    @property
    def texts(self) -> int:
        return self.filled - self.dates - self.numbers

    def share(self, count: int) -> float:
        return count / self.filled if self.filled else 0.0

    @property
    def marks(self) -> int:
        """Cells with a status word or mark."""
        known = (count for word, count in self.words.items() if word in STATUS_MARKS or key(word) in STATUS_OF)
        return sum(known)


def profile(sheet: RawSheet, first_row: int, column: int) -> Profile:
    """What kinds of values a column holds from that row on; enough of them, not all."""
    found = Profile()
    for row, cells in sheet.rows.items():
        if row < first_row or column not in cells or is_empty(cells[column]):
            continue
        look(found, cells[column])
        if found.filled >= MOST_LOOKED_AT:
            break
    return found


def look(found: Profile, cell: Cell) -> None:
    found.filled += 1
    text = " ".join(cell.text.split())
    if len(found.samples) < SAMPLES and text not in found.samples:
        found.samples.append(text[:LONGEST_SAMPLE])
    if is_date(cell):
        found.dates += 1
        found.swappable += cell.kind is CellKind.TEXT and is_ambiguous(cell.value)
    elif cell.kind is CellKind.NUMBER:
        found.numbers += 1
        found.cells.append(cell)
        found.percents += has_percent_format(cell)
    elif cell.kind is CellKind.TEXT:
        look_at_text(found, cell, text)


def look_at_text(found: Profile, cell: Cell, text: str) -> None:
    number = NUMBER.fullmatch(text)
    if number and len(number[3]) <= 4:
        found.numbers += 1
        found.cells.append(cell)
        found.percents += text.rstrip().endswith(("%", "％"))
    elif len(text) <= 12:
        found.words[text] = found.words.get(text, 0) + 1


def agreement(name: str, found: Profile) -> tuple[float, dict[str, int]]:
    """How well values suit a field, 0-1, and the counts that say so."""
    if name in DATE_FIELDS:
        return found.share(found.dates), {"dates": found.dates}
    if name in EFFORT_FIELDS or name in ("percent", "duration", "level"):
        return found.share(found.numbers), {"numbers": found.numbers}
    if name == "status":
        return found.share(found.marks), {"words": found.marks}
    if name in ("name", "assignee", "note", "delay_reason", "countermeasure", "deliverable"):
        return found.share(found.texts), {"texts": found.texts}
    return (1.0 if found.filled else 0.0), {"values": found.filled}

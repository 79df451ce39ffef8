"""Plans that give each task two rows, 予定 above 実績: the lower row's dates are the actual ones of the upper. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from progress.exchange.columns import ColumnMap
from progress.exchange.raw import CellKind, RawSheet
from progress.exchange.reading import same_name
from progress.exchange.sorting import Line, Sorter
from progress.exchange.spellings import ACTUAL_ROWS, LONGEST_WORD, PLAN_ROWS, key

FEWEST_PAIRS, MOSTLY = 2, 0.8
ACTUALS: Mapping[str, str] = {
    "planned_start": "actual_start", "planned_finish": "actual_finish", "planned_effort": "actual_effort",
}  # fmt: skip
WORDS = {
    **{key(word): "plan" for word in PLAN_ROWS},
    **{key(word): "actual" for word in ACTUAL_ROWS},
}


class Pairs:
    """Which rows of a sheet are the actual half of the row above; none where columns hold the actual dates."""

    def __init__(self, sorter: Sorter) -> None:
        self.sorter = sorter
        self.labels: dict[int, str] = {}
        if not set(ACTUALS.values()) & set(sorter.columns):
            self.labels = labels_of(sorter.sheet, sorter.map)

    @property
    def fields(self) -> frozenset[str]:
        """The fields that the lower rows give."""
        found = {new for old, new in ACTUALS.items() if old in self.sorter.columns}
        return frozenset(found if self.labels else ())

    def belongs(self, row: int, above: Line | None) -> bool:
        """Whether the row is the actual half of the line above: so labelled, and of no other name."""
        if above is None or self.labels.get(row) != "actual" or self.labels.get(above.number) != "plan":
            return False
        own = [self.sorter.line(row).text(name) for name in self.sorter.names if self.sorter.is_own(row, name)]
        return all(same_name(text) in ("", same_name(above.text("name"))) for text in own)

    def join(self, row: int, above: Line) -> None:
        """Give the line above what its lower row says: dates and effort as actual ones, the rest where it is blank."""
        lower = self.sorter.line(row)
        for name in lower.cells:
            place = ACTUALS.get(name, name)
            if self.sorter.is_own(row, name) and lower.has(name) and not above.has(place):
                above.cells[place], above.places[place] = lower.cells[name], lower.places[name]


def labels_of(sheet: RawSheet, mapped: ColumnMap) -> dict[int, str]:
    """Row -> "plan" or "actual", by the column that holds hardly anything but these words; {} when none does."""
    found: dict[int, dict[int, str]] = {}
    filled: Counter[int] = Counter()
    for row, column, cell in sheet.cells():
        if row >= mapped.first_row and cell.kind is CellKind.TEXT and len(cell.value) <= LONGEST_WORD:
            filled[column] += 1
            if word := WORDS.get(key(cell.value)):
                found.setdefault(column, {})[row] = word
    fitting = (labels for column, labels in found.items() if is_pairing(labels, filled[column]))
    return max(fitting, key=len, default={})


def is_pairing(labels: Mapping[int, str], filled: int) -> bool:
    counts = Counter(labels.values())
    return min(counts["plan"], counts["actual"]) >= FEWEST_PAIRS and len(labels) >= MOSTLY * filled

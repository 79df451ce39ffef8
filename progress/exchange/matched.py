"""The answer of matching: which row of a file is which known row, and what is left. Pure, JSON-able."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from progress.domain.neutral import row_from_json, row_to_json
from progress.domain.rows import PlanRow
from progress.exchange.reading import ReadRow, count

HOW = ("hidden_id", "remembered", "own_id", "code_name", "path_name", "new", "ask")
REASONS = (
    "copied",  # one hidden id on several rows, none or several with the unchanged name
    "several",  # several rows fit each other equally well
    "renamed",  # the same id or code as a row that is missing, under another name
    "moved",  # the same name as a row that is missing, elsewhere
)


@dataclass(frozen=True, slots=True)
class Ask:
    """Which of these known rows is it? Until answered the row counts as new; one reason of REASONS."""

    fingerprint: str
    number: int
    name: str
    reason: str
    candidates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchedRow:
    """A row of the file with its identity: `row.key` is the known row's, or "new:" and a print of what it is called.

    `row` holds the file's values over the known ones: what the file does not speak about, or could not be read,
    stays as it was.
    """

    row: PlanRow
    how: str
    read: ReadRow

    def to_json(self) -> dict[str, Any]:
        return {"row": row_to_json(self.row), "how": self.how, "read": self.read.to_json()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(row_from_json(data["row"]), data["how"], ReadRow.from_json(data["read"]))


@dataclass(frozen=True, slots=True)
class Matching:
    """`rows` in the file's order, `groups` the summary rows it implies, `missing` keys of known rows it lacks.

    `copied` numbers of rows that carry a copied hidden id and became new; `foreign` hidden ids nobody here knows.
    """

    rows: tuple[MatchedRow, ...]
    groups: tuple[MatchedRow, ...] = ()
    missing: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    copied: tuple[int, ...] = ()
    foreign: int = 0
    whole_plan_replaced: bool = False

    @property
    def plan_rows(self) -> list[PlanRow]:
        return [matched.row for matched in self.rows]

    def counts(self) -> dict[str, int]:
        """matched, new, missing, ask, and rows by how they were matched."""
        by_how = count(matched.how for matched in self.rows)
        known = sum(number for how, number in by_how.items() if how not in ("new", "ask"))
        new = by_how.get("new", 0) + by_how.get("ask", 0)
        return {**by_how, "matched": known, "new": new, "missing": len(self.missing)}

    def to_json(self) -> dict[str, Any]:
        return {
            "rows": [matched.to_json() for matched in self.rows],
            "groups": [matched.to_json() for matched in self.groups],
            "missing": list(self.missing),
            "asks": [asdict(ask) for ask in self.asks],
            "copied": list(self.copied),
            "foreign": self.foreign,
            "whole_plan_replaced": self.whole_plan_replaced,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            tuple(MatchedRow.from_json(row) for row in data["rows"]),
            tuple(MatchedRow.from_json(row) for row in data["groups"]),
            tuple(data["missing"]),
            tuple(Ask(**{**ask, "candidates": tuple(ask["candidates"])}) for ask in data["asks"]),
            tuple(data["copied"]),
            data["foreign"],
            data["whole_plan_replaced"],
        )

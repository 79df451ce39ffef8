"""What the rows of a file were read as: neutral rows, and where every other row of the sheet went. Pure, JSON-able."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self

from progress.domain.neutral import row_from_json, row_to_json
from progress.domain.rows import PlanRow
from progress.exchange.values import Link

IGNORED = ("blank", "title", "header", "separator", "legend", "total", "example", "actual")
REJECTED = ("no_name",)
# A value that cannot be read keeps its row, but blocks sending until it is mended.
PROBLEMS = (
    "date_unreadable", "date_out_of_range", "number_unreadable", "percent_unreadable", "percent_below_one",
    "out_of_range", "status_unknown", "text_too_long", "excel_error", "uncalculated",
)  # fmt: skip
NOTES = (
    "uncalculated",  # formulas that Excel never calculated: count, first cells
    "columns_cut",  # the sheet is wider than what is read: column
    "number_ids",  # ids are numbers, doubled ones may have lost a zero (1.10 -> 1.1): cells
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that could not be read: one of PROBLEMS, the field, the cell, what stands there."""

    code: str
    field: str
    cell: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is not read, and why: one of IGNORED or REJECTED; `cell` and `value` show where."""

    number: int
    reason: str
    cell: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something worth telling about the sheet as a whole: a code and its values."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadRow:
    """One row as read. `row.key` is "new:Sheet!12", its place; `path` are the names of its ancestors.

    A row that only the level columns of others imply (a group) has number 0 and no cells.
    """

    row: PlanRow
    sheet: str
    number: int
    cells: Mapping[str, str] = field(default_factory=dict)
    hidden_id: str = ""
    own_id: str = ""
    path: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    team: str = ""
    kind_stated: bool = False
    problems: tuple[Problem, ...] = ()
    ordinal: int = 0  # the n-th row of the same id, code, path and name

    @property
    def fingerprint(self) -> str:
        """What an answer about this row is remembered by, 64 hex digits."""
        parts = (self.own_id, self.row.wbs_code, *self.path, self.row.name, str(self.ordinal))
        return print_of(parts)

    def to_json(self) -> dict[str, Any]:
        data = {name: getattr(self, name) for name in ("sheet", "number", "hidden_id", "own_id", "team", "ordinal")}
        data |= {"row": row_to_json(self.row), "cells": dict(self.cells), "path": list(self.path)}
        data |= {"links": [asdict(link) for link in self.links], "problems": [asdict(one) for one in self.problems]}
        return {**data, "kind_stated": self.kind_stated}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            **{
                **data,
                "row": row_from_json(data["row"]),
                "path": tuple(data["path"]),
                "links": tuple(Link(**link) for link in data["links"]),
                "problems": tuple(Problem(**problem) for problem in data["problems"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of the sheet by destination: len(rows) + len(ignored) + len(rejected) = its non-empty rows.

    `groups` are summary rows that no line of the sheet holds. `fields` are the neutral fields the file has;
    everything else of a row is unknown, not blank.
    """

    sheet: str
    fields: frozenset[str]
    rows: tuple[ReadRow, ...] = ()
    groups: tuple[ReadRow, ...] = ()
    ignored: tuple[Aside, ...] = ()
    rejected: tuple[Aside, ...] = ()
    notes: tuple[Note, ...] = ()
    hierarchy: str = "none"
    ids_are_numbers: bool = False  # running numbers: no identity
    status_date: date | None = None

    @property
    def problems(self) -> list[Problem]:
        return [problem for row in self.rows for problem in row.problems]

    @property
    def total(self) -> int:
        """Non-empty rows of the sheet."""
        return len(self.rows) + len(self.ignored) + len(self.rejected)

    def ignored_by_reason(self) -> dict[str, int]:
        return count(aside.reason for aside in self.ignored)

    def to_json(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "fields": sorted(self.fields),
            "rows": [row.to_json() for row in self.rows],
            "groups": [row.to_json() for row in self.groups],
            "ignored": [asdict(aside) for aside in self.ignored],
            "rejected": [asdict(aside) for aside in self.rejected],
            "notes": [asdict(note) for note in self.notes],
            "hierarchy": self.hierarchy,
            "ids_are_numbers": self.ids_are_numbers,
            "status_date": self.status_date.isoformat() if self.status_date else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            data["sheet"],
            frozenset(data["fields"]),
            tuple(ReadRow.from_json(row) for row in data["rows"]),
            tuple(ReadRow.from_json(row) for row in data["groups"]),
            tuple(Aside(**aside) for aside in data["ignored"]),
            tuple(Aside(**aside) for aside in data["rejected"]),
            tuple(Note(**note) for note in data["notes"]),
            data["hierarchy"],
            data["ids_are_numbers"],
            date.fromisoformat(data["status_date"]) if data["status_date"] else None,
        )


def count(items: Iterable[str]) -> dict[str, int]:
    """How often each comes, in the order in which they first come."""
    found: dict[str, int] = {}
    for item in items:
        found[item] = found.get(item, 0) + 1
    return found


def print_of(parts: Iterable[str]) -> str:
    """64 hex digits that are the same for the same names."""
    return hashlib.sha256("\x1f".join(same_name(part) for part in parts).encode()).hexdigest()


def same_name(text: str) -> str:
    """Names are the same when they differ in nothing but the amount of space: exact otherwise."""
    return " ".join(unicodedata.normalize("NFC", text).split())

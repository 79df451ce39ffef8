"""What the columns of a sheet mean: the map a team confirms once, and what recognition proposes. Pure, JSON-able."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from typing import Any, Self

from progress.exchange.spellings import REQUIRED, key

PERCENT_SCALES = ("auto", "ratio", "points")  # 0.8 is 80 %, or 80 is 80 %
EFFORT_UNITS = ("days", "hours", "months")
DATE_ORDERS = ("ymd", "mdy", "dmy")  # how a text date with three parts and no year in front is meant
HIERARCHIES = ("auto", "none", "parent", "levels", "code", "level", "indent", "outline")


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """Where each field of a team's layout stands; remembered for the team, found again by its headers.

    `columns` and `headers` by column letter; "" is a column that is known and not read. `words` by field: the team's
    own word -> the neutral one ({"status": {"○": "done"}, "kind": {"P": "summary"}}).
    """

    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    columns: Mapping[str, str]
    headers: Mapping[str, str]
    percent_scale: str = "auto"
    date_order: str = "ymd"
    hierarchy: str = "auto"
    effort_units: Mapping[str, str] = dataclasses.field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = dataclasses.field(default_factory=dict)

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(name for name in self.columns.values() if name)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required fields that no column holds; level columns stand for the name."""
        found = self.fields
        return tuple(name for name in REQUIRED if name not in found and not (name == "name" and "level1" in found))

    @property
    def signature(self) -> str:
        """The same for every file of the layout, wherever its columns stand: a digest of the headers that are read."""
        keys = sorted(f"{key(self.headers.get(letter, ''))}={name}" for letter, name in self.columns.items() if name)
        return hashlib.sha256("\n".join(keys).encode()).hexdigest()

    def letter_of(self, name: str) -> str | None:
        """The column of a field; the leftmost when several hold it."""
        letters = [letter for letter, held in self.columns.items() if held == name]
        return min(letters, key=lambda letter: (len(letter), letter)) if letters else None

    def choose(self, columns: Mapping[str, str] | None = None, **settings: Any) -> Self:
        """The map with a user's choices: fields by column letter ("" unread), other settings by name.

        A field chosen for one column is taken away from every other one that held it.
        """
        chosen = dict(columns or {})
        kept = {letter: "" if name in chosen.values() else name for letter, name in self.columns.items()}
        return replace(self, columns={**kept, **chosen}, **settings)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "header_rows": list(self.header_rows)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        known = {item.name for item in fields(cls)}
        given = {name: value for name, value in data.items() if name in known}
        return cls(**{**given, "header_rows": tuple(data["header_rows"])})


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the user is shown it. `how`: "header", "header+values", "values", "remembered", "" (unknown).

    `evidence` counts what supports the guess ({"dates": 23}); `alternatives` are other fields it may hold.
    """

    letter: str
    header: str
    field: str = ""
    how: str = ""
    samples: tuple[str, ...] = ()
    confidence: float = 0.0
    alternatives: tuple[str, ...] = ()
    evidence: Mapping[str, int] = dataclasses.field(default_factory=dict)
    hidden: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "samples": tuple(data["samples"]), "alternatives": tuple(data["alternatives"])})


@dataclass(frozen=True, slots=True)
class Question:
    """Something only a person can decide; `answer` is what stands until then. One code of QUESTIONS."""

    code: str
    columns: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    answer: str = ""
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "columns": tuple(data["columns"]), "options": tuple(data["options"])})


QUESTIONS = (
    "percent_or_mark",  # 進捗: a percentage or a mark? options are fields
    "two_columns",  # several columns claim one field; options are letters
    "percent_scale",  # 0.5 and 80 in one column, or only 0 and 1; options are scales
    "date_order",  # 03/04/2026; options are date orders
    "effort_unit",  # efforts far too large for the dates of their rows; options are units
    "status_words",  # words or marks nobody knows; values {word: proposed status or ""}
    "hierarchy",  # level columns and another sign of depth; options are hierarchies
    "sample_sheet",  # only a sample sheet holds a plan; options are sheets
    "other_sheet",  # another sheet holds a plan, too; options are sheets
    "other_project",  # our own workbook of another project; values {theirs, ours: names}
    "other_week",  # our own workbook of another week; values {theirs, ours: status dates, or keys of weeks not there}
    "unknown_headers",  # the headers are in a language nobody taught us; columns to map
)


@dataclass(frozen=True, slots=True)
class Marker:
    """What "this week's Excel" says about itself on its hidden sheet."""

    project: str
    team: str
    week: str
    version: int
    kind: str = "week"  # or "plan"
    language: str = ""


@dataclass(frozen=True, slots=True)
class StatusDate:
    """The status date a file states near its top: its text, its date when it is unmistakable, its cell."""

    cell: str
    text: str
    value: date | None = None

    def to_json(self) -> dict[str, Any]:
        return {"cell": self.cell, "text": self.text, "value": self.value.isoformat() if self.value else None}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(data["cell"], data["text"], date.fromisoformat(data["value"]) if data["value"] else None)


@dataclass(frozen=True, slots=True)
class Recognition:
    """The plan table that was found and what its columns were taken for."""

    map: ColumnMap
    columns: tuple[Column, ...]
    questions: tuple[Question, ...] = ()
    how: str = "recognised"  # or "remembered", "own" (this week's Excel), "unknown" (to be mapped by the user)
    status_date: StatusDate | None = None
    marker: Marker | None = None
    rows: int = 0  # non-empty rows under the header

    @property
    def missing(self) -> tuple[str, ...]:
        return self.map.missing

    @property
    def needs_user(self) -> bool:
        """Whether a person must look at the columns before the rows are read."""
        return bool(self.missing or self.questions)

    def to_json(self) -> dict[str, Any]:
        return {
            "map": self.map.to_json(),
            "columns": [column.to_json() for column in self.columns],
            "questions": [question.to_json() for question in self.questions],
            "how": self.how,
            "status_date": self.status_date.to_json() if self.status_date else None,
            "marker": asdict(self.marker) if self.marker else None,
            "rows": self.rows,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            ColumnMap.from_json(data["map"]),
            tuple(Column.from_json(column) for column in data["columns"]),
            tuple(Question.from_json(question) for question in data["questions"]),
            data["how"],
            StatusDate.from_json(data["status_date"]) if data["status_date"] else None,
            Marker(**data["marker"]) if data["marker"] else None,
            data["rows"],
        )


@dataclass(frozen=True, slots=True)
class SheetLook:
    """Why a sheet is no plan table. `reason`: "empty", "no_header", "missing_columns", "no_rows", or a cap's code."""

    name: str
    reason: str
    hidden: bool = False
    header_row: int | None = None
    found: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoTable:
    """No sheet holds a plan table; what was looked at, and the nearest guess, if a user wants to map it by hand."""

    sheets: tuple[SheetLook, ...]
    guess: Recognition | None = None

    def to_json(self) -> dict[str, Any]:
        guess = self.guess.to_json() if self.guess else None
        return {"no_table": [asdict(sheet) for sheet in self.sheets], "guess": guess}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        sheets = tuple(_look(sheet) for sheet in data["no_table"])
        return cls(sheets, Recognition.from_json(data["guess"]) if data["guess"] else None)


def _look(data: Mapping[str, Any]) -> SheetLook:
    return SheetLook(**{**data, "found": tuple(data["found"]), "missing": tuple(data["missing"])})


def from_json(data: Mapping[str, Any]) -> Recognition | NoTable:
    """What `recognise` answered, whichever it was."""
    return NoTable.from_json(data) if "no_table" in data else Recognition.from_json(data)


def letters(names: Iterable[Column]) -> tuple[str, ...]:
    return tuple(column.letter for column in names)

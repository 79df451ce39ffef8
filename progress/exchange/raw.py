"""A file as it was found, before anybody says what it means: sheets, cells, and what else shows the structure.

Pure standard library: made in the limited child, sent as JSON, kept with the reading. Rows and columns count from 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, NamedTuple

from progress.exchange.cells import address

CellRange = tuple[int, int, int, int]  # first row, first column, last row, last column
HOURS_FORMAT = "[h]:mm"  # a number of days that is shown as hours


class CellKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    BOOL = "bool"
    DATE = "d"
    MOMENT = "t"
    TIME = "h"
    ERROR = "e"  # a formula that failed: "#N/A"
    UNCALCULATED = "f"  # a formula that was never calculated


class Cell(NamedTuple):
    """A value with its kind; `number_format` only of numbers that are not shown as General."""

    kind: CellKind
    value: Any
    number_format: str = ""

    @property
    def text(self) -> str:
        """The value in plain words: dates ISO, whole numbers without ".0"."""
        if self.kind is CellKind.TEXT:
            return str(self.value)
        if self.kind is CellKind.BOOL:
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, date | time):
            return self.value.isoformat()
        return "" if self.value is None else str(self.value)

    @property
    def is_blank(self) -> bool:
        return self.kind is CellKind.TEXT and not self.value.strip()

    def to_json(self) -> Any:
        if self.kind is CellKind.NUMBER:
            return [self.value, self.number_format] if self.number_format else self.value
        if self.kind in (CellKind.TEXT, CellKind.BOOL):
            return self.value
        return {str(self.kind): self.value if self.kind is CellKind.UNCALCULATED else self.text}

    @classmethod
    def from_json(cls, data: Any) -> Cell:
        if isinstance(data, str):
            return cls(CellKind.TEXT, data)
        if isinstance(data, list):
            return cls(CellKind.NUMBER, data[0], data[1])
        if not isinstance(data, dict):
            return cls.of(data)
        [(kind, text)] = data.items()
        parse = PARSERS.get(CellKind(kind))
        return cls(CellKind(kind), parse(text) if parse else text)

    @classmethod
    def of(cls, value: Any) -> Cell:
        """The cell of a plain Python value; whole floats become ints."""
        for kinds, kind in KINDS:
            if isinstance(value, kinds):
                return cls(kind, value)
        return cls(CellKind.NUMBER, int(value) if isinstance(value, float) and value.is_integer() else value)


PARSERS: Mapping[CellKind, Any] = {
    CellKind.DATE: date.fromisoformat,
    CellKind.MOMENT: datetime.fromisoformat,
    CellKind.TIME: time.fromisoformat,
}
KINDS: tuple[tuple[type, CellKind], ...] = (  # bool before int, datetime before date
    (str, CellKind.TEXT),
    (bool, CellKind.BOOL),
    (datetime, CellKind.MOMENT),
    (date, CellKind.DATE),
    (time, CellKind.TIME),
)


@dataclass(slots=True)
class RawSheet:
    """One sheet: a sparse grid of its cells that hold something, and what says depth or is hidden.

    `outline` row -> group level; `indents` row -> column -> indent of the cell's style; `skipped` why it was not read.
    """

    name: str
    hidden: bool = False
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: tuple[CellRange, ...] = ()
    hidden_columns: frozenset[int] = frozenset()
    outline: dict[int, int] = field(default_factory=dict)
    indents: dict[int, dict[int, int]] = field(default_factory=dict)
    skipped: str = ""
    last_column_read: int = 0  # when the sheet is wider than what is read

    def cell(self, row: int, column: int) -> Cell | None:
        return self.rows.get(row, {}).get(column)

    def text(self, row: int, column: int) -> str:
        """The text of a cell, trimmed; "" when empty."""
        cell = self.cell(row, column)
        return cell.text.strip() if cell else ""

    def uncalculated(self) -> list[str]:
        """Addresses of formulas that were never calculated."""
        return [address(row, column) for row, column, cell in self.cells() if cell.kind is CellKind.UNCALCULATED]

    def cells(self) -> Iterator[tuple[int, int, Cell]]:
        for row, cells in self.rows.items():
            for column, cell in cells.items():
                yield row, column, cell

    def to_json(self) -> dict[str, Any]:
        rows = [
            [number, *([column, cell.to_json()] for column, cell in cells.items())]
            for number, cells in self.rows.items()
        ]
        other = {
            "merges": [list(merge) for merge in self.merges],
            "hidden_columns": sorted(self.hidden_columns),
            "outline": self.outline,
            "indents": self.indents,
            "skipped": self.skipped,
            "hidden": self.hidden,
            "last_column_read": self.last_column_read,
        }
        return {"name": self.name, "rows": rows, **{name: value for name, value in other.items() if value}}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RawSheet:
        rows = {row: {column: Cell.from_json(cell) for column, cell in cells} for row, *cells in data["rows"]}
        return cls(
            data["name"],
            hidden=data.get("hidden", False),
            rows=rows,
            merges=tuple((a, b, c, d) for a, b, c, d in data.get("merges", ())),
            hidden_columns=frozenset(data.get("hidden_columns", ())),
            outline=_whole(data.get("outline", {})),
            indents={int(row): _whole(columns) for row, columns in data.get("indents", {}).items()},
            skipped=data.get("skipped", ""),
            last_column_read=data.get("last_column_read", 0),
        )


def _whole(data: Mapping[Any, int]) -> dict[int, int]:
    """JSON turns whole-number keys into text; back again."""
    return {int(key): value for key, value in data.items()}


@dataclass(frozen=True, slots=True)
class RawBook:
    """All sheets of a file; `format` is "xlsx", "xls", "xlsb" or "csv"."""

    sheets: tuple[RawSheet, ...]
    format: str = "xlsx"

    def sheet(self, name: str) -> RawSheet | None:
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def to_json(self) -> dict[str, Any]:
        return {"format": self.format, "sheets": [sheet.to_json() for sheet in self.sheets]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> RawBook:
        return cls(tuple(RawSheet.from_json(sheet) for sheet in data["sheets"]), data["format"])


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file was not read at all; sentences in progress/reading_texts.py, one per code of REFUSALS."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {"code": self.code, "values": dict(self.values)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Refusal:
        return cls(data["code"], data.get("values", {}))


REFUSALS = (
    "too_large", "too_many_parts", "unpacked_too_large", "password", "not_a_workbook", "unknown_format", "damaged",
    "unreadable", "too_slow", "no_cells", "other_team", "plan_workbook",
)  # fmt: skip


class Refused(Exception):
    """Raised while reading; `refusal` says why."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.refusal = Refusal(code, values)

"""Finds the header of a sheet: one row or two joined rows, anywhere in its first 20 rows. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from progress.exchange.raw import Cell, CellKind, RawSheet
from progress.exchange.spellings import (
    DATE_FIELDS,
    HINTS_ACTUAL,
    HINTS_BASELINE,
    HINTS_FORECAST,
    REQUIRED,
    contains,
    field_of,
)

DEPTH = 20
MOST_MERGES, WIDEST, LONGEST_HEADER = 1_000, 60, 200
PLANNED = ("planned_start", "planned_finish")
WEIGHTS = dict.fromkeys(REQUIRED, 3.0)
JOINER = "｜"
SECOND_ROW_COST = 0.5
WRITTEN_DATE = re.compile(r"\s*\d{1,4}\s*[-/.年月]\s*\d{1,2}")
MOST_REPEATS = 3  # a text that heads more columns names weekdays or weeks of a bar chart


@dataclass(frozen=True, slots=True)
class Claim:
    """A column says it is `field`, by the spelling of this rank (0 is the likeliest)."""

    field: str
    rank: int


@dataclass(frozen=True, slots=True)
class Header:
    """Header rows with the joined text and the claim of each column; `spread` columns share one merged header."""

    rows: tuple[int, ...]
    texts: dict[int, str]
    claims: dict[int, Claim]
    spread: dict[int, int] = field(default_factory=dict)  # column -> first column of its merged header

    @property
    def first_row(self) -> int:
        return self.rows[-1] + 1

    @property
    def fields(self) -> set[str]:
        return {claim.field for claim in self.claims.values()}

    @property
    def score(self) -> float:
        known = sum(WEIGHTS.get(name, 1.0) for name in self.fields)
        return known - SECOND_ROW_COST * (len(self.rows) - 1)


class Head:
    """The first rows of a sheet with merged cells filled."""

    def __init__(self, sheet: RawSheet) -> None:
        self.sheet = sheet
        self.anchors: dict[tuple[int, int], tuple[int, int]] = {}
        near = (merge for merge in sheet.merges if merge[0] <= DEPTH + 1)
        for first, left, last, right in islice(near, MOST_MERGES):
            self.fill(first, left, min(last, DEPTH + 1), min(right, left + WIDEST))

    def fill(self, first: int, left: int, last: int, right: int) -> None:
        for row in range(first, last + 1):
            for column in range(left, right + 1):
                self.anchors[row, column] = (first, left)

    def anchor(self, row: int, column: int) -> tuple[int, int]:
        return self.anchors.get((row, column), (row, column))

    def text(self, row: int, column: int) -> str:
        """The text of a cell, the merged range's for all of its cells; "" for numbers and dates."""
        cell = self.sheet.cell(*self.anchor(row, column))
        return " ".join(cell.value[:LONGEST_HEADER].split()) if cell and cell.kind is CellKind.TEXT else ""

    def columns(self, row: int) -> set[int]:
        own = set(self.sheet.rows.get(row, ()))
        return own | {column for (at, column) in self.anchors if at == row and self.text(row, column)}


def candidates(sheet: RawSheet) -> Iterator[Header]:
    """Every row and every pair of rows near the top that names at least one field."""
    head = Head(sheet)
    rows = [row for row in sheet.rows if row <= DEPTH]
    for row in rows:
        yield from (header for header in (single(head, row), pair(head, row)) if header and header.claims)


def best(sheet: RawSheet) -> Header | None:
    """The header that names the most; among equals the shorter, then the upper one."""
    found = list(candidates(sheet))
    return max(found, key=lambda header: (header.score, -header.rows[0]), default=None)


def single(head: Head, row: int) -> Header | None:
    texts = {column: head.text(row, column) for column in sorted(head.columns(row))}
    return header_of(head, (row,), {column: text for column, text in texts.items() if text})


def pair(head: Head, row: int) -> Header | None:
    """Two rows joined: 予定 above 開始日 is 予定｜開始日; merged cells count for all their columns."""
    columns = sorted(head.columns(row) | head.columns(row + 1))
    if row >= DEPTH or not head.columns(row + 1) or is_task(head, row, columns):
        return None
    texts: dict[int, str] = {}
    above = ""
    for column in columns:
        top, bottom = head.text(row, column), head.text(row + 1, column)
        if head.anchor(row, column) == head.anchor(row + 1, column):
            texts[column], above = top, ""
            continue
        above = top or above
        texts[column] = joined(top, bottom, above)
    return header_of(head, (row, row + 1), {column: text for column, text in texts.items() if text})


def is_task(head: Head, row: int, columns: Iterable[int]) -> bool:
    """Whether a date stands under a header of dates: the row below is the first task, not half a header."""
    dated = (column for column in columns if (claim := claim_of(head.text(row, column))) and claim.field in DATE_FIELDS)
    return any(holds_date(head.sheet.cell(row + 1, column)) for column in dated)


def holds_date(cell: Cell | None) -> bool:
    if cell is None or cell.is_blank:
        return False
    return bool(WRITTEN_DATE.match(str(cell.value))) if cell.kind is CellKind.TEXT else True


def joined(top: str, bottom: str, carried: str) -> str:
    """The header of a column; a top text that was not merged is carried right where that makes a known name."""
    if top and bottom:
        return f"{top}{JOINER}{bottom}"
    if bottom and carried and field_of(carried + JOINER + bottom):
        return f"{carried}{JOINER}{bottom}"
    return top or bottom


def header_of(head: Head, rows: tuple[int, ...], texts: dict[int, str]) -> Header:
    repeats = Counter(texts.values())
    texts = {column: text for column, text in texts.items() if repeats[text] <= MOST_REPEATS or claim_of(text)}
    claims = {column: claim for column, text in texts.items() if (claim := claim_of(text))}
    spread = {}
    for column in claims:
        row, left = head.anchor(rows[-1], column)
        if (rows[-1], column) in head.anchors and head.anchors.get((row, left + 1)) == (row, left):
            spread[column] = left
    return Header(rows, texts, claims, spread)


def claim_of(text: str) -> Claim | None:
    """The field of a header: the joined text, else its lower, else its upper part.

    「開始」 below 「実績日程」, or 「開始日 (実績)」, is no planned date, whatever it would be without the rest.
    """
    top, joiner, bottom = text.partition(JOINER)
    for part in (text, bottom, top) if joiner else (text,):
        found = field_of(part)
        if found:
            return told_by(text, Claim(*found))
    return None


def told_by(text: str, claim: Claim) -> Claim | None:
    """A date's claim with what the whole header says of it; None for a date that no field holds."""
    if claim.field not in PLANNED or not contains(text, (*HINTS_ACTUAL, *HINTS_FORECAST, *HINTS_BASELINE)):
        return claim
    finishes = claim.field == "planned_finish"
    if contains(text, HINTS_ACTUAL):
        return Claim("actual_finish" if finishes else "actual_start", claim.rank)
    return Claim("forecast_finish", claim.rank) if finishes and contains(text, HINTS_FORECAST) else None

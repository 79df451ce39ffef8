"""Recognises the plan table of a file: which sheet, which rows are its header, what each column holds. Pure.

Order: a layout the team confirmed before; known Japanese and English headers (spellings.py); else, when a sheet has
the shape of a plan in a language nobody taught us, the user maps it once. Nothing is stored here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from progress.exchange.assign import columns_of
from progress.exchange.cells import column_of, letter
from progress.exchange.columns import (
    Column,
    ColumnMap,
    Marker,
    NoTable,
    Question,
    Recognition,
    SheetLook,
)
from progress.exchange.headers import Claim, Header, best, claim_of
from progress.exchange.marker import SHEET as MARKER_SHEET
from progress.exchange.marker import marker_of
from progress.exchange.placing import place
from progress.exchange.profile import agreement, profile
from progress.exchange.raw import RawBook, RawSheet
from progress.exchange.scales import decide
from progress.exchange.spellings import EFFORT_FIELDS, REQUIRED, SAMPLE_SHEETS, contains, key
from progress.exchange.status_dates import status_date
from progress.exchange.strangers import MOST_KNOWN, guess_header
from progress.exchange.values import is_empty, unit_of_header

MOST_ROWS_RANKED = 30


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet seen as a plan table, complete or not."""

    sheet: RawSheet
    header: Header
    map: ColumnMap
    columns: tuple[Column, ...]
    questions: tuple[Question, ...]
    rows: int

    @property
    def is_plan(self) -> bool:
        return not self.map.missing and self.rows > 0

    @property
    def is_bare(self) -> bool:
        """A header and under it nothing, running numbers at most: no choice of columns would find a task."""
        numbers = [column_of(place) for place, name in self.map.columns.items() if name in ("number", "id")]
        under = (cells for row, cells in self.sheet.rows.items() if row >= self.map.first_row)
        return not any(column not in numbers and not is_empty(cell) for row in under for column, cell in row.items())

    @property
    def is_named(self) -> bool:
        """Rows under a header in words we know that lacks columns: offered before any sheet in unknown words."""
        known = len(self.header.claims) > MOST_KNOWN * len(self.header.texts)
        return known and self.rows > 0 and not self.sheet.hidden and bool(self.header.fields & set(REQUIRED))

    @property
    def is_sample(self) -> bool:
        return contains(self.sheet.name, SAMPLE_SHEETS)

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Sample and hidden sheets last; then the one that names most columns and has rows."""
        size = min(self.rows, MOST_ROWS_RANKED) / MOST_ROWS_RANKED
        return (not self.is_sample, not self.sheet.hidden, self.header.score + size)


def recognise(raw: RawBook, remembered: ColumnMap | Iterable[ColumnMap] | None = None) -> Recognition | NoTable:
    """The plan table of the file, or per sheet why it is none.

    `remembered`: the maps the team confirmed, the newest first; the first that fits stands.
    """
    marker = marker_of(raw)
    for known in as_maps(remembered) if marker is None else ():
        placed = place(known, raw)
        if placed:
            return again(raw, known, placed)
    looks = [look_at(sheet) for sheet in raw.sheets if sheet.name != MARKER_SHEET]
    plans = sorted((table for _, table in looks if table and table.is_plan), key=lambda table: table.rank, reverse=True)
    if plans:
        return recognition(plans[0], plans[1:], marker)
    named = any(table and table.is_named for _, table in looks)
    return (None if named else strange(raw)) or no_table(looks)


def as_maps(remembered: ColumnMap | Iterable[ColumnMap] | None) -> Iterable[ColumnMap]:
    if remembered is None:
        return ()
    return (remembered,) if isinstance(remembered, ColumnMap) else remembered


def look_at(sheet: RawSheet) -> tuple[SheetLook, Table | None]:
    """What a sheet lacks to be a plan table, and the table it is, complete or not."""
    if sheet.skipped or not sheet.rows:
        return SheetLook(sheet.name, sheet.skipped or "empty", sheet.hidden), None
    header = best(sheet)
    if header is None:
        return SheetLook(sheet.name, "no_header", sheet.hidden), None
    table = table_of(sheet, header)
    found = tuple(sorted(table.map.fields))
    reason = "missing_columns" if table.map.missing else "no_rows"
    return SheetLook(sheet.name, reason, sheet.hidden, header.rows[0], found, table.map.missing), table


def table_of(sheet: RawSheet, header: Header) -> Table:
    columns, _profiles, questions = columns_of(sheet, header)
    proposal = ColumnMap(
        sheet.name,
        header.rows,
        header.first_row,
        columns={column.letter: column.field for column in columns},
        headers={column.letter: column.header for column in columns},
        effort_units=units_of(columns),
    )
    mapped, more = decide(sheet, proposal)
    rows = rows_under(sheet, mapped)
    return Table(sheet, header, mapped, tuple(columns), (*questions, *more), rows)


def units_of(columns: Iterable[Column]) -> dict[str, str]:
    """The unit of each effort column that is not person-days."""
    units = {column.letter: unit_of_header(column.header) for column in columns if column.field in EFFORT_FIELDS}
    return {place: unit for place, unit in units.items() if unit != "days"}


def rows_under(sheet: RawSheet, mapped: ColumnMap) -> int:
    """Rows under the header that hold a name, or anything in a level column; all, where nothing names the rows yet."""
    names = [column_of(place) for place, name in mapped.columns.items() if name == "name" or name.startswith("level")]
    return sum(
        1
        for row, cells in sheet.rows.items()
        if row >= mapped.first_row and any(not is_empty(cells.get(column)) for column in names or cells)
    )


def recognition(table: Table, others: list[Table], marker: Marker | None) -> Recognition:
    questions = () if marker else (*table.questions, *sheet_questions(table, others))
    return Recognition(
        table.map,
        table.columns,
        questions,
        how="own" if marker else "recognised",
        status_date=status_date(table.sheet, table.header.rows[0]),
        marker=marker,
        rows=table.rows,
    )


def sheet_questions(table: Table, others: list[Table]) -> list[Question]:
    names = (table.sheet.name, *(other.sheet.name for other in others))
    if table.is_sample and table.is_plan:
        return [Question("sample_sheet", (), names, table.sheet.name)]
    rivals = [other for other in others if not other.is_sample and not other.sheet.hidden]
    return [Question("other_sheet", (), names, table.sheet.name)] if rivals else []


def again(raw: RawBook, known: ColumnMap, placed: ColumnMap) -> Recognition:
    """A remembered layout; columns that are new since then are recognised by their header."""
    sheet = raw.sheet(placed.sheet)
    assert sheet is not None  # noqa: S101 - place() found it there
    rows = (*placed.header_rows,)
    header = Header(rows, {column_of(place): text for place, text in placed.headers.items()}, {})
    known_keys = {key(text) for text in known.headers.values()}
    fresh = table_of(sheet, replace(header, claims=fresh_claims(header, placed, known_keys)))
    taken = placed.fields
    new = {column.letter: column.field for column in fresh.columns if column.field and column.field not in taken}
    mapped = replace(placed, columns={**dict.fromkeys(placed.headers, ""), **new, **placed.columns})
    return Recognition(
        mapped,
        tuple(remembered_column(sheet, mapped, column, new) for column in fresh.columns),
        (),
        "remembered",
        status_date(sheet, mapped.header_rows[0]),
        None,
        rows_under(sheet, mapped),
    )


def fresh_claims(header: Header, placed: ColumnMap, known_keys: set[str]) -> dict[int, Claim]:
    from_scratch = header_claims(header)
    return {
        column: claim
        for column, claim in from_scratch.items()
        if key(header.texts[column]) not in known_keys and not placed.columns.get(letter(column))
    }


def header_claims(header: Header) -> dict[int, Claim]:
    return {column: claim for column, text in header.texts.items() if (claim := claim_of(text))}


def remembered_column(sheet: RawSheet, mapped: ColumnMap, column: Column, new: dict[str, str]) -> Column:
    name = mapped.columns.get(column.letter, "")
    if column.letter in new:
        return column
    found = profile(sheet, mapped.first_row, column_of(column.letter))
    evidence = agreement(name, found)[1] if name else {}
    return replace(column, field=name, how="remembered", confidence=1.0, alternatives=(), evidence=evidence)


def strange(raw: RawBook) -> Recognition | None:
    """A sheet with the shape of a plan whose headers nobody taught us: for the user to map."""
    guesses = [(sheet, header) for sheet in raw.sheets if sheet.rows and (header := guess_header(sheet))]
    if not guesses:
        return None
    sheet, header = max(guesses, key=lambda guess: (not guess[0].hidden, len(guess[1].texts)))
    table = table_of(sheet, header)
    question = Question("unknown_headers", tuple(column.letter for column in table.columns), REQUIRED)
    return replace(recognition(table, [], None), questions=(question, *table.questions), how="unknown")


def no_table(looks: list[tuple[SheetLook, Table | None]]) -> NoTable:
    tables = [table for _, table in looks if table and not table.is_bare]
    nearest = max(tables, key=lambda table: table.rank, default=None)
    guess = recognition(nearest, [], None) if nearest else None
    return NoTable(tuple(look for look, _ in looks), guess)

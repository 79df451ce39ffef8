"""What the page of a reading 読み取り結果 reads: columns, the rows' balance, changes, points in the sheet."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from progress.actions.sending import Preview
from progress.assessment import Sending, assess
from progress.composition import Composition, Line, compose
from progress.domain.rows import PlanRow
from progress.exchange.cells import column_of, position
from progress.exchange.columns import ColumnMap
from progress.exchange.matched import Ask
from progress.exchange.raw import Cell, CellKind
from progress.exchange.reading import Aside
from progress.models import Draft, Reading, ReadingState, Submission
from progress.queries.points import Point, Points, RowPoints, points_of
from progress.queries.submission import TeamWeek, findings_of, latest_of
from progress.reading_texts import field_label
from progress.submission_texts import value_text
from projects.models import Purpose
from projects.templatetags.show import day

MOST_COLUMNS = 30
COLUMNS, CHANGES, POINTS = "columns", "changes", "points"
READ = (ReadingState.READY, ReadingState.SENT)


@dataclass(frozen=True)
class ReadingPage:
    """A reading with what it would mean; `week` is None while its rows are not read, and for a WBS."""

    reading: Reading
    draft: Draft | None
    week: TeamWeek | None

    @property
    def is_current(self) -> bool:
        """Whether this is the file that the team's draft is made of."""
        return self.draft is not None and self.draft.reading_id == self.reading.pk

    @property
    def tab(self) -> str:
        """The first tab with something to decide."""
        if self.week is None:
            return COLUMNS
        if self.week.composed.ambiguous or self.week.composed.whole_plan_replaced:
            return CHANGES
        return POINTS if self.week.points.left else CHANGES


def reading_page(reading: Reading, *, at: datetime, came_back: bool = True) -> ReadingPage:
    """The page of a reading of a team's file (a fixed number of queries; the checks run once).

    `came_back`: whether the reader is told what the PMO sent back.
    """
    if reading.purpose != Purpose.GANTT or reading.team is None or reading.week is None:
        return ReadingPage(reading, None, None)
    draft = Draft.objects.filter(team=reading.team, week=reading.week).select_related("edited_by").first()
    if reading.state not in READ:
        return ReadingPage(reading, draft, None)
    own = draft if draft and draft.reading_id == reading.pk else Draft(team=reading.team, week=reading.week)
    composed = compose(reading.team, reading.week, reading, own.edits)
    found = Preview(own, composed, assess(reading.team, reading.week, composed, Sending(at)))
    points = points_of(found, findings_of(reading.team, reading.week) if came_back else [])
    last: Submission | None = latest_of(reading.team, reading.week)
    week = TeamWeek(reading.team, reading.week, at, last, None, found, points, came_back)
    return ReadingPage(reading, draft, week)


# -- changes


@dataclass(frozen=True)
class ChangeRow:
    """A row of the file with what changed: (field, old, new) in words."""

    line: Line
    changes: tuple[tuple[str, str, str], ...]


def lines_of(composed: Composition, show: str) -> list[Line]:
    """The rows behind one number of the balance; without a filter those that changed or are new."""
    if show == "matched":
        return [line for line in composed.lines if line.known]
    if show == "new":
        return composed.new
    return [line for line in composed.lines if line.changed or not line.known]


def change_rows(lines: list[Line]) -> list[ChangeRow]:
    return [ChangeRow(line, tuple(changes_in_words(line))) for line in lines]


def changes_in_words(line: Line) -> list[tuple[str, str, str]]:
    pairs = line.changed.items()
    return [(field_label(name), value_text(name, old), value_text(name, new)) for name, (old, new) in pairs]


def asides_of(composed: Composition, show: str) -> list[Aside]:
    """The rows of the file that are not read, or cannot be."""
    return list(composed.ignored if show == "ignored" else composed.rejected)


@dataclass(frozen=True)
class AskRow:
    """A row that fits several rows of the plan, and which ones."""

    ask: Ask
    candidates: tuple[PlanRow, ...]


def asks_of(composed: Composition) -> list[AskRow]:
    known = composed.known
    return [AskRow(ask, tuple(known[key] for key in ask.candidates if key in known)) for ask in composed.ambiguous]


# -- the team's own sheet


@dataclass(frozen=True)
class SheetCell:
    text: str
    severity: str = ""
    said: str = ""


@dataclass(frozen=True)
class SheetRow:
    """One row of the team's sheet that has points."""

    number: int
    key: str
    cells: tuple[SheetCell, ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class PlacedPoints:
    """The points of a row of the file, with its number there."""

    number: int
    row: RowPoints


@dataclass(frozen=True)
class Sheet:
    letters: tuple[str, ...]
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def rows_with_points(points: Points) -> list[PlacedPoints]:
    """The rows of the file that have open points, in the file's order."""
    found = [PlacedPoints(row.line.row_number, row) for row in points.open if row.line and row.line.row_number]
    return sorted(found, key=lambda placed: placed.number)


def points_elsewhere(points: Points) -> list[RowPoints]:
    """Open points that stand at no row of the file."""
    return [row for row in points.open if row.line is None or not row.line.row_number]


def sheet_of(reading: Reading, rows: list[PlacedPoints]) -> Sheet:
    """These rows as the team's own sheet shows them, with its own columns."""
    column_map = ColumnMap.from_json(reading.column_map)
    raw = raw_sheet(reading, column_map.sheet)
    letters = letters_of(column_map, raw.get("hidden_columns", ()))
    cells = raw_rows(raw, {placed.number for placed in rows})
    return Sheet(
        letters,
        tuple(column_map.headers.get(letter, "") for letter in letters),
        tuple(sheet_row(placed, cells.get(placed.number, {}), letters) for placed in rows),
    )


def letters_of(column_map: ColumnMap, hidden: Collection[int] = ()) -> tuple[str, ...]:
    """The file's columns up to the last one that is read, at most thirty; all that are read when there are more.

    Columns the file hides (the rows' keys among them) stay hidden: the sheet is shown as its owner knows it.
    """
    every = sorted({*column_map.headers, *column_map.columns}, key=column_of)
    every = [letter for letter in every if column_of(letter) not in hidden]
    read = [letter for letter in every if column_map.columns.get(letter)]
    until = [letter for letter in every if read and column_of(letter) <= column_of(read[-1])]
    return tuple(until if len(until) <= MOST_COLUMNS else read)


def raw_sheet(reading: Reading, name: str) -> dict[str, Any]:
    """RawSheet.to_json() of the sheet; empty when there is none of this name."""
    return next((one for one in reading.raw.get("sheets", ()) if one["name"] == name), {})


def raw_rows(sheet: Mapping[str, Any], numbers: set[int]) -> dict[int, dict[int, Cell]]:
    """The cells of some rows as they were found."""
    wanted = (row for row in sheet.get("rows", ()) if row[0] in numbers)
    return {number: {column: Cell.from_json(cell) for column, cell in cells} for number, *cells in wanted}


def sheet_row(placed: PlacedPoints, cells: Mapping[int, Cell], letters: tuple[str, ...]) -> SheetRow:
    points = placed.row.points
    told = {place_of(point): point for point in reversed(points) if point.is_open}
    shown = tuple(sheet_cell(cells.get(column_of(letter)), told.get(column_of(letter))) for letter in letters)
    return SheetRow(placed.number, placed.row.key, shown, points)


def place_of(point: Point) -> int:
    """The column of the cell a point is about; 0 when it is about the row."""
    address = point.cell.rpartition("!")[2]
    return position(address)[1] if not address.isdecimal() and address else 0


def sheet_cell(cell: Cell | None, point: Point | None) -> SheetCell:
    text = cell_text(cell) if cell else ""
    return SheetCell(text, point.severity, point.sentence) if point else SheetCell(text)


def cell_text(cell: Cell) -> str:
    """A raw cell as the sheet shows it, nearly."""
    if cell.kind is CellKind.DATE:
        return day(cell.value)
    if cell.kind is CellKind.MOMENT:
        return f"{day(cell.value.date())} {cell.value:%H:%M}"
    if cell.kind is CellKind.NUMBER and "%" in cell.number_format:
        return f"{round(cell.value * 100, 1):g}%"
    return cell.text.strip()

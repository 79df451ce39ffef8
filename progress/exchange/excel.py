"""This week's Excel and the plan template: written here with openpyxl, read back through recognition like any file.

A hidden sheet says what the workbook is (marker.py), a hidden column carries the rows' keys; texts go through
put_text alone. Percent cells are real percentages: typing 80, 80% or 0.8 means the same in Excel.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import translation
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pmo.lib.dates import as_of
from pmo.lib.excel_text import put_text
from progress.domain.rows import Kind, PlanRow
from progress.exchange import workbook_texts as texts
from progress.exchange.bars import add_bars, bar_weeks
from progress.exchange.columns import Marker
from progress.exchange.marker import SHEET as MARKER_SHEET
from progress.exchange.marker import rows_of
from progress.exchange.sheet_style import Look, add_validations, dress, styled
from progress.exchange.spellings import DATE_FIELDS, EFFORT_FIELDS
from progress.exchange.words import EXAMPLE, HEADINGS, KINDS, SHEETS, STATUS_DATE, STATUSES, language_of

HIDDEN = ("row_id", "parent")
WEEK_FIELDS = (
    *HIDDEN, "id", "wbs_code", "phase", "name", "kind", "assignee", "deliverable", "planned_start", "planned_finish",
    "planned_effort", "actual_start", "actual_finish", "percent", "actual_effort", "remaining_effort",
    "forecast_finish", "status", "delay_reason", "countermeasure", "predecessors", "change_number", "note",
)  # fmt: skip
PLAN_FIELDS = (
    *HIDDEN, "id", "wbs_code", "phase", "team", "name", "kind", "assignee", "deliverable", "planned_start",
    "planned_finish", "planned_effort", "predecessors", "note",
)  # fmt: skip
# What a team types every week; the rest is the plan's.
INPUTS = frozenset(
    ("actual_start", "actual_finish", "percent", "actual_effort", "remaining_effort", "forecast_finish", "status",
     "delay_reason", "countermeasure", "change_number", "note")
)  # fmt: skip
HEADER_ROW = 4
SPARE_ROWS = 20
NAME_INDENTS = 8


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What the workbook says about the week; `version` counts the downloads of one team and week."""

    project: str
    team_code: str
    team_name: str
    week: str
    status_date: date
    version: int = 1
    members: tuple[str, ...] = ()
    reports_effort: bool = True


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What the plan template offers: the project's name, its phases and teams, team names by row key."""

    project: str
    phases: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    team_of: Mapping[str, str] | None = None


def write_week(rows: Sequence[PlanRow], facts: WeekFacts, language: str) -> bytes:
    """The team's own rows (and the summary rows above them), prefilled, as an .xlsx file."""
    tongue = language_of(language)
    dropped = () if facts.reports_effort else ("actual_effort", "remaining_effort")
    fields = [name for name in WEEK_FIELDS if name not in dropped]
    with translation.override(tongue):
        day = as_of(facts.status_date, tongue, facts.status_date)
        title = texts.week_title(facts.project, facts.team_name, day)
        look = Look(fields, INPUTS, HEADER_ROW, len(rows), SPARE_ROWS, tongue)
        book, sheet = started(SHEETS["week"][tongue], title, texts.week_help(), look)
        put_status_date(sheet, facts.status_date, tongue, look)
        put_rows(sheet, rows, look, {})
        add_bars(sheet, look, bar_weeks(rows, facts.status_date))
        marker = Marker(facts.project, facts.team_code, facts.week, facts.version, "week", tongue)
        return finished(book, sheet, look, marker, {"assignee": facts.members})


def write_plan(rows: Sequence[PlanRow], facts: PlanFacts, language: str) -> bytes:
    """The plan as an .xlsx file to be filled in and uploaded; without rows it shows two example rows."""
    tongue = language_of(language)
    with translation.override(tongue):
        look = Look(list(PLAN_FIELDS), frozenset(PLAN_FIELDS[2:]), HEADER_ROW, len(rows), 200, tongue)
        help_text = texts.plan_help() % {"row": HEADER_ROW + 1}
        book, sheet = started(SHEETS["plan"][tongue], texts.plan_title(facts.project), help_text, look)
        put_rows(sheet, rows or examples(tongue), look, facts.team_of or {})
        marker = Marker(facts.project, "", "", 1, "plan", tongue)
        return finished(book, sheet, look, marker, {"phase": facts.phases, "team": facts.teams})


def started(sheet_name: str, title: str, help_text: str, look: Look) -> tuple[Workbook, Worksheet]:
    """A workbook with its title lines and header."""
    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name
    look.register(sheet)
    first = look.first_visible
    put_text(styled(sheet.cell(1, first), look, "title"), title)
    put_text(styled(sheet.cell(3, first), look, "help"), help_text)
    for name, column in look.columns.items():
        put_text(styled(sheet.cell(HEADER_ROW, column), look, "header"), HEADINGS[name][look.language])
    return book, sheet


def put_status_date(sheet: Worksheet, day: date, tongue: str, look: Look) -> None:
    first = look.first_visible
    put_text(styled(sheet.cell(2, first), look, "help"), STATUS_DATE[tongue])
    styled(sheet.cell(2, first + 1), look, "fixed_date").value = day


def put_rows(sheet: Worksheet, rows: Sequence[PlanRow], look: Look, team_of: Mapping[str, str]) -> None:
    depths = depth_by_id(rows)
    for number, row in enumerate(rows, start=look.first_row):
        for name, column in look.columns.items():
            cell = styled(sheet.cell(number, column), look, look.style_of(name, row))
            put_value(cell, name, value_of(row, name, look.language, team_of))
        if depths[row.id]:
            indent(sheet.cell(number, look.columns["name"]), look, depths[row.id], row)
    for number in range(look.first_row + len(rows), look.last_row + 1):
        for name, column in look.columns.items():
            styled(sheet.cell(number, column), look, look.spare_style(name))


def indent(cell: Any, look: Look, depth: int, row: PlanRow) -> None:
    styled(cell, look, f"{look.style_of('name', row)}{min(depth, NAME_INDENTS)}")


def depth_by_id(rows: Sequence[PlanRow]) -> dict[str, int]:
    parents = {row.id: row.parent for row in rows}
    return {row.id: len(list(above(row.id, parents))) for row in rows}


def above(ident: str, parents: Mapping[str, str]) -> Iterable[str]:
    seen = {ident}
    parent = parents.get(ident, "")
    while parent in parents and parent not in seen:
        seen.add(parent)
        yield parent
        parent = parents[parent]


def value_of(row: PlanRow, name: str, tongue: str, team_of: Mapping[str, str]) -> Any:
    """What stands in a cell: a date, a number or a text."""
    if name == "row_id":
        return "" if row.key.startswith(("new:", "group:")) else row.key
    if name == "id":
        return "" if row.id in (row.wbs_code, row.key) else row.id
    if name in WORDED:
        words = WORDED[name].get(getattr(row, name), {})
        return words.get(tongue, "")
    if name == "team":
        return team_of.get(row.key, "")
    return ", ".join(row.predecessors) if name == "predecessors" else getattr(row, name)


WORDED: Mapping[str, Mapping[Any, Mapping[str, str]]] = {"kind": KINDS, "status": STATUSES}


def put_value(cell: Any, name: str, value: Any) -> None:
    if value is None or value == "":
        return
    if name in DATE_FIELDS:
        cell.value = value
    elif name in EFFORT_FIELDS:
        cell.value = number(value)
    elif name == "percent":
        cell.value = float(value / 100)
        if value % 1:
            cell._style = copy(cell._style)  # styles are shared between cells
            cell.number_format = "0.0%"
    else:
        put_text(cell, value)


def number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def examples(tongue: str) -> list[PlanRow]:
    """Two rows that show how it is meant; reading ignores them."""
    phase, task = texts.example_names()
    sign, start = EXAMPLE[tongue], date(2026, 4, 6)
    return [
        PlanRow("new:1", "1", f"{sign} {phase}", Kind.SUMMARY, "1", phase=phase),
        PlanRow(
            "new:2", "1.1", f"{sign} {task}", Kind.TASK, "1.1", "1", phase,
            planned_start=start, planned_finish=start + timedelta(days=11), planned_effort=Decimal(8),
        ),
    ]  # fmt: skip


def finished(
    book: Workbook, sheet: Worksheet, look: Look, marker: Marker, lists: Mapping[str, tuple[str, ...]]
) -> bytes:
    """Everything around the cells, the hidden sheet, and the bytes."""
    hidden = book.create_sheet(MARKER_SHEET)
    for line, pair in enumerate(rows_of(marker), start=1):
        for column, text in enumerate(pair, start=1):
            put_text(hidden.cell(line, column), text)
    ranges = put_lists(hidden, lists)
    hidden.sheet_state = "veryHidden"
    add_validations(sheet, look, ranges)
    dress(sheet, look)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def put_lists(hidden: Worksheet, lists: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Write lists to choose from beside the marker; field -> range."""
    ranges = {}
    for column, (name, items) in enumerate(lists.items(), start=4):
        for line, item in enumerate(items, start=1):
            put_text(hidden.cell(line, column), item)
        if items:
            letter = hidden.cell(1, column).column_letter
            ranges[name] = f"{MARKER_SHEET}!${letter}$1:${letter}${len(items)}"
    return ranges

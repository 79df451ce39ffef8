"""How our own sheets look: styles, locked and input cells, validation, panes, widths, print."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from progress.domain.rows import Kind, PlanRow
from progress.exchange import workbook_texts as texts
from progress.exchange.spellings import DATE_FIELDS, EFFORT_FIELDS
from progress.exchange.words import KINDS, STATUSES

HIDDEN_FIELDS = ("row_id", "parent")
WIDTHS: Mapping[str, float] = {
    "id": 10, "wbs_code": 10, "phase": 14, "team": 14, "name": 38, "kind": 14, "assignee": 14, "deliverable": 18,
    "status": 11, "delay_reason": 26, "countermeasure": 26, "predecessors": 14, "change_number": 11, "note": 26,
}  # fmt: skip
DATE_WIDTH, NUMBER_WIDTH = 11.5, 9.5
DATE_FORMAT, PERCENT_FORMAT, EFFORT_FORMAT = "yyyy/mm/dd", "0%", "0.##"
WRAPPED = ("name", "delay_reason", "countermeasure", "note", "deliverable")
THIN = Side(style="thin", color="D0D7DE")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
INPUT, PLAN, SUMMARY, HEAD = (PatternFill("solid", fgColor=code) for code in ("FFF9DB", "F6F8FA", "E3E8EF", "1F3A5F"))
FONT = "Yu Gothic"
FORMATS = {
    **dict.fromkeys(DATE_FIELDS, DATE_FORMAT),
    **dict.fromkeys(EFFORT_FIELDS, EFFORT_FORMAT),
    "percent": PERCENT_FORMAT,
}
MOST_INDENTS = 8


@dataclass(slots=True)
class Look:
    """The sheet's plan: its fields in order, which of them are typed, where rows are; styles by name."""

    fields: list[str]
    inputs: frozenset[str]
    header_row: int
    rows: int
    spare: int
    language: str
    styles: dict[str, Any] = field(default_factory=dict)

    @property
    def columns(self) -> dict[str, int]:
        return {name: column for column, name in enumerate(self.fields, start=1)}

    @property
    def first_visible(self) -> int:
        return 1 + sum(1 for name in self.fields if name in HIDDEN_FIELDS)

    @property
    def first_row(self) -> int:
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        return self.header_row + self.rows + self.spare

    def letter(self, name: str) -> str:
        return get_column_letter(self.columns[name])

    def style_of(self, name: str, row: PlanRow) -> str:
        if row.kind is Kind.SUMMARY:
            return f"summary_{name}"
        return f"input_{name}" if name in self.inputs else f"plan_{name}"

    def spare_style(self, name: str) -> str:
        return f"plan_{name}" if name in HIDDEN_FIELDS else f"input_{name}"

    def register(self, sheet: Worksheet) -> None:
        """Make one model cell per style; its style array is copied to the cells that use it."""
        store = sheet.parent.create_sheet("_styles")
        for name in self.fields:
            for role in ("input", "plan", "summary"):
                self.styles[f"{role}_{name}"] = model(store, name, role)
        for role in ("input", "plan", "summary"):
            for depth in range(1, MOST_INDENTS + 1):
                self.styles[f"{role}_name{depth}"] = model(store, "name", role, depth)
        self.styles |= {
            "title": lettering(store, Font(name=FONT, size=14, bold=True, color="1F3A5F")),
            "help": lettering(store, Font(name=FONT, size=10, color="57606A")),
            "header": heading(store),
            "week": heading(store, size=8, number_format="m/d"),
            "fixed_date": model(store, "planned_start", "plan"),
        }
        sheet.parent.remove(store)


def model(store: Worksheet, name: str, role: str, depth: int = 0) -> Any:
    cell = store.cell(1, 1)
    cell._style = copy(store.cell(2, 2)._style)
    cell.font = Font(name=FONT, size=10, bold=role == "summary", color="1F2328")
    cell.fill = {"input": INPUT, "plan": PLAN, "summary": SUMMARY}[role]
    cell.border = GRID
    side = "left" if depth else None  # Excel indents only what has a side
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=name in WRAPPED, indent=depth)
    cell.protection = Protection(locked=role != "input")
    cell.number_format = FORMATS.get(name, "@")
    return copy(cell._style)


def lettering(store: Worksheet, font: Font) -> Any:
    cell = store.cell(1, 1)
    cell._style = copy(store.cell(2, 2)._style)
    cell.font = font
    return copy(cell._style)


def heading(store: Worksheet, size: int = 10, number_format: str = "@") -> Any:
    cell = store.cell(1, 1)
    cell._style = copy(store.cell(2, 2)._style)
    cell.font = Font(name=FONT, size=size, bold=True, color="FFFFFF")
    cell.number_format = number_format
    cell.fill = HEAD
    cell.border = GRID
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    return copy(cell._style)


def styled(cell: Any, look: Look, name: str) -> Any:
    """The cell in a style of the look; the array is shared, whoever changes it copies it first."""
    cell._style = look.styles[name]
    return cell


def add_validations(sheet: Worksheet, look: Look, ranges: Mapping[str, str]) -> None:
    """Lists for status and kind, limits for percent, dates and effort, offers for names."""
    for name, words in (("status", STATUSES), ("kind", KINDS)):
        if name in look.columns:
            offered = ",".join(word[look.language] for word in words.values())
            add(sheet, look, name, offer(f'"{offered}"', texts.choice_error()))
    for name, place in ranges.items():
        if name in look.columns:
            add(sheet, look, name, offer(place, ""))
    for name in look.columns:
        limit = limit_of(name)
        if limit:
            add(sheet, look, name, limit)


def offer(source: str, error: str) -> DataValidation:
    """A list to choose from; without an error text other words may be typed (two names in one cell)."""
    found = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=bool(error))
    found.error = error or None
    return found


def limit_of(name: str) -> DataValidation | None:
    if name == "percent":
        return bounded("decimal", "0", "1", texts.percent_error())
    if name in DATE_FIELDS:
        return bounded("date", "DATE(2000,1,1)", "DATE(2199,12,31)", texts.date_error())
    if name in EFFORT_FIELDS:
        return bounded("decimal", "0", "9999999", texts.effort_error())
    return None


def bounded(kind: str, least: str, most: str, error: str) -> DataValidation:
    found = DataValidation(
        type=kind, operator="between", formula1=least, formula2=most, allow_blank=True, showErrorMessage=True
    )
    found.error = error
    return found


def add(sheet: Worksheet, look: Look, name: str, validation: DataValidation) -> None:
    letter = look.letter(name)
    validation.add(f"{letter}{look.first_row}:{letter}{look.last_row}")
    sheet.add_data_validation(validation)


def dress(sheet: Worksheet, look: Look) -> None:
    """Panes, filter, widths, hidden columns, protection, print."""
    name_column = look.columns["name"]
    sheet.freeze_panes = f"{get_column_letter(name_column + 1)}{look.first_row}"
    sheet.auto_filter.ref = f"A{look.header_row}:{get_column_letter(len(look.fields))}{look.header_row + look.rows}"
    for name, column in look.columns.items():
        about = sheet.column_dimensions[get_column_letter(column)]
        about.width = WIDTHS.get(name, DATE_WIDTH if name in DATE_FIELDS else NUMBER_WIDTH)
        about.hidden = name in HIDDEN_FIELDS
    sheet.row_dimensions[look.header_row].height = 30
    sheet.sheet_view.zoomScale = 90
    sheet.sheet_view.showGridLines = False
    protect(sheet)
    print_setup(sheet, look)


def protect(sheet: Worksheet) -> None:
    """Against slips, without a password; filtering, sizing and formatting stay possible."""
    sheet.protection.sheet = True
    for free in ("formatCells", "formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, free, False)


def print_setup(sheet: Worksheet, look: Look) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{look.header_row}:{look.header_row}"
    sheet.oddFooter.center.text = "&P / &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4

"""The vendors' own workbooks: MIG with a header of two joined rows, BIL with one row; real .xlsx files by openpyxl."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pmo.lib.excel_text import excel_text, put_text
from reports.demo.story.words import Text

HEAD = PatternFill("solid", fgColor="DDE6F0")
LINE = Border(bottom=Side("thin", color="B8C4D0"))
DATE = "yyyy/m/d"
NO_GROUP = Text("", "")
Cells = Mapping[str, Any]  # column -> value


@dataclass(frozen=True)
class Column:
    """One column: the field it holds, its header (and the one above it, in a header of two rows), its width."""

    field: str
    header: Text
    above: Text = NO_GROUP
    width: int = 11


@dataclass(frozen=True)
class Layout:
    """How a team's workbook looks."""

    sheet: Text
    title: Text
    columns: tuple[Column, ...]
    header_rows: int = 1
    states_date: bool = False

    @property
    def first_row(self) -> int:
        return self.header_row + self.header_rows

    @property
    def header_row(self) -> int:
        return 4


PLAN, EFFORT, DONE = Text("予定", "Plan"), Text("作業工数", "Effort"), Text("実績", "Actual")
MIG = Layout(
    Text("進捗管理", "Progress"), Text("移行・外部接続チーム 進捗管理表", "Migration and links: progress sheet"),
    (
        Column("id", Text("ID", "ID"), width=7),
        Column("phase", Text("工程", "Phase"), width=18),
        Column("name", Text("作業内容", "Activity"), width=44),
        Column("assignee", Text("担当", "Responsible")),
        Column("planned_start", Text("開始日", "Start"), PLAN),
        Column("planned_finish", Text("終了日", "Finish"), PLAN),
        Column("planned_effort", Text("工数", "Effort"), PLAN, 8),
        Column("actual_start", Text("開始日", "Start"), DONE),
        Column("actual_finish", Text("終了日", "Finish"), DONE),
        Column("actual_effort", Text("工数", "Effort"), DONE, 8),
        Column("remaining_effort", Text("残工数", "Remaining effort"), width=8),
        Column("percent", Text("進捗率(%)", "Progress (%)"), width=8),
        Column("forecast_finish", Text("完了見込", "Expected finish")),
        Column("status", Text("状況", "Status")),
        Column("delay_reason", Text("遅延理由", "Delay reason"), width=30),
        Column("countermeasure", Text("対策", "Countermeasure"), width=40),
        Column("change_number", Text("変更No", "CR No")),
        Column("note", Text("備考", "Notes"), width=24),
    ),
    header_rows=2, states_date=True,
)  # fmt: skip
BIL = Layout(
    Text("ガント", "Gantt"), Text("請求・売上チーム 作業予定表", "Billing: work schedule"),
    (
        Column("id", Text("管理番号", "Task No."), width=10),
        Column("phase", Text("工程名", "Stage"), width=18),
        Column("name", Text("作業項目", "Work item"), width=44),
        Column("assignee", Text("主担当", "Assigned to"), width=14),
        Column("planned_start", Text("着手予定日", "Scheduled start")),
        Column("planned_finish", Text("完了予定日", "Scheduled finish")),
        Column("planned_effort", Text("見積工数", "Estimated effort"), width=8),
        Column("actual_start", Text("着手日", "Started")),
        Column("actual_finish", Text("完了日", "Finished")),
        Column("percent", Text("進捗(%)", "Progress %"), width=8),
        Column("forecast_finish", Text("完了見込日", "Forecast end")),
        Column("status", Text("進捗状況", "State")),
        Column("delay_reason", Text("遅れ理由", "Reason for delay"), width=30),
        Column("countermeasure", Text("挽回策", "Recovery action"), width=40),
        Column("change_number", Text("変更管理番号", "Change request")),
        Column("note", Text("特記事項", "Remarks"), width=24),
    ),
)  # fmt: skip
STATUS_DATE = Text("基準日", "Status date")


def write(layout: Layout, rows: Iterable[Cells], status_date: date, language: str) -> bytes:
    """The workbook as bytes. Texts stay texts; a float under "id" is what a careless cell format makes of it."""
    book = Workbook()
    sheet = book.active
    sheet.title = excel_text(layout.sheet.of(language))
    put_text(sheet.cell(1, 1), layout.title.of(language))
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    if layout.states_date:
        put_text(sheet.cell(2, 1), STATUS_DATE.of(language))
        put_value(sheet.cell(2, 3), status_date)
    put_headers(sheet, layout, language)
    for number, row in enumerate(rows, layout.first_row):
        for place, column in enumerate(layout.columns, 1):
            put_value(sheet.cell(number, place), row.get(column.field))
    sheet.freeze_panes = sheet.cell(layout.first_row, 4)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def put_headers(sheet: Worksheet, layout: Layout, language: str) -> None:
    """One header row, or two: columns that belong together under one merged cell, the others merged downwards."""
    top, low = layout.header_row, layout.first_row - 1
    for place, column in enumerate(layout.columns, 1):
        grouped = low > top and column.above is not NO_GROUP
        put_text(sheet.cell(low if grouped else top, place), column.header.of(language))
        if grouped and layout.columns[place - 2].above is not column.above:
            put_text(sheet.cell(top, place), column.above.of(language))
            width = sum(other.above is column.above for other in layout.columns)
            sheet.merge_cells(start_row=top, end_row=top, start_column=place, end_column=place + width - 1)
        elif low > top and not grouped:
            sheet.merge_cells(start_row=top, end_row=low, start_column=place, end_column=place)
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    for row in sheet.iter_rows(min_row=top, max_row=low, max_col=len(layout.columns)):
        for cell in row:
            cell.font, cell.fill, cell.border = Font(bold=True), HEAD, LINE
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def put_value(cell: Any, value: Any) -> None:
    if isinstance(value, date):
        cell.value = value
        cell.number_format = DATE
    elif isinstance(value, Decimal):
        cell.value = int(value) if value == value.to_integral_value() else float(value)
    elif isinstance(value, float):
        cell.value = value
    elif value is not None:
        put_text(cell, value)

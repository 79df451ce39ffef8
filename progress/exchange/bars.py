"""Plan and actual as bars in cells: one column per week, coloured by rules that follow what the team types."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from progress.domain.rows import PlanRow
from progress.exchange.sheet_style import Look, styled

MOST_WEEKS, WEEKS_BACK = 26, 6
WEEK = timedelta(days=7)
BAR_WIDTH = 5.4
BOTH, PLANNED, ACTUAL, LATE = (PatternFill("solid", bgColor=code) for code in ("2F6F9F", "BBD7EC", "E8A33D", "F3B9B4"))
NOW = Border(left=Side(style="thin", color="C62828"))


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def bar_weeks(rows: Sequence[PlanRow], status_date: date) -> list[date]:
    """The Mondays of the window: from the first bar, at most six weeks back, to the last one, 26 weeks at most."""
    starts = [day for row in rows for day in (row.planned_start, row.actual_start) if day]
    finishes = [day for row in rows for day in (row.planned_finish, row.actual_finish, row.forecast_finish) if day]
    first = monday(max(min(starts, default=status_date), status_date - WEEKS_BACK * WEEK))
    first = min(first, monday(status_date))
    last = monday(max(*finishes, status_date)) if finishes else monday(status_date)
    count = min((last - first).days // 7 + 1, MOST_WEEKS)
    return [first + index * WEEK for index in range(count)]


def add_bars(sheet: Worksheet, look: Look, weeks: Sequence[date]) -> None:
    """A column per week right of the fields; the status date stands in row 2."""
    left = len(look.fields) + 1
    for column, week in enumerate(weeks, start=left):
        styled(sheet.cell(look.header_row, column), look, "week").value = week
        sheet.column_dimensions[get_column_letter(column)].width = BAR_WIDTH
    first, last = get_column_letter(left), get_column_letter(left + len(weeks) - 1)
    area = f"{first}{look.first_row}:{last}{look.last_row}"
    for formula, fill in rules(look, first):
        sheet.conditional_formatting.add(area, FormulaRule(formula=[formula], fill=fill, stopIfTrue=False))
    now = f"AND({first}${look.header_row}<={status_cell(look)},{first}${look.header_row}+6>={status_cell(look)})"
    sheet.conditional_formatting.add(area, FormulaRule(formula=[now], border=NOW))


def status_cell(look: Look) -> str:
    return f"${get_column_letter(look.first_visible + 1)}$2"


def rules(look: Look, first: str) -> list[tuple[str, PatternFill]]:
    """Formulas for the first cell of the area: done within the plan, done outside it, planned, forecast late."""
    week = f"{first}${look.header_row}"
    at = {name: f"${look.letter(name)}{look.first_row}" for name in look.columns}
    start, finish, done = at["planned_start"], at["planned_finish"], at["actual_finish"]
    planned = f'{start}<>"",{finish}<>"",{start}<={week}+6,{finish}>={week}'
    until = f'IF({done}="",{status_cell(look)},{done})'
    actual = f'{at["actual_start"]}<>"",{at["actual_start"]}<={week}+6,{until}>={week}'
    late = f'{done}="",{at["forecast_finish"]}<>"",{finish}<>"",{finish}<{week},{at["forecast_finish"]}>={week}'
    return [
        (f"AND({planned},{actual})", BOTH),
        (f"AND({actual})", ACTUAL),
        (f"AND({planned})", PLANNED),
        (f"AND({late})", LATE),
    ]

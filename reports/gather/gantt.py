"""The Gantt sheets of a week's report: late rows, and rows due within two weeks either side."""

from __future__ import annotations

from datetime import date, timedelta

from pmo.lib.drawing.gantt import GanttChart
from progress.domain.gantt import days_off, gantt_row, moment, range_of
from progress.weekdata import WeekRow
from reports.gather.view import WeekView

TWO_WEEKS = timedelta(days=14)
ROWS_PER_SHEET = 36
FIELDS = ("planned_start", "planned_finish", "forecast_finish")


def sheets(view: WeekView, language: str) -> list[GanttChart]:
    """In the order of the plan, all over the same days so that they can be laid side by side."""
    shown = [row for row in view.data.rows if row.row.is_leaf and (row.is_late or is_near(row, view.status_date))]
    drawn = [gantt_row(row.row, name_of(row), view.status_date, late=row.is_late) for row in shown]
    if not drawn:
        return []
    days = range_of(drawn, view.status_date)
    off = days_off(days, view.data.calendars.project)
    places = [moment(row.row, view.status_date, view.data.calendars.of(row.team), days.first) for row in shown]
    return [
        GanttChart(
            "", tuple(drawn[start : start + ROWS_PER_SHEET]), days.first, days.last, language, view.status_date,
            days_off=off, lines=(tuple(places[start : start + ROWS_PER_SHEET]),),
        )
        for start in range(0, len(drawn), ROWS_PER_SHEET)
    ]  # fmt: skip


def is_near(row: WeekRow, status: date) -> bool:
    """An open row with a date within two weeks of the status date, or one finished since then."""
    days = [getattr(row.row, name) for name in FIELDS]
    return any(day is not None and abs(day - status) <= TWO_WEEKS for day in days)


def name_of(row: WeekRow) -> str:
    return f"{row.row.wbs_code or row.row.id} {row.row.name}".strip()

"""A plan row as the bars of a Gantt chart, and the moment at which the progress line passes it (DOMAIN 5.1). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from pmo.lib.drawing.gantt import GanttRow, Span
from pmo.lib.drawing.scene import ReadOut
from progress.domain.lateness import Calendar
from progress.domain.progress_line import offset_days
from progress.domain.rows import Kind, PlanRow

ONE_DAY = timedelta(days=1)


def span(start: date | None, finish: date | None) -> Span | None:
    """None unless both days are there, in order."""
    return Span(start, finish) if start is not None and finish is not None and start <= finish else None


def gantt_row(row: PlanRow, name: str, on: date, *, late: bool, read_out: ReadOut = ()) -> GanttRow:
    """The bars of a row as it stood on the status date `on`."""
    planned_day = row.planned_finish or row.planned_start
    done = row.actual_finish if row.actual_finish is not None and row.actual_finish <= on else None
    return GanttRow(
        name=name,
        planned=span(row.planned_start, row.planned_finish),
        actual=span(row.actual_start, done or on),
        forecast=None if done else forecast_of(row, on),
        baseline=span(row.baseline_start, row.baseline_finish),
        milestone=planned_day if row.kind is Kind.MILESTONE else None,
        reached=done is not None,
        late=late,
        read_out=read_out,
    )


def forecast_of(row: PlanRow, on: date) -> Span | None:
    """From the day after the status date (the actual start of a milestone is none) to the forecast finish."""
    if row.forecast_finish is None:
        return None
    begins = row.planned_start if row.actual_start is None and row.planned_start else on + ONE_DAY
    return span(min(max(begins, on + ONE_DAY), row.forecast_finish), row.forecast_finish)


def moment(row: PlanRow, on: date, calendar: Calendar, first: date) -> float | None:
    """Where the progress line passes the row, in days from the beginning of `first`; None without planned dates.

    The offset in working days (`offset_days`) is counted from the close of the status date over the calendar.
    """
    offset = offset_days(row, on, calendar)
    return None if offset is None else day_position(offset, on, calendar, first)


def day_position(offset: Decimal, on: date, calendar: Calendar, first: date) -> float:
    """The close of `on` moved by working days; a share of a day lies within the next working day."""
    if offset == 0:
        return float((on - first).days + 1)
    whole = int(offset.to_integral_value(ROUND_FLOOR))
    share = offset - whole
    day = moved(on, whole, calendar)
    if share == 0:
        return float((day - first).days + 1)
    following = moved(day, 1, calendar)
    return float((following - first).days) + float(share)


def moved(day: date, steps: int, calendar: Calendar) -> date:
    """The working day so many working days later (or earlier); the day itself counts as the close it stands for.

    As many days are leapt over as working days are left: never too many, and years in a few leaps.
    """
    if steps < 0:  # back to the working day whose close is the status date's
        while not calendar.is_working(day):
            day -= ONE_DAY
    left = abs(steps)
    while left:
        there = day + timedelta(days=left if steps > 0 else -left)
        leapt = (day + ONE_DAY, there) if steps > 0 else (there, day - ONE_DAY)
        left -= calendar.working_days(*leapt)
        day = there
    return day


@dataclass(frozen=True, slots=True)
class Range:
    first: date
    last: date


def range_of(rows: Sequence[GanttRow], on: date, margin: int = 7) -> Range:
    """From the first to the last day of any bar and the status date, with some air, from a Monday on."""
    days = [day for row in rows for day in days_of(row)]
    first, last = min([*days, on]), max([*days, on])
    first -= timedelta(days=margin)
    return Range(first - timedelta(days=first.weekday()), last + timedelta(days=margin))


def days_of(row: GanttRow) -> Iterable[date]:
    for one in (row.planned, row.actual, row.forecast, row.baseline):
        if one is not None:
            yield from (one.start, one.finish)
    if row.milestone is not None:
        yield row.milestone


def days_off(found: Range, calendar: Calendar) -> tuple[date, ...]:
    count = (found.last - found.first).days + 1
    days = (found.first + timedelta(days=number) for number in range(count))
    return tuple(day for day in days if not calendar.is_working(day))

"""The progress line イナズマ線, method A: where each row's progress stands against the status date (DOMAIN 5.1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from progress.domain.lateness import Calendar
from progress.domain.rows import PlanRow, Status

ZERO, HUNDRED = Decimal(0), Decimal(100)


def offset_days(row: PlanRow, on: date, calendar: Calendar) -> Decimal | None:
    """遅れ日数: signed working days between the status date and the row's progress point; None without planned dates.

    Done and cancelled rows and rows not begun before their start stand on the line (0). A row without progress whose
    start has passed stands at the left edge of its bar, any other at its percent of the bar.
    """
    if row.actual_finish is not None or row.status is Status.CANCELLED:
        return ZERO
    start, finish, percent = row.planned_start, row.planned_finish, row.percent or ZERO
    if start is None or finish is None or start > finish:
        return None
    if percent == 0:
        return ZERO if start > on else -Decimal(calendar.working_days(start, on))
    point = Decimal(calendar.working_days(start, finish)) * percent / HUNDRED
    return point - signed_days(start, on, calendar)


def signed_days(start: date, on: date, calendar: Calendar) -> Decimal:
    """Working days from the beginning of `start` to the end of `on`; negative when `on` lies before `start`."""
    if on >= start:
        return Decimal(calendar.working_days(start, on))
    between = calendar.working_days(on, start) - int(calendar.is_working(on)) - int(calendar.is_working(start))
    return -Decimal(between)

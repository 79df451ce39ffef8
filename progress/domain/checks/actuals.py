"""Whether actual dates, percent, effort and status agree with each other (G020-G035)."""

from __future__ import annotations

from datetime import date

from progress.domain.checks.board import Board, is_open
from progress.domain.checks.model import NOTHING, Match, Matches, Rows, each, text, when
from progress.domain.lateness import HUNDRED, ZERO
from progress.domain.rows import PlanRow, Status


@each(Rows.LEAF)
def start_missing(row: PlanRow, board: Board) -> Matches:
    """G020"""
    begun = row.percent is not None and row.percent > 0
    return when(begun and row.actual_start is None, "actual_start", value=row.percent)


@each(Rows.LEAF)
def finish_missing(row: PlanRow, board: Board) -> Matches:
    """G021"""
    return when(row.percent == 100 and row.actual_finish is None, "actual_finish", value=row.percent)


@each(Rows.LEAF)
def finished_below_100(row: PlanRow, board: Board) -> Matches:
    """G022"""
    below = row.percent is not None and row.percent < 100
    return when(below and row.actual_finish is not None, "percent", value=row.percent, finish=row.actual_finish)


@each(Rows.LEAF)
def finished_without_start(row: PlanRow, board: Board) -> Matches:
    """G023"""
    without = row.actual_finish is not None and row.actual_start is None
    return when(without, "actual_start", value=row.actual_finish)


@each(Rows.LEAF)
def actual_dates_reversed(row: PlanRow, board: Board) -> Matches:
    """G024"""
    start, finish = row.actual_start, row.actual_finish
    reversed_ = start is not None and finish is not None and start > finish
    return when(reversed_, "actual_start", value=start, finish=finish)


@each(Rows.LEAF)
def actual_in_future(row: PlanRow, board: Board) -> Matches:
    """G025: each date after the day of sending; one after the status date but not after that day is information."""
    return _in_future(row, board, "actual_start") + _in_future(row, board, "actual_finish")


def _in_future(row: PlanRow, board: Board, field: str) -> Matches:
    day: date | None = getattr(row, field)
    if day is None or day <= min(board.context.status_date, board.context.day_of_sending):
        return NOTHING
    if day > board.context.day_of_sending:
        return (Match(field, {"value": text(day)}),)
    return (Match(field, {"value": text(day), "counts": "next_week"}, information=True),)


@each(Rows.LEAF)
def stuck_at_zero(row: PlanRow, board: Board) -> Matches:
    """G026: started at least so many working days ago, still 0 %."""
    if row.actual_start is None or row.percent != 0:
        return NOTHING
    days = board.days_since(row.actual_start)
    return when(days >= board.limits["G026"], "percent", value=row.actual_start, elapsed=days)


@each(Rows.LEAF)
def worked_on_day_off(row: PlanRow, board: Board) -> Matches:
    """G027: each of the two dates."""
    return _day_off(row, board, "actual_start") + _day_off(row, board, "actual_finish")


def _day_off(row: PlanRow, board: Board, field: str) -> Matches:
    day: date | None = getattr(row, field)
    return when(day is not None and not board.context.calendar.is_working(day), field, value=day)


@each(Rows.LEAF)
def effort_without_start(row: PlanRow, board: Board) -> Matches:
    """G028"""
    spent = row.actual_effort is not None and row.actual_effort > 0
    return when(spent and row.actual_start is None, "actual_start", value=row.actual_effort)


@each(Rows.LEAF)
def start_without_effort(row: PlanRow, board: Board) -> Matches:
    """G029: started at least so many working days ago, actual effort still 0."""
    if row.actual_start is None or row.actual_effort != 0:
        return NOTHING
    days = board.days_since(row.actual_start)
    return when(days >= board.limits["G029"], "actual_effort", value=row.actual_start, elapsed=days)


@each(Rows.LEAF)
def complete_with_remainder(row: PlanRow, board: Board) -> Matches:
    """G030"""
    left = row.remaining_effort is not None and row.remaining_effort > 0
    return when(left and row.percent == 100, "remaining_effort", value=row.remaining_effort)


@each(Rows.LEAF)
def nothing_left_below_100(row: PlanRow, board: Board) -> Matches:
    """G031"""
    below = row.percent is not None and row.percent < 100
    started = row.actual_start is not None
    return when(started and below and row.remaining_effort == 0, "remaining_effort", value=row.percent)


@each(Rows.LEAF)
def remainder_contradicts_percent(row: PlanRow, board: Board) -> Matches:
    """G032: |pct - 100·awork / (awork + rwork)| at the limit or above."""
    percent, spent, left = row.percent, row.actual_effort, row.remaining_effort
    if percent is None or spent is None or left is None or not ZERO < percent < HUNDRED or spent + left <= 0:
        return NOTHING
    expected = HUNDRED * spent / (spent + left)
    return when(abs(percent - expected) >= board.limits["G032"], "percent", value=percent, expected=expected)


@each(Rows.LEAF)
def status_contradicts_dates(row: PlanRow, board: Board) -> Matches:
    """G033"""
    started, finished = row.actual_start is not None, row.actual_finish is not None
    contradicts = {
        Status.DONE: not finished,
        Status.NOT_STARTED: started,
        Status.IN_PROGRESS: not started or finished,
    }.get(row.status, False)
    return when(contradicts, "status", status=row.status)


@each(Rows.LEAF)
def stuck_near_end(row: PlanRow, board: Board) -> Matches:
    """G034: the 90 % syndrome; `weeks` counts the submissions with this percentage that are known, 2 or 3."""
    percent, previous, before = row.percent, row.previous, row.before_previous
    if percent is None or previous is None or not board.limits["G034"] <= percent < HUNDRED:
        return NOTHING
    weeks = 3 if before is not None and before.percent == percent else 2
    return when(previous.percent == percent, "percent", value=percent, weeks=weeks)


@each(Rows.TASK)
def finished_without_effort(row: PlanRow, board: Board) -> Matches:
    """G035"""
    return when(not is_open(row) and row.actual_effort == 0, "actual_effort", value=row.actual_finish)

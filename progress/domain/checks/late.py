"""Late rows: what is late, and what is missing to judge it (G040-G046, G054, G055, G085)."""

from __future__ import annotations

from progress.domain import lateness
from progress.domain.checks.board import Board, is_open
from progress.domain.checks.model import NOTHING, Matches, Rows, each, found, when
from progress.domain.lateness import Lateness
from progress.domain.rows import PlanRow


def late_values(row: PlanRow, board: Board) -> dict[str, object]:
    """What a sentence says about a late row: the kind of lateness and the date or points that prove it."""
    kind = board.lateness(row)
    proof: dict[Lateness | None, object] = {
        Lateness.OVERDUE: row.planned_finish,
        Lateness.NOT_STARTED: row.planned_start,
        Lateness.BEHIND: lateness.points_behind(row, board.context),
    }
    return {"late": kind, "value": proof.get(kind)}


def missing(row: PlanRow, board: Board) -> tuple[str, ...]:
    """Which of reason, countermeasure and forecast a late row lacks; only overdue rows need a forecast (G044)."""
    if board.lateness(row) is None:
        return ()
    blank = {
        "delay_reason": not row.delay_reason.strip(),
        "countermeasure": not row.countermeasure.strip(),
        "forecast_finish": row.forecast_finish is None and lateness.is_overdue(row, board.context),
    }
    return tuple(name for name, lacks in blank.items() if lacks)


@each(Rows.LEAF)
def not_started(row: PlanRow, board: Board) -> Matches:
    """G040"""
    return when(lateness.is_not_started(row, board.context), "actual_start", value=row.planned_start)


@each(Rows.LEAF)
def not_finished(row: PlanRow, board: Board) -> Matches:
    """G041"""
    return when(lateness.is_overdue(row, board.context), "actual_finish", value=row.planned_finish)


@each(Rows.LEAF)
def reason_missing(row: PlanRow, board: Board) -> Matches:
    """G042"""
    if row.delay_reason.strip() or board.lateness(row) is None:
        return NOTHING
    return found("delay_reason", **late_values(row, board))


@each(Rows.LEAF)
def countermeasure_missing(row: PlanRow, board: Board) -> Matches:
    """G043"""
    if row.countermeasure.strip() or board.lateness(row) is None:
        return NOTHING
    return found("countermeasure", **late_values(row, board))


@each(Rows.LEAF)
def forecast_missing(row: PlanRow, board: Board) -> Matches:
    """G044"""
    lacks = row.forecast_finish is None and lateness.is_overdue(row, board.context)
    return when(lacks, "forecast_finish", value=row.planned_finish)


@each(Rows.LEAF)
def forecast_passed(row: PlanRow, board: Board) -> Matches:
    """G045"""
    forecast = row.forecast_finish
    passed = is_open(row) and forecast is not None and forecast <= board.context.status_date
    return when(passed, "forecast_finish", value=forecast)


@each(Rows.LEAF)
def far_behind(row: PlanRow, board: Board) -> Matches:
    """G046: planned minus reported percent at the limit or above."""
    points = lateness.points_behind(row, board.context)
    return when(points is not None and points >= board.limits["G046"], "percent", value=points)


@each(Rows.LEAF)
def forecast_slips(row: PlanRow, board: Board) -> Matches:
    """G054: moved back twice in a row."""
    if row.before_previous is None or row.previous is None or not is_open(row):
        return NOTHING
    first, second, third = row.before_previous.forecast_finish, row.previous.forecast_finish, row.forecast_finish
    slips = first is not None and second is not None and third is not None and first < second < third
    return when(slips, "forecast_finish", value=third, previous=second, earlier=first)


@each(Rows.LEAF)
def answer_unchanged(row: PlanRow, board: Board) -> Matches:
    """G055: still late with the reason and the countermeasure of last time."""
    previous, reason, measure = row.previous, row.delay_reason.strip(), row.countermeasure.strip()
    if previous is None or not reason or not measure or board.lateness(row) is None:
        return NOTHING
    same = reason == previous.delay_reason.strip() and measure == previous.countermeasure.strip()
    return when(same, "countermeasure", **late_values(row, board))


@each(Rows.LEAF)
def critical_late(row: PlanRow, board: Board) -> Matches:
    """G085"""
    if not row.critical or board.lateness(row) is None:
        return NOTHING
    return found("actual_finish", **late_values(row, board))

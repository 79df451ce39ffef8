"""What moved since the last accepted revision, or ran ahead of plan (G047-G053)."""

from __future__ import annotations

from datetime import date

from progress.domain.checks.board import Board, is_open
from progress.domain.checks.model import NOTHING, Matches, Rows, each, found, when
from progress.domain.lateness import ZERO
from progress.domain.rows import PlanRow


@each(Rows.LEAF)
def percent_fell(row: PlanRow, board: Board) -> Matches:
    """G047: `value` is the percentage of last time."""
    before = row.previous.percent if row.previous else None
    fell = before is not None and row.percent is not None and row.percent < before
    return when(fell, "percent", value=before, now=row.percent)


@each(Rows.LEAF)
def stands_still(row: PlanRow, board: Board) -> Matches:
    """G048: in progress, and neither percent nor actual effort moved."""
    previous = row.previous
    if previous is None or previous.actual_start is None or row.actual_start is None or row.percent is None:
        return NOTHING
    same = row.percent == previous.percent and row.actual_effort == previous.actual_effort
    return when(is_open(row) and same, "percent", value=row.percent)


@each(Rows.REPORTED)
def reopened(row: PlanRow, board: Board) -> Matches:
    """G049: `value` is the finish accepted last time."""
    before = row.previous.actual_finish if row.previous else None
    return when(before is not None and is_open(row), "actual_finish", value=before)


@each(Rows.REPORTED)
def actual_rewritten(row: PlanRow, board: Board) -> Matches:
    """G050: each date that differs from last time; a finish taken away is G049."""
    previous = row.previous
    if previous is None:
        return NOTHING
    started, finished = previous.actual_start, previous.actual_finish
    start_moved = started is not None and row.actual_start != started
    finish_moved = finished is not None and not is_open(row) and row.actual_finish != finished
    return _rewritten("actual_start", started, row.actual_start, start_moved) + _rewritten(
        "actual_finish", finished, row.actual_finish, finish_moved
    )


def _rewritten(field: str, before: date | None, now: date | None, moved: bool) -> Matches:
    return found(field, previous=before, value=now or "blank") if moved else NOTHING


@each(Rows.LEAF)
def effort_fell(row: PlanRow, board: Board) -> Matches:
    """G051"""
    before, now = row.previous.actual_effort if row.previous else None, row.actual_effort
    return when(before is not None and now is not None and now < before, "actual_effort", previous=before, value=now)


@each(Rows.LEAF)
def effort_overrun(row: PlanRow, board: Board) -> Matches:
    """G052: `value` is actual plus remaining in percent of plan; a finished row has nothing remaining."""
    planned, spent = row.planned_effort, row.actual_effort
    left = row.remaining_effort if is_open(row) else row.remaining_effort or ZERO
    if planned is None or spent is None or left is None or spent + left <= board.limits["G052"] * planned:
        return NOTHING
    return found("actual_effort", value=100 * (spent + left) / planned if planned > 0 else None, limit=planned)


@each(Rows.LEAF)
def ahead_of_plan(row: PlanRow, board: Board) -> Matches:
    """G053: started, or even finished, before the planned start."""
    if row.planned_start is None:
        return NOTHING
    for field, day in (("actual_start", row.actual_start), ("actual_finish", row.actual_finish)):
        if day is not None and day < row.planned_start:
            return found(field, value=day)
    return NOTHING

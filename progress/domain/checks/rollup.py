"""Summary rows against the rows below them, and the hierarchy itself (G070-G074).

A sheet adds up cancelled rows or leaves them out; both are right, so a summary contradicts its children only when it
contradicts them counted either way. A value that a child summary does not show makes the question undecidable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from progress.domain.checks.board import Board, is_leaf, is_live
from progress.domain.checks.model import NOTHING, Matches, Rows, each, found, when
from progress.domain.checks.names import plain
from progress.domain.lateness import ZERO
from progress.domain.rows import PlanRow

Children = Sequence[PlanRow]
TOLERANCE = Decimal("0.01")  # person-days (G072)


def _ways(row: PlanRow, board: Board) -> list[Children]:
    """The children to compare with: those not cancelled, then all, if they are more; nothing without children.

    Nothing either where rows of other teams are among them: the difference would tell their values.
    """
    everyone = board.children.get(plain(row.id), [])
    if any(child.key in board.context.foreign for child in everyone):
        return []
    living = [child for child in everyone if is_live(child)]
    return [children for children in ([living] if len(living) == len(everyone) else [living, everyone]) if children]


def _known(children: Children, *fields: str) -> bool:
    """Whether every child summary shows these fields."""
    return all(is_leaf(child) or getattr(child, field) is not None for child in children for field in fields)


def _contradicts(row: PlanRow, board: Board, judge: Callable[[Children], Matches]) -> Matches:
    """The first contradiction, if the summary contradicts its children whichever way they are counted."""
    judged = [judge(children) for children in _ways(row, board)]
    return judged[0] if judged and all(judged) else NOTHING


@each(Rows.SUMMARY)
def parent_dates(row: PlanRow, board: Board) -> Matches:
    """G070"""

    def judge(children: Children) -> Matches:
        starts = [child.planned_start for child in children if child.planned_start is not None]
        finishes = [child.planned_finish for child in children if child.planned_finish is not None]
        if not _known(children, "planned_start", "planned_finish") or not starts or not finishes:
            return NOTHING
        return _outside(row, min(starts), max(finishes))

    return _contradicts(row, board, judge)


def _outside(row: PlanRow, first: date, last: date) -> Matches:
    start, finish = row.planned_start, row.planned_finish
    start_differs = start is not None and start != first
    differs = start_differs or (finish is not None and finish != last)
    field = "planned_start" if start_differs else "planned_finish"
    return when(differs, field, start=start, finish=finish, child_start=first, child_finish=last)


@each(Rows.SUMMARY)
def parent_percent(row: PlanRow, board: Board) -> Matches:
    """G071: more than the limit (points) from the effort-weighted percent; a blank of a row not begun counts 0."""

    def judge(children: Children) -> Matches:
        expected = _weighted_percent(children)
        if row.percent is None or expected is None:
            return NOTHING
        return when(abs(row.percent - expected) > board.limits["G071"], "percent", value=row.percent, expected=expected)

    return _contradicts(row, board, judge)


def _weighted_percent(children: Children) -> Decimal | None:
    begun = (child.actual_start is not None or child.actual_finish is not None for child in children)
    blank = any(child.percent is None and started for child, started in zip(children, begun, strict=True))
    total = sum((child.planned_effort or ZERO for child in children), ZERO)
    if blank or total <= 0 or not _known(children, "planned_effort", "percent"):
        return None
    return sum(((child.planned_effort or ZERO) * (child.percent or ZERO) for child in children), ZERO) / total


@each(Rows.SUMMARY)
def parent_effort(row: PlanRow, board: Board) -> Matches:
    """G072"""

    def judge(children: Children) -> Matches:
        total = sum((child.planned_effort or ZERO for child in children), ZERO)
        if row.planned_effort is None or not _known(children, "planned_effort"):
            return NOTHING
        differs = abs(row.planned_effort - total) > TOLERANCE
        return when(differs, "planned_effort", value=row.planned_effort, expected=total)

    return _contradicts(row, board, judge)


@each(Rows.SUMMARY)
def parent_completion(row: PlanRow, board: Board) -> Matches:
    """G073; a summary that shows no progress at all is a derived one and says nothing."""
    if row.actual_start is None and row.actual_finish is None and row.percent is None:
        return NOTHING

    def judge(children: Children) -> Matches:
        finished = all(child.actual_finish is not None for child in children)
        if finished == (row.actual_finish is not None):
            return NOTHING
        return found("actual_finish", children="finished" if finished else "open")

    return _contradicts(row, board, judge)


@each(Rows.ANY)
def parent_unknown(row: PlanRow, board: Board) -> Matches:
    """G074"""
    parent = plain(row.parent)
    return when(bool(parent) and parent not in board.by_id, "parent", number=row.parent)

"""Links between rows, their dates and the float they leave (G080-G084, G086)."""

from __future__ import annotations

from progress.domain.checks.board import Board
from progress.domain.checks.model import NOTHING, Matches, Rows, each, found, when
from progress.domain.checks.names import plain
from progress.domain.rows import Kind, PlanRow


@each(Rows.LEAF)
def started_before_predecessor(row: PlanRow, board: Board) -> Matches:
    """G080: a finish-to-start predecessor is unfinished, or finished after this row began."""
    start = row.actual_start
    if start is None:
        return NOTHING
    unfinished = [
        before for before in board.predecessors(row) if before.actual_finish is None or before.actual_finish > start
    ]
    return found("actual_start", value=start, predecessor=_called(unfinished[0], board)) if unfinished else NOTHING


@each(Rows.OPEN)
def planned_before_predecessor(row: PlanRow, board: Board) -> Matches:
    """G081: starts on or before the day its predecessor is planned to finish.

    A milestone has no extent: it may stand on the day its predecessor finishes, and its successor start on its day.
    """
    start = row.planned_start
    if start is None:
        return NOTHING
    for before in board.predecessors(row):
        finish = before.planned_finish
        touches = Kind.MILESTONE in (row.kind, before.kind)
        if finish is not None and (start < finish or (start == finish and not touches)):
            return found("planned_start", value=start, predecessor=_called(before, board), finish=finish)
    return NOTHING


def _called(row: PlanRow, board: Board) -> str:
    """The row's name; of another team's row only the id that the link names."""
    return row.id if row.key in board.context.foreign else row.name.strip() or row.id


@each(Rows.OPEN)
def predecessor_unknown(row: PlanRow, board: Board) -> Matches:
    """G082"""
    unknown = [known.predecessor for known in board.links[id(row)] if known.predecessor not in board.by_id]
    return when(bool(unknown), "predecessors", number=", ".join(unknown))


@each(Rows.OPEN)
def on_a_cycle(row: PlanRow, board: Board) -> Matches:
    """G083: `number` names the rows of the cycle in the order of the work."""
    cycle = board.cycle_of.get(plain(row.id))
    return found("predecessors", number=cycle) if cycle else NOTHING


@each(Rows.OPEN)
def unlinked(row: PlanRow, board: Board) -> Matches:
    """G084: neither predecessor nor successor; the first and the last milestone of the plan may be so."""
    linked = bool(board.links[id(row)]) or plain(row.id) in board.with_successors
    return when(not linked and id(row) not in board.outer_milestones, "predecessors")


@each(Rows.OPEN)
def negative_float(row: PlanRow, board: Board) -> Matches:
    """G086"""
    return when(row.total_float is not None and row.total_float < 0, "planned_finish", value=row.total_float)

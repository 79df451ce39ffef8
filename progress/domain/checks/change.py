"""Changes of the plan without an approved change request (G060-G066)."""

from __future__ import annotations

from collections.abc import Iterator

from progress.domain.checks.board import Board
from progress.domain.checks.model import NOTHING, Found, Match, Matches, Rows, each, found, when
from progress.domain.checks.names import person, plain
from progress.domain.rows import PlanRow


def _moved(now: object, before: object) -> bool:
    """Both known and different: a value taken away is the business of G003 and G004."""
    return now is not None and before is not None and now != before


@each(Rows.PLANNED)
def dates_off_baseline(row: PlanRow, board: Board) -> Matches:
    """G060"""
    start_moved = _moved(row.planned_start, row.baseline_start)
    if not (start_moved or _moved(row.planned_finish, row.baseline_finish)) or board.context.names_change(row):
        return NOTHING
    return found(
        "planned_start" if start_moved else "planned_finish",
        start=row.planned_start, finish=row.planned_finish,
        baseline_start=row.baseline_start, baseline_finish=row.baseline_finish,
    )  # fmt: skip


@each(Rows.PLANNED)
def effort_off_baseline(row: PlanRow, board: Board) -> Matches:
    """G061"""
    moved = _moved(row.planned_effort, row.baseline_effort) and not board.context.names_change(row)
    return when(moved, "planned_effort", value=row.planned_effort, baseline=row.baseline_effort)


@each(Rows.PLANNED)
def dates_moved(row: PlanRow, board: Board) -> Matches:
    """G062: planned dates differ from last time and the note does not say why."""
    previous = row.previous
    if previous is None or row.note.strip():
        return NOTHING
    start_moved = _moved(row.planned_start, previous.planned_start)
    if not (start_moved or _moved(row.planned_finish, previous.planned_finish)):
        return NOTHING
    return found(
        "planned_start" if start_moved else "planned_finish",
        start=row.planned_start, finish=row.planned_finish,
        previous_start=previous.planned_start, previous_finish=previous.planned_finish,
    )  # fmt: skip


def rows_deleted(board: Board) -> Iterator[Found]:
    """G063: rows of the last accepted revision that are gone, each pointing at itself where its key is known."""
    there = {row.key for row in board.rows}
    allowed = {plain(name) for name in board.context.approved_deletions}
    for name, (written, task, key) in board.previous_ids.items():
        if name not in board.count_of_id and name not in allowed and key not in there:
            yield None, Match("", {"row": written, "task": task}, key=key)


@each(Rows.ANY)
def row_added(row: PlanRow, board: Board) -> Matches:
    """G064: neither id nor key is in the baseline, and no change number counts."""
    known = plain(row.id) in board.baseline or plain(row.key) in board.baseline
    return when(not known and not board.context.names_change(row), "id", number=row.id)


@each(Rows.PLANNED)
def assignee_changed(row: PlanRow, board: Board) -> Matches:
    """G065"""
    previous = row.previous
    changed = previous is not None and person(row.assignee) != person(previous.assignee)
    return when(changed, "assignee", assignee=row.assignee, before=previous.assignee if previous else "")


@each(Rows.DONE)
def finished_plan_changed(row: PlanRow, board: Board) -> Matches:
    """G066: planned data of a row accepted as finished; what was not known last time is not compared."""
    previous = row.previous
    if previous is None or previous.actual_finish is None:
        return NOTHING
    names = [name for name in ("planned_start", "planned_finish", "planned_effort") if board.context.keeps(name)]
    changed = [name for name in names if getattr(previous, name) not in (None, getattr(row, name))]
    return found(changed[0], fields=",".join(changed)) if changed else NOTHING

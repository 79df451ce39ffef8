"""Quality of the plan: size of tasks, effort in the period, load and absence of people (G075-G077, G090, G091)."""

from __future__ import annotations

from decimal import Decimal

from progress.domain.checks.board import Board
from progress.domain.checks.load import first_overload
from progress.domain.checks.model import NOTHING, Matches, Rows, each, found, when
from progress.domain.checks.names import assignees, person
from progress.domain.rows import PlanRow

LONG = 5  # working days from which a low utilisation is worth a word (G077)


def _days(row: PlanRow, board: Board) -> int | None:
    """Working days of the planned period; None when it is not known."""
    if row.planned_start is None or row.planned_finish is None:
        return None
    return board.working_days(row.planned_start, row.planned_finish)


@each(Rows.OPEN_TASK)
def too_coarse(row: PlanRow, board: Board) -> Matches:
    """G075"""
    days, limit = _days(row, board), board.limits["G075"]
    return when(days is not None and days > limit, "planned_finish", days=days, limit=limit)


@each(Rows.OPEN_TASK)
def effort_does_not_fit(row: PlanRow, board: Board) -> Matches:
    """G076: more effort than working days times people; nobody named counts as one."""
    days, effort = _days(row, board), row.planned_effort
    if days is None or effort is None:
        return NOTHING
    room = days * max(1, len(assignees(row.assignee)))
    return when(effort > room, "planned_effort", value=effort, days=room)


@each(Rows.OPEN_TASK)
def low_utilisation(row: PlanRow, board: Board) -> Matches:
    """G077: 5 working days or more with little effort in them; no effort at all is G004."""
    days, effort = _days(row, board), row.planned_effort
    if days is None or days < LONG or effort is None or effort <= 0:
        return NOTHING
    return when(effort / days < board.limits["G077"], "planned_finish", value=effort, days=days)


@each(Rows.OPEN_TASK)
def overloaded(row: PlanRow, board: Board) -> Matches:
    """G090: `value` is the first such day, `load` its person-days, `assignee` who."""
    if row.planned_start is None or row.planned_finish is None or not row.planned_effort:
        return NOTHING
    for name in assignees(row.assignee):
        spans = board.overloads.get(person(name), [])
        first = first_overload(spans, row.planned_start, row.planned_finish, board.context.calendar)
        if first is not None:
            return found("assignee", value=first[0], load=first[1], assignee=name, limit=board.limits["G090"])
    return NOTHING


@each(Rows.OPEN_TASK)
def absent(row: PlanRow, board: Board) -> Matches:
    """G091: somebody is away in the period, and the days left of all its people are fewer than the effort."""
    start, finish, days = row.planned_start, row.planned_finish, _days(row, board)
    if start is None or finish is None or days is None or row.planned_effort is None:
        return NOTHING
    names = assignees(row.assignee)
    away = {name: sum(start <= day <= finish for day in board.absences.get(person(name), ())) for name in names}
    absentees = [name for name, count in away.items() if count]
    left = Decimal(days * len(names) - sum(away.values()))
    short = bool(absentees) and left < row.planned_effort
    return when(short, "planned_finish", assignee=", ".join(absentees), value=row.planned_effort, days=left)

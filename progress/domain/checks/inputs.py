"""What a row must have at all: names, people, dates, effort, percent (G001-G012)."""

from __future__ import annotations

from datetime import date

from progress.domain.checks.board import Board
from progress.domain.checks.context import Period
from progress.domain.checks.model import NOTHING, Matches, Rows, each, found, when
from progress.domain.checks.names import assignees, person, plain
from progress.domain.rows import PlanRow


@each(Rows.LEAF)
def name_missing(row: PlanRow, board: Board) -> Matches:
    """G001"""
    return when(not row.name.strip(), "name")


@each(Rows.TASK)
def assignee_missing(row: PlanRow, board: Board) -> Matches:
    """G002"""
    return when(not row.assignee.strip(), "assignee")


@each(Rows.LEAF)
def planned_date_missing(row: PlanRow, board: Board) -> Matches:
    """G003: one match however many are missing; it points at the first."""
    missing = [name for name in ("planned_start", "planned_finish") if getattr(row, name) is None]
    return found(missing[0], missing=",".join(missing)) if missing else NOTHING


@each(Rows.TASK)
def planned_effort_missing(row: PlanRow, board: Board) -> Matches:
    """G004"""
    effort = row.planned_effort
    return when(effort is None or effort <= 0, "planned_effort", value=effort)


@each(Rows.LEAF)
def planned_dates_reversed(row: PlanRow, board: Board) -> Matches:
    """G005"""
    start, finish = row.planned_start, row.planned_finish
    reversed_ = start is not None and finish is not None and start > finish
    return when(reversed_, "planned_start", value=start, finish=finish)


@each(Rows.LEAF)
def percent_out_of_range(row: PlanRow, board: Board) -> Matches:
    """G006"""
    return when(row.percent is not None and not 0 <= row.percent <= 100, "percent", value=row.percent)


@each(Rows.LEAF)
def percent_missing(row: PlanRow, board: Board) -> Matches:
    """G007: blank although the row has started, or should have."""
    due = row.planned_start is not None and row.planned_start <= board.context.status_date
    begun = row.actual_start is not None or due
    return when(row.percent is None and begun, "percent", value=row.actual_start or row.planned_start)


@each(Rows.LEAF)
def assignee_unknown(row: PlanRow, board: Board) -> Matches:
    """G008: somebody is not in the member register, or not there while the work is left to do.

    An open row needs its people from the status date (or its planned start, if later) to its planned finish; a
    finished row needed them on some day of its actual period.
    """
    known = board.periods_of
    unknown = [name for name in assignees(row.assignee) if not _is_there(row, board, known.get(person(name)))]
    return when(bool(unknown), "assignee", assignee=", ".join(unknown))


def _is_there(row: PlanRow, board: Board, periods: list[Period] | None) -> bool:
    if periods is None:
        return False
    if row.actual_finish is not None:
        first = row.actual_start or row.planned_start or row.actual_finish
        return any(_begins_by(period, row.actual_finish) and _lasts_to(period, first) for period in periods)
    today = board.context.status_date
    start = max(row.planned_start or today, today)
    finish = max(row.planned_finish or start, start)
    return any(_begins_by(period, start) and _lasts_to(period, finish) for period in periods)


def _begins_by(period: Period, day: date) -> bool:
    return period[0] is None or period[0] <= day


def _lasts_to(period: Period, day: date) -> bool:
    return period[1] is None or period[1] >= day


@each(Rows.LIVE)
def id_twice(row: PlanRow, board: Board) -> Matches:
    """G009: on every row that carries the number."""
    name = plain(row.id)
    count = board.count_of_id[name]
    return when(bool(name) and count > 1, "id", number=name, count=count)


@each(Rows.LIVE)
def planned_on_day_off(row: PlanRow, board: Board) -> Matches:
    """G010: each of the two dates."""
    return _days_off(row, board, "planned_start") + _days_off(row, board, "planned_finish")


def _days_off(row: PlanRow, board: Board, field: str) -> Matches:
    day: date | None = getattr(row, field)
    return when(day is not None and not board.context.calendar.is_working(day), field, value=day)


@each(Rows.LIVE)
def outside_project(row: PlanRow, board: Board) -> Matches:
    """G011"""
    first, last = board.context.project_start, board.context.project_finish
    start, finish = row.planned_start, row.planned_finish
    early = first is not None and start is not None and start < first
    late = last is not None and finish is not None and finish > last
    return when(early, "planned_start", value=start, start=first, finish=last) + when(
        late, "planned_finish", value=finish, start=first, finish=last
    )


@each(Rows.MILESTONE)
def milestone_with_extent(row: PlanRow, board: Board) -> Matches:
    """G012"""
    start, finish, effort = row.planned_start, row.planned_finish, row.planned_effort
    long = start is not None and finish is not None and start != finish
    heavy = effort is not None and effort > 0
    field = "planned_finish" if long else "planned_effort"
    return when(long or heavy, field, start=start, finish=finish, value=effort)

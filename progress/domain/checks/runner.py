"""One run of the catalogue over the rows of a submission or a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from progress.domain.checks.board import Board
from progress.domain.checks.context import Context
from progress.domain.checks.model import Check, Clears, Hit, Match, Outcome, Severity
from progress.domain.checks.table import CHECKS
from progress.domain.rows import PlanRow


def _has_float(board: Board) -> bool:
    return any(row.total_float is not None or row.critical is not None for row in board.rows)


# Data and engines a check may need, and whether they exist; every other need is a column of the rows.
EXISTS: dict[str, Callable[[Board], bool]] = {
    "absence": lambda board: board.context.absences is not None,
    "baseline": lambda board: board.context.baseline_ids is not None,
    "before_previous": lambda board: any(row.before_previous is not None for row in board.rows),
    "deadline": lambda board: board.context.due_at is not None,
    "file_status_date": lambda board: board.context.file_status_date is not None,
    "float": _has_float,
    "headers": lambda board: board.context.headers is not None,
    "links": lambda board: board.has_links,
    "members": lambda board: board.context.members is not None,
    "period": lambda board: board.context.project_start is not None or board.context.project_finish is not None,
    "previous": lambda board: board.context.previous_ids is not None or any(row.previous for row in board.rows),
    "previous_ids": lambda board: board.context.previous_ids is not None,
}


def limits_of(context: Context) -> dict[str, Decimal]:
    """Each check's parameter as the project wants it."""
    return {
        check.code: context.parameters.get(check.code, check.parameter)
        for check in CHECKS
        if check.parameter is not None
    }


def board_of(rows: Sequence[PlanRow], context: Context) -> Board:
    return Board(rows, context, limits_of(context))


def run(rows: Sequence[PlanRow], context: Context) -> Outcome:
    """Make all checks of the catalogue; never raises on odd rows. Linear in the number of rows.

    Hits come in the order of the catalogue, then of the rows, with the project's severities; a check whose data,
    engine or column does not exist, or which the team is declared not to keep, is named as not evaluated instead.
    Summary rows are judged only by G009-G011, G063, G064 and G070-G074, cancelled rows by no check G001-G055, rows
    accepted as finished only by G049, G050 and G066 (DOMAIN 4.3, notes).
    """
    board = board_of(rows, context)
    reasons = {check.code: _obstacle(check, board) for check in CHECKS}
    hits = [hit for check in CHECKS if not reasons[check.code] for hit in _hits(check, board)]
    return Outcome(tuple(hits), tuple((code, reason) for code, reason in reasons.items() if reason))


def _obstacle(check: Check, board: Board) -> str:
    """Why a check cannot be made; "" when it can."""
    reasons = [_lack(need, board) for need in sorted(check.needs)]
    return next((reason for reason in reasons if reason), "")


def _lack(need: str, board: Board) -> str:
    """Why something needed is not there; of alternatives ("a|b") one is enough."""
    lacks = [_lack_of_one(name, board) for name in need.split("|")]
    return lacks[0] if all(lacks) else ""


def _lack_of_one(name: str, board: Board) -> str:
    if not board.context.keeps(name):
        return f"not_kept.{name}"
    if name in EXISTS:
        return "" if EXISTS[name](board) else f"missing.{name}"
    return "" if board.context.has_column(name) else f"column.{name}"


def _hits(check: Check, board: Board) -> Iterator[Hit]:
    severity, clears = board.context.severity_of(check), board.context.clears_of(check)
    for row, match in check.condition(board):
        weight = (Severity.I, Clears.RECORD) if match.information else (severity, clears)
        yield Hit(check.code, row.key if row else match.key, match.field, *weight, _values(row, match))


def _values(row: PlanRow | None, match: Match) -> dict[str, str]:
    """The values of a match with what people call its row."""
    if row is None:
        return match.values
    called = {"row": label(row), "task": row.name.strip()}
    return {name: value for name, value in called.items() if value} | match.values


def label(row: PlanRow) -> str:
    """What people call a row: its WBS code, else its id, unless that is only the key."""
    return row.wbs_code or (row.id if row.id != row.key else "")

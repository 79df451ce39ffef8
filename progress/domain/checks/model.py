"""The words of the check catalogue: what a check is, what it finds, and what a finding holds up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from pmo.lib.figures import half_up
from progress.domain.rows import PlanRow

if TYPE_CHECKING:
    from progress.domain.checks.board import Board

# What grows by itself from week to week, or is only a name: changes in it make no new finding.
VOLATILE = frozenset({"task", "weeks", "elapsed"})


class Severity(StrEnum):
    E = "E"  # 要修正: must be mended before acceptance
    W = "W"  # 要回答: an answer or a reason is asked for
    I = "I"  # 参考: for information  # noqa: E741 (the catalogue's letter)


class Clears(StrEnum):
    """How a finding clears, strongest first (DOMAIN 4.3)."""

    VALUE = "value"
    PLAN = "plan"
    ANSWER = "answer"
    RECORD = "record"


class Scope(StrEnum):
    ROW = "row"
    SET = "set"
    SUBMISSION = "submission"


class Family(StrEnum):
    """LATE shows as one entry per row, PLAN as one entry per check; the others stand for themselves."""

    INPUT = "input"
    ACTUAL = "actual"
    LATE = "late"
    MOVEMENT = "movement"
    CHANGE = "change"
    ROLLUP = "rollup"
    PLAN = "plan"
    NETWORK = "network"
    SUBMISSION = "submission"


class Rows(StrEnum):
    """Which rows a check looks at; only REPORTED and DONE include tasks and milestones accepted as finished."""

    LEAF = "leaf"  # tasks and milestones, not cancelled
    TASK = "task"
    MILESTONE = "milestone"
    OPEN = "open"  # leaves without actual finish
    OPEN_TASK = "open_task"
    SUMMARY = "summary"
    LIVE = "live"  # summaries too, not cancelled
    PLANNED = "planned"  # tasks and milestones, cancelled ones too
    ANY = "any"
    REPORTED = "reported"  # leaves, accepted finished ones too
    DONE = "done"  # tasks and milestones, cancelled and accepted finished ones too


class Match(NamedTuple):
    """One place where a condition holds: the field it points at and what was seen there.

    `information` makes it severity I that clears by `record`, whatever the check says; `key` names a row that is not
    in the set.
    """

    field: str
    values: dict[str, str]
    information: bool = False
    key: str = ""


Matches = tuple[Match, ...]
NOTHING: Matches = ()
Found = tuple[PlanRow | None, Match]
Condition = Callable[["Board"], Iterable[Found]]


def text(value: object) -> str:
    """A value as JSON-able text: dates and instants ISO, numbers plain with at most four decimals."""
    if isinstance(value, Decimal):
        shown = f"{half_up(value, 4):f}"
        return shown.rstrip("0").rstrip(".")
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value)


def found(field: str, **values: object) -> Matches:
    """One match; values that are None are left out."""
    return (Match(field, {name: text(value) for name, value in values.items() if value is not None}),)


def when(holds: bool, field: str, **values: object) -> Matches:
    """One match if the condition holds, else none."""
    return found(field, **values) if holds else NOTHING


@dataclass(frozen=True, slots=True)
class EachRow:
    """A condition on single rows: which rows it looks at, and the pure function that judges one of them."""

    rows: Rows
    judge: Callable[[PlanRow, Board], Matches]

    def __call__(self, board: Board) -> Iterable[Found]:
        judge = self.judge
        return [(row, match) for row in board.rows_of(self.rows) for match in judge(row, board)]


def each(rows: Rows) -> Callable[[Callable[[PlanRow, Board], Matches]], EachRow]:
    """Make a function of (row, board) the condition of a check over these rows."""
    return lambda judge: EachRow(rows, judge)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the catalogue.

    `needs` names the columns (fields of PlanRow), data and engines without which the check is not evaluated; "a|b"
    is either of them. `plan` names the plan fields it judges: when they equal the live plan, the finding is the
    PMO's. `declares` is what a team may declare not to keep when the check hits far too many rows.
    """

    code: str
    severity: Severity
    clears: Clears
    scope: Scope
    family: Family
    condition: Condition
    needs: frozenset[str] = frozenset()
    plan: frozenset[str] = frozenset()
    parameter: Decimal | None = None
    parameter_key: str = ""
    declares: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A check that holds: on a row (`key`), or "" when it is about the set or the submission.

    `values` hold what the sentence needs, as text: `row` (what people call the row), `task`, and the check's own.
    """

    code: str
    key: str
    field: str
    severity: Severity
    clears: Clears
    values: dict[str, str]

    @property
    def fingerprint(self) -> str:
        """Stable name of what was found: check, row, field and values, without what only moves with time."""
        return fingerprint(self.code, self.key, self.field, lasting(self.values, self.key))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run found, and which checks it could not make: (code, reason), e.g. ("G086", "missing.float").

    Reasons: `not_kept.X` (the team is declared not to keep X), `column.X` (the file lacks the column of field X),
    `missing.X` (data or engine X does not exist).
    """

    hits: tuple[Hit, ...]
    not_evaluated: tuple[tuple[str, str], ...]


def lasting(values: Mapping[str, str], key: str) -> dict[str, str]:
    """Values that tell one finding from another; what the row is called does not when its key does."""
    passing = VOLATILE | {"row", "cell"} if key else VOLATILE
    return {name: value for name, value in values.items() if name not in passing}


def fingerprint(*parts: object) -> str:
    """The first 32 hexadecimal digits of the SHA-256 of the parts as JSON."""
    joined = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def blocks(severity: Severity, clears: Clears, *, answer_taken: bool = False) -> bool:
    """Whether an open finding holds up acceptance: E by `value` always, E by `answer` until the answer is taken."""
    if severity is not Severity.E:
        return False
    return clears is Clears.VALUE or (clears is Clears.ANSWER and not answer_taken)


def holds_plan(severity: Severity, clears: Clears) -> bool:
    """Whether an open finding holds only the row's plan change, while its actuals go in: E by `plan`."""
    return severity is Severity.E and clears is Clears.PLAN

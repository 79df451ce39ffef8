"""The neutral plan row: what every file format, the grid and the database are read into.

Dates are `date`, effort is person-days as `Decimal`, percent is 0-100 as `Decimal`; unknown is `None`, never zero.
Finish dates are inclusive (end of that day), start dates the beginning of the day (DOMAIN 0).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    TASK = "task"
    MILESTONE = "milestone"
    SUMMARY = "summary"


class Status(StrEnum):
    """Status words are normalised to these on reading; "" is a blank cell."""

    BLANK = ""
    NOT_STARTED = "not_started"  # 未着手
    IN_PROGRESS = "in_progress"  # 着手中, 作業中, 進行中, 仕掛中, 対応中
    IN_REVIEW = "in_review"  # レビュー中
    DONE = "done"  # 完了, 済
    ON_HOLD = "on_hold"  # 保留
    CANCELLED = "cancelled"  # 中止, 取消, 対象外


@dataclass(frozen=True, slots=True)
class Previous:
    """The last accepted values of a row (`prev` of the check catalogue)."""

    percent: Decimal | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    planned_start: date | None = None
    planned_finish: date | None = None
    planned_effort: Decimal | None = None
    actual_effort: Decimal | None = None
    forecast_finish: date | None = None
    assignee: str = ""
    delay_reason: str = ""
    countermeasure: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a plan or a submission.

    `key` identifies the row inside its set: the work item's uuid, or "new:" and more for a row nobody knows yet.
    `id` is what the team calls the row (own id, else the WBS code, else the key); parents and predecessors name ids.
    """

    key: str
    id: str
    name: str
    kind: Kind = Kind.TASK
    wbs_code: str = ""
    parent: str = ""
    phase: str = ""
    assignee: str = ""
    deliverable: str = ""
    planned_start: date | None = None
    planned_finish: date | None = None
    planned_effort: Decimal | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    percent: Decimal | None = None
    actual_effort: Decimal | None = None
    remaining_effort: Decimal | None = None
    forecast_finish: date | None = None
    delay_reason: str = ""
    countermeasure: str = ""
    note: str = ""
    status: Status = Status.BLANK
    change_number: str = ""
    predecessors: tuple[str, ...] = ()
    baseline_start: date | None = None
    baseline_finish: date | None = None
    baseline_effort: Decimal | None = None
    critical: bool | None = None
    total_float: int | None = None
    previous: Previous | None = None
    before_previous: Previous | None = None
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def is_leaf(self) -> bool:
        """Task or milestone that is not cancelled (DOMAIN 4.3)."""
        return self.kind is not Kind.SUMMARY and self.status is not Status.CANCELLED


def starts_on(row: PlanRow) -> date | None:
    """When a row is still to start; None once it has begun or ended."""
    return row.planned_start if row.actual_start is None and row.actual_finish is None else None


def ends_on(row: PlanRow) -> date | None:
    """When an open row is expected to end: by its forecast, else by its plan."""
    return None if row.actual_finish is not None else row.forecast_finish or row.planned_finish

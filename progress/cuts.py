"""Known tasks that a team's file cuts into rows below them 詳細化: which, into what, and what these say of the task.

Such a row is no work item while its task counts as a whole: its effort would count twice. It waits in the submission
until the plan takes the cut over; then the task is a summary row and the rows below count in its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from progress.domain.neutral import ACCEPTED_FIELDS, row_from_json, value_to_json
from progress.domain.outline import Values, known, total
from progress.domain.rows import Kind, PlanRow, Status
from progress.models import Submission, SubmissionRow, WorkItem

FRAME = ("planned_start", "planned_finish", "planned_effort")
PART = ("name", "wbs_code", "kind", *FRAME)  # what a line of a plan change keeps of a row below
ROLLED = ("actual_start", "actual_finish", "percent", "actual_effort", "remaining_effort", "forecast_finish")


@dataclass(frozen=True)
class Cut:
    """One task with the new rows below it, in the order of the file; `row` is what the file says of the task itself."""

    item: WorkItem
    row: SubmissionRow | None
    rows: tuple[SubmissionRow, ...]

    @cached_property
    def parts(self) -> list[PlanRow]:
        return [row_from_json(row.values) for row in self.rows]

    def to_json(self) -> list[dict[str, Any]]:
        """The rows below as a line of a plan change keeps them, each with the key it was sent under."""
        pairs = zip(self.rows, self.parts, strict=True)
        return [{"key": row.key, **{name: value_to_json(getattr(part, name)) for name in PART}} for row, part in pairs]

    def said(self) -> dict[str, Any]:
        """The accepted fields of the task (neutral values) as its rows have them; what none of them says it says."""
        own = row_from_json(self.row.values) if self.row else None
        stated = {name: getattr(own, name) for name in ACCEPTED_FIELDS} if own else {}
        return stated | rolled_up(self.parts)


def rolled_up(parts: Sequence[PlanRow]) -> dict[str, Any]:
    """What the rows together say of the task they replace, without the fields that none of them states."""
    sums = total([Values(*(getattr(part, name) for name in Values.__dataclass_fields__)) for part in parts])
    found = {name: getattr(sums, name) for name in ROLLED[:4]}
    left = [part.remaining_effort for part in parts]
    found["remaining_effort"] = None if None in left else sum(known(left))
    found["forecast_finish"] = forecast(parts)
    stated = {name for name in ROLLED if any(getattr(part, name) is not None for part in parts)}
    return {name: found[name] for name in ROLLED if name in stated and (name != "percent" or found[name] is not None)}


def forecast(parts: Sequence[PlanRow]) -> Any:
    """When the last open row is expected to end; None when none of them has a forecast."""
    still = [part for part in parts if part.actual_finish is None]
    ends = known(part.forecast_finish or part.planned_finish for part in still)
    return max(ends, default=None) if any(part.forecast_finish for part in still) else None


def frame(item: WorkItem) -> dict[str, Any]:
    """What the plan says of a task before it is cut, as a line of a plan change keeps it."""
    return {name: value_to_json(getattr(item, name)) for name in ("kind", *FRAME)}


def is_task_row(row: SubmissionRow) -> bool:
    """A row that can become a work item: a leaf with a name."""
    data = row_from_json(row.values)
    return data.kind is not Kind.SUMMARY and bool(data.name.strip())


def cuts_of(submission: Submission, rows: Iterable[SubmissionRow]) -> list[Cut]:
    """The tasks of the team that have new rows below them (one query, none without new rows below another)."""
    there = list(rows)
    by_name: dict[str, SubmissionRow] = {}
    for row in there:
        by_name.setdefault(str(row.values.get("id") or row.key), row)
    below: dict[str | int, list[SubmissionRow]] = defaultdict(list)
    for row in there:
        above = task_above(row, by_name) if is_new(row) else None
        if above:
            below[above].append(row)
    items = tasks_named(submission, below)
    own = {row.work_item_id: row for row in there if row.work_item_id}
    found: dict[int, list[SubmissionRow]] = defaultdict(list)
    for name, parts in below.items():
        if name in items:
            found[items[name].pk] += parts
    tasks = {item.pk: item for item in items.values()}
    return [Cut(tasks[pk], own.get(pk), tuple(parts)) for pk, parts in found.items()]


def is_new(row: SubmissionRow) -> bool:
    return (
        row.work_item_id is None
        and bool(row.values.get("parent"))
        and row.values.get("status") != Status.CANCELLED
        and is_task_row(row)
    )


def task_above(row: SubmissionRow, by_name: Mapping[str, SubmissionRow]) -> str | int | None:
    """The nearest known row above: its primary key, else the name of a row that the file has no line of."""
    name, seen = str(row.values.get("parent", "")), set[str]()
    while name and name not in seen:
        seen.add(name)
        above = by_name.get(name)
        if above is None:
            return name
        if above.work_item_id:
            return above.work_item_id
        name = str(above.values.get("parent", ""))
    return None


def tasks_named(submission: Submission, names: Iterable[str | int]) -> dict[str | int, WorkItem]:
    """The team's living leaf rows by primary key or by what people call them (the one that is called so)."""
    keys = {name for name in names if isinstance(name, int)}
    texts = {name for name in names if isinstance(name, str)}
    if not keys and not texts:
        return {}
    called = Q(own_id__in=texts) | Q(own_id="", wbs_code__in=texts) | Q(uuid__in=[t for t in texts if is_uuid(t)])
    items = list(WorkItem.objects.leaves().live().filter(team=submission.team).filter(Q(pk__in=keys) | called))
    by_name: dict[str, list[WorkItem]] = defaultdict(list)
    for item in items:
        by_name[item.ident].append(item)
    found: dict[str | int, WorkItem] = {item.pk: item for item in items if item.pk in keys}
    return found | {name: by_name[name][0] for name in texts if len(by_name[name]) == 1}


def is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

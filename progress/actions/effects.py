"""What accepting a submission does to the plan, and the patch that takes it back exactly.

The effect is counted from the values last accepted before the week, whatever stands now: a revision that replaces an
accepted one (差替え) leaves nothing of it behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pmo.lib.figures import half_up
from progress import acceptances
from progress.acceptances import Before
from progress.cuts import Cut, cuts_of, is_task_row
from progress.domain.neutral import ACCEPTED_FIELDS, row_from_json, value_from_json, value_to_json
from progress.domain.rows import PlanRow
from progress.models import Acceptance, PlanChangeLine, Submission, SubmissionRow, WorkItem
from progress.models.plan import PlanChangeState, RowStatus
from progress.snapshot import override_values

BLANKS = {"status": "", "delay_reason": "", "countermeasure": "", "note": "", "assignee": ""}
PLACES = {"percent": 1, "planned_effort": 2, "actual_effort": 2, "remaining_effort": 2}  # decimals a work item keeps
Values = dict[str, Any]


@dataclass
class Target:
    """One work item: its values before the week, and as it shall be."""

    item: WorkItem
    before: Values
    wanted: Values
    is_reported: bool

    @property
    def moves(self) -> Values:
        """What differs from the values before the week."""
        return {name: value for name, value in self.wanted.items() if value != self.before[name]}

    @property
    def writes(self) -> Values:
        """What differs from the plan as it stands."""
        return {name: value for name, value in self.wanted.items() if value != getattr(self.item, name)}

    @property
    def gain(self) -> Decimal:
        """Percent won since before the week."""
        return (self.wanted["percent"] or Decimal(0)) - (self.before["percent"] or Decimal(0))

    @property
    def is_finished_now(self) -> bool:
        return self.wanted["actual_finish"] is not None and self.before["actual_finish"] is None


@dataclass
class Effect:
    """What accepting a submission does: rows with their values, rows to be made, figures for the preview."""

    submission: Submission
    replaces: Acceptance | None = None  # the acceptance of an earlier revision of the week that gives way
    before: Before = acceptances.NOTHING
    targets: list[Target] = field(default_factory=list)
    new_rows: list[SubmissionRow] = field(default_factory=list)
    held: list[SubmissionRow] = field(default_factory=list)  # rows whose plan edits stay proposals
    overrides: int = 0

    @property
    def changed(self) -> list[Target]:
        return [target for target in self.targets if target.moves]

    @property
    def summary(self) -> Values:
        """Rows that moved on, finished, are new or held; earned effort added (person-days)."""
        changed = self.changed
        earned = sum((target.gain * (target.item.planned_effort or 0) / 100 for target in changed), Decimal(0))
        return {
            "changed": len(changed), "moved": sum(target.gain > 0 for target in changed),
            "finished": sum(target.is_finished_now for target in changed), "new": len(self.new_rows),
            "held": len(self.held), "overrides": self.overrides, "earned": value_to_json(earned),
        }  # fmt: skip


def effect_of(submission: Submission, *, lock: bool = False) -> Effect:
    """What acceptance would write: matched rows' accepted fields, with the PMO's overrides on top.

    `lock` holds the work items until the transaction ends. Summary rows are derived, and rows that went to another
    team in the meantime are not this team's any more: neither is written.
    """
    standing = acceptances.standing(submission.team, submission.week)
    before = acceptances.before(standing)
    rows = list(submission.rows.all())
    cuts = {cut.item.pk: cut for cut in cuts_of(submission, rows)}
    waiting = {row.key: row for cut in cuts.values() for row in cut.rows}
    sent = {row.work_item_id: row for row in rows if row.work_item_id}
    overrides = standing_overrides(submission)
    items = items_of({*sent, *cuts, *before.values, *before.reports, *overrides}, submission, lock=lock)
    off = cancelled_by_change(items)
    effect = Effect(submission, standing if standing and standing.submission_id != submission.pk else None, before)
    effect.new_rows = [row for row in rows if row.work_item_id is None and row.key not in waiting and is_task_row(row)]
    effect.held = [row for pk, row in sent.items() if pk in items and pk not in cuts and holds_plan(row)]
    effect.held += waiting.values()
    for pk, item in items.items():
        if str(item.uuid) in before.made:
            continue
        target = target_of(item, cuts.get(pk) or sent.get(pk), before, overrides.get(pk, {}))
        if pk in off:
            target.wanted["status"] = target.before["status"] = item.status
        effect.targets.append(target)
    effect.overrides = sum(len(overrides.get(pk, {})) for pk in items)
    return effect


def items_of(keys: Iterable[int], submission: Submission, *, lock: bool) -> dict[int, WorkItem]:
    found = WorkItem.objects.leaves().filter(pk__in=set(keys), team=submission.team).order_by("pk")
    return {item.pk: item for item in (found.select_for_update() if lock else found)}


def target_of(item: WorkItem, row: SubmissionRow | Cut | None, before: Before, overrides: Mapping[str, Any]) -> Target:
    live = {name: getattr(item, name) for name in ACCEPTED_FIELDS}
    old = {name: stored(name, value_from_json(name, value)) for name, value in before.values.get(item.pk, {}).items()}
    base = {name: old.get(name, value) for name, value in live.items()}
    return Target(item, base, {**base, **said_of(row), **overrides}, row is not None)


def said_of(row: SubmissionRow | Cut | None) -> Values:
    """What the file says of a row, as a work item stores it; of a task that it cuts, what the rows below say."""
    if isinstance(row, Cut):
        return {name: stored(name, value) for name, value in row.said().items()}
    return values_of(row_from_json(row.values)) if row else {}


def values_of(row: PlanRow) -> Values:
    """The fields that acceptance writes, as a work item stores them."""
    return {name: stored(name, getattr(row, name)) for name in ACCEPTED_FIELDS}


def stored(name: str, value: Any) -> Any:
    """A neutral value as a work item keeps it: blank texts for unknown ones, codes, so many decimals."""
    if value is None:
        return BLANKS.get(name)
    if name in PLACES:
        return half_up(value, PLACES[name])
    return str(value) if name in ("status", "kind") else value


def holds_plan(row: SubmissionRow) -> bool:
    return any(name not in ACCEPTED_FIELDS for name in row.changed)


def standing_overrides(submission: Submission) -> dict[int, Values]:
    """The PMO's values for the team's week as work items store them: work item id -> field -> value."""
    found = override_values(submission)
    return {pk: {name: stored(name, value) for name, value in values.items()} for pk, values in found.items()}


def cancelled_by_change(items: Iterable[int]) -> frozenset[int]:
    """Rows that an approved plan change took out of the plan: no report brings them back."""
    lines = PlanChangeLine.objects.filter(field="cancelled", plan_change__state=PlanChangeState.APPROVED)
    off = lines.filter(work_item__status=RowStatus.CANCELLED, work_item__in=list(items))
    return frozenset(off.values_list("work_item_id", flat=True))

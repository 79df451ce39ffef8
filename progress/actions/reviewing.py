"""The PMO's decisions on a submission: take it up, return it, accept it, undo the acceptance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.urls import reverse

from progress.actions.common import claim_for_acceptance, claim_week, move
from progress.actions.findings import take_answer
from progress.domain.neutral import ACCEPTED_FIELDS, row_from_json, value_from_json, value_to_json
from progress.models import (
    ACCEPTED_STATES,
    Acceptance,
    Finding,
    FindingState,
    KindOfRow,
    Override,
    Severity,
    Submission,
    SubmissionRow,
    SubmissionState,
    WorkItem,
)
from projects.jobs import Refused
from projects.models import Change, Member, Role, record_change, record_changes
from projects.notifications import Notice, notify, with_role

WAITING = (SubmissionState.SENT, SubmissionState.IN_REVIEW)
BLANKS = {"status": "", "delay_reason": "", "countermeasure": "", "note": "", "assignee": ""}


@dataclass
class Effect:
    """What accepting a submission does: new values by work item, new rows, figures for the preview."""

    values: dict[int, dict[str, Any]] = field(default_factory=dict)  # work item id -> field -> new value
    items: dict[int, WorkItem] = field(default_factory=dict)
    new_rows: list[SubmissionRow] = field(default_factory=list)
    held: list[SubmissionRow] = field(default_factory=list)  # rows whose plan edits stay proposals

    def count(self, name: str) -> int:
        return sum(name in values for values in self.values.values())

    @property
    def summary(self) -> dict[str, Any]:
        """Rows that moved on, finished, are new or held; earned effort added (person-days)."""
        moved = [pk for pk, values in self.values.items() if "percent" in values and self.gain(pk) > 0]
        done = [
            pk for pk, values in self.values.items() if values.get("actual_finish") and not self.items[pk].actual_finish
        ]
        earned = sum((self.gain(pk) * (self.items[pk].planned_effort or 0) / 100 for pk in self.values), Decimal(0))
        return {
            "changed": len(self.values), "moved": len(moved), "finished": len(done), "new": len(self.new_rows),
            "held": len(self.held), "earned": value_to_json(earned),
        }  # fmt: skip

    def gain(self, pk: int) -> Decimal:
        new = self.values[pk].get("percent", self.items[pk].percent)
        return (new or Decimal(0)) - (self.items[pk].percent or Decimal(0))


@transaction.atomic
def begin_review(submission: Submission, *, by: Member, at: datetime) -> None:
    """確認中: the first review action; tells others that somebody is at it."""
    claim_week(submission.week, reviewing=True)
    move(submission, to=SubmissionState.IN_REVIEW, allowed=(SubmissionState.SENT,))
    record_change(Change(submission, after={"state": submission.state}), action="submission.review_begun", by=by, at=at)


@transaction.atomic
def return_submission(submission: Submission, *, note: str, answer_due: datetime, by: Member, at: datetime) -> None:
    """差戻し: the adopted findings go back to the team with a note and a date."""
    adopted = submission_findings(submission).filter(adopted=True, state=FindingState.OPEN)
    if not adopted.exists():
        raise Refused("nothing_to_return")
    claim_week(submission.week, reviewing=True)
    move(
        submission, to=SubmissionState.RETURNED, allowed=WAITING,
        returned_by=by, returned_at=at, return_note=note.strip(), answer_due=answer_due,
    )  # fmt: skip
    count = adopted.update(returned=True)
    change = Change(submission, after={"state": submission.state, "findings": count, "note": note.strip()})
    record_change(change, action="submission.returned", by=by, at=at)
    tell_team(submission, "returned", at=at, findings=count, due=answer_due)


def submission_findings(submission: Submission):
    """The findings of the submission's team and week (they live on through the revisions)."""
    return Finding.objects.filter(team=submission.team, week=submission.week)


def tell_team(submission: Submission, code: str, *, at: datetime, **values: Any) -> None:
    people = with_role(Role.LEAD, submission.team, at=at)
    url = reverse("progress:submission", args=[submission.week.key, submission.team.code])
    key = f"{code}:{submission.pk}:{submission.version}"
    notify(people, Notice(code, url, key, {"week": submission.week.key, **values}), at=at)


def effect_of(submission: Submission) -> Effect:
    """What acceptance would write: matched rows' accepted fields, with the PMO's overrides on top."""
    rows = list(submission.rows.select_related("work_item"))
    overrides = standing_overrides(submission)
    effect = Effect()
    for row in rows:
        if row.work_item is None:
            effect.new_rows.append(row)
            continue
        if row.work_item.kind == KindOfRow.SUMMARY:
            continue
        if any(name not in ACCEPTED_FIELDS for name in row.changed):
            effect.held.append(row)
        values = new_values(row, overrides.get(row.work_item_id, {}))
        if values:
            effect.values[row.work_item_id] = values
            effect.items[row.work_item_id] = row.work_item
    return effect


def standing_overrides(submission: Submission) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = {}
    for override in Override.objects.filter(team=submission.team, week=submission.week, lifted_at=None):
        found.setdefault(override.work_item_id, {})[override.field] = value_from_json(override.field, override.value)
    return found


def new_values(row: SubmissionRow, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """The accepted fields of one row that differ from the live plan."""
    sent = row_from_json(row.values)
    wanted = {name: getattr(sent, name) for name in ACCEPTED_FIELDS} | dict(overrides)
    stored = {name: BLANKS.get(name) if value is None else plain(value) for name, value in wanted.items()}
    return {name: value for name, value in stored.items() if value != getattr(row.work_item, name)}


def plain(value: Any) -> Any:
    return str(value) if type(value).__name__ == "Status" else value


def blocking(submission: Submission) -> list[Finding]:
    """Findings that acceptance must wait for; answered ones are taken with it."""
    return [finding for finding in submission_findings(submission) if finding.blocks]


@transaction.atomic
def accept(submission: Submission, *, by: Member, at: datetime) -> Acceptance:
    """受理: write the accepted fields to the plan, keep what undoes them; open W findings carry over.

    Answers the team gave are taken with it. Refused while a finding blocks and for one's own submission.
    """
    if by.pk == submission.sent_by_id:
        raise Refused("own_submission")
    claim_for_acceptance(submission.week)
    blocked = blocking(submission)
    if blocked:
        raise Refused("blocked", count=len(blocked))
    for finding in submission_findings(submission).filter(state=FindingState.ANSWERED):
        take_answer(finding, by=by, at=at)
    replaced = undo_earlier(submission, by=by, at=at)
    effect = effect_of(submission)
    open_points = submission_findings(submission).filter(state=FindingState.OPEN, audience="team")
    with_points = open_points.filter(severity=Severity.PLEASE_ANSWER).exists()
    to = SubmissionState.ACCEPTED_WITH_POINTS if with_points else SubmissionState.ACCEPTED
    move(submission, to=to, allowed=WAITING)
    brought = effect.summary  # what moves is seen against the plan before it is written
    inverse = write(effect, submission, by=by, at=at)
    summary = brought | {"replaces": replaced}
    acceptance = Acceptance.objects.create(
        submission=submission, accepted_by=by, accepted_at=at, inverse=inverse, summary=summary
    )
    record_change(Change(submission, after={"state": to, **summary}), action="submission.accepted", by=by, at=at)
    tell_team(submission, "accepted", at=at, revision=submission.revision, **brought)
    return acceptance


def undo_earlier(submission: Submission, *, by: Member, at: datetime) -> int | None:
    """差替え: an accepted revision of the same week gives way to the later one."""
    earlier = Acceptance.objects.filter(
        submission__team=submission.team, submission__week=submission.week, undone_at=None
    ).select_related("submission").first()  # fmt: skip
    if earlier is None:
        return None
    take_back(earlier, SubmissionState.SUPERSEDED, by=by, at=at)
    return earlier.submission.revision


def write(effect: Effect, submission: Submission, *, by: Member, at: datetime) -> dict[str, Any]:
    """Change the work items and return the patch that restores them."""
    before: dict[str, Any] = {}
    changes: list[Change] = []
    for pk, values in effect.values.items():
        item = effect.items[pk]
        old = {name: value_to_json(getattr(item, name)) for name in values}
        before[str(pk)] = {**old, "reported_in": item.reported_in_id}
        changes.append(
            Change(item, old, {name: value_to_json(value) for name, value in values.items()}, str(submission))
        )
        for name, value in values.items():
            setattr(item, name, value)
        item.reported_in = submission.week
    save_items(effect.items.values(), {name for values in effect.values.values() for name in values} | {"reported_in"})
    reported = mark_reported(submission, effect)
    created = [create_item(row, submission) for row in effect.new_rows if sendable(row)]
    changes += [Change(item, {}, {"added": True}, str(submission)) for item in created]
    record_changes(changes, action="work_item.reported", by=by, at=at)
    return {"items": before, "reported": reported, "created": [item.pk for item in created]}


def save_items(items: Iterable[WorkItem], names: set[str]) -> None:
    WorkItem.objects.bulk_update(list(items), sorted(names), batch_size=500)


def mark_reported(submission: Submission, effect: Effect) -> dict[str, int | None]:
    """Rows that were reported without any change: only the week of their last report moves."""
    items = WorkItem.objects.filter(submission_rows__submission=submission).exclude(pk__in=effect.values.keys())
    unchanged = dict(items.values_list("pk", "reported_in_id"))
    WorkItem.objects.filter(pk__in=unchanged).update(reported_in=submission.week)
    return {str(pk): week for pk, week in unchanged.items()}


def sendable(row: SubmissionRow) -> bool:
    """A new row that becomes a work item: a leaf with a name."""
    data = row_from_json(row.values)
    return bool(data.name.strip()) and data.kind != "summary"


def create_item(row: SubmissionRow, submission: Submission) -> WorkItem:
    """A row nobody planned: a work item of the team outside the baseline (DOMAIN 1.7 #10)."""
    data = row_from_json(row.values)
    parent = (
        WorkItem.objects.filter(kind=KindOfRow.SUMMARY, children__team=submission.team).order_by("-sort_key").first()
    )
    last = (
        WorkItem.objects.filter(team=submission.team).order_by("-sort_key").values_list("sort_key", "phase_id").first()
    )
    values = {name: plain(getattr(data, name)) for name in ACCEPTED_FIELDS}
    return WorkItem.objects.create(
        parent=parent, sort_key=last[0] if last else 0, phase_id=last[1] if last else None, team=submission.team,
        wbs_code=data.wbs_code, own_id=data.id if data.id != row.key else "", name=data.name, kind=str(data.kind),
        planned_start=data.planned_start, planned_finish=data.planned_finish, planned_effort=data.planned_effort,
        added_outside_baseline=True, reported_in=submission.week,
        **{name: BLANKS.get(name) if value is None else value for name, value in values.items()},
    )  # fmt: skip


@transaction.atomic
def undo_acceptance(acceptance: Acceptance, *, by: Member, at: datetime) -> None:
    """Take an acceptance back while the week is open: the plan is exactly as before."""
    claim_week(acceptance.submission.week, reviewing=True)
    take_back(acceptance, SubmissionState.IN_REVIEW, by=by, at=at)


def take_back(acceptance: Acceptance, state: SubmissionState, *, by: Member, at: datetime) -> None:
    undone = Acceptance.objects.filter(pk=acceptance.pk, undone_at=None).update(undone_by=by, undone_at=at)
    if not undone:
        raise Refused("already_undone")
    move(acceptance.submission, to=state, allowed=ACCEPTED_STATES)
    restore(acceptance, by=by, at=at)
    change = Change(acceptance.submission, after={"state": state})
    record_change(change, action="submission.acceptance_undone", by=by, at=at)


def restore(acceptance: Acceptance, *, by: Member, at: datetime) -> None:
    """Apply the inverse patch and remove the rows that the acceptance made."""
    patch = acceptance.inverse
    items = list(WorkItem.objects.filter(pk__in=[int(pk) for pk in patch["items"]]))
    changes = []
    for item in items:
        old = dict(patch["items"][str(item.pk)])
        item.reported_in_id = old.pop("reported_in")
        changes.append(
            Change(item, {name: value_to_json(getattr(item, name)) for name in old}, old, str(acceptance.submission))
        )
        for name, value in old.items():
            setattr(item, name, BLANKS.get(name) if value is None else plain(value_from_json(name, value)))
    names = {name for old in patch["items"].values() for name in old if name != "reported_in"}
    save_items(items, names | {"reported_in"})
    for pk, week in patch["reported"].items():
        WorkItem.objects.filter(pk=int(pk)).update(reported_in=week)
    WorkItem.objects.filter(pk__in=patch["created"], submission_rows=None, findings=None).delete()
    record_changes(changes, action="work_item.restored", by=by, at=at)


@dataclass(frozen=True)
class Overriding:
    """A value the PMO sets over the submitted one, and why."""

    item: WorkItem
    field: str
    value: Any
    reason: str


@transaction.atomic
def override(submission: Submission, wanted: Overriding, *, by: Member, at: datetime) -> Override:
    """The PMO's value over the submitted one; survives resubmission until lifted."""
    if wanted.field not in ACCEPTED_FIELDS:
        raise Refused("field_not_reported", field=wanted.field)
    if not wanted.reason.strip():
        raise Refused("reason_empty")
    claim_week(submission.week, reviewing=True)
    standing = Override.objects.filter(week=submission.week, work_item=wanted.item, field=wanted.field, lifted_at=None)
    standing.update(lifted_at=at)
    made = Override.objects.create(
        team=submission.team, week=submission.week, work_item=wanted.item, field=wanted.field,
        value=value_to_json(wanted.value), reason=wanted.reason.strip(), set_by=by, set_at=at,
    )  # fmt: skip
    change = Change(wanted.item, after={wanted.field: made.value}, source=str(submission))
    record_change(change, action="work_item.overridden", by=by, at=at)
    return made

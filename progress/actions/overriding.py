"""The PMO's own values over submitted ones: set, kept against what the team sends next, lifted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from progress.actions.common import claim_for_acceptance
from progress.domain.neutral import ACCEPTED_FIELDS, value_to_json
from progress.models import Override, Submission, SubmissionState, WorkItem
from projects.jobs import Refused
from projects.models import Change, Member, record_change

UNDECIDED = (SubmissionState.SENT, SubmissionState.IN_REVIEW, SubmissionState.RETURNED)


@dataclass(frozen=True)
class Overriding:
    """A value the PMO sets over the submitted one, and why."""

    item: WorkItem
    field: str
    value: Any
    reason: str


@transaction.atomic
def override(submission: Submission, wanted: Overriding, *, by: Member, at: datetime) -> Override:
    """The PMO's value over the submitted one; it survives resubmission until lifted, and acceptance writes it.

    The same value for the same reason over the same revision (a second click) is the same override.
    Setting the same value again answers "which one stands?" after the team has sent another one. Refused once the
    submission is accepted: the plan has its values then.
    """
    if wanted.field not in ACCEPTED_FIELDS:
        raise Refused("field_not_reported", field=wanted.field)
    if not wanted.reason.strip():
        raise Refused("reason_empty")
    claim_for_acceptance(submission.week)
    refuse_decided(submission)
    standing = Override.objects.filter(week=submission.week, work_item=wanted.item, field=wanted.field, lifted_at=None)
    there = standing.filter(reason=wanted.reason.strip(), set_by=by, set_at__gte=submission.sent_at).first()
    if there is not None and there.value == value_to_json(wanted.value):
        return there
    standing.update(lifted_at=at)
    made = Override.objects.create(
        team=submission.team, week=submission.week, work_item=wanted.item, field=wanted.field,
        value=value_to_json(wanted.value), reason=wanted.reason.strip(), set_by=by, set_at=at,
    )  # fmt: skip
    change = Change(wanted.item, after={wanted.field: made.value}, source=str(submission))
    record_change(change, action="work_item.overridden", by=by, at=at)
    return made


@transaction.atomic
def lift(override: Override, submission: Submission, *, by: Member, at: datetime) -> None:
    """The team's value stands again."""
    claim_for_acceptance(submission.week)
    refuse_decided(submission)
    if not Override.objects.filter(pk=override.pk, lifted_at=None).update(lifted_at=at):
        raise Refused("already_lifted")
    change = Change(override.work_item, before={override.field: override.value}, source=str(submission))
    record_change(change, action="work_item.override_lifted", by=by, at=at)


def refuse_decided(submission: Submission) -> None:
    state = Submission.objects.values_list("state", flat=True).get(pk=submission.pk)
    if state not in UNDECIDED:
        raise Refused("submission_moved_on", state=state)

"""The PMO's decisions on a submission: take it up, return it, accept it, undo the acceptance."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from progress import acceptances
from progress.actions.common import claim_for_acceptance, claim_for_undoing, claim_week, latest, move
from progress.actions.effects import Effect, effect_of
from progress.actions.findings import give_back_answers, take_answers
from progress.actions.writing import Writer, restore
from progress.models import (
    ACCEPTED_STATES,
    Acceptance,
    Finding,
    FindingState,
    Severity,
    Submission,
    SubmissionState,
)
from progress.models.review import FindingQuerySet
from projects.jobs import Refused
from projects.models import Change, Member, Role, Team, Week, record_change
from projects.notifications import Notice, notify, with_role

WAITING = (SubmissionState.SENT, SubmissionState.IN_REVIEW)

__all__ = [
    "accept",
    "begin_review",
    "blocking",
    "effect_of",
    "return_submission",
    "submission_findings",
    "undo_acceptance",
]


@transaction.atomic
def begin_review(submission: Submission, *, by: Member, at: datetime) -> None:
    """確認中: the first review action; tells others that somebody is at it."""
    claim_week(submission.week, reviewing=True)
    move(submission, to=SubmissionState.IN_REVIEW, allowed=(SubmissionState.SENT,))
    record_change(Change(submission, after={"state": submission.state}), action="submission.review_begun", by=by, at=at)


@transaction.atomic
def return_submission(submission: Submission, *, note: str, answer_due: datetime, by: Member, at: datetime) -> None:
    """差戻し: the adopted findings go back to the team with a note and a date.

    The same person asking for it twice changes nothing the second time.
    """
    claim_week(submission.week, reviewing=True)
    if is_returned_by(submission, by):
        return
    adopted = submission_findings(submission).filter(adopted=True, state=FindingState.OPEN)
    if not adopted.exists():
        raise Refused("nothing_to_return")
    move(
        submission, to=SubmissionState.RETURNED, allowed=WAITING,
        returned_by=by, returned_at=at, return_note=note.strip(), answer_due=answer_due,
    )  # fmt: skip
    count = adopted.update(returned=True)
    change = Change(submission, after={"state": submission.state, "findings": count, "note": note.strip()})
    record_change(change, action="submission.returned", by=by, at=at)
    tell_team(submission, "returned", at=at, findings=count, due=answer_due)


def is_returned_by(submission: Submission, person: Member) -> bool:
    """Whether this person has returned it already, whatever the record in hand says."""
    returned = Submission.objects.filter(pk=submission.pk, state=SubmissionState.RETURNED, returned_by=person)
    return returned.exists()


def submission_findings(submission: Submission) -> FindingQuerySet:
    """The findings of the submission's team and week (they live on through the revisions)."""
    return Finding.objects.filter(team=submission.team, week=submission.week)


def tell_team(submission: Submission, code: str, *, at: datetime, **values: Any) -> None:
    people = with_role(Role.LEAD, submission.team, at=at)
    url = reverse("progress:submission", args=[submission.week.key, submission.team.code])
    key = f"{code}:{submission.pk}:{submission.version}"
    notify(people, Notice(code, url, key, {"week": submission.week.key, **values}), at=at)


def blocking(submission: Submission) -> list[Finding]:
    """Findings that acceptance must wait for; answered ones are taken with it."""
    return [finding for finding in submission_findings(submission) if finding.blocks]


def answered(submission: Submission) -> FindingQuerySet:
    """Answers that acceptance takes; those that promise a later day stay and are asked again then."""
    found = Finding.objects.of_week(submission.team, submission.week).filter(state=FindingState.ANSWERED)
    later = Q(promised_date__gt=submission.week.status_date)
    return found.exclude(later)


@transaction.atomic
def accept(submission: Submission, *, by: Member, at: datetime) -> Acceptance:
    """受理: write the accepted fields to the plan, keep what undoes them; open points carry over.

    Answers the team gave are taken with it. Refused while a finding blocks, for one's own submission, and once a later
    week of the team is accepted. The same person accepting twice gets the same acceptance.
    """
    if by.pk == submission.sent_by_id:
        raise Refused("own_submission")
    week = claim_for_acceptance(submission.week)
    there = Acceptance.objects.filter(submission=submission, undone_at=None, accepted_by=by).first()
    if there is not None:
        return there
    refuse_out_of_order(submission.team, submission.week)
    blocked = blocking(submission)
    if blocked:
        raise Refused("blocked", count=len(blocked))
    answers = take_answers(list(answered(submission)), by=by, at=at)
    to = SubmissionState.ACCEPTED_WITH_POINTS if has_points(submission) else SubmissionState.ACCEPTED
    move(submission, to=to, allowed=WAITING)
    effect = effect_of(submission, lock=True)
    acceptance = Acceptance.objects.create(
        submission=submission, week=week, accepted_by=by, accepted_at=at,
        inverse=Writer(effect, by, at).write() | {"answers": answers} | give_way(effect, by=by, at=at),
        summary=effect.summary | {"replaces": effect.replaces.submission.revision if effect.replaces else None},
    )  # fmt: skip
    told = effect.summary
    record_change(Change(submission, after={"state": to, **told}), action="submission.accepted", by=by, at=at)
    tell_team(submission, "accepted", at=at, revision=submission.revision, **told)
    return acceptance


def refuse_out_of_order(team: Team, week: Week) -> None:
    """What was accepted for a week is not changed under that of a later one."""
    later = acceptances.first_after(team, week)
    if later is not None:
        raise Refused("later_week_accepted", week=later.submission.week.key)


def has_points(submission: Submission) -> bool:
    """Whether anything is left open that goes on to the next week (条件付受理)."""
    left = submission_findings(submission).open().filter(audience="team").exclude(clears="record")
    return left.filter(severity__in=[Severity.MUST_FIX, Severity.PLEASE_ANSWER]).exists()


def give_way(effect: Effect, *, by: Member, at: datetime) -> dict[str, Any]:
    """差替え: the accepted revision of the same week is superseded by the one that comes in."""
    earlier = effect.replaces
    if earlier is None:
        return {}
    state = earlier.submission.state
    Acceptance.objects.filter(pk=earlier.pk, undone_at=None).update(undone_by=by, undone_at=at)
    move(earlier.submission, to=SubmissionState.SUPERSEDED, allowed=ACCEPTED_STATES)
    told(earlier.submission, by=by, at=at)
    return {"replaces": earlier.pk, "replaced_state": state}


def told(submission: Submission, *, by: Member, at: datetime) -> None:
    change = Change(submission, after={"state": submission.state})
    record_change(change, action="submission.acceptance_undone", by=by, at=at)


@transaction.atomic
def undo_acceptance(acceptance: Acceptance, *, by: Member, at: datetime) -> None:
    """Take an acceptance back while the week it entered is open: everything is exactly as before.

    A revision that it had replaced stands accepted again, answers that it took are open answers again.
    """
    submission = acceptance.submission
    claim_for_undoing(acceptance)
    refuse_out_of_order(submission.team, submission.week)
    if not Acceptance.objects.filter(pk=acceptance.pk, undone_at=None).update(undone_by=by, undone_at=at):
        raise Refused("already_undone")
    acceptance.refresh_from_db(fields=["inverse"])  # a plan change may have made rows of it since it was read
    newest = latest(submission.team, submission.week)
    is_newest = newest is not None and newest.pk == submission.pk
    move(submission, to=SubmissionState.IN_REVIEW if is_newest else SubmissionState.SUPERSEDED, allowed=ACCEPTED_STATES)
    restore(acceptance, by=by, at=at)
    give_back_answers(acceptance.inverse["answers"], by=by, at=at, taken_at=acceptance.accepted_at)
    told(submission, by=by, at=at)
    stand_again(acceptance, by=by, at=at)


def stand_again(acceptance: Acceptance, *, by: Member, at: datetime) -> None:
    """The acceptance that had given way to this one stands again."""
    earlier = Acceptance.objects.filter(pk=acceptance.inverse.get("replaces") or 0).select_related("submission").first()
    if earlier is None:
        return
    Acceptance.objects.filter(pk=earlier.pk).update(undone_by=None, undone_at=None)
    submission, state = earlier.submission, acceptance.inverse["replaced_state"]
    move(submission, to=SubmissionState(state), allowed=(SubmissionState.SUPERSEDED,))
    record_change(Change(submission, after={"state": state}), action="submission.accepted", by=by, at=at)

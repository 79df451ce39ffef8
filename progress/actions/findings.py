"""What happens to one finding 指摘: adopt, put off, answer, take the answer, waive, dismiss, withdraw, reopen, add."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from progress.actions.common import claim_for_acceptance, claim_week
from progress.models import Finding, FindingState, Severity, Submission, SubmissionRow, SubmissionState
from projects.jobs import Refused
from projects.models import Change, Member, Role, record_change, record_changes
from projects.notifications import Notice, notify, with_role

OPEN = (FindingState.OPEN, FindingState.ANSWERED)
# What a finding is again when it opens anew.
OPENED: dict[str, Any] = {
    "state": FindingState.OPEN, "answer_taken": False, "reason": "", "approver": None, "expires_on": None,
    "closed_by": None, "closed_at": None, "closed_in": None, "evidence": {},
}  # fmt: skip


@dataclass(frozen=True)
class OwnFinding:
    """A finding the PMO writes: the row and field it points at, its text, how serious it is."""

    row: SubmissionRow | None
    field: str
    text: str
    severity: Severity = Severity.PLEASE_ANSWER
    promised_date: date | None = None


def move(finding: Finding, action: str, *, allowed: tuple[str, ...], by: Member, at: datetime, **changes: Any) -> None:
    """One conditional change of a finding with its history; Refused when somebody was faster."""
    moved = Finding.objects.filter(pk=finding.pk, version=finding.version, state__in=allowed).update(
        version=finding.version + 1, **changes
    )
    if not moved:
        raise Refused("finding_moved_on", finding=finding.pk)
    before = {name: getattr(finding, name) for name in changes if isinstance(getattr(finding, name), str | bool)}
    after = {name: value for name, value in changes.items() if isinstance(value, str | bool)}
    record_change(Change(finding, before, after), action=f"finding.{action}", by=by, at=at)
    finding.refresh_from_db()


@transaction.atomic
def adopt(finding: Finding, *, by: Member, at: datetime, adopted: bool = True) -> None:
    """Put the finding into the return note, or take it out."""
    move(finding, "adopted" if adopted else "left_out", allowed=OPEN, by=by, at=at, adopted=adopted)


@transaction.atomic
def answer(finding: Finding, text: str, *, by: Member, at: datetime) -> None:
    """The team's answer; the PMO takes it or asks again."""
    if not text.strip():
        raise Refused("answer_empty")
    move(
        finding, "answered", allowed=OPEN, by=by, at=at,
        state=FindingState.ANSWERED, answer=text.strip(), answered_by=by, answered_at=at, answer_taken=False,
    )  # fmt: skip


@transaction.atomic
def take_answer(finding: Finding, *, by: Member, at: datetime) -> None:
    """The PMO is content with the answer: the finding is resolved by it."""
    move(
        finding, "answer_taken", allowed=(FindingState.ANSWERED,), by=by, at=at,
        state=FindingState.RESOLVED, answer_taken=True, closed_by=by, closed_at=at, evidence={"by": "answer"},
    )  # fmt: skip


def take_answers(findings: Iterable[Finding], *, by: Member, at: datetime) -> list[int]:
    """As `take_answer`, of many at once (in an acceptance); returns those that were taken."""
    found = Finding.objects.select_for_update().filter(
        pk__in=[finding.pk for finding in findings], state=FindingState.ANSWERED
    )
    taken = list(found.order_by("pk"))
    Finding.objects.filter(pk__in=[finding.pk for finding in taken]).update(
        state=FindingState.RESOLVED, answer_taken=True, closed_by=by, closed_at=at, evidence={"by": "answer"},
        version=F("version") + 1,
    )  # fmt: skip
    before, after = {"state": FindingState.ANSWERED, "answer_taken": False}, {"state": "resolved", "answer_taken": True}
    record_changes([Change(one, before, after) for one in taken], action="finding.answer_taken", by=by, at=at)
    return [finding.pk for finding in taken]


def give_back_answers(findings: Iterable[int], *, by: Member, at: datetime, taken_at: datetime) -> None:
    """Undo `take_answers` for those that nobody has touched since."""
    found = Finding.objects.select_for_update().filter(
        pk__in=list(findings), state=FindingState.RESOLVED, answer_taken=True, closed_at=taken_at
    )
    untouched = list(found.order_by("pk"))
    Finding.objects.filter(pk__in=[finding.pk for finding in untouched]).update(
        **OPENED | {"state": FindingState.ANSWERED}, version=F("version") + 1
    )
    before, after = {"state": "resolved", "answer_taken": True}, {"state": FindingState.ANSWERED, "answer_taken": False}
    record_changes([Change(one, before, after) for one in untouched], action="finding.answered_again", by=by, at=at)


@transaction.atomic
def put_off(finding: Finding, until: date, *, by: Member, at: datetime) -> None:
    """「次回まで」: it leaves the return note and asks again by itself once the day has passed."""
    if until <= finding.week.status_date:
        raise Refused("promise_past", day=until)
    move(finding, "put_off", allowed=OPEN, by=by, at=at, promised_date=until, adopted=False)


@dataclass(frozen=True)
class Waiver:
    """例外承認: an accepted exception with reason, approver and expiry."""

    reason: str
    approver: Member
    expires_on: date


@transaction.atomic
def waive(finding: Finding, waiver: Waiver, *, by: Member, at: datetime) -> None:
    """Accept the finding as an exception until it expires."""
    if not waiver.reason.strip():
        raise Refused("reason_empty")
    if waiver.expires_on < max(timezone.localdate(at), finding.week.status_date):
        raise Refused("expiry_past", day=waiver.expires_on)
    move(
        finding, "waived", allowed=OPEN, by=by, at=at, state=FindingState.WAIVED, reason=waiver.reason.strip(),
        approver=waiver.approver, expires_on=waiver.expires_on, closed_by=by, closed_at=at, adopted=False,
    )  # fmt: skip


@transaction.atomic
def dismiss(finding: Finding, reason: str, *, by: Member, at: datetime) -> None:
    """A machine finding judged wrong: it comes back only when its fingerprint changes."""
    if finding.kind == "own":
        raise Refused("own_finding_is_withdrawn")
    close_with_reason(finding, "dismissed", FindingState.DISMISSED, reason, by=by, at=at)


@transaction.atomic
def withdraw(finding: Finding, reason: str, *, by: Member, at: datetime) -> None:
    """取下げ: the PMO's mistake, told to the team with an apology when it had come back to them."""
    claim_for_acceptance(finding.week)
    close_with_reason(finding, "withdrawn", FindingState.WITHDRAWN, reason, by=by, at=at)
    if not finding.returned:
        return
    url = reverse("progress:submission", args=[finding.week.key, finding.team.code])
    told = {"week": finding.week.key, "reason": finding.reason}
    notice = Notice("finding_withdrawn", url, f"withdrawn:{finding.pk}:{finding.version}", told)
    notify(with_role(Role.LEAD, finding.team, at=at), notice, at=at)


def close_with_reason(
    finding: Finding, action: str, state: FindingState, reason: str, *, by: Member, at: datetime
) -> None:
    if not reason.strip():
        raise Refused("reason_empty")
    move(
        finding, action, allowed=OPEN, by=by, at=at,
        state=state, reason=reason.strip(), closed_by=by, closed_at=at, adopted=False,
    )  # fmt: skip


@transaction.atomic
def reopen(finding: Finding, *, by: Member, at: datetime) -> None:
    """Open again, adopted, with its history kept in the change log."""
    claim_for_acceptance(finding.week)
    closed = tuple(state for state in FindingState if state != FindingState.OPEN)
    move(finding, "reopened", allowed=closed, by=by, at=at, adopted=True, **OPENED)


@transaction.atomic
def add(submission: Submission, own: OwnFinding, *, by: Member, at: datetime) -> Finding:
    """The PMO's own finding on a cell, a row or the whole submission; adopted at once.

    The same words on the same place are one finding, however often they are sent.
    """
    if not own.text.strip():
        raise Refused("text_empty")
    claim_week(submission.week, reviewing=True)
    there = same_as(submission, own)
    if there is not None:
        return there
    state = Submission.objects.values_list("state", flat=True).get(pk=submission.pk)
    if state not in (SubmissionState.SENT, SubmissionState.IN_REVIEW, SubmissionState.RETURNED):
        raise Refused("submission_moved_on", state=state)
    row = own.row
    finding = Finding.objects.create(
        submission=submission, team=submission.team, week=submission.week, kind="own", text=own.text.strip(),
        severity=own.severity, clears="answer", field=own.field, promised_date=own.promised_date, adopted=True,
        work_item=row.work_item if row else None, row_key=row.key if row else "",
        sheet=row.sheet if row else "", cell=(row.cells.get(own.field, "") if row else ""),
        fingerprint=f"own:{submission.pk}:{at.timestamp()}", created_by=by, created_at=at,
    )  # fmt: skip
    record_change(Change(finding, after={"text": finding.text}), action="finding.added", by=by, at=at)
    return finding


def same_as(submission: Submission, own: OwnFinding) -> Finding | None:
    """The open finding that says just this."""
    there = Finding.objects.open().filter(submission=submission, kind="own", text=own.text.strip(), field=own.field)
    return there.filter(row_key=own.row.key if own.row else "", severity=own.severity).first()

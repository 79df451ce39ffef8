"""Plan edits held by acceptance: light ones approved in the review as a numbered batch, heavy ones become a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from progress.actions.common import claim_open_weeks, latest
from progress.actions.planning.carrying import carry_out, latest_baseline
from progress.actions.planning.changes import Reasons, add_line, draft_change, facts, next_number, tell
from progress.domain.proposals import Weight
from progress.models import (
    CLOSED_STATES,
    Finding,
    FindingState,
    PlanChange,
    PlanChangeLine,
    PlanChangeState,
    Submission,
)
from progress.proposals import Proposal, proposals
from projects.jobs import Refused
from projects.models import Change, Member, Project, Week, record_change, record_changes
from projects.models.history import lock_chain
from projects.templatetags.show import as_of

BATCH = "MC-"  # the number of a batch of detailing and minor edits
SETTLED_BY_PLAN = ("G060", "G061", "G062", "G064", "G066")


@transaction.atomic
def approve_light(submission: Submission, *, by: Member, at: datetime) -> PlanChange:
    """詳細化 and 軽微: the plan and the next baseline take the edits over, as one approved change MC-001.

    Its requester is whoever sent the revision. Refused for that person ("own_submission"), for a revision that is not
    the last, in a sealed week, and when nothing light is proposed ("nothing_proposed").
    """
    if by.pk == submission.sent_by_id:
        raise Refused("own_submission")
    taken = hold(submission, attrgetter("can_be_taken"))
    change = PlanChange.objects.create(
        number=next_number(BATCH), state=PlanChangeState.APPROVED, effective_date=effective_date(),
        requested_by=submission.sent_by, requested_at=submission.sent_at, decided_by=by, decided_at=at,
        **texts(submission, taken),
    )  # fmt: skip
    PlanChangeLine.objects.bulk_create(line for one in taken for line in lines_of(change, one))
    record_change(Change(change, after=facts(change)), action="change.approved", by=by, at=at)
    carry_out(change, by=by, at=at)
    settle(submission, taken, change, by=by, at=at)
    tell(change, "change_approved", [submission.sent_by], at)
    return change


@transaction.atomic
def draft_heavy(submission: Submission, *, by: Member, at: datetime) -> PlanChange:
    """正式: a draft plan change with the heavy edits, for the PMO to complete and request.

    Refused when none is left that no change asks for ("nothing_proposed").
    """
    taken = hold(submission, attrgetter("can_be_drafted"))
    change = draft_change(Reasons(effective_date=effective_date(), **texts(submission, taken)), by=by, at=at)
    for line in (line for one in taken for line in lines_of(change, one)):
        if line.work_item is not None:
            add_line(change, item=line.work_item, field=line.field, after=line.after, by=by, at=at)
    return change


def hold(submission: Submission, wanted: Callable[[Proposal], bool]) -> list[Proposal]:
    """Nobody else changes plan or weeks until the transaction ends; the wanted proposals, weighed as of then."""
    claim_open_weeks()
    lock_chain()
    newest = latest(submission.team, submission.week)
    week = Week.objects.get(pk=submission.week_id)
    if week.is_sealed:
        raise Refused("week_sealed", week=week.key)
    if newest is None or newest.pk != submission.pk:
        raise Refused("submission_moved_on", state=submission.state)
    taken = [one for one in proposals(submission) if wanted(one)]
    if not taken:
        raise Refused("nothing_proposed")
    return taken


def effective_date() -> date:
    """From the day after the last sealed week, and not before the latest baseline: history is not rewritten."""
    first = latest_baseline().effective_date
    sealed = Week.objects.sealed().order_by("status_date").last()
    return max(first, sealed.status_date + timedelta(days=1)) if sealed else first


def lines_of(change: PlanChange, proposal: Proposal) -> Iterable[PlanChangeLine]:
    for name, (now, wanted) in proposal.values.items():
        yield PlanChangeLine(plan_change=change, work_item=proposal.item, field=name, before=now, after=wanted)


def texts(submission: Submission, taken: list[Proposal]) -> dict[str, Any]:
    """Title and reason, in the project's first language."""
    with translation.override(Project.get().language):
        values = {"team": submission.team.label, "week": as_of(submission.week.status_date), "n": submission.revision}
        detail = all(one.weight is Weight.DETAIL for one in taken)
        title = _("Rows of %(team)s in more detail") if detail else _("Plan edits of %(team)s")
        reason = _("Revision %(n)s of %(week)s.") % values
        words = "\n".join(sorted({str(one.row.values.get("note", "")) for one in taken} - {""}))
        return {"title": title % values, "reason": "\n".join(filter(None, [reason, words]))}


def settle(submission: Submission, taken: list[Proposal], change: PlanChange, *, by: Member, at: datetime) -> None:
    """What the checks held against these edits is settled by the change."""
    found = Finding.objects.select_for_update().filter(
        team=submission.team, week=submission.week, code__in=SETTLED_BY_PLAN,
        row_key__in=[key for one in taken for key in one.keys],
    )  # fmt: skip
    settled = list(found.exclude(state__in=CLOSED_STATES).order_by("pk"))
    changes = [Change(one, {"state": one.state}, {"state": "resolved"}, change.number) for one in settled]
    for one in settled:
        one.state, one.closed_by, one.closed_at, one.adopted = FindingState.RESOLVED, by, at, False
        one.evidence, one.version = {"change": change.number}, one.version + 1
    names = ["state", "closed_by", "closed_at", "adopted", "evidence", "version"]
    Finding.objects.bulk_update(settled, names, batch_size=200)
    record_changes(changes, action="finding.settled_by_change", by=by, at=at)

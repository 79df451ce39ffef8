"""Sending: a draft becomes an immutable submission with its findings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from progress.actions.common import claim_week, latest
from progress.actions.intake import TEXTS, draft_of, hold_draft
from progress.actions.sync import Sync
from progress.assessment import Assessment, Sending, assess, own_deadline
from progress.composition import Composition, Line, compose, unreadable
from progress.domain.neutral import row_to_json, value_to_json
from progress.models import Draft, Finding, Reading, ReadingState, Submission, SubmissionRow, SubmissionState, WorkItem
from projects.domain.weeks import business_days_late
from projects.jobs import Refused
from projects.models import Change, Member, Project, Role, Team, Week, record_change
from projects.notifications import Notice, notify, with_role
from projects.weekly import project_calendar, team_calendar

REPLACEABLE = (SubmissionState.SENT, SubmissionState.IN_REVIEW, SubmissionState.RETURNED)


@dataclass(frozen=True)
class Arrival:
    """How an update reached the PMO: sent in the page, or on behalf of the team (received when, by what means)."""

    received_at: datetime | None = None
    means: str = ""
    no_change: bool = False

    @property
    def on_behalf(self) -> bool:
        return self.received_at is not None


@dataclass(frozen=True)
class Preview:
    """What sending would mean: the rows composed and what the checks say of them."""

    draft: Draft
    composed: Composition
    assessment: Assessment


def preview(team: Team, week: Week, *, at: datetime) -> Preview:
    """What the team sees before it sends."""
    draft = draft_of(team, week)
    composed = compose(team, week, draft.reading, draft.edits)
    return Preview(draft, composed, assess(team, week, composed, Sending(at)))


def trial(reading: Reading, *, at: datetime) -> Preview:
    """What sending a file would mean, whatever the team's draft is; Refused when it could not be sent."""
    team, week = reading.team, reading.week
    if team is None or week is None:
        raise Refused("no_team", team="")
    composed = compose(team, week, reading, {})
    check_sendable(composed)
    return Preview(Draft(team=team, week=week, reading=reading), composed, assess(team, week, composed, Sending(at)))


@transaction.atomic
def send(
    team: Team, week: Week, *, by: Member, at: datetime, arrival: Arrival = Arrival(), seen: int | None = None
) -> Submission:
    """提出: the draft as it stands becomes the next revision; findings are created, kept or closed by it.

    What waits for the PMO already is not sent twice: the same draft again is the same revision. Refused for a sealed
    week, a team without rows, a file with ambiguous rows or without any row, and when the draft is no longer the
    version `seen` ("draft_moved_on").
    """
    claim_week(week)
    hold_draft(team, week)
    draft = draft_of(team, week)
    composed = compose(team, week, draft.reading, draft.edits)
    check_sendable(composed)
    received = arrival.received_at or at
    previous = latest(team, week)
    assessment = assess(team, week, composed, Sending(at, received, first_arrival(team, week)))
    if previous and is_repeated(previous, draft, composed, assessment):
        return previous
    if seen is not None and seen != draft.version:
        raise Refused("draft_moved_on", version=draft.version)
    if previous:
        replaced = Submission.objects.filter(pk=previous.pk, state__in=REPLACEABLE)
        replaced.update(state=SubmissionState.SUPERSEDED, version=F("version") + 1)
    submission = make(draft, composed, assessment, arrival, previous, by=by, at=at)
    rows = make_rows(submission, composed)
    found = Sync(submission, rows, by, at, unseen(assessment)).run([*assessment.entries, *unreadable(composed)])
    submission.counts = counts(composed, found)
    submission.save(update_fields=["counts"])
    after_sending(submission, draft, by=by, at=at)
    return submission


def first_arrival(team: Team, week: Week) -> datetime | None:
    """When the team's first revision of the week was received; None before it."""
    revisions = Submission.objects.filter(team=team, week=week).order_by("revision")
    return revisions.values_list("received_at", flat=True).first()


def is_repeated(previous: Submission, draft: Draft, composed: Composition, assessment: Assessment) -> bool:
    """Whether the last revision waits, is made of this very draft or file, and the checks still say the same of it."""
    if not previous.is_waiting or previous.hits != fingerprints(assessment):
        return False
    return previous.draft_version == draft.version or says_the_same(previous, draft, composed)


def says_the_same(previous: Submission, draft: Draft, composed: Composition) -> bool:
    """Whether the same file has come again, to say the same of every row and in the four texts."""
    file = draft.reading.file if draft.reading else None
    if file is None or previous.file is None or previous.file.sha256 != file.sha256:
        return False
    if any(getattr(previous, name) != getattr(draft, name) for name in TEXTS):
        return False
    return list(previous.rows.values_list("values", flat=True)) == [row_to_json(line.row) for line in composed.lines]


def fingerprints(assessment: Assessment) -> list[str]:
    return [hit.fingerprint for hit in assessment.outcome.hits]


def unseen(assessment: Assessment) -> frozenset[str]:
    """Checks that could not look because the file lacks their column."""
    return frozenset(code for code, reason in assessment.outcome.not_evaluated if reason.startswith("column."))


def check_sendable(composed: Composition) -> None:
    if not composed.lines:
        raise Refused("nothing_read" if composed.columns is not None else "no_rows_of_team")
    if composed.ambiguous:
        raise Refused("rows_ambiguous", count=len(composed.ambiguous))


def make(
    draft: Draft,
    composed: Composition,
    assessment: Assessment,
    arrival: Arrival,
    previous: Submission | None,
    *,
    by: Member,
    at: datetime,
) -> Submission:
    team, week = draft.team, draft.week
    received = arrival.received_at or at
    due = own_deadline(team, week)
    reading: Reading | None = draft.reading
    calendar = team_calendar(project_calendar(Project.get()), team)
    return Submission.objects.create(
        team=team, week=week, revision=previous.revision + 1 if previous else 1, reading=reading,
        file=reading.file if reading else None, column_map=reading.column_map if reading else {},
        no_change=arrival.no_change, whole_plan_replaced=composed.whole_plan_replaced, sent_by=by, sent_at=at,
        received_at=received, on_behalf=arrival.on_behalf, received_by_means=arrival.means,
        is_late=previous is None and received > due,
        days_late=business_days_late(received, due, calendar) if previous is None else 0,
        not_evaluated=[list(pair) for pair in assessment.outcome.not_evaluated],
        hits=fingerprints(assessment), missing=[row.key for row in composed.missing],
        draft_version=draft.version + 1,
        **{name: getattr(draft, name) for name in TEXTS},
    )  # fmt: skip


def make_rows(submission: Submission, composed: Composition) -> Mapping[str, SubmissionRow]:
    known = WorkItem.objects.filter(uuid__in=[line.row.key for line in composed.lines if line.known])
    items = {str(uuid): pk for uuid, pk in known.values_list("uuid", "pk")}
    rows = [make_row(submission, position, line, items) for position, line in enumerate(composed.lines)]
    SubmissionRow.objects.bulk_create(rows, batch_size=500)
    return {row.key: row for row in rows}


def make_row(submission: Submission, position: int, line: Line, items: Mapping[str, int]) -> SubmissionRow:
    return SubmissionRow(
        submission=submission, position=position, key=line.row.key, work_item_id=items.get(line.row.key),
        matched_by=line.matched_by, values=row_to_json(line.row), sheet=line.sheet, row_number=line.row_number,
        cells=dict(line.cells),
        changed={name: [value_to_json(old), value_to_json(new)] for name, (old, new) in line.changed.items()},
    )  # fmt: skip


def counts(composed: Composition, found: list[Finding]) -> dict[str, Any]:
    """The balance of the rows, and findings by severity (those that are open or answered).

    What is only kept on record, such as a late arrival, is nothing to mend.
    """
    live = [finding for finding in found if not finding.is_closed and finding.audience == "team"]
    live = [finding for finding in live if finding.clears != "record" or finding.severity == "I"]
    return composed.balance | {
        "changed": len(composed.changed),
        "must_fix": sum(finding.severity == "E" and finding.state == "open" for finding in live),
        "please_answer": sum(finding.severity == "W" and finding.state == "open" for finding in live),
        "information": sum(finding.severity == "I" for finding in live),
    }


def after_sending(submission: Submission, draft: Draft, *, by: Member, at: datetime) -> None:
    """The draft goes on from what was sent, so that a revision only mends; tell the PMO, write the history."""
    if draft.reading:
        Reading.objects.filter(pk=draft.reading.pk).update(state=ReadingState.SENT)
    Draft.objects.filter(pk=draft.pk).update(pre_check_asked=False, version=submission.draft_version)
    record_change(
        Change(
            submission,
            after={"revision": submission.revision, **submission.counts},
            source=submission.file.name if submission.file else "",
        ),
        action="submission.sent",
        by=by,
        at=at,
    )
    url = reverse("progress:review", args=[submission.week.key, submission.team.code])
    told = {"team": submission.team.label, "week": submission.week.key, "revision": submission.revision}
    notify(with_role(Role.PMO, at=at), Notice("sent", url, f"sent:{submission.pk}", told), at=at)

"""What the review 提出レビュー reads: a submission's rows with their changes, findings and history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from progress.domain.neutral import ACCEPTED_FIELDS, row_from_json, value_from_json
from progress.domain.rows import PlanRow
from progress.models import Acceptance, Finding, Override, ProgressRecord, Submission, SubmissionRow

HISTORY_WEEKS = 6


@dataclass(frozen=True)
class ChangedCell:
    """A value before and after; `held` when acceptance does not write it (a plan field)."""

    field: str
    old: Any
    new: Any

    @property
    def held(self) -> bool:
        return self.field not in ACCEPTED_FIELDS


@dataclass
class ReviewRow:
    """One row of the submission with what there is to say about it."""

    record: SubmissionRow
    row: PlanRow
    changes: list[ChangedCell] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    overrides: list[Override] = field(default_factory=list)
    history: list[tuple[date, PlanRow]] = field(default_factory=list)
    sent_at: datetime | None = None

    @property
    def is_new(self) -> bool:
        return self.record.work_item_id is None

    @property
    def contested(self) -> list[tuple[Override, Any]]:
        """Values that the PMO set on an earlier revision and the team has sent otherwise again, with the team's."""
        before = [one for one in self.overrides if self.sent_at and one.set_at < self.sent_at]
        pairs = [(one, getattr(self.row, one.field)) for one in before]
        return [(one, sent) for one, sent in pairs if value_from_json(one.field, one.value) != sent]

    @property
    def open_findings(self) -> list[Finding]:
        return [finding for finding in self.findings if not finding.is_closed]


@dataclass(frozen=True)
class Review:
    """The page: rows shown, findings of the whole submission, the acceptance if there is one."""

    submission: Submission
    records: list[SubmissionRow]
    rows: list[ReviewRow]
    total: int
    changed: int
    with_findings: int
    general: list[Finding]
    acceptance: Acceptance | None
    revisions: list[Submission]

    @property
    def findings(self) -> list[Finding]:
        return [*self.general, *(finding for row in self.rows for finding in row.findings)]

    @property
    def adopted(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.adopted and finding.state == "open"]


def review(submission: Submission, show: str) -> Review:
    """`show`: "moved" (changed rows and rows with findings), "findings", "all"."""
    by_row: dict[str, list[Finding]] = defaultdict(list)
    found = Finding.objects.of_week(submission.team, submission.week).order_by("severity", "pk")
    for finding in found.select_related("answered_by", "approver", "closed_by", "week"):
        by_row[finding.row_key].append(finding)
    records = list(submission.rows.select_related("work_item"))
    rows = [review_row(record, by_row) for record in records]
    shown = [row for row in rows if is_shown(row, show)]
    add_overrides(submission, shown)
    add_history(submission, shown)
    keys = {row.record.key for row in rows}
    return Review(
        submission,
        records,
        shown,
        len(rows),
        sum(bool(row.changes) for row in rows),
        sum(bool(row.open_findings) for row in rows),
        [finding for key, findings in by_row.items() if key not in keys for finding in findings],
        Acceptance.objects.filter(submission=submission, undone_at=None).select_related("accepted_by").first(),
        list(Submission.objects.filter(team=submission.team, week=submission.week).order_by("revision")),
    )


def review_row(record: SubmissionRow, by_row: Mapping[str, list[Finding]]) -> ReviewRow:
    changes = [
        ChangedCell(name, value_from_json(name, old), value_from_json(name, new))
        for name, (old, new) in record.changed.items()
    ]
    return ReviewRow(record, row_from_json(record.values), changes, by_row.get(record.key, []))


def is_shown(row: ReviewRow, show: str) -> bool:
    if show == "all":
        return True
    if show == "findings":
        return bool(row.open_findings)
    return bool(row.changes or row.findings or row.is_new)


def add_overrides(submission: Submission, rows: list[ReviewRow]) -> None:
    found: dict[int, list[Override]] = defaultdict(list)
    standing = Override.objects.filter(team=submission.team, week=submission.week, lifted_at=None).select_related(
        "set_by"
    )
    for override in standing:
        found[override.work_item_id].append(override)
    for row in rows:
        row.overrides, row.sent_at = found.get(row.record.work_item_id or 0, []), submission.sent_at


def add_history(submission: Submission, rows: list[ReviewRow]) -> None:
    """Percent and forecast of the rows shown over the last sealed weeks (one query)."""
    items = [row.record.work_item_id for row in rows if row.record.work_item_id]
    records = (
        ProgressRecord.objects.filter(work_item__in=items, week__status_date__lt=submission.week.status_date)
        .order_by("-week__status_date")
        .values_list("work_item", "week__status_date", "values")
    )
    found: dict[int, list[tuple[date, PlanRow]]] = defaultdict(list)
    for item, day, values in records:
        if len(found[item]) < HISTORY_WEEKS:
            found[item].append((day, row_from_json(values)))
    for row in rows:
        row.history = list(reversed(found.get(row.record.work_item_id or 0, [])))

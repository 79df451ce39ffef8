"""From what the checks say of a new revision to the findings of the team's week.

A finding lives on through the revisions: it closes itself when its cause is gone, keeps its talk while the cause stays,
and comes back when a dismissed one changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from progress.domain.checks import Audience, Clears, Entry, EntryKind, Severity
from progress.models import CLOSED_STATES, Finding, FindingState, Submission, SubmissionRow
from projects.models import Change, Member, record_changes


@dataclass
class Sync:
    """One revision's entries against the findings there are."""

    submission: Submission
    rows: Mapping[str, SubmissionRow]
    by: Member
    at: datetime

    def run(self, entries: Iterable[Entry]) -> list[Finding]:
        """Create, keep, reopen and resolve; returns the findings that stand for this revision."""
        wanted = {entry.identity: entry for entry in entries}
        standing = {finding.cause: finding for finding in self.machine_findings()}
        kept = [self.keep(standing[cause], entry) for cause, entry in wanted.items() if cause in standing]
        made = [self.make(entry) for cause, entry in wanted.items() if cause not in standing]
        gone = [finding for cause, finding in standing.items() if cause not in wanted and not finding.is_closed]
        Finding.objects.bulk_create(made)
        self.resolve(gone)
        self.carry_over(wanted)
        return [*kept, *made]

    def machine_findings(self) -> Iterable[Finding]:
        found = Finding.objects.filter(team=self.submission.team, week=self.submission.week)
        return found.exclude(kind="own").order_by("pk")

    def keep(self, finding: Finding, entry: Entry) -> Finding:
        """The cause is still there: take over what is new of it; a closed one comes back when it changed."""
        changed = finding.fingerprint != entry.fingerprint
        values = self.values_of(entry)
        if finding.is_closed and not (changed or finding.state == FindingState.RESOLVED):
            return finding
        if finding.is_closed or (finding.state == FindingState.ANSWERED and changed):
            values |= {
                "state": FindingState.OPEN,
                "adopted": adopts(entry),
                "answer_taken": False,
                "reason": "",
                "approver": None,
                "expires_on": None,
                "closed_by": None,
                "closed_at": None,
                "closed_in": None,
                "evidence": {},
            }
        values |= answered_by_row(entry, self)
        for name, value in values.items():
            setattr(finding, name, value)
        finding.version += 1
        finding.save(update_fields=[*values, "version"])
        return finding

    def make(self, entry: Entry) -> Finding:
        """A new cause; one waived or dismissed before with the same fingerprint stays so."""
        values = (
            self.values_of(entry) | {"adopted": adopts(entry)} | answered_by_row(entry, self) | self.remembered(entry)
        )
        return Finding(
            submission=self.submission, team=self.submission.team, week=self.submission.week,
            cause=entry.identity, row_key=entry.key, created_at=self.at, **values,
        )  # fmt: skip

    def values_of(self, entry: Entry) -> dict[str, Any]:
        row = self.rows.get(entry.key)
        return {
            "code": entry.code,
            "kind": str(entry.kind),
            "parts": list(entry.parts),
            "severity": str(entry.severity),
            "clears": str(entry.clears),
            "audience": str(entry.audience),
            "values": dict(entry.values) | {"rows": list(entry.rows)},
            "field": entry.field,
            "fingerprint": entry.fingerprint,
            "work_item": row.work_item if row else None,
            "sheet": row.sheet if row else "",
            "cell": cell_of(row, entry.field),
        }

    def remembered(self, entry: Entry) -> dict[str, Any]:
        before = (
            Finding.objects.filter(team=self.submission.team, fingerprint=entry.fingerprint)
            .filter(state__in=[FindingState.WAIVED, FindingState.DISMISSED])
            .exclude(expires_on__lt=self.submission.week.status_date)
            .order_by("-pk")
            .first()
        )
        if before is None:
            return {}
        names = ("state", "reason", "approver", "expires_on", "closed_by", "closed_at")
        return {name: getattr(before, name) for name in names} | {"adopted": False, "evidence": {"before": before.pk}}

    def resolve(self, gone: list[Finding]) -> None:
        for finding in gone:
            evidence = {"revision": self.submission.revision, "values": self.repaired(finding)}
            Finding.objects.filter(pk=finding.pk).exclude(state__in=CLOSED_STATES).update(
                state=FindingState.RESOLVED, closed_in=self.submission, closed_at=self.at, closed_by=self.by,
                evidence=evidence, version=finding.version + 1,
            )  # fmt: skip
        changes = [
            Change(finding, {"state": finding.state}, {"state": "resolved"}, str(self.submission)) for finding in gone
        ]
        record_changes(changes, action="finding.resolved_by_revision", by=self.by, at=self.at)

    def repaired(self, finding: Finding) -> dict[str, Any]:
        row = self.rows.get(finding.row_key)
        return {finding.field: row.values.get(finding.field)} if row and finding.field else {}

    def carry_over(self, wanted: Mapping[str, Entry]) -> None:
        """Open machine findings of earlier weeks end here: repaired, or carried on as this week's."""
        earlier = Finding.objects.open().filter(
            team=self.submission.team, week__status_date__lt=self.submission.week.status_date
        )
        for finding in earlier.exclude(kind="own"):
            how = "carried_on" if finding.cause in wanted else "revision"
            Finding.objects.filter(pk=finding.pk, version=finding.version).update(
                state=FindingState.RESOLVED, closed_in=self.submission, closed_at=self.at, closed_by=self.by,
                evidence={how: self.submission.revision, "week": self.submission.week.key}, version=finding.version + 1,
            )  # fmt: skip


def adopts(entry: Entry) -> bool:
    """Must-fix findings of the team go into the return note unless the PMO takes them out."""
    return entry.severity is Severity.E and entry.audience is Audience.TEAM and entry.clears is not Clears.RECORD


def answered_by_row(entry: Entry, sync: Sync) -> dict[str, Any]:
    """A late row that says reason and countermeasure (and a forecast, when overdue) is answered by itself."""
    row = sync.rows.get(entry.key)
    if entry.kind is not EntryKind.LATE or entry.missing or entry.clears is Clears.VALUE or row is None:
        return {}
    said = [row.values.get(name, "") for name in ("delay_reason", "countermeasure", "forecast_finish")]
    return {
        "state": FindingState.ANSWERED, "answer": " / ".join(filter(None, said)), "answered_by": sync.by,
        "answered_at": sync.at, "adopted": False,
    }  # fmt: skip


def cell_of(row: SubmissionRow | None, field: str) -> str:
    if row is None:
        return ""
    return row.cells.get(field) or (f"{row.row_number}" if row.row_number else "")

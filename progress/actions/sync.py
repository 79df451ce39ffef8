"""From what the checks say of a new revision to the findings of the team's week.

A finding lives on through the revisions: it closes itself when its check passes, keeps its talk while the cause stays,
and comes back when a dismissed one changes or an exception has run out. What a check could not look at this time,
because the file lacks the column, stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from pmo.lib import dates
from progress.actions.findings import OPENED
from progress.domain.checks import Audience, Clears, Entry, EntryKind, Severity
from progress.models import CLOSED_STATES, Finding, FindingState, Submission, SubmissionRow
from projects.models import Change, Member, Project, record_changes

ORDER = tuple(Severity)
REMEMBERED = (FindingState.WAIVED, FindingState.DISMISSED)
SAID = ("delay_reason", "countermeasure")
OF_CLOSING = ("state", "reason", "approver", "expires_on", "closed_by", "closed_at")
WRITTEN = (
    "code", "kind", "parts", "severity", "clears", "audience", "values", "field", "fingerprint", "work_item", "sheet",
    "cell", "adopted", "answer", "answered_by", "answered_at", "closed_in", "answer_taken", "evidence", "version",
    *OF_CLOSING,
)  # fmt: skip


@dataclass
class Sync:
    """One revision's entries against the findings there are; `unseen` are codes that could not be evaluated."""

    submission: Submission
    rows: Mapping[str, SubmissionRow]
    by: Member
    at: datetime
    unseen: frozenset[str] = frozenset()
    touched: list[Finding] = field(default_factory=list)
    changes: dict[str, list[Change]] = field(default_factory=dict)

    def run(self, entries: Iterable[Entry]) -> list[Finding]:
        """Create, keep, reopen and resolve; returns the findings that stand for this revision."""
        wanted = {entry.identity: entry for entry in entries}
        standing = {finding.cause: finding for finding in self.standing()}
        earlier = {finding.cause: finding for finding in self.earlier()}
        kept = [self.keep(standing[cause], entry) for cause, entry in wanted.items() if cause in standing]
        made = [self.make(entry, earlier.get(cause)) for cause, entry in wanted.items() if cause not in standing]
        gone = [finding for cause, finding in standing.items() if cause not in wanted and not finding.is_closed]
        grouped = {(entry.code, key) for entry in wanted.values() if not entry.key for key in entry.rows}
        self.resolve([finding for finding in gone if self.passes(finding)], grouped)
        self.carry([finding for finding in earlier.values() if self.passes(finding)], wanted)
        Finding.objects.bulk_create(made, batch_size=500)
        save(self.touched)
        for action, changes in self.changes.items():
            record_changes(changes, action=action, by=self.by, at=self.at)
        return [*kept, *made]

    def standing(self) -> Iterable[Finding]:
        """The machine's findings of the week, held until the transaction ends."""
        found = Finding.objects.select_for_update().filter(team=self.submission.team, week=self.submission.week)
        return found.exclude(kind="own").order_by("pk")

    def earlier(self) -> Iterable[Finding]:
        """The machine's findings of earlier weeks that are still open."""
        found = Finding.objects.select_for_update().filter(
            team=self.submission.team, week__status_date__lt=self.submission.week.status_date
        )
        return found.exclude(state__in=CLOSED_STATES).exclude(kind="own").order_by("pk")

    def passes(self, finding: Finding) -> bool:
        """Whether at least one of its checks was made on this revision."""
        return not {finding.code, *finding.parts} <= self.unseen

    def keep(self, finding: Finding, entry: Entry) -> Finding:
        """The cause is still there: take over what is new of it; a closed one comes back unless its closing holds."""
        if holds(finding, entry, self.submission):
            return finding
        values = self.values_of(entry)
        changed = finding.fingerprint != entry.fingerprint
        said = answered_by_row(entry, self)
        if finding.is_closed or (finding.state == FindingState.ANSWERED and changed):
            values |= OPENED | {"adopted": adopts(entry)}
        elif finding.state == FindingState.OPEN and said.get("answer") == finding.answer:
            said = {}  # the PMO asked again: the same words are no new answer
        before = finding.state
        for name, value in (values | said).items():
            setattr(finding, name, value)
        finding.version += 1
        self.touched.append(finding)
        if finding.state != before:
            self.tell(finding, before, "finding.changed_by_revision")
        return finding

    def make(self, entry: Entry, earlier: Finding | None) -> Finding:
        """A new cause; one waived or dismissed before stays so, one put off to a later day waits for it."""
        values = self.values_of(entry) | {"adopted": adopts(entry)} | self.put_off(earlier)
        values |= answered_before(earlier, entry) | answered_by_row(entry, self) | self.closed_before(entry)
        return Finding(
            submission=self.submission, team=self.submission.team, week=self.submission.week,
            cause=entry.identity, row_key=entry.key, created_at=self.at, **values,
        )  # fmt: skip

    def put_off(self, earlier: Finding | None) -> dict[str, Any]:
        """What a cause keeps of its finding of an earlier week: once its day has passed it is asked for again."""
        if earlier is None:
            return {}
        day = earlier.promised_date
        asked = {} if day is None else {"adopted": day <= self.submission.week.status_date}
        return {"promised_date": day, "evidence": {"before": earlier.pk}} | asked

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
            "work_item_id": row.work_item_id if row else None,
            "sheet": row.sheet if row else "",
            "cell": cell_of(row, entry.field),
        }

    def closed_before(self, entry: Entry) -> dict[str, Any]:
        """How the same cause was waived or dismissed in an earlier week, where that still holds."""
        before = self.memory.get(entry.identity)
        if before is None or not holds(before, entry, self.submission):
            return {}
        return {name: getattr(before, name) for name in OF_CLOSING} | {
            "adopted": False, "evidence": {"before": before.pk},
        }  # fmt: skip

    @cached_property
    def memory(self) -> Mapping[str, Finding]:
        """The last finding of each cause of earlier weeks, where it was waived or dismissed (two queries)."""
        team, day = self.submission.team, self.submission.week.status_date
        past = Finding.objects.filter(team=team, week__status_date__lt=day)
        causes = set(past.filter(state__in=REMEMBERED).values_list("cause", flat=True))
        if not causes:
            return {}
        last = {finding.cause: finding for finding in past.filter(cause__in=causes).order_by("pk")}
        return {cause: finding for cause, finding in last.items() if finding.state in REMEMBERED}

    def resolve(self, gone: list[Finding], grouped: set[tuple[str, str]]) -> None:
        """Close what is repaired, with the value that repaired it; a row that joined a group is told there."""
        for finding in gone:
            evidence: dict[str, Any] = {"revision": self.submission.revision, "values": self.repaired(finding)}
            if (finding.code, finding.row_key) in grouped:
                evidence = {"revision": self.submission.revision, "joined": finding.code}
            self.close(finding, evidence, "finding.resolved_by_revision")

    def close(self, finding: Finding, evidence: dict[str, Any], action: str) -> None:
        before, finding.state = finding.state, FindingState.RESOLVED
        finding.closed_in, finding.closed_at, finding.closed_by = self.submission, self.at, self.by
        finding.evidence, finding.version = evidence, finding.version + 1
        self.touched.append(finding)
        self.tell(finding, before, action)

    def tell(self, finding: Finding, before: str, action: str) -> None:
        change = Change(finding, {"state": before}, {"state": finding.state}, str(self.submission))
        self.changes.setdefault(action, []).append(change)

    def repaired(self, finding: Finding) -> dict[str, Any]:
        row = self.rows.get(finding.row_key)
        return {finding.field: row.values.get(finding.field)} if row and finding.field else {}

    def carry(self, earlier: list[Finding], wanted: Mapping[str, Entry]) -> None:
        """Open findings of earlier weeks end here: repaired, or carried on as this week's."""
        for finding in earlier:
            how = "carried_on" if finding.cause in wanted else "revision"
            evidence = {how: self.submission.revision, "week": self.submission.week.key}
            self.close(finding, evidence, f"finding.{'carried_on' if how == 'carried_on' else 'resolved_by_revision'}")


def save(findings: list[Finding]) -> None:
    """Overwrite known findings in few statements."""
    if findings:
        Finding.objects.bulk_create(
            findings, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=WRITTEN
        )


def holds(finding: Finding, entry: Entry, submission: Submission) -> bool:
    """Whether a closed finding stays closed though its cause is there.

    An exception 例外承認 holds for its cause until it expires, whatever the values, but not for something graver; a
    dismissal, a withdrawal and a taken answer hold for exactly what was found.
    """
    if finding.state == FindingState.WAIVED:
        valid = finding.expires_on is None or finding.expires_on >= submission.week.status_date
        return valid and ORDER.index(entry.severity) >= ORDER.index(Severity(finding.severity))
    if not finding.is_closed or finding.fingerprint != entry.fingerprint:
        return False
    return finding.state != FindingState.RESOLVED or finding.answer_taken


def adopts(entry: Entry) -> bool:
    """Must-fix findings of the team go into the return note unless the PMO takes them out."""
    return entry.severity is Severity.E and entry.audience is Audience.TEAM and entry.clears is not Clears.RECORD


def answered_before(earlier: Finding | None, entry: Entry) -> dict[str, Any]:
    """The answer to the same finding of an earlier week that nobody has decided about: it is not asked for twice."""
    if earlier is None or earlier.state != FindingState.ANSWERED or earlier.fingerprint != entry.fingerprint:
        return {}
    return {name: getattr(earlier, name) for name in ("state", "answer", "answered_by", "answered_at")}


def answered_by_row(entry: Entry, sync: Sync) -> dict[str, Any]:
    """A late row that says reason and countermeasure (and a forecast, when overdue) is answered by itself."""
    row = sync.rows.get(entry.key)
    if entry.kind is not EntryKind.LATE or entry.missing or entry.clears is Clears.VALUE or row is None:
        return {}
    return {
        "state": FindingState.ANSWERED, "answer": said_of(row, sync.submission.week.status_date),
        "answered_by": sync.by, "answered_at": sync.at, "adopted": False,
    }  # fmt: skip


def said_of(row: SubmissionRow, today: date) -> str:
    """Reason, countermeasure and forecast in one line, in the project's first language."""
    said = [row.values.get(name, "") for name in SAID]
    if forecast := row.values.get("forecast_finish"):
        language = Project.get().language
        with translation.override(language):
            day = dates.day(date.fromisoformat(forecast), language, today)
            said.append(_("forecast finish %(day)s") % {"day": day})
    return " / ".join(filter(None, said))


def cell_of(row: SubmissionRow | None, field: str) -> str:
    if row is None:
        return ""
    return row.cells.get(field) or (f"{row.row_number}" if row.row_number else "")

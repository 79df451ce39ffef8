"""What the pages of baselines, plan changes and single rows read."""

from __future__ import annotations

from collections import defaultdict
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, QuerySet

from progress import check_texts
from progress.actions.planning.carrying import stale_lines
from progress.actions.planning.lines import CANCELLED, FIELDS, ROW, present, write
from progress.actions.planning.places import comparable, places
from progress.actions.planning.points import Point, plan_points
from progress.actions.planning.structure import PARENT, STRUCTURE, row_called
from progress.domain.neutral import row_from_json
from progress.domain.outline import total_of
from progress.domain.rows import PlanRow
from progress.models import (
    Baseline,
    BaselineRow,
    Finding,
    PlanChange,
    PlanChangeLine,
    ProgressRecord,
    Submission,
    SubmissionRow,
    WorkItem,
)
from projects.models import ChangeLog, Project, Week

FOUND_ROWS = 20
HISTORY = 50


@dataclass(frozen=True)
class Version:
    """A baseline with its size: rows and person-days."""

    baseline: Baseline
    rows: int
    effort: Decimal | None


@dataclass(frozen=True)
class BaselinesPage:
    versions: list[Version]
    proposal: Version | None
    leaves: int
    effort: Decimal | None
    first: date | None
    last: date | None
    points: list[Point] = field(default_factory=list)

    @property
    def blocking(self) -> list[Point]:
        return [point for point in self.points if point.blocks]

    @property
    def blocking_groups(self) -> list[PointGroup]:
        return grouped(self.blocking)

    @property
    def advice_groups(self) -> list[PointGroup]:
        return grouped([point for point in self.points if not point.blocks])


def baselines(user: Any, project: Project) -> BaselinesPage:
    """Versions, the proposal that waits, the size of the live plan and what its checks find before baseline 1."""
    found = Baseline.objects.visible_to(user).select_related("proposed_by", "approved_by", "plan_change")
    versions = with_sizes(list(found))
    approved = [version for version in versions if version.baseline.approved_at]
    plan = list(WorkItem.objects.leaves().live().values_list("planned_start", "planned_finish", "planned_effort"))
    return BaselinesPage(
        versions=approved,
        proposal=next((version for version in versions if not version.baseline.approved_at), None),
        leaves=len(plan),
        effort=total_of(effort for _start, _finish, effort in plan),
        first=min((start for start, _finish, _effort in plan if start), default=None),
        last=max((finish for _start, finish, _effort in plan if finish), default=None),
        points=[] if approved or not plan else plan_points(project),
    )


def with_sizes(found: list[Baseline]) -> list[Version]:
    """Rows and effort of each version, summed in Python (one query)."""
    efforts: dict[int, list[Decimal | None]] = defaultdict(list)
    for baseline_id, effort in BaselineRow.objects.values_list("baseline_id", "planned_effort"):
        efforts[baseline_id].append(effort)
    return [Version(one, len(efforts[one.pk]), total_of(efforts[one.pk])) for one in found]


def changes(user: Any, state: str = "") -> QuerySet[PlanChange]:
    """The register, newest first."""
    found = PlanChange.objects.visible_to(user).select_related("requested_by", "decided_by", "baseline")
    found = found.annotate(line_count=Count("lines")).order_by("-pk")
    return found.filter(state=state) if state else found


@dataclass(frozen=True)
class ShownLine:
    """A line as the page shows it; `now` where the plan has moved under it."""

    line: PlanChangeLine
    stale: bool = False
    now: Any = None
    gone: bool = False

    @property
    def row(self) -> str:
        """What the row is called; a row to be added has only its name."""
        return str(self.line.work_item or (self.line.after or {}).get("name", ""))


def lines_of(change: PlanChange) -> list[ShownLine]:
    """The change's lines in plan order, with what has moved while it is not decided (two queries)."""
    undecided = change.decided_at is None
    stale = {found.line.pk: found for found in stale_lines(change)} if undecided else {}
    lines = change.lines.select_related("work_item").order_by("work_item__sort_key", "pk")
    return [
        ShownLine(line, line.pk in stale, stale[line.pk].now, stale[line.pk].gone) if line.pk in stale
        else ShownLine(line)
        for line in lines
    ]  # fmt: skip


def as_changed(change: PlanChange, item: WorkItem) -> dict[str, Any]:
    """The fields of the row as the change leaves them, for the form that edits its lines (six queries)."""
    lines = list(change.lines.filter(work_item=item))
    wanted, known = copy(item), places()
    for line in lines:
        write(wanted, line, known)
    fields = {line.field for line in lines}
    values = {name: getattr(wanted, name) for name in FIELDS if name not in STRUCTURE}
    structure = {name: present(item, name) for name in STRUCTURE}
    structure |= {line.field: line.after for line in lines if line.field in STRUCTURE}
    above = structure.pop(PARENT)
    values |= {**structure, PARENT: row_called(above).uuid if above else None}
    return {**values, "cancelled": CANCELLED in fields, "row_joins": ROW in fields}


def rows_like(text: str) -> list[WorkItem]:
    """Living rows whose name, code, id or assignee holds the text, in plan order."""
    wanted = comparable(text)
    if not wanted:
        return []
    rows = WorkItem.objects.live().select_related("team")
    names = ("name", "wbs_code", "own_id", "assignee")
    fits = (row for row in rows if any(wanted in comparable(getattr(row, name)) for name in names))
    return [row for _count, row in zip(range(FOUND_ROWS), fits, strict=False)]


def earliest_effective() -> date | None:
    """The first day from which a change may count: after the sealed weeks, not before the latest baseline."""
    latest = Baseline.objects.approved().order_by("number").last()
    sealed = Week.objects.sealed().order_by("status_date").last()
    days = [latest.effective_date] if latest else []
    days += [sealed.status_date + timedelta(days=1)] if sealed else []
    return max(days, default=None)


@dataclass(frozen=True)
class SealedRow:
    """The row in one sealed week."""

    record: ProgressRecord
    row: PlanRow


@dataclass(frozen=True)
class SentRow:
    """The row in one submission, and the cell it came from."""

    sent: SubmissionRow
    row: PlanRow

    @property
    def submission(self) -> Submission:
        return self.sent.submission


@dataclass(frozen=True)
class FieldTold:
    """What an action did to one field; `was_there` when the row had a value of it before."""

    field: str
    before: Any
    after: Any
    was_there: bool


@dataclass(frozen=True)
class Entry:
    """One action on the row."""

    log: ChangeLog
    told: list[FieldTold]


@dataclass(frozen=True)
class RowPage:
    item: WorkItem
    baselines: list[BaselineRow]
    sealed: list[SealedRow]
    sent: list[SentRow]
    changes: list[PlanChangeLine]
    history: list[Entry]
    findings: list[Finding]

    @property
    def original(self) -> BaselineRow | None:
        """The row as it was first approved."""
        return self.baselines[0] if self.baselines else None


def row(user: Any, item: WorkItem) -> RowPage:
    """Everything about one row that this person may see: versions, weeks, submissions, findings, changes, history."""
    powers = user.powers
    versions = item.baseline_rows.exclude(baseline__approved_at=None).select_related("baseline__plan_change", "team")
    records = item.records.select_related("week", "team").order_by("-week__status_date")
    sent = SubmissionRow.objects.filter(work_item=item, submission__in=Submission.objects.visible_to(user))
    sent = sent.select_related("submission__week", "submission__team", "submission__file", "submission__reading")
    sent = sent.order_by("-submission__sent_at", "-pk")[:HISTORY]
    lines = item.change_lines.select_related("plan_change").order_by("-pk") if powers.can("change.read") else ()
    history = history_of(item) if powers.can("activity.read") else ()
    return RowPage(
        item=item,
        baselines=list(versions.order_by("baseline__number")),
        sealed=[SealedRow(record, row_from_json(record.values)) for record in records],
        sent=[SentRow(one, row_from_json(one.values)) for one in sent],
        changes=list(lines),
        history=[Entry(log, told_by(log)) for log in history],
        findings=list(findings_of(user, item)),
    )


def findings_of(user: Any, item: WorkItem) -> QuerySet[Finding]:
    """Those this person is told of, newest week first."""
    found = Finding.objects.told_to(user).filter(work_item=item)
    return found.select_related("week", "answered_by").order_by("-week__status_date", "severity", "pk")[:HISTORY]


def told_by(log: ChangeLog) -> list[FieldTold]:
    """The fields of a history entry, without blanks that were blank before and without internal keys.

    Imports tell the row above by its key, plan changes by its name.
    """
    fields = (
        FieldTold(name, log.before.get(name), after, name in log.before)
        for name, after in log.after.items()
        if name != "parent" or log.action == "plan.changed"
    )
    return [told for told in fields if told.was_there or told.after not in (None, "")]


def history_of(item: WorkItem) -> QuerySet[ChangeLog]:
    log = ChangeLog.objects.filter(model=item._meta.label_lower, record=str(item.uuid))
    return log.select_related("actor")[:HISTORY]


@dataclass(frozen=True)
class Told:
    """One point in words: the sentence, and the row it leads to (a work item's uuid, or "")."""

    text: str
    uuid: str = ""


@dataclass(frozen=True)
class PointGroup:
    """The points of one check; the first ones in words."""

    code: str
    title: str
    severity: str
    count: int
    findings: list[Told]

    @property
    def more(self) -> int:
        return self.count - len(self.findings)


def grouped(points: list[Point], *, live: bool = True) -> list[PointGroup]:
    """Points by check in the order of the catalogue; with `live`, each leads to its work item."""
    by_code: dict[str, list[Point]] = defaultdict(list)
    for point in points:
        by_code[point.hit.code].append(point)
    return [
        PointGroup(
            code, check_texts.title(code), str(of_code[0].hit.severity), len(of_code),
            [in_words(point, live) for point in of_code[:FOUND_ROWS]],
        )
        for code, of_code in sorted(by_code.items())
    ]  # fmt: skip


def in_words(point: Point, live: bool) -> Told:
    return Told(check_texts.sentence(point.hit.code, point.hit.values), point.hit.key if live else "")

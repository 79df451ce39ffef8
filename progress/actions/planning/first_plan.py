"""The first WBS: a file that was read and settled becomes the plan, all of it or nothing.

Until teams have reported and baseline 1 is approved, the same way replaces the plan: rows that the file still has keep
their identity (hidden id, own id, WBS code + name, path + name: exact and unambiguous only), the others go. A row that
something refers to already (a submission that was sent) is cancelled instead of removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from progress.actions.common import claim_open_weeks
from progress.actions.people import assign
from progress.actions.planning.baselines import withdraw_proposal
from progress.actions.planning.dry_run import Bond, Choices, DryRun, Line, dry_run
from progress.actions.planning.places import GAP
from progress.domain.neutral import value_to_json
from progress.domain.rows import Status
from progress.models import (
    ACCEPTED_STATES,
    Baseline,
    Dependency,
    Reading,
    ReadingState,
    RowStatus,
    Submission,
    SubmissionRow,
    WorkItem,
)
from projects.actions.setup import finish_if_ready
from projects.jobs import Refused
from projects.models import Change, Member, Phase, Project, Purpose, record_change, record_changes

PLANNED = ("name", "wbs_code", "assignee", "deliverable", "planned_start", "planned_finish", "planned_effort")
WRITTEN = (*PLANNED, "own_id", "kind", "status", "parent", "sort_key", "team", "phase")
EMPTY_OF_SUMMARY = dict.fromkeys(("planned_start", "planned_finish", "planned_effort"))


@dataclass
class Applied:
    """What became of the plan: rows made, kept, removed and cancelled."""

    made: int = 0
    kept: int = 0
    removed: int = 0
    cancelled: int = 0
    phases: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return dict(vars(self))


@transaction.atomic
def settle(reading: Reading, choices: Choices, *, by: Member, at: datetime) -> Reading:
    """Keep what the user decided about names and lost values with the reading."""
    take(reading, answers=choices.to_json())
    record_change(Change(reading, after=choices.to_json()), action="wbs.settled", by=by, at=at)
    return reading


@transaction.atomic
def apply_wbs(reading: Reading, *, by: Member, at: datetime, choices: Choices | None = None) -> Applied:
    """Make the file the plan: work items, links, new phases; a waiting proposal of baseline 1 is withdrawn.

    Refused when the file is not ready ("reading_not_ready"), something must be settled first ("import_blocked" with
    the codes), baseline 1 is approved ("plan_is_approved") or a submission was accepted ("plan_is_reported").
    """
    claim_open_weeks()
    refuse_late(reading)
    coming = dry_run(reading, Project.get(), choices)
    if coming.blockers:
        raise Refused("import_blocked", count=sum(coming.blockers.values()), blockers=coming.blockers)
    take(reading, state=ReadingState.SENT, answers=coming.choices.to_json())
    withdraw_proposal(by=by, at=at)
    applied = Writer(coming, reading, by, at).write()
    told = {"state": "applied", "file": reading.file.name, **applied.to_json()}
    record_change(Change(reading, after=told), action="wbs.applied", by=by, at=at)
    finish_if_ready(by=by, at=at)
    return applied


def refuse_late(reading: Reading) -> None:
    if reading.purpose != Purpose.WBS:
        raise Refused("reading_is_no_wbs")
    if reading.state == ReadingState.SENT:
        raise Refused("import_applied")
    if reading.state != ReadingState.READY:
        raise Refused("reading_not_ready")
    refuse_import()


def refuse_import() -> None:
    """The plan changes by plan changes once it is approved or reported on."""
    if Baseline.objects.approved().exists():
        raise Refused("plan_is_approved")
    if Submission.objects.filter(state__in=ACCEPTED_STATES).exists():
        raise Refused("plan_is_reported")


def take(reading: Reading, **changes: Any) -> None:
    """Change the reading by a conditional UPDATE; Refused when somebody was faster."""
    rows = Reading.objects.filter(pk=reading.pk, state=ReadingState.READY, version=reading.version)
    if not rows.update(version=reading.version + 1, **changes):
        raise Refused("reading_moved_on")
    reading.version += 1
    for name, value in changes.items():
        setattr(reading, name, value)


class Writer:
    """Writes one dry run to the plan."""

    def __init__(self, coming: DryRun, reading: Reading, by: Member, at: datetime) -> None:
        self.coming = coming
        self.reading = reading
        self.by = by
        self.at = at
        self.applied = Applied()
        self.items: dict[str, WorkItem] = {}

    def write(self) -> Applied:
        known = self.known_items()
        phases = self.make_phases()
        self.write_items(known, phases)
        self.clear()
        self.write_links(self.coming.bonds)
        self.write_people()
        return self.applied

    def known_items(self) -> dict[str, WorkItem]:
        """The work items that rows of the file are, by row key."""
        if not self.coming.identity.known:
            return {}
        there = WorkItem.objects.select_related("team", "phase", "parent")
        items = {str(item.uuid): item for item in there}
        return {key: items[uuid] for key, uuid in self.coming.identity.known.items() if uuid in items}

    def make_phases(self) -> dict[str, Phase]:
        """Make the phases the user asked for, in the order of the file."""
        names = list(dict.fromkeys(line.new_phase for line in self.coming.lines if line.new_phase))
        last = Phase.objects.count()
        made = {}
        for number, name in enumerate(names, last + 1):
            made[name] = Phase.objects.create(code=free_code(number), name=name[:200], order=number)
            record_change(Change(made[name], after={"name": name}), action="phase.added", by=self.by, at=self.at)
        self.applied.phases = names
        return made

    def write_items(self, known: Mapping[str, WorkItem], phases: Mapping[str, Phase]) -> None:
        """Level by level, so that every row's parent is stored before it."""
        levels: dict[int, list[tuple[int, Line]]] = defaultdict(list)
        for position, line in enumerate(self.coming.lines, 1):
            levels[line.depth].append((position * GAP, line))
        changes: list[Change] = []
        for depth in sorted(levels):
            made = [self.item_of(line, sort_key, known, phases, changes) for sort_key, line in levels[depth]]
            store(made)
        record_changes(changes, action="wbs.row_written", by=self.by, at=self.at)

    def item_of(
        self,
        line: Line,
        sort_key: int,
        known: Mapping[str, WorkItem],
        phases: Mapping[str, Phase],
        changes: list[Change],
    ) -> WorkItem:
        found = known.get(line.key)
        item = found or WorkItem()
        values = self.values_of(line, sort_key, phases)
        before = {name: told(item, name) for name in values} if found else {}
        for name, value in values.items():
            setattr(item, name, value)
        after = {name: told(item, name) for name in values}
        self.items[line.key] = item
        self.applied.kept += bool(found)
        self.applied.made += not found
        changed = {name for name in after if before.get(name) != after[name]} - {"sort_key"}
        if changed:
            item.version += bool(found)
            source = f"{self.reading.file.name} {line.read.sheet}!{line.read.number}" if line.read.number else ""
            changes.append(
                Change(item, {n: before[n] for n in changed if n in before}, {n: after[n] for n in changed}, source)
            )
        return item

    def values_of(self, line: Line, sort_key: int, phases: Mapping[str, Phase]) -> dict[str, Any]:
        row = line.row
        planned = {name: getattr(row, name) for name in PLANNED}
        cancelled = row.status is Status.CANCELLED
        return {
            **planned,
            **(EMPTY_OF_SUMMARY if line.is_summary else {}),
            "own_id": line.read.own_id,
            "kind": str(row.kind),
            "status": RowStatus.CANCELLED if cancelled else RowStatus.BLANK,
            "parent": self.items[line.parent] if line.parent else None,
            "sort_key": sort_key,
            "team": line.team,
            "phase": phases[line.new_phase] if line.new_phase else line.phase,
        }

    def clear(self) -> None:
        """Rows that the file does not have: gone, or cancelled where a submission refers to them."""
        written = {item.pk for item in self.items.values()}
        sent = Exists(SubmissionRow.objects.filter(work_item=OuterRef("pk")))
        rest = [item for item in WorkItem.objects.annotate(sent=sent) if item.pk not in written]
        gone = [item for item in rest if not item.sent]
        changes = [Change(item, {"name": item.name}) for item in gone]
        record_changes(changes, action="wbs.row_removed", by=self.by, at=self.at)
        WorkItem.objects.filter(parent__in=gone).update(parent=None)
        WorkItem.objects.filter(pk__in=[item.pk for item in gone]).delete()
        stay = [item for item in rest if item.sent]
        WorkItem.objects.filter(pk__in=[item.pk for item in stay]).update(status=RowStatus.CANCELLED)
        changes = [Change(item, {"status": item.status}, {"status": "cancelled"}) for item in stay]
        record_changes(changes, action="wbs.row_cancelled", by=self.by, at=self.at)
        self.applied.removed, self.applied.cancelled = len(gone), len(stay)

    def write_links(self, bonds: Iterable[Bond]) -> None:
        Dependency.objects.all().delete()
        Dependency.objects.bulk_create(
            [
                Dependency(
                    predecessor=self.items[bond.predecessor], successor=self.items[bond.successor],
                    kind=bond.kind, lag=bond.lag,
                )
                for bond in bonds
            ],
            batch_size=500,
        )  # fmt: skip

    def write_people(self) -> None:
        """The members that the assignee texts mean, where a spelling means one person only."""
        assign(self.items.values())


def store(items: Iterable[WorkItem]) -> None:
    """Insert the new rows and overwrite the known ones, in few statements."""
    new: list[WorkItem] = []
    known: list[WorkItem] = []
    for item in items:
        (known if item.pk else new).append(item)
    WorkItem.objects.bulk_create(new, batch_size=500)
    WorkItem.objects.bulk_create(
        known, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=[*WRITTEN, "version"]
    )


def told(item: WorkItem, name: str) -> Any:
    """A value as history keeps it: teams and phases by code, the row above by its uuid."""
    value = getattr(item, name)
    if name in ("team", "phase"):
        return value.code if value else None
    return (str(value.uuid) if value else None) if name == "parent" else value_to_json(value)


def free_code(number: int) -> str:
    """P1, P2, …: a code no phase has."""
    taken = set(Phase.objects.values_list("code", flat=True))
    while f"P{number}" in taken:
        number += 1
    return f"P{number}"

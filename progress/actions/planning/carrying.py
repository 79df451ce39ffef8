"""Carrying out an approved change: the live plan and the next baseline version, together or not at all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from progress.actions.people import assign
from progress.actions.planning.cutting import cut
from progress.actions.planning.lines import CANCELLED, CUT, DATES, ROW, new_item, present, write
from progress.actions.planning.places import places, room_under
from progress.actions.planning.structure import restructure
from progress.curves import keep_curves
from progress.models import Baseline, BaselineRow, KindOfRow, PlanChange, PlanChangeLine, RowStatus, WorkItem
from progress.snapshot import calendars_of
from projects.jobs import Refused
from projects.models import Change, Member, Project, Week, record_changes

KEPT = (*DATES, "planned_effort", "team", "phase")  # what a baseline row keeps of a work item
ITEM = ("work_item__team", "work_item__phase", "work_item__parent")


@dataclass(frozen=True)
class Stale:
    """A line whose "before" is no longer what the plan says; `gone` when its row was cancelled meanwhile."""

    line: PlanChangeLine
    now: Any
    gone: bool = False

    def told(self) -> dict[str, Any]:
        line = self.line
        row = {"row": str(line.work_item), "field": line.field, "gone": self.gone}
        return {**row, "before": line.before, "now": self.now, "after": line.after}


def stale_lines(change: PlanChange) -> list[Stale]:
    """The lines that do not fit the live plan any more (one query, and one for each line about predecessors)."""
    found = []
    for line in change.lines.exclude(work_item=None).select_related(*ITEM):
        item = line.work_item
        if item is None:
            continue
        now, gone = present(item, line.field), item.status == RowStatus.CANCELLED
        if now != line.before or gone:
            found.append(Stale(line, now, gone))
    return found


def carry_out(change: PlanChange, *, by: Member, at: datetime) -> Baseline:
    """Write the change's lines to the plan and make the next baseline; call inside the deciding transaction.

    No two changes may be carried out at once, and none while a week is sealed or accepted (`claim_open_weeks`).
    """
    latest = latest_baseline()
    refuse_rewriting(change, latest)
    lines = list(change.lines.select_related("work_item"))
    touched = write_lines(lines, by=by, at=at, source=change.number)
    restructure(lines)
    added = [add(line, by=by, at=at, source=change.number) for line in lines if line.work_item_id is None]
    added += [item for line in lines if line.field == CUT for item in cut(change, line, by=by, at=at)]
    baseline = Baseline.objects.create(
        number=latest.number + 1, effective_date=change.effective_date,
        proposed_by=change.requested_by, proposed_at=change.requested_at, approved_by=by, approved_at=at,
        plan_change=change,
    )  # fmt: skip
    rows = next_rows(latest, touched, added)
    BaselineRow.objects.bulk_create([BaselineRow(baseline=baseline, **row) for row in rows], batch_size=500)
    told = {"number": baseline.number, "effective_date": baseline.effective_date, "rows": len(rows)}
    record_changes([Change(baseline, after=told)], action="baseline.approved", by=by, at=at)
    keep_curves(baseline, calendars_of(Project.get()))
    return baseline


def latest_baseline() -> Baseline:
    """The approved baseline with the highest number; Refused before the first one."""
    latest = Baseline.objects.approved().order_by("number").last()
    if latest is None:
        raise Refused("no_baseline_to_change")
    return latest


def refuse_rewriting(change: PlanChange, latest: Baseline) -> None:
    """History is not rewritten: the date lies after every sealed week and not before the latest baseline (1.7 #9)."""
    if change.effective_date < latest.effective_date:
        raise Refused("effective_before_baseline", day=latest.effective_date, number=latest.number)
    sealed = Week.objects.sealed().order_by("status_date").last()
    if sealed and change.effective_date <= sealed.status_date:
        raise Refused("effective_in_sealed_week", day=sealed.status_date)


@dataclass(frozen=True)
class Touched:
    """A work item as the change left it, and the fields it changed."""

    item: WorkItem
    fields: frozenset[str]


def write_lines(lines: Iterable[PlanChangeLine], *, by: Member, at: datetime, source: str) -> list[Touched]:
    """Set the lines' values on their work items; one history entry per row."""
    by_item: dict[int, list[PlanChangeLine]] = defaultdict(list)
    for line in lines:
        if line.work_item_id:
            by_item[line.work_item_id].append(line)
    known = places()
    found, told = [], []
    for item in WorkItem.objects.select_related("team", "phase").filter(pk__in=list(by_item)):
        own = by_item[item.pk]
        for line in own:
            write(item, line, known)
        item.added_outside_baseline = False
        item.version += 1
        found.append(Touched(item, frozenset(line.field for line in own)))
        before, after = ({line.field: getattr(line, side) for line in own} for side in ("before", "after"))
        told.append(Change(item, before, after, source))
    written = [*KEPT, "name", "assignee", "status", "added_outside_baseline", "version"]
    WorkItem.objects.bulk_update([touch.item for touch in found], written, batch_size=200)
    assign(touch.item for touch in found if "assignee" in touch.fields)
    record_changes(told, action="plan.changed", by=by, at=at)
    return found


def add(line: PlanChangeLine, *, by: Member, at: datetime, source: str) -> WorkItem:
    """The new row, behind the last row under its parent; the line remembers it."""
    values: dict[str, Any] = line.after or {}
    above = values.get("parent")
    parent = WorkItem.objects.filter(uuid=above).first() if above else None
    item = new_item(values, parent, places())
    item.sort_key = room_under(parent)
    item.save()
    assign([item])
    line.work_item = item
    line.save(update_fields=["work_item"])
    record_changes([Change(item, after=values, source=source)], action="plan.row_added", by=by, at=at)
    return item


def next_rows(latest: Baseline, touched: list[Touched], added: list[WorkItem]) -> list[dict[str, Any]]:
    """The next version: the latest with the touched fields changed, without rows cancelled or cut, with new ones."""
    rows = {row.work_item_id: kept(row, row.work_item_id) for row in latest.rows.select_related("team", "phase")}
    for touch in touched:
        item = touch.item
        if touch.fields & {CANCELLED, CUT}:
            rows.pop(item.pk, None)
        elif item.kind != KindOfRow.SUMMARY:
            current = kept(item, item.pk)
            changed = touch.fields if item.pk in rows and ROW not in touch.fields else set(current)
            rows.setdefault(item.pk, current).update({name: current[name] for name in changed if name in current})
    rows.update({item.pk: kept(item, item.pk) for item in added})
    return list(rows.values())


def kept(record: WorkItem | BaselineRow, item_id: int) -> dict[str, Any]:
    return {"work_item_id": item_id, **{name: getattr(record, name) for name in KEPT}}

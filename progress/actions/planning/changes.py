"""Plan changes (CR-001): the PMO drafts and requests, the PM decides; approving writes plan and baseline at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from progress.actions.common import claim_open_weeks
from progress.actions.planning.carrying import carry_out, stale_lines
from progress.actions.planning.lines import CANCELLED, ROW, NewRow, check_field, present, wanted
from progress.models import Baseline, KindOfRow, PlanChange, PlanChangeLine, PlanChangeState, WorkItem
from projects.jobs import Refused
from projects.models import Change, Member, Role, record_change
from projects.models.history import lock_chain
from projects.notifications import Notice, notify, with_role

PREFIX = "CR-"
MOMENT = timedelta(minutes=1)


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """What a change says about itself."""

    title: str
    reason: str
    effective_date: date
    impact: str = ""


@transaction.atomic
def draft_change(reasons: Reasons, *, by: Member, at: datetime, number: str = "", once: bool = False) -> PlanChange:
    """A new change in draft with the next number, or with the one its change request has in the project's register.

    With `once`, the same click again is the same draft. Refused while there is no approved baseline (then upload the
    WBS), and when the number is taken ("number_taken").
    """
    if not Baseline.objects.approved().exists():
        raise Refused("no_baseline_to_change")
    lock_chain()  # one writer at a time takes a number
    there = just_drafted(reasons, by, at) if once else None
    if there is not None:
        return there
    if PlanChange.objects.filter(number=number).exists():
        raise Refused("number_taken", number=number)
    change = PlanChange.objects.create(
        number=number or next_number(), title=reasons.title, reason=reasons.reason, impact=reasons.impact,
        effective_date=reasons.effective_date, requested_by=by, requested_at=at,
    )  # fmt: skip
    record_change(Change(change, after=facts(change)), action="change.drafted", by=by, at=at)
    return change


def just_drafted(reasons: Reasons, by: Member, at: datetime) -> PlanChange | None:
    """The draft that this person has made in just these words a moment ago, with nothing in it yet."""
    mine = PlanChange.objects.filter(state=PlanChangeState.DRAFT, requested_by=by, lines=None)
    return mine.filter(requested_at__gt=at - MOMENT, **vars(reasons)).first()


def next_number(prefix: str = PREFIX) -> str:
    """The number after the highest one in use: CR-001, CR-002 …"""
    numbers = PlanChange.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    highest = max((int(n) for number in numbers if (n := number.removeprefix(prefix)).isdecimal()), default=0)
    return f"{prefix}{highest + 1:03d}"


def facts(change: PlanChange) -> dict[str, Any]:
    """What the change log keeps of a plan change."""
    names = ("number", "title", "reason", "impact", "effective_date", "state")
    return {name: getattr(change, name) for name in names}


@transaction.atomic
def edit_change(change: PlanChange, reasons: Reasons, *, by: Member, at: datetime) -> PlanChange:
    """Write the draft's reasons anew."""
    before = facts(change)
    move(change, PlanChangeState.DRAFT, **vars(reasons))
    record_change(Change(change, before, facts(change)), action="change.edited", by=by, at=at)
    return change


@transaction.atomic
def add_line(
    change: PlanChange, *, item: WorkItem, field: str, after: Any = True, by: Member, at: datetime
) -> PlanChangeLine:
    """One field of one row: planned dates and effort, name, assignee, team, phase, the row above, the predecessors.

    Field "cancelled" takes the row out of the plan, "row" takes a row outside the baseline into it. A second line for
    the same field replaces the first. Refused when nothing would change.
    """
    check_field(item, field)
    before, target = present(item, field), wanted(item, field, after)
    if before == target:
        raise Refused("nothing_changes", row=str(item), field=field)
    move(change, PlanChangeState.DRAFT)
    line, _made = PlanChangeLine.objects.update_or_create(
        plan_change=change, work_item=item, field=field, defaults={"before": before, "after": target}
    )
    told = {"line": {"row": str(item.uuid), "field": field, "from": before, "to": target}}
    record_change(Change(change, after=told), action="change.line_added", by=by, at=at)
    return line


@transaction.atomic
def change_row(change: PlanChange, *, item: WorkItem, values: dict[str, Any], by: Member, at: datetime) -> int:
    """Write several fields of one row: lines for what differs from the plan, none for what does not.

    Returns how many lines the row has afterwards.
    """
    same = []
    for name, value in values.items():
        check_field(item, name)
        if wanted(item, name, value) == present(item, name):
            same.append(name)
        else:
            add_line(change, item=item, field=name, after=value, by=by, at=at)
    for line in change.lines.filter(work_item=item, field__in=same):
        remove_line(line, by=by, at=at)
    return change.lines.filter(work_item=item).count()


def cancel_row(change: PlanChange, *, item: WorkItem, by: Member, at: datetime) -> PlanChangeLine:
    """The row leaves the plan and the next baseline."""
    return add_line(change, item=item, field=CANCELLED, by=by, at=at)


@transaction.atomic
def add_row(change: PlanChange, row: NewRow, *, by: Member, at: datetime) -> PlanChangeLine:
    """A row that joins plan and baseline with the change; it stands under a summary row or at the top.

    The same row again (a second click) is the same line.
    """
    if row.kind == KindOfRow.SUMMARY or (row.parent and row.parent.kind != KindOfRow.SUMMARY):
        raise Refused("row_needs_summary_above", row=row.name)
    move(change, PlanChangeState.DRAFT)
    after = row.to_json()
    there = next((line for line in change.lines.filter(field=ROW, work_item=None) if line.after == after), None)
    if there is not None:
        return there
    line = PlanChangeLine.objects.create(plan_change=change, field=ROW, after=after)
    record_change(Change(change, after={"line": after}), action="change.line_added", by=by, at=at)
    return line


@transaction.atomic
def remove_line(line: PlanChangeLine, *, by: Member, at: datetime) -> None:
    """Take a line out of a draft."""
    change = line.plan_change
    move(change, PlanChangeState.DRAFT)
    told = {"line": {"row": str(line.work_item.uuid) if line.work_item else "", "field": line.field, "to": line.after}}
    line.delete()
    record_change(Change(change, before=told), action="change.line_removed", by=by, at=at)


@transaction.atomic
def request_change(change: PlanChange, *, by: Member, at: datetime) -> PlanChange:
    """Put the draft before the PM; Refused without lines, or when the plan has moved under it (`stale_lines`)."""
    if not change.lines.exists():
        raise Refused("change_without_lines")
    refuse_stale(change)
    move(change, PlanChangeState.DRAFT, state=PlanChangeState.REQUESTED, requested_by=by, requested_at=at)
    record_change(Change(change, {"state": "draft"}, {"state": "requested"}), action="change.requested", by=by, at=at)
    tell(change, "change_requested", with_role(Role.PM, at=at), at)
    return change


@transaction.atomic
def revise_change(change: PlanChange, *, by: Member, at: datetime) -> PlanChange:
    """Back to draft, with the plan's present values as "before"; lines that changed nothing any more are left out."""
    move(change, PlanChangeState.REQUESTED, state=PlanChangeState.DRAFT)
    renew_lines(change)
    record_change(Change(change, {"state": "requested"}, {"state": "draft"}), action="change.revised", by=by, at=at)
    return change


@transaction.atomic
def renew_change(change: PlanChange, *, by: Member, at: datetime) -> PlanChange:
    """Take the plan's present values as "before" of a draft whose rows have moved."""
    move(change, PlanChangeState.DRAFT)
    renew_lines(change)
    record_change(Change(change, after={"lines": "renewed"}), action="change.renewed", by=by, at=at)
    return change


def renew_lines(change: PlanChange) -> None:
    for stale in stale_lines(change):
        line = stale.line
        if stale.now == line.after or stale.gone:
            line.delete()
        else:
            line.before = stale.now
            line.save(update_fields=["before"])


@transaction.atomic
def decide_change(change: PlanChange, *, by: Member, at: datetime, approve: bool, note: str = "") -> PlanChange:
    """The PM's word. Approving writes plan and next baseline version in one transaction.

    Refused for whoever requested it ("four_eyes"), when somebody decided it before ("change_moved_on"), when the plan
    moved under it ("stale_lines": row, field, before, now, after), or when its date would rewrite history.
    """
    if change.requested_by_id == by.pk:
        raise Refused("four_eyes")
    state = PlanChangeState.APPROVED if approve else PlanChangeState.REJECTED
    decision = {"state": state, "decided_by": by, "decided_at": at, "decision_note": note}
    take(change, PlanChangeState.REQUESTED, decision)
    if approve:
        claim_open_weeks()
        lock_chain()
        lock_rows(change)
        refuse_stale(change)
        carry_out(change, by=by, at=at)
    settle(change, decision)
    told = {"state": str(state), "note": note}
    record_change(Change(change, {"state": "requested"}, told), action=f"change.{state}", by=by, at=at)
    tell(change, f"change_{state}", [change.requested_by], at)
    return change


def move(change: PlanChange, allowed: PlanChangeState, **changes: Any) -> None:
    """Change the record by a conditional UPDATE; Refused when it is no longer in the allowed state."""
    take(change, allowed, changes)
    settle(change, changes)


def take(change: PlanChange, allowed: PlanChangeState, changes: dict[str, Any]) -> None:
    rows = PlanChange.objects.filter(pk=change.pk, state=allowed, version=change.version)
    if not rows.update(version=F("version") + 1, **changes):
        raise Refused("change_moved_on", number=change.number)


def settle(change: PlanChange, changes: dict[str, Any]) -> None:
    """The record in memory follows the one in the database."""
    change.version += 1
    for name, value in changes.items():
        setattr(change, name, value)


def lock_rows(change: PlanChange) -> None:
    """Nobody else writes the change's rows until the transaction ends (SQLite: nobody writes at all)."""
    rows = change.lines.exclude(work_item=None).values("work_item")
    list(WorkItem.objects.select_for_update().filter(pk__in=rows).order_by("pk").values_list("pk", flat=True))


def refuse_stale(change: PlanChange) -> None:
    stale = stale_lines(change)
    if stale:
        raise Refused("stale_lines", number=change.number, count=len(stale), lines=[line.told() for line in stale])


def tell(change: PlanChange, code: str, people: list[Member], at: datetime) -> None:
    values = {"number": change.number, "title": change.title}
    url = reverse("progress:change", args=[change.pk])
    notify(people, Notice(code, url, f"{code}:{change.pk}:{change.version}", values), at=at)

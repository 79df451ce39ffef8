"""Baseline 1: the PMO proposes the plan as it stands, the PM approves it. Later versions come from plan changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.urls import reverse

from progress.actions.planning.points import blocking_points
from progress.curves import keep_curves
from progress.models import Baseline, BaselineRow, WorkItem
from progress.snapshot import calendars_of
from projects.actions.setup import finish_if_ready
from projects.jobs import Refused
from projects.models import Change, Member, Project, Role, record_change
from projects.models.history import lock_chain
from projects.notifications import Notice, notify, with_role

KEPT = ("planned_start", "planned_finish", "planned_effort", "team_id", "phase_id")


@transaction.atomic
def propose_baseline(project: Project, *, by: Member, at: datetime, effective_date: date | None = None) -> Baseline:
    """Put the live plan before the PM as baseline 1, in force from `effective_date` (default: the project's start).

    A proposal that waits is replaced. Refused without rows, when a baseline is approved already, while blocking plan
    checks are open ("blocking_points").
    """
    lock_chain()  # one proposal at a time
    refuse_second()
    refuse_unfit(project)
    withdraw_proposal(by=by, at=at)
    baseline = Baseline.objects.create(
        number=1, effective_date=effective_date or project.start, proposed_by=by, proposed_at=at
    )
    rows = (BaselineRow(baseline=baseline, work_item_id=pk, **values) for pk, values in live_values().items())
    BaselineRow.objects.bulk_create(rows, batch_size=500)
    record_change(Change(baseline, after=facts(baseline)), action="baseline.proposed", by=by, at=at)
    told = Notice("baseline_proposed", reverse("progress:baselines"), f"baseline_proposed:{baseline.pk}")
    notify(with_role(Role.PM, at=at), told, at=at)
    return baseline


@transaction.atomic
def approve_baseline(baseline: Baseline, *, by: Member, at: datetime) -> Baseline:
    """The PM's word on the proposed plan.

    Refused for whoever proposed it ("own_proposal"), while blocking plan checks are open, when the live plan has moved
    since the proposal ("plan_moved_on"), or when somebody was faster.
    """
    if baseline.proposed_by_id == by.pk:
        raise Refused("own_proposal")
    refuse_unfit(Project.get())
    if proposed_values(baseline) != live_values():
        raise Refused("plan_moved_on")
    if not Baseline.objects.filter(pk=baseline.pk, approved_at=None).update(approved_by=by, approved_at=at):
        raise Refused("baseline_moved_on")
    baseline.approved_by, baseline.approved_at = by, at
    WorkItem.objects.filter(added_outside_baseline=True).update(added_outside_baseline=False)
    told = {**facts(baseline), "approved_at": at}
    record_change(Change(baseline, after=told), action="baseline.approved", by=by, at=at)
    keep_curves(baseline, calendars_of(Project.get()))
    finish_if_ready(by=by, at=at)
    return baseline


def refuse_second() -> None:
    if Baseline.objects.approved().exists():
        raise Refused("baseline_there")


def refuse_unfit(project: Project) -> None:
    if not WorkItem.objects.leaves().live().exists():
        raise Refused("no_plan")
    points = blocking_points(project)
    if points:
        raise Refused("blocking_points", count=len(points))


def withdraw_proposal(*, by: Member, at: datetime) -> None:
    """Take back a proposal that waits: the plan it was made of has been replaced, or a new one is coming."""
    for waiting in Baseline.objects.filter(approved_at=None):
        record_change(Change(waiting, before=facts(waiting)), action="baseline.withdrawn", by=by, at=at)
        waiting.delete()


def live_values() -> dict[int, dict[str, Any]]:
    """What a baseline keeps of each leaf row that is not cancelled, by primary key (one query)."""
    rows = WorkItem.objects.leaves().live().values("pk", *KEPT)
    return {row.pop("pk"): row for row in map(dict, rows)}


def proposed_values(baseline: Baseline) -> dict[int, dict[str, Any]]:
    rows = baseline.rows.values("work_item_id", *KEPT)
    return {row.pop("work_item_id"): row for row in map(dict, rows)}


def facts(baseline: Baseline) -> dict[str, Any]:
    return {"number": baseline.number, "effective_date": baseline.effective_date, "rows": baseline.rows.count()}

"""Carrying out a cut: the task becomes a summary row, the rows that the team reported below it count in its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from progress import acceptances
from progress.actions import people
from progress.actions.planning.places import room_under
from progress.actions.writing import Placing
from progress.cuts import FRAME, frame
from progress.domain.neutral import row_from_json, value_from_json
from progress.models import (
    Acceptance,
    KindOfRow,
    PlanChange,
    PlanChangeLine,
    RowStatus,
    Submission,
    SubmissionRow,
    SubmissionState,
    WorkItem,
)
from projects.jobs import Refused
from projects.models import Change, Member, Week, record_changes

WAITING = (SubmissionState.SENT, SubmissionState.IN_REVIEW)
REPORTED = (
    "actual_start", "actual_finish", "percent", "actual_effort", "remaining_effort", "forecast_finish",
)  # fmt: skip
TEXTS = ("assignee", "delay_reason", "countermeasure", "note", "deliverable")


def cut(change: PlanChange, line: PlanChangeLine, *, by: Member, at: datetime) -> list[WorkItem]:
    """The rows of the line as work items with their last accepted values, below what was a task.

    Sealed weeks keep the task as it was. Refused when a week would count the task and its rows, or neither: while the
    rows are not in the team's last accepted update ("cut_not_accepted"), while an update of the team waits
    ("cut_update_waits"), or when an open week lies before the rows or before the effective date.
    """
    item = WorkItem.objects.select_related("team", "parent").get(change_lines=line)
    wanted: list[dict[str, Any]] = line.after or []
    acceptance, sent = accepted_rows(item, wanted)
    refuse_between(change, item, acceptance)
    below = [(values, sent[values["key"]]) for values in wanted]
    make_summary(item, change, by=by, at=at)
    place, key = Placing(acceptance.submission), room_under(item)
    items = []
    for values, row in below:
        planned = {name: value_from_json(name, values.get(name)) for name in ("name", *FRAME)}
        made = place.item_of(replace(row_from_json(row.values), **planned), row.key, under=item)
        made.sort_key, made.added_outside_baseline = key, False
        items.append(made)
    WorkItem.objects.bulk_create(items, batch_size=500)
    people.assign(items)
    remember(acceptance, items, below)
    told = [Change(one, {}, {"parent": item.ident}, change.number) for one in items]
    record_changes(told, action="plan.row_added", by=by, at=at)
    return items


def accepted_rows(item: WorkItem, wanted: list[dict[str, Any]]) -> tuple[Acceptance, dict[str, SubmissionRow]]:
    """The team's last acceptance and its rows by key; Refused unless it has all of these."""
    found = acceptances.of_team(item.team).order_by("-submission__week__status_date", "-pk") if item.team else None
    acceptance = found.first() if found is not None else None
    keys = [values["key"] for values in wanted]
    rows = acceptance.submission.rows.filter(key__in=keys, work_item=None) if acceptance else ()
    sent = {row.key: row for row in rows}
    if acceptance is None or len(sent) != len(keys):
        raise Refused("cut_not_accepted", row=str(item))
    return acceptance, sent


def refuse_between(change: PlanChange, item: WorkItem, acceptance: Acceptance) -> None:
    """Refused while a week counts either both or neither of the task and its rows."""
    waiting = Submission.objects.filter(team=item.team, state__in=WAITING).select_related("week", "team").first()
    if waiting is not None:
        raise Refused("cut_update_waits", row=str(item), team=waiting.team.label, week=waiting.week.key)
    first = Week.objects.unsealed().order_by("status_date").first()
    if first is None:
        return
    if first.status_date < acceptance.submission.week.status_date:
        raise Refused("cut_after_open_week", row=str(item), week=first.key)
    if change.effective_date > first.status_date:
        raise Refused("cut_takes_effect_later", row=str(item), day=first.status_date)


def make_summary(item: WorkItem, change: PlanChange, *, by: Member, at: datetime) -> None:
    """What a summary row says follows from the rows below; what the task said stays in history and sealed weeks."""
    before = frame(item)
    item.kind, item.team, item.status = KindOfRow.SUMMARY, None, RowStatus.BLANK
    for name in (*FRAME, *REPORTED):
        setattr(item, name, None)
    for name in TEXTS:
        setattr(item, name, "")
    item.save()
    people.link({item.pk: ()})
    record_changes([Change(item, before, frame(item), change.number)], action="plan.row_cut", by=by, at=at)


def remember(acceptance: Acceptance, items: list[WorkItem], below: list[tuple[dict[str, Any], SubmissionRow]]) -> None:
    """The acceptance has made these rows, as every new row of its submission: a later revision finds them again."""
    made = {str(item.uuid): row.key for item, (_values, row) in zip(items, below, strict=True)}
    acceptance.inverse["created"] |= made
    acceptance.save(update_fields=["inverse"])

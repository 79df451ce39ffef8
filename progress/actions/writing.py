"""Writing an acceptance's effect to the plan, and restoring from its inverse patch exactly what was there.

The patch (`Acceptance.inverse`, JSON):

* `items`: work item id -> field -> [old, new]. Taking back restores a field only while it still has the new value:
  what an approved plan change wrote since then stays.
* `reported`: work item id -> id of the week of its last report before.
* `created`: uuid of a work item that the acceptance made (or took over from the revision it replaced) -> the key under
  which its row was sent; `removed`: whole rows (with their members) that the replaced revision had made.
* `people`: work item id -> the members linked before.
* `answers`: the findings whose answers were taken.
* `replaces`, `replaced_state`: the acceptance that gave way and the state its submission had.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder

from progress.actions import people
from progress.actions.effects import Effect, Values, stored, values_of
from progress.actions.planning.places import Places, last_below, places
from progress.domain.neutral import ACCEPTED_FIELDS, row_from_json, value_from_json, value_to_json
from progress.domain.rows import PlanRow
from progress.models import (
    Acceptance,
    BaselineRow,
    KindOfRow,
    PlanChangeLine,
    Submission,
    SubmissionRow,
    WorkItem,
)
from projects.jobs import Refused
from projects.models import Change, Member, record_changes

PLANNED = ("planned_start", "planned_finish", "planned_effort")
OF_NEW_ROWS = ("name", "kind", "wbs_code", "deliverable", *PLANNED, *ACCEPTED_FIELDS)
Json = dict[str, Any]


@dataclass
class Writer:
    """One acceptance on its way into the plan; `patch` is what will take it back."""

    effect: Effect
    by: Member
    at: datetime
    items: Json = field(default_factory=dict)
    reported: Json = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    touched: list[WorkItem] = field(default_factory=list)

    @property
    def submission(self) -> Submission:
        return self.effect.submission

    def write(self) -> Json:
        """Write everything; returns the inverse patch."""
        made = Made.of(self.effect)
        removed = remove(made.gone)
        self.write_values()
        self.take_over(made)
        created = {str(item.uuid): row.key for row, item in made.kept} | self.create(made.fresh)
        moved = [item for item in self.touched if "assignee" in self.items.get(str(item.pk), {})]
        members = people.linked(moved)
        people.assign(moved)
        record_changes(self.changes, action="work_item.reported", by=self.by, at=self.at)
        return {
            "items": self.items, "reported": self.reported, "created": created, "removed": removed,
            "people": {str(pk): owners for pk, owners in members.items()},
        }  # fmt: skip

    def write_values(self) -> None:
        """The reported values of known rows, and the week of their last report."""
        weeks = self.effect.before.reports
        told: dict[str, int | None] = {}
        for target in self.effect.targets:
            item, key = target.item, str(target.item.pk)
            self.set(item, target.writes)
            week = self.submission.week_id if target.is_reported else weeks.get(item.pk, item.reported_in_id)
            if week != item.reported_in_id:
                self.reported[key], told[key] = item.reported_in_id, week
        save(self.touched, ACCEPTED_FIELDS)
        set_reports(told)

    def set(self, item: WorkItem, values: Values) -> None:
        """New values of a work item (not saved), with their inverse and their history."""
        if not values:
            return
        old = {name: value_to_json(getattr(item, name)) for name in values}
        new = {name: value_to_json(value) for name, value in values.items()}
        self.items[str(item.pk)] = {name: [old[name], new[name]] for name in values}
        self.changes.append(Change(item, old, new, str(self.submission)))
        for name, value in values.items():
            setattr(item, name, value)
        self.touched.append(item)

    def take_over(self, made: Made) -> None:
        """Rows that the replaced revision made and this one has too: they keep their identity."""
        there = len(self.touched)
        for row, item in made.kept:
            data = new_values(row_from_json(row.values))
            self.set(item, {name: value for name, value in data.items() if value != getattr(item, name)})
        save(self.touched[there:], set(OF_NEW_ROWS))

    def create(self, rows: list[SubmissionRow]) -> Json:
        """Rows nobody planned: work items of the team outside the baseline (DOMAIN 1.7 #10)."""
        if not rows:
            return {}
        place = Placing(self.submission)
        items = [place.item_of(row_from_json(row.values), row.key) for row in rows]
        WorkItem.objects.bulk_create(items, batch_size=500)
        people.assign(items)
        self.changes += [Change(item, {}, {"added": True}, str(self.submission)) for item in items]
        return {str(item.uuid): row.key for row, item in zip(rows, items, strict=True)}


@dataclass(frozen=True)
class Made:
    """Rows outside the plan before the week: to be made, kept from the replaced revision, or gone with it."""

    fresh: list[SubmissionRow]
    kept: list[tuple[SubmissionRow, WorkItem]]
    gone: list[WorkItem]

    @classmethod
    def of(cls, effect: Effect) -> Made:
        uuids = effect.replaces.inverse["created"] if effect.replaces else {}
        there = {str(item.uuid): item for item in WorkItem.objects.select_for_update().filter(uuid__in=list(uuids))}
        kept = [(row, there[row.key]) for row in effect.new_rows if row.key in there]
        keys = {row.key for row, _item in kept}
        return cls(
            [row for row in effect.new_rows if row.key not in there],
            kept,
            [item for key, item in there.items() if key not in keys],
        )


class Placing:
    """Where new rows stand in the plan: under the summary row they name, else beside the team's last row."""

    def __init__(self, submission: Submission) -> None:
        self.submission = submission
        self.places: Places = places()
        summaries = WorkItem.objects.filter(kind=KindOfRow.SUMMARY).select_related("phase").order_by("-sort_key", "-pk")
        self.summaries = {item.ident: item for item in summaries}
        own = WorkItem.objects.filter(team=submission.team).select_related("parent__phase", "phase")
        self.last = own.order_by("sort_key", "pk").last()
        self.ends: dict[int | None, int] = {}

    def item_of(self, row: PlanRow, key: str, under: WorkItem | None = None) -> WorkItem:
        """The work item of a new row (not saved), `under` this one or as its row says."""
        parent = under or self.summaries.get(row.parent) or (self.last.parent if self.last else None)
        phase = self.places.phase(row.phase) or (parent and parent.phase) or (self.last.phase if self.last else None)
        return WorkItem(
            parent=parent, sort_key=self.end_of(parent), phase=phase, team=self.submission.team,
            own_id=row.id if row.id not in (key, row.wbs_code) else "", added_outside_baseline=True,
            reported_in=self.submission.week, **new_values(row),
        )  # fmt: skip

    def end_of(self, parent: WorkItem | None) -> int:
        """The sort key of the last row under the parent: rows with the same key stand in the order they were made."""
        place = parent.pk if parent else None
        if place not in self.ends:
            self.ends[place] = last_below(parent)
        return self.ends[place]


def new_values(row: PlanRow) -> Values:
    planned = {name: stored(name, getattr(row, name)) for name in ("kind", *PLANNED)}
    texts = {name: getattr(row, name) for name in ("name", "wbs_code", "deliverable")}
    return texts | planned | values_of(row)


def save(items: Iterable[WorkItem], names: Iterable[str]) -> None:
    """Overwrite these fields of known rows in few statements."""
    listed = list(items)
    if listed:
        WorkItem.objects.bulk_create(
            listed, batch_size=500, update_conflicts=True, unique_fields=["id"], update_fields=sorted(names)
        )


def remove(items: list[WorkItem]) -> list[Json]:
    """Take rows out of the plan that an acceptance had made; returns them whole, so that they can come back.

    Refused when something refers to them: a plan change, a baseline, an update of a later week.
    """
    refuse_used(items)
    rows = json.loads(json.dumps(serializers.serialize("python", items), cls=DjangoJSONEncoder))
    WorkItem.objects.filter(pk__in=[item.pk for item in items]).delete()
    return rows


def refuse_used(items: list[WorkItem]) -> None:
    if not items:
        return
    for model in (PlanChangeLine, BaselineRow, SubmissionRow):
        user = model.objects.filter(work_item__in=items).select_related("work_item").first()
        if user is not None:
            raise Refused("new_row_in_use", row=str(user.work_item))


def restore(acceptance: Acceptance, *, by: Member, at: datetime) -> None:
    """Apply the inverse patch: the plan is as it was before the acceptance."""
    patch, source = acceptance.inverse, str(acceptance.submission)
    restored = restore_values(patch["items"], source, by=by, at=at)
    remove(list(WorkItem.objects.filter(uuid__in=[key for key in patch["created"] if key not in kept_by(acceptance)])))
    set_reports(patch["reported"])
    for row in serializers.deserialize("python", patch["removed"]):
        row.save()
    people.link({int(pk): owners for pk, owners in patch["people"].items() if int(pk) in restored})


def kept_by(acceptance: Acceptance) -> Mapping[str, str]:
    """Rows that the replaced acceptance made already: they stay when that one stands again."""
    replaced = Acceptance.objects.filter(pk=acceptance.inverse.get("replaces") or 0).first()
    return replaced.inverse["created"] if replaced else {}


def restore_values(items: Json, source: str, *, by: Member, at: datetime) -> set[int]:
    """Old values for new ones; returns the work items whose assignee is the old one again."""
    found = list(WorkItem.objects.select_for_update().filter(pk__in=[int(pk) for pk in items]).order_by("pk"))
    changes: list[Change] = []
    names: set[str] = set()
    assignees: set[int] = set()
    for item in found:
        now = {name: value_to_json(getattr(item, name)) for name in items[str(item.pk)]}
        old = {name: pair[0] for name, pair in items[str(item.pk)].items() if now[name] == pair[1]}
        if old:
            changes.append(Change(item, {name: now[name] for name in old}, old, source))
        for name, value in old.items():
            setattr(item, name, stored(name, value_from_json(name, value)))
        names |= old.keys()
        assignees |= {item.pk} if "assignee" in old else set()
    if names:
        save(found, names)
    record_changes(changes, action="work_item.restored", by=by, at=at)
    return assignees


def set_reports(weeks: Mapping[str, int | None]) -> None:
    by_week: dict[int | None, list[int]] = {}
    for pk, week in weeks.items():
        by_week.setdefault(week, []).append(int(pk))
    for week, items in by_week.items():
        WorkItem.objects.filter(pk__in=items).update(reported_in=week)

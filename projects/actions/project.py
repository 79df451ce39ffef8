"""Changing the project's settings and its weekly rhythm."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from projects.actions.records import Stale, snapshot
from projects.actions.setup import begin_schedules, finish_if_ready
from projects.models import Change, Member, Project, Schedule, record_change


@transaction.atomic
def change_project(
    project: Project, values: Mapping[str, Any], *, version: int, by: Member | None, at: datetime
) -> Project:
    """Save the settings of somebody who saw this version; Stale when there is a newer one.

    The recurring work follows the new rhythm. Weeks that are open keep their times.
    """
    current = Project.objects.select_for_update().get(pk=project.pk)
    before = snapshot(current, values)
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not Project.objects.filter(pk=1, version=version).update(version=F("version") + 1, **changed):
        raise Stale(current)
    change = Change(current, {name: before[name] for name in changed}, changed)
    record_change(change, action="project.changed", by=by, at=at)
    if Schedule.objects.exists():
        begin_schedules(by=by, at=at)
    finish_if_ready(by=by, at=at)
    return Project.get()


@transaction.atomic
def mark_as_demo(project: Project, *, by: Member | None, at: datetime) -> None:
    """The project is the sample project from now on: its people are offered as logins (projects/demo.py)."""
    if Project.objects.filter(pk=project.pk, is_demo=False).update(is_demo=True):
        record_change(
            Change(project, {"is_demo": False}, {"is_demo": True}), action="project.marked_as_demo", by=by, at=at
        )

"""Company days and the teams' exceptions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from projects.actions import records
from projects.actions.records import own_fields, snapshot
from projects.actions.setup import finish_if_ready
from projects.jobs import Refused
from projects.models import CalendarDay, Change, Member, record_changes


@transaction.atomic
def add_days(days: Sequence[CalendarDay], *, by: Member | None, at: datetime) -> list[CalendarDay]:
    """Store the days together; Refused when one of them is in the calendar already."""
    team = days[0].team if days else None
    taken = CalendarDay.objects.filter(day__in=[day.day for day in days], team=team).order_by("day").first()
    if taken:
        raise Refused("day_taken", day=taken.day, record=str(taken))
    try:
        with transaction.atomic():
            for day in days:
                day.save(force_insert=True)
    except IntegrityError as problem:
        raise Refused("already_there", record=str(days[0])) from problem
    changes = [Change(day, after=snapshot(day, own_fields(day))) for day in days]
    record_changes(changes, action="calendar.day_added", by=by, at=at)
    finish_if_ready(by=by, at=at)
    return list(days)


def remove_day(day: CalendarDay, *, by: Member | None, at: datetime) -> None:
    records.remove(day, action="calendar.day_removed", by=by, at=at)

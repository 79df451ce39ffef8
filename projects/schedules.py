"""Recurring work: which periods of each Schedule row are due, each made once, in order, late ones marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from projects.domain.weeks import WeekKey
from projects.jobs import Order, enqueue
from projects.models import Schedule, Week

LATE_AFTER = timedelta(hours=1)
CATCH_UP = timedelta(weeks=8)


@transaction.atomic
def ensure_due(now: datetime) -> int:
    """Make the Job row of every due period; safe to call at any time, any number of times."""
    made = 0
    for schedule in Schedule.objects.filter(enabled=True).order_by("pk"):
        for period, due in due_periods(schedule, now):
            order = Order(schedule.kind, period, schedule.scope, "scheduled", due, now - due > LATE_AFTER)
            enqueue(order, by=None, at=now, **schedule.params)
            made += 1
    return made


def due_periods(schedule: Schedule, now: datetime) -> list[tuple[str, datetime]]:
    """(period, due time) of the runs due since the schedule began, at most eight weeks back, oldest first."""
    start = max(schedule.since, now - CATCH_UP)
    found = weeks_time(schedule.follows) if schedule.follows else weekly(schedule, start, now)
    return sorted(((period, due) for period, due in found if start < due <= now), key=lambda pair: pair[1])


def weeks_time(name: str) -> Iterator[tuple[str, datetime]]:
    """The named time of every week that is not skipped."""
    yield from Week.objects.exclude(state="skipped").order_by("status_date").values_list("key", name)


def weekly(schedule: Schedule, start: datetime, now: datetime) -> Iterator[tuple[str, datetime]]:
    """The schedule's weekday and time in each ISO week from `start` to `now`."""
    zone = timezone.get_current_timezone()
    key = WeekKey.of(timezone.localdate(start))
    while key.monday <= timezone.localdate(now):
        day = key.monday + timedelta(days=schedule.weekday)
        yield str(key), datetime.combine(day, schedule.time, tzinfo=zone)
        key = key.next

"""Recurring work: which periods of each Schedule row are due, each made once, in order, late ones marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from projects.domain.weeks import WeekKey
from projects.jobs import Order, enqueue
from projects.models import Job, Project, Schedule, Week
from projects.weekly import OPENING, project_calendar, times_of

LATE_AFTER = timedelta(hours=1)
CATCH_UP = timedelta(weeks=8)
KEY = "scheduled"


def ensure_due(now: datetime) -> int:
    """Make the missing Job row of every due period; safe to call any number of times. Returns how many were made."""
    made = 0
    for schedule in Schedule.objects.filter(enabled=True).order_by("pk"):
        missing = not_made(schedule, due_periods(schedule, now))
        with transaction.atomic():
            for period, due in missing:
                order = Order(schedule.kind, period, schedule.scope, KEY, due, now - due > LATE_AFTER)
                enqueue(order, by=None, at=now, **schedule.params)
        made += len(missing)
    return made


def not_made(schedule: Schedule, due: list[tuple[str, datetime]]) -> list[tuple[str, datetime]]:
    """The periods without a job: what was made once is neither made nor hinted again."""
    jobs = Job.objects.filter(
        kind=schedule.kind, scope=schedule.scope, key=KEY, period__in=[period for period, _ in due]
    )
    there = set(jobs.values_list("period", flat=True))
    return [(period, at) for period, at in due if period not in there]


def due_periods(schedule: Schedule, now: datetime) -> list[tuple[str, datetime]]:
    """(period, due time) of the runs due since the schedule began, at most eight weeks back, oldest first."""
    start = max(schedule.since, now - CATCH_UP)
    found = periods(schedule, start, now)
    return sorted(((period, due) for period, due in found if start < due <= now), key=lambda pair: pair[1])


def periods(schedule: Schedule, start: datetime, now: datetime) -> Iterable[tuple[str, datetime]]:
    """(period, time) around the span, whatever the schedule follows."""
    if schedule.follows == OPENING:
        return openings(start, now)
    return weeks_time(schedule.follows) if schedule.follows else weekly(schedule, start, now)


def openings(start: datetime, now: datetime) -> Iterator[tuple[str, datetime]]:
    """The opening of every week that is not skipped, by the rhythm: the weeks themselves are not there yet."""
    project = Project.get()
    calendar = project_calendar(project)
    for key in weeks(start, now + timedelta(weeks=1)):  # a week may open before its own Monday
        found = times_of(key, project, calendar)
        if found:
            yield str(key), found.opens_at


def weeks_time(name: str) -> Iterator[tuple[str, datetime]]:
    """The named time of every week that is not skipped."""
    yield from Week.objects.exclude(state="skipped").order_by("status_date").values_list("key", name)


def weekly(schedule: Schedule, start: datetime, now: datetime) -> Iterator[tuple[str, datetime]]:
    """The schedule's weekday and time in each ISO week from `start` to `now`."""
    zone = timezone.get_current_timezone()
    for key in weeks(start, now):
        day = key.monday + timedelta(days=schedule.weekday)
        yield str(key), datetime.combine(day, schedule.time, tzinfo=zone)


def weeks(start: datetime, end: datetime) -> Iterator[WeekKey]:
    """The ISO weeks that a span of local time touches."""
    key, last = WeekKey.of(timezone.localdate(start)), WeekKey.of(timezone.localdate(end))
    while key <= last:
        yield key
        key = key.next

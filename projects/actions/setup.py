"""The set-up checklist: its own ticks, the calendar looked at, the first week, and the end of the set-up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from projects.domain.weeks import WeekKey
from projects.jobs import Refused
from projects.models import Change, ChangeLog, Member, Project, Schedule, Week, record_change
from projects.queries import own_steps
from projects.weekly import open_week, start_schedules

BASELINE_APPROVED = "baseline.approved"  # what the app above writes into the change log when the PM approves one


@transaction.atomic
def confirm_calendar(project: Project, *, by: Member, at: datetime) -> None:
    """Somebody looked at the calendar and it needs no day of the project's own."""
    record_change(Change(project), action="calendar.confirmed", by=by, at=at)
    finish_if_ready(by=by, at=at)


@transaction.atomic
def open_first_week(project: Project, *, by: Member, at: datetime) -> Week:
    """Open the present ISO week and start the recurring work; Refused when it is a skipped week 休止週."""
    key = WeekKey.of(timezone.localdate(at))
    week = open_week(key, by=by, at=at)
    if week is None:
        raise Refused("week_is_skipped", week=str(key))
    begin_schedules(by=by, at=at)
    finish_if_ready(by=by, at=at)
    return week


@transaction.atomic
def begin_schedules(*, by: Member | None, at: datetime) -> None:
    """Make (or move) the recurring work, with its history."""
    before = {schedule.pk: planned(schedule) for schedule in Schedule.objects.all()}
    start_schedules(at=at)
    for schedule in Schedule.objects.order_by("pk"):
        change = Change(schedule, before.get(schedule.pk, {}), planned(schedule))
        if change.before != change.after:
            record_change(change, action="schedule.set", by=by, at=at)


@transaction.atomic
def switch_reports(on: bool, *, by: Member | None, at: datetime) -> None:
    """Let reports be drafted by themselves, or not; what fell due while it was off is not caught up."""
    for schedule in Schedule.objects.select_for_update().filter(kind="weekly_report", enabled=not on).order_by("pk"):
        before = planned(schedule)
        schedule.enabled = on
        schedule.since = at if on else schedule.since
        schedule.save(update_fields=["enabled", "since"])
        record_change(Change(schedule, before, planned(schedule)), action="schedule.set", by=by, at=at)


def planned(schedule: Schedule) -> dict[str, object]:
    names = ("kind", "scope", "weekday", "time", "follows", "enabled")
    return {name: getattr(schedule, name) for name in names}


@transaction.atomic
def finish_setup(project: Project, *, by: Member, at: datetime) -> None:
    """End the set-up by hand; Refused while a step of the project itself is open."""
    missing = [step.code for step in own_steps(timezone.localdate(at)) if not step.done]
    if missing:
        raise Refused("setup_unfinished", steps=missing)
    mark_finished(by=by, at=at)


def finish_if_ready(*, by: Member | None, at: datetime) -> bool:
    """End the set-up when the last tick is there; called by every action that may set one, in its transaction."""
    if Project.get().set_up or not ChangeLog.objects.filter(action=BASELINE_APPROVED).exists():
        return False
    if not all(step.done for step in own_steps(timezone.localdate(at))):
        return False
    mark_finished(by=by, at=at)
    return True


def mark_finished(*, by: Member | None, at: datetime) -> None:
    if Project.objects.filter(pk=1, set_up=False).update(set_up=True):
        change = Change(Project.get(), {"set_up": False}, {"set_up": True})
        record_change(change, action="setup.finished", by=by, at=at)

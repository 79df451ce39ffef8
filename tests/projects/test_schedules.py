"""Recurring work: each period once, in order, late ones marked, whatever the ticks do."""

from __future__ import annotations

from datetime import date, time

import pytest

from projects.jobs import drain
from projects.models import CalendarDay, Job, Project, Schedule, Week
from projects.schedules import ensure_due
from projects.weekly import start_schedules
from tests.cast import at
from tests.threads import at_once

LONG_AGO = at("2026-01-05 09:00")
MONDAY = at("2026-06-08 09:30")  # half an hour after the week 2026-W24 opens


@pytest.fixture
def project(db) -> Project:
    return Project.objects.create(name="P", start=date(2026, 4, 1), finish=date(2026, 9, 30))


def opening(**fields: object) -> Schedule:
    values = {"kind": "open_week", "weekday": 0, "time": time(9), "follows": "opens_at", "since": LONG_AGO}
    return Schedule.objects.create(**{**values, **fields})


def made(kind: str = "open_week") -> list[tuple[str, bool]]:
    return list(Job.objects.filter(kind=kind).order_by("created_at", "pk").values_list("period", "late"))


def test_eight_missed_weeks_are_made_up_for_in_order_and_marked_late(project):
    opening()

    assert ensure_due(MONDAY) == 8

    late = [(f"2026-W{number}", True) for number in range(17, 24)]
    assert made() == [*late, ("2026-W24", False)]


def test_a_second_tick_makes_and_hints_nothing(project, django_capture_on_commit_callbacks):
    opening()
    ensure_due(MONDAY)

    with django_capture_on_commit_callbacks() as hints:
        assert ensure_due(MONDAY) == 0

    assert hints == []
    assert Job.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_make_one_job_each():
    tick_at_once()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_make_one_job_each_on_postgresql():
    tick_at_once()


def tick_at_once() -> None:
    Project.objects.create(name="P", start=date(2026, 4, 1), finish=date(2026, 9, 30))
    opening()

    at_once(*[lambda: ensure_due(MONDAY)] * 2)

    assert len(made()) == len(set(made())) == 8


def test_nothing_is_due_before_the_schedule_began(project):
    opening(since=at("2026-06-01 09:00"))

    ensure_due(MONDAY)

    assert made() == [("2026-W24", False)]


def test_what_is_switched_off_makes_nothing(project):
    opening(enabled=False)

    assert ensure_due(MONDAY) == 0


def test_a_skipped_week_is_not_opened(project):
    for day in range(8, 13):
        CalendarDay.objects.create(day=date(2026, 6, day), name="移転")
    opening(since=at("2026-06-01 08:00"))

    ensure_due(at("2026-06-15 09:30"))

    assert [period for period, _late in made()] == ["2026-W23", "2026-W25"]


def test_a_week_may_open_on_the_friday_before(project):
    project.opening_weekday, project.status_weekday = 4, 2
    project.save()
    opening(since=at("2026-06-05 08:00"))

    ensure_due(at("2026-06-05 09:30"))

    assert made() == [("2026-W24", False)]


def test_a_week_whose_status_date_moved_before_the_opening_opens_in_time(project):
    """Tuesday opening, but Tuesday and Wednesday are off: the status date is Monday, and so is the opening."""
    project.opening_weekday = 1
    project.save()
    for day in (9, 10):
        CalendarDay.objects.create(day=date(2026, 6, day), name="休業")
    opening(since=at("2026-06-05 08:00"))

    ensure_due(at("2026-06-08 09:30"))

    assert made() == [("2026-W24", False)]


def test_the_report_follows_the_times_of_the_weeks_themselves(cast):
    Schedule.objects.create(
        kind="weekly_report", scope="ja", weekday=0, time=time(0), follows="report_at", since=LONG_AGO
    )
    Week.objects.filter(pk=cast.week.pk).update(report_at=at("2026-06-12 15:00"))

    ensure_due(at("2026-06-12 14:59"))
    assert made("weekly_report") == []
    ensure_due(at("2026-06-12 15:00"))
    assert made("weekly_report") == [("2026-W24", False)]
    assert Job.objects.get(kind="weekly_report").scheduled_for == at("2026-06-12 15:00")


def test_work_with_a_weekday_and_a_time_of_its_own_comes_every_week(project):
    Schedule.objects.create(kind="open_week", scope="x", weekday=1, time=time(7, 30), since=at("2026-05-26 07:30"))

    ensure_due(at("2026-06-09 07:30"))

    assert made() == [("2026-W23", True), ("2026-W24", False)]


def test_the_jobs_that_are_due_open_their_weeks(project):
    opening(since=at("2026-06-01 08:00"))
    ensure_due(MONDAY)

    drain()

    assert list(Week.objects.order_by("key").values_list("key", flat=True)) == ["2026-W23", "2026-W24"]


def test_another_first_language_changes_the_report_from_now_on(project):
    start_schedules(at=LONG_AGO)
    Project.objects.filter(pk=1).update(language="en")

    start_schedules(at=MONDAY)

    report = Schedule.objects.get(kind="weekly_report")
    assert (report.scope, report.since) == ("en", MONDAY)


def test_starting_again_keeps_the_beginning(project):
    start_schedules(at=LONG_AGO)

    start_schedules(at=MONDAY)

    assert set(Schedule.objects.values_list("since", flat=True)) == {LONG_AGO}

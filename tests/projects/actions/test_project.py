from datetime import time

import pytest

from projects.actions.project import change_project
from projects.actions.records import Stale
from projects.models import ChangeLog, Project, Schedule
from projects.weekly import start_schedules
from tests.cast import at

NOW = at("2026-06-10 09:00")


def test_settings_are_saved_under_the_next_version_with_their_history(cast):
    changed = change_project(cast.project, {"customer": "ことのはカード", "phone": ""}, version=0, by=cast.pmo, at=NOW)

    assert (changed.customer, changed.version) == ("ことのはカード", 1)
    change = ChangeLog.objects.get(action="project.changed")
    assert (change.before, change.after) == ({"customer": ""}, {"customer": "ことのはカード"})


def test_who_saw_an_older_version_is_told(cast):
    change_project(cast.project, {"customer": "First"}, version=0, by=cast.pmo, at=NOW)

    with pytest.raises(Stale) as stale:
        change_project(cast.project, {"customer": "Second"}, version=0, by=cast.admin, at=NOW)

    assert stale.value.current.customer == "First"
    assert Project.get().customer == "First"
    assert ChangeLog.objects.filter(action="project.changed").count() == 1


def test_the_recurring_work_follows_a_new_rhythm(cast):
    start_schedules(at=NOW)

    change_project(cast.project, {"report_weekday": 4, "report_time": time(16)}, version=0, by=cast.pmo, at=NOW)

    report = Schedule.objects.get(kind="weekly_report")
    assert (report.weekday, report.time) == (4, time(16))
    change = ChangeLog.objects.get(action="schedule.set")
    assert (change.before["weekday"], change.after["weekday"]) == (3, 4)


def test_before_the_first_week_nothing_is_scheduled(cast):
    change_project(cast.project, {"report_weekday": 4}, version=0, by=cast.pmo, at=NOW)

    assert not Schedule.objects.exists()


def test_an_open_week_keeps_its_times(cast):
    due = cast.week.submission_due

    change_project(cast.project, {"submission_time": time(12)}, version=0, by=cast.pmo, at=NOW)

    cast.week.refresh_from_db()
    assert cast.week.submission_due == due

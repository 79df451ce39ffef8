"""manage.py load_demo beside the load itself: what it refuses, the moment it takes, the times it moves."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from projects.actions.weeks import move_times
from projects.jobs import Refused
from projects.models import ChangeLog, Project, Week
from reports.demo.open_week import OpenCycle, squeezed
from reports.demo.world import World
from reports.management.commands.load_demo import moment
from tests.cast import at


@pytest.mark.django_db
def test_a_projects_own_workspace_is_left_alone(cast):
    before = ChangeLog.objects.count()
    with translation.override("en"), pytest.raises(CommandError, match="project of its own"):
        call_command("load_demo", lang="en")
    assert ChangeLog.objects.count() == before
    assert not Project.get().is_demo


def test_a_moment_without_a_zone_is_local():
    assert moment("2026-11-19T10:40") == at("2026-11-19 10:40")
    with pytest.raises(ValueError):
        moment("tomorrow")


def test_what_would_come_after_the_loading_is_squeezed_before_it():
    end = at("2026-11-18 17:10")
    steps = [(at("2026-11-18 16:00"), print), (at("2026-11-18 19:12"), repr), (at("2026-11-19 09:40"), str)]
    moved = list(squeezed(steps, end))
    assert [step for _moment, step in moved] == [print, repr, str]
    times = [moment for moment, _step in moved]
    assert times == sorted(times)
    assert times[0] == at("2026-11-18 16:00")
    assert times[-1] < end


def open_week(cast, loaded: datetime) -> OpenCycle:
    world = World("ja", loaded)
    return OpenCycle(world, world.timeline.weeks[-1], cast.week)


@pytest.mark.django_db
def test_passed_deadlines_move_to_the_next_working_days_in_order(cast):
    """Week of Wed 10 June: resubmission Thu 15:00, papers Thu 17:00, meeting Fri 10:00, report Thu 15:00."""
    moved = dict(open_week(cast, at("2026-06-11 16:00")).moved_times())
    assert moved == {
        "resubmission_due": at("2026-06-12 15:00"),
        "report_at": at("2026-06-12 15:00"),
        "papers_due": at("2026-06-12 17:00"),
        "meeting_at": at("2026-06-15 10:00"),
    }
    assert dict(open_week(cast, at("2026-06-11 10:40")).moved_times()) == {}


@pytest.mark.django_db
def test_moved_times_are_told_and_a_sealed_week_has_none(cast):
    later = cast.week.papers_due + timedelta(days=1)
    move_times(cast.week, {"papers_due": later}, note="later", by=cast.pmo, at=at("2026-06-11 16:00"))
    week = Week.objects.get(pk=cast.week.pk)
    assert (week.papers_due, week.times_note) == (later, "later")
    told = ChangeLog.objects.get(action="week.times_moved")
    assert told.after["times_note"] == "later"
    week.state = "sealed"
    with pytest.raises(Refused, match="week_sealed"):
        move_times(week, {"papers_due": later}, note="", by=cast.pmo, at=at("2026-06-11 16:00"))

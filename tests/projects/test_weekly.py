"""From the project's records to calendars and weeks."""

from __future__ import annotations

from datetime import date, time

import pytest

from projects.domain.weeks import WeekKey
from projects.jobs import Order, Refused, enqueue, run_now
from projects.models import CalendarDay, ChangeLog, JobState, Project, Week, WeekState
from projects.weekly import (
    open_week,
    project_calendar,
    rhythm_of,
    team_calendar,
    times_of,
    week_of,
)
from tests.cast import at

NOW = at("2026-09-21 09:00")


def test_the_projects_calendar_has_holidays_and_company_days_both_ways(cast):
    CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業", name_2="Summer break")
    CalendarDay.objects.create(day=date(2026, 8, 15), name="振替出勤", works=True)
    CalendarDay.objects.create(day=date(2026, 8, 20), name="BETA", team=cast.beta)

    calendar = project_calendar(cast.project)

    assert not calendar.is_working(date(2026, 8, 11))  # 山の日
    assert not calendar.is_working(date(2026, 8, 13))
    assert calendar.is_working(date(2026, 8, 15))  # a Saturday
    assert calendar.is_working(date(2026, 8, 20))  # BETA's own affair
    assert calendar.name(date(2026, 8, 13)) == ("夏季休業", "Summer break")


def test_a_name_in_one_language_stands_for_both(cast):
    CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業")

    assert project_calendar(cast.project).name(date(2026, 8, 13)) == ("夏季休業", "夏季休業")


def test_an_english_first_name_stands_under_english(cast):
    CalendarDay.objects.create(day=date(2026, 8, 13), name="Summer break", name_2="夏季休業")

    assert project_calendar(cast.project).name(date(2026, 8, 13)) == ("夏季休業", "Summer break")


def test_a_teams_exceptions_come_on_top(cast):
    CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業")
    CalendarDay.objects.create(day=date(2026, 8, 13), name="出勤", works=True, team=cast.beta)
    base = project_calendar(cast.project)

    assert team_calendar(base, cast.beta).is_working(date(2026, 8, 13))
    assert not team_calendar(base, cast.alpha).is_working(date(2026, 8, 13))


def test_the_rhythm_is_what_the_settings_say():
    project = Project(meeting_weekday=0, meeting_time=time(11), status_weekday=4)

    rhythm = rhythm_of(project)

    assert (rhythm.meeting.weekday, rhythm.meeting.at) == (0, time(11))
    assert (rhythm.status, rhythm.submission.weekday) == (4, 4)  # the deadline is on the status date


def test_the_week_of_the_autumn_holidays_has_its_status_date_on_thursday(cast):
    """2026-09-21 … 23 are holidays (敬老の日, 国民の休日, 秋分の日): no earlier working day, so the next later one."""
    week = times_of(WeekKey(2026, 39), cast.project, project_calendar(cast.project))

    assert week.status_date == date(2026, 9, 24)
    assert week.submission_due == at("2026-09-24 17:00")


def test_a_week_is_opened_once(cast):
    first = open_week(WeekKey(2026, 39), by=cast.pmo, at=NOW)
    second = open_week(WeekKey(2026, 39), by=None, at=NOW)

    assert first == second
    assert (first.state, first.status_date) == (WeekState.OPEN, date(2026, 9, 24))
    assert ChangeLog.objects.filter(action="week.opened", record=str(first.pk)).count() == 1


def test_a_week_without_a_working_day_is_not_opened(cast):
    for day in range(15, 20):
        CalendarDay.objects.create(day=date(2026, 6, day), name="移転")

    assert open_week(WeekKey(2026, 25), by=None, at=NOW) is None
    assert not Week.objects.filter(key="2026-W25").exists()


def test_the_job_opens_the_week_of_its_period(cast):
    job = run_now(enqueue(Order("open_week", "2026-W40"), by=None, at=NOW))

    assert job.state == JobState.DONE
    assert Week.objects.get(key="2026-W40").status_date == date(2026, 9, 30)


def test_who_takes_the_week_may_put_it_into_review(cast):
    assert Week.objects.claim(cast.week, state=WeekState.REVIEWING) is True
    assert Week.objects.get(pk=cast.week.pk).state == WeekState.REVIEWING


def test_who_comes_second_takes_the_week_as_the_first_left_it(cast):
    mine, theirs = Week.objects.get(pk=cast.week.pk), Week.objects.get(pk=cast.week.pk)
    assert Week.objects.claim(theirs, state=WeekState.REVIEWING)

    assert Week.objects.claim(mine) is True
    assert (mine.version, mine.state) == (theirs.version + 1, WeekState.REVIEWING)


def test_who_read_the_week_before_its_seal_is_refused(cast):
    mine = Week.objects.get(pk=cast.week.pk)
    Week.objects.update(state=WeekState.SEALED)

    assert Week.objects.claim(mine) is False


@pytest.mark.parametrize("state", [WeekState.SEALED, WeekState.SKIPPED])
def test_nobody_takes_a_week_that_is_sealed_or_skipped(cast, state):
    Week.objects.update(state=state)

    assert Week.objects.claim(cast.week) is False


def test_a_week_is_found_by_its_key_or_by_whose_turn_it_is(cast):
    later = open_week(WeekKey(2026, 25), by=None, at=NOW)

    assert week_of("2026-W25") == later
    assert week_of("") == cast.week
    Week.objects.update(state=WeekState.SEALED)
    assert week_of("") == later  # all are sealed: the last one


@pytest.mark.parametrize("text", ["2026-W99", "x", "2026-W25 "])
def test_a_week_nobody_knows_is_refused(cast, text):
    with pytest.raises(Refused) as refusal:
        week_of(text)

    assert (refusal.value.code, refusal.value.values) == ("no_such_week", {"week": text})

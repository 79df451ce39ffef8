"""The page of the calendar: a year, its special days, the weeks to come."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from projects.domain.weeks import WeekKey
from projects.models import CalendarDay, ChangeLog
from projects.weekly import open_week
from tests.cast import at

PATH, DAYS = "/settings/calendar/", "/settings/calendar/days/"
FILLED = {"first": "2026-08-12", "last": "2026-08-14", "name": "夏季休業", "name_2": "Summer break"}

pytestmark = pytest.mark.usefixtures("june")


@pytest.fixture
def june():
    with time_machine.travel(at("2026-06-10 09:00"), tick=False):
        yield


def day_of(response, wanted: date):
    """The entry of a day in the twelve months of the page."""
    month = response.context["months"][wanted.month - 1]
    return next(entry for week in month.weeks for entry in week if entry and entry.day == wanted)


def test_a_year_shows_holidays_in_both_languages(client, cast):
    client.force_login(cast.auditor)
    response = client.get(PATH, {"year": "2027"})
    assert "建国記念の日" in response.text
    assert "Foundation Day" in response.text
    assert not day_of(response, date(2027, 2, 11)).works
    assert [month.working_days for month in response.context["months"]][:2] == [19, 18]  # counted on a paper calendar


def test_without_a_choice_it_is_the_present_year(client, cast):
    client.force_login(cast.pmo)
    assert client.get(PATH).context["year"] == 2026


def test_a_team_has_its_own_year(client, cast):
    CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業")
    CalendarDay.objects.create(day=date(2026, 8, 13), name="出勤", works=True, team=cast.beta)
    client.force_login(cast.pmo)

    assert day_of(client.get(PATH, {"team": "BETA"}), date(2026, 8, 13)).works
    assert not day_of(client.get(PATH, {"team": "ALPHA"}), date(2026, 8, 13)).works
    assert not day_of(client.get(PATH), date(2026, 8, 13)).works


def test_the_weeks_of_the_autumn_holidays_show_how_they_move(client, cast):
    """9/21–9/23 are holidays: the status date of that week is Thursday the 24th, the rest follows in working days."""
    client.force_login(cast.pmo)
    weeks = {str(week.key): week for week in client.get(PATH, {"week": "2026-W38"}).context["weeks"]}

    moved = weeks["2026-W39"]
    assert len(weeks) == 8
    assert (moved.times.status_date, moved.moved) == (date(2026, 9, 24), True)
    assert moved.times.submission_due == at("2026-09-24 17:00")
    assert moved.times.findings_due == at("2026-09-25 12:00")
    assert (weeks["2026-W38"].moved, weeks["2026-W40"].moved) == (False, False)


def test_a_week_without_working_days_is_shown_as_skipped(client, cast):
    for day in range(15, 20):
        CalendarDay.objects.create(day=date(2026, 6, day), name="移転")
    client.force_login(cast.pmo)
    response = client.get(PATH)
    assert {str(week.key): week.times is None for week in response.context["weeks"]}["2026-W25"]
    assert "badge--skipped" in response.text


def test_an_open_week_is_shown_as_it_stands(client, cast):
    week = open_week(WeekKey(2026, 25), by=None, at=at("2026-06-15 09:00"))
    week.submission_due = at("2026-06-18 10:00")
    week.save()
    client.force_login(cast.pmo)
    shown = {str(row.key): row for row in client.get(PATH).context["weeks"]}["2026-W25"]
    assert (shown.times.submission_due, shown.state) == (at("2026-06-18 10:00"), "open")


def test_the_page_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    for day in range(1, 20):
        CalendarDay.objects.create(day=date(2026, 7, day), name="X", team=cast.beta)
    client.force_login(cast.pmo)
    with django_assert_num_queries(12):
        client.get(PATH)


@pytest.mark.parametrize(
    "query", [{"year": "x"}, {"year": "1"}, {"year": "99999"}, {"team": "NOPE"}, {"week": "2026-W99"}, {"week": "x"}]
)
def test_an_odd_choice_shows_the_present_year_with_the_complaint(client, cast, query):
    client.force_login(cast.pmo)
    response = client.get(PATH, query)
    assert response.status_code == 422
    assert (response.context["year"], list(response.context["chosen"].errors)) == (2026, list(query))


def test_several_days_are_added_at_once(client, cast):
    client.force_login(cast.pmo)
    assert client.post(DAYS, FILLED).url == f"{PATH}?year=2026"
    assert list(CalendarDay.objects.values_list("day", flat=True)) == [date(2026, 8, day) for day in (12, 13, 14)]
    assert ChangeLog.objects.filter(action="calendar.day_added").count() == 3


def test_a_teams_working_saturday_is_added(client, cast):
    client.force_login(cast.pmo)
    client.post(DAYS, {"first": "2026-08-15", "name": "振替出勤", "team": str(cast.beta.pk), "works": "on"})
    day = CalendarDay.objects.get()
    assert (day.team, day.works) == (cast.beta, True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first": ""}, "first"),
        ({"first": "x"}, "first"),
        ({"first": "1900-01-01", "last": ""}, "first"),
        ({"last": "2026-08-11"}, "last"),
        ({"last": "2026-09-12"}, "last"),
        ({"name": ""}, "name"),
        ({"team": "999"}, "team"),
    ],
)
def test_odd_input_is_refused_at_its_field(client, cast, changes, field):
    client.force_login(cast.pmo)
    response = client.post(DAYS, {**FILLED, **changes})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert not CalendarDay.objects.exists()


def test_a_day_that_is_there_keeps_all_out_and_is_named(client, cast):
    CalendarDay.objects.create(day=date(2026, 8, 13), name="創立記念日")
    client.force_login(cast.pmo)
    response = client.post(DAYS, FILLED)
    assert response.status_code == 409
    assert "創立記念日" in str(response.context["form"].errors["first"])
    assert CalendarDay.objects.count() == 1


def test_a_day_is_removed(client, cast):
    day = CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業")
    client.force_login(cast.pmo)
    assert client.post(reverse("projects:calendar_day_removal", args=[day.pk])).url == f"{PATH}?year=2026"
    assert not CalendarDay.objects.exists()


def test_strangers_learn_nothing_and_readers_do_not_write(client, cast):
    day = CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業")
    actions = (DAYS, reverse("projects:calendar_day_removal", args=[day.pk]), "/settings/calendar/confirmation/")
    for person in (cast.stranger, cast.lead, cast.owner):
        client.force_login(person)
        assert client.get(PATH).status_code == 404
        assert {client.post(path).status_code for path in actions} == {404}
    for person in (cast.pm, cast.auditor):
        client.force_login(person)
        assert DAYS not in client.get(PATH).text
        assert {client.post(path).status_code for path in actions} == {403}


def test_unknown_days_are_not_found_and_actions_want_post(client, cast):
    client.force_login(cast.pmo)
    assert client.post("/settings/calendar/days/999/removal/").status_code == 404
    assert client.get(DAYS).status_code == 405
    assert client.get("/settings/calendar/days/999/removal/").status_code == 405

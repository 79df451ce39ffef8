"""The set-up checklist."""

from __future__ import annotations

import re

import pytest
import time_machine

from projects.models import CalendarDay, ChangeLog, Phase, Project, Schedule, Team, Week
from tests.cast import at

PATH, WEEK, END = "/setup/", "/setup/week/", "/setup/completion/"
NOW = at("2026-06-10 09:00")


@pytest.fixture
def empty(cast):
    """The cast's people in a workspace where nothing else has been set up."""
    Week.objects.all().delete()
    Phase.objects.all().delete()
    Project.objects.update(set_up=False)
    cast.pmo.language = "en"
    cast.pmo.save()
    return cast


def done(client) -> dict[str, bool]:
    return {code: step.done for code, step in client.get(PATH).context["steps"].items()}


def test_the_steps_show_their_state_and_what_is_missing(client, empty):
    client.force_login(empty.pmo)
    text = client.get(PATH).text
    assert done(client) == {"project": False, "phases": False, "teams": True, "calendar": False, "week": False}
    for missing in ("Nobody has saved", "There is no phase yet", "No week is open yet", "has not been started"):
        assert missing in text


def test_each_step_leads_to_its_page(client, empty):
    client.force_login(empty.pmo)
    text = client.get(PATH).text
    for page in ("/settings/", "/settings/phases/", "/settings/teams/", "/settings/calendar/"):
        assert f'href="{page}"' in text


def test_a_team_without_a_lead_is_named(client, empty):
    Team.objects.create(code="GAMMA", name="Gamma")
    client.force_login(empty.pmo)
    assert "Team Gamma has no lead." in client.get(PATH).text


def test_the_page_takes_a_fixed_number_of_queries(client, empty, django_assert_num_queries):
    client.force_login(empty.pmo)
    with django_assert_num_queries(15):
        client.get(PATH)


@time_machine.travel(NOW, tick=False)
def test_the_first_week_is_opened_with_its_rhythm(client, empty):
    client.force_login(empty.pmo)
    assert client.post(WEEK).url == PATH
    assert Week.objects.get().key == "2026-W24"
    assert Schedule.objects.count() == 2
    assert done(client)["week"]


@time_machine.travel(NOW, tick=False)
def test_a_skipped_week_is_refused_with_the_way_out(client, empty):
    for day in range(8, 13):
        CalendarDay.objects.create(day=f"2026-06-{day:02}", name="移転")
    client.force_login(empty.pmo)
    response = client.post(WEEK)
    assert response.status_code == 409
    assert "2026-W24" in re.search(r'class="message__text">([^<]+)<', response.text)[1]


def test_a_calendar_without_own_days_is_confirmed(client, empty):
    client.force_login(empty.pmo)
    assert client.post("/settings/calendar/confirmation/").url == PATH
    assert done(client)["calendar"]


@time_machine.travel(NOW, tick=False)
def test_the_set_up_is_finished_by_hand_when_its_steps_are_done(client, empty):
    client.force_login(empty.pmo)
    assert client.post(END).status_code == 409
    assert not Project.get().set_up

    Project.objects.update(version=1)
    Phase.objects.create(code="BD", name="Basic design")
    CalendarDay.objects.create(day="2026-08-13", name="Summer")
    client.post(WEEK)

    assert client.post(END).url == "/"
    assert Project.get().set_up
    assert ChangeLog.objects.filter(action="setup.finished").count() == 1
    assert END not in client.get(PATH).text


def test_strangers_learn_nothing_and_readers_do_not_write(client, empty):
    for person in (empty.stranger, empty.lead, empty.owner):
        client.force_login(person)
        assert client.get(PATH).status_code == 404
        assert {client.post(path).status_code for path in (WEEK, END)} == {404}
    for person in (empty.pm, empty.auditor):
        client.force_login(person)
        assert WEEK not in client.get(PATH).text
        assert {client.post(path).status_code for path in (WEEK, END)} == {403}
    assert not Week.objects.exists()


def test_actions_want_post(client, empty):
    client.force_login(empty.pmo)
    assert {client.get(path).status_code for path in (WEEK, END)} == {405}

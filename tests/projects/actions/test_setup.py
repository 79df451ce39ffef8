from datetime import date

import pytest

from projects.actions.calendar import add_days
from projects.actions.members import assign
from projects.actions.phases import add_phase
from projects.actions.project import change_project
from projects.actions.setup import BASELINE_APPROVED, confirm_calendar, finish_setup, open_first_week
from projects.actions.teams import add_team
from projects.jobs import Refused
from projects.models import (
    Assignment,
    CalendarDay,
    Change,
    ChangeLog,
    Member,
    Phase,
    Project,
    Schedule,
    Team,
    Week,
    record_change,
)
from projects.queries import own_steps
from tests.cast import at

NOW = at("2026-06-10 09:00")  # a Wednesday
TODAY = date(2026, 6, 10)


@pytest.fixture
def admin(db) -> Member:
    """The first administrator of an empty workspace."""
    return Member.objects.create_user("admin", "admin-password", name="Admin", is_admin=True)


def lacks() -> dict[str, list[str]]:
    return {step.code: [lack.code for lack in step.lacks] for step in own_steps(TODAY)}


def approve_a_baseline() -> None:
    record_change(Change(Project.get()), action=BASELINE_APPROVED, by=None, at=NOW)


def set_up_all_but_the_week(by: Member) -> None:
    change_project(Project.get(), {"name": "P"}, version=0, by=by, at=NOW)
    add_phase(Phase(code="BD", name="Basic design"), by=by, at=NOW)
    team = add_team(Team(code="A", name="Alpha"), by=by, at=NOW)
    for role, place in (("pmo", None), ("pm", None), ("lead", team)):
        assign(Assignment(member=by, role=role, team=place, start=TODAY), by=by, at=NOW)
    add_days([CalendarDay(day=date(2026, 8, 13), name="Summer")], by=by, at=NOW)


def test_an_empty_workspace_lacks_everything(admin):
    assert lacks() == {
        "project": ["project_not_saved"],
        "phases": ["no_phase"],
        "teams": ["no_team", "no_pmo", "no_pm"],
        "calendar": ["calendar_not_looked_at"],
        "week": ["no_week", "no_schedule"],
    }


def test_the_steps_tick_themselves(admin):
    set_up_all_but_the_week(admin)

    assert lacks() == {"project": [], "phases": [], "teams": [], "calendar": [], "week": ["no_week", "no_schedule"]}


def test_a_team_without_a_lead_is_named(admin):
    set_up_all_but_the_week(admin)
    add_team(Team(code="B", name="Beta"), by=admin, at=NOW)

    assert [(lack.code, lack.team) for lack in own_steps(TODAY)[2].lacks] == [("team_without_lead", "Beta")]


def test_a_calendar_that_needs_no_day_is_confirmed(admin):
    confirm_calendar(Project.get(), by=admin, at=NOW)

    assert lacks()["calendar"] == []


def test_the_first_week_is_the_present_one_and_starts_the_rhythm(admin):
    week = open_first_week(Project.get(), by=admin, at=NOW)

    assert (week.key, week.status_date) == ("2026-W24", TODAY)
    assert {(row.kind, row.scope) for row in Schedule.objects.all()} == {("open_week", ""), ("weekly_report", "ja")}
    assert ChangeLog.objects.filter(action="schedule.set").count() == 2


def test_opening_the_first_week_twice_is_the_same_week(admin):
    open_first_week(Project.get(), by=admin, at=NOW)
    open_first_week(Project.get(), by=admin, at=NOW)

    assert (Week.objects.count(), Schedule.objects.count()) == (1, 2)


def test_a_skipped_week_cannot_be_the_first(admin):
    add_days([CalendarDay(day=date(2026, 6, n), name="Move") for n in range(8, 13)], by=admin, at=NOW)

    with pytest.raises(Refused) as refusal:
        open_first_week(Project.get(), by=admin, at=NOW)

    assert refusal.value.code == "week_is_skipped"
    assert not Schedule.objects.exists()


def test_the_action_that_sets_the_last_tick_ends_the_set_up(admin):
    set_up_all_but_the_week(admin)
    approve_a_baseline()
    assert not Project.get().set_up

    open_first_week(Project.get(), by=admin, at=NOW)

    assert Project.get().set_up
    assert ChangeLog.objects.filter(action="setup.finished").count() == 1


def test_without_a_baseline_the_set_up_goes_on(admin):
    set_up_all_but_the_week(admin)
    open_first_week(Project.get(), by=admin, at=NOW)

    assert not Project.get().set_up


def test_the_set_up_is_ended_by_hand_once_the_own_steps_are_done(admin):
    set_up_all_but_the_week(admin)
    with pytest.raises(Refused) as refusal:
        finish_setup(Project.get(), by=admin, at=NOW)
    assert refusal.value.values["steps"] == ["week"]

    open_first_week(Project.get(), by=admin, at=NOW)
    finish_setup(Project.get(), by=admin, at=NOW)

    assert Project.get().set_up

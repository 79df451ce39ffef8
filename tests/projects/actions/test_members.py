from datetime import date

import pytest
from django.test import Client

from projects.actions.members import (
    add_member,
    assign,
    change_assignment,
    change_member,
    deactivate,
    new_password,
    reactivate,
    remove_assignment,
)
from projects.actions.records import Edit, Stale
from projects.jobs import Refused
from projects.models import Assignment, ChangeLog, Member
from tests.cast import at

NOW = at("2026-06-10 09:00")


def test_a_new_member_gets_a_password_that_is_kept_nowhere(cast):
    password = add_member(Member(username="new", name="New Person"), by=cast.admin, at=NOW)

    assert Member.objects.get(username="new").check_password(password)
    change = ChangeLog.objects.get(action="member.added")
    assert change.after["username"] == "new"
    assert "password" not in change.after
    assert password not in str(change.after)


def test_passwords_are_random_and_easy_to_read(cast):
    words = {new_password(cast.lead, by=cast.admin, at=NOW) for _ in range(20)}

    assert len(words) == 20
    assert all(len(word) == 19 and not set(word) & set("lo01IO") for word in words)


def test_a_login_that_is_taken_is_refused(cast):
    with pytest.raises(Refused) as refusal:
        add_member(Member(username="lead", name="Another"), by=cast.admin, at=NOW)

    assert refusal.value.code == "already_there"


def test_a_deactivated_person_is_out_at_once_and_stays_out(cast):
    browser = Client()
    browser.force_login(cast.lead)
    assert browser.get("/jobs/").status_code == 200

    deactivate(cast.lead, by=cast.admin, at=NOW)

    assert browser.get("/jobs/")["Location"].startswith("/sign-in/")
    reactivate(cast.lead, by=cast.admin, at=NOW)
    assert browser.get("/jobs/")["Location"].startswith("/sign-in/")


def test_a_new_password_ends_the_sessions_of_that_person_only(cast):
    gone, stays = Client(), Client()
    gone.force_login(cast.lead)
    stays.force_login(cast.pmo)

    new_password(cast.lead, by=cast.admin, at=NOW)

    assert gone.get("/jobs/")["Location"].startswith("/sign-in/")
    assert stays.get("/jobs/").status_code == 200


def test_the_last_administrator_cannot_go(cast):
    with pytest.raises(Refused) as refusal:
        deactivate(cast.admin, by=cast.pmo, at=NOW)
    assert refusal.value.code == "last_administrator"

    with pytest.raises(Refused) as refusal:
        change_member(cast.admin, Edit({"is_admin": False}), by=cast.admin, at=NOW)
    assert refusal.value.code == "last_administrator"
    assert Member.objects.filter(is_admin=True, is_active=True).count() == 1


def test_one_of_two_administrators_can_go(cast):
    change_member(cast.pmo, Edit({"is_admin": True}), by=cast.admin, at=NOW)

    deactivate(cast.admin, by=cast.pmo, at=NOW)

    assert not Member.objects.get(pk=cast.admin.pk).is_active


def test_nobody_ends_the_own_access(cast):
    change_member(cast.pmo, Edit({"is_admin": True}), by=cast.admin, at=NOW)

    with pytest.raises(Refused) as refusal:
        deactivate(cast.pmo, by=cast.pmo, at=NOW)

    assert refusal.value.code == "cannot_deactivate_oneself"


def test_ending_access_twice_tells_the_second(cast):
    deactivate(cast.lead, by=cast.admin, at=NOW)

    with pytest.raises(Stale):
        deactivate(cast.lead, by=cast.admin, at=NOW)


def test_somebody_without_access_has_no_powers(cast):
    deactivate(cast.lead, by=cast.admin, at=NOW)

    assert Member.objects.get(pk=cast.lead.pk).powers_on(date(2026, 6, 10)).roles == frozenset()


def test_an_assignment_is_added_changed_and_removed_with_its_history(cast):
    place = assign(
        Assignment(member=cast.stranger, team=cast.beta, role="member", start=date(2026, 6, 1)), by=cast.admin, at=NOW
    )
    change_assignment(place, Edit({"finish": date(2026, 8, 31)}), by=cast.admin, at=NOW)
    remove_assignment(place, by=cast.admin, at=NOW)

    actions = ChangeLog.objects.filter(model="projects.assignment").order_by("pk").values_list("action", "after")
    assert [name for name, _after in actions] == ["assignment.added", "assignment.changed", "assignment.removed"]
    assert actions[1][1] == {"finish": "2026-08-31"}
    assert not cast.stranger.assignments.exists()


@pytest.mark.parametrize(
    ("start", "finish", "collides"),
    [
        (date(2026, 7, 1), None, False),
        (date(2026, 6, 30), None, True),
        (date(2026, 1, 1), date(2026, 3, 31), False),
        (date(2026, 1, 1), date(2026, 4, 1), True),
        (date(2026, 1, 1), None, True),
    ],
)
def test_the_same_role_is_not_given_twice_for_one_day(cast, start, finish, collides):
    mine = {"member": cast.stranger, "team": cast.beta, "role": "member"}
    assign(Assignment(**mine, start=date(2026, 4, 1), finish=date(2026, 6, 30)), by=cast.admin, at=NOW)
    second = Assignment(**mine, start=start, finish=finish)

    if collides:
        with pytest.raises(Refused) as refusal:
            assign(second, by=cast.admin, at=NOW)
        assert refusal.value.code == "assigned_already"
    else:
        assign(second, by=cast.admin, at=NOW)


def test_an_assignment_does_not_collide_with_itself(cast):
    place = cast.lead.assignments.get()

    changed = change_assignment(place, Edit({"share": 50}), by=cast.admin, at=NOW)

    assert changed.share == 50

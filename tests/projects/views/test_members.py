"""The pages of the members: for administrators to change, for the PMO to read."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from projects.models import Assignment, ChangeLog, Member

LIST, NEW = "/settings/members/", "/settings/members/new/"
FILLED = {
    "name": "濵﨑 悠",
    "name_2": "Hamasaki Yu",
    "username": "hamasaki",
    "language": "ja",
    "spellings": "浜崎、M. Hamasaki, ",
}


@pytest.fixture
def page(cast) -> str:
    return reverse("projects:member", args=[cast.lead.pk])


def test_the_list_shows_everybody_with_the_roles_of_today(client, cast):
    Assignment.objects.create(member=cast.stranger, role="auditor", finish="2026-01-01")
    client.force_login(cast.pmo)
    members = {member.username: member for member in client.get(LIST).context["members"]}
    assert set(members) == set(cast.people)
    assert [place.role for place in members["lead"].places] == ["lead"]
    assert members["stranger"].places == []


def test_the_list_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    for number in range(10):
        member = Member.objects.create_user(f"m{number}", name=f"M{number}", company=cast.alpha.company)
        Assignment.objects.create(member=member, role="member", team=cast.alpha)
    client.force_login(cast.pmo)
    with django_assert_num_queries(9):
        client.get(LIST)


def test_a_new_member_signs_in_with_the_password_shown_once(client, cast):
    client.force_login(cast.admin)
    response = client.post(NEW, FILLED)

    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    password = re.search(r'id="password">([^<]+)<', response.text)[1]
    member = Member.objects.get(username="hamasaki")
    assert member.check_password(password)
    assert member.spellings == ["浜崎", "M. Hamasaki"]
    assert password not in client.get(reverse("projects:member", args=[member.pk])).text
    assert password not in str(list(ChangeLog.objects.values()))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("username", "lead"),
        ("username", "a b"),
        ("username", ""),
        ("name", ""),
        ("email", "x"),
        ("language", "fr"),
        ("company", "999"),
        ("spellings", "x" * 501),
        ("name", "a\0b"),
    ],
)
def test_odd_input_is_refused_at_its_field(client, cast, field, value):
    client.force_login(cast.admin)
    response = client.post(NEW, {**FILLED, field: value})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert Member.objects.count() == len(cast.people)


def test_a_member_is_changed(client, cast, page):
    client.force_login(cast.admin)
    assert client.post(page, {**FILLED, "username": "lead"}).url == LIST
    assert Member.objects.get(pk=cast.lead.pk).name_2 == "Hamasaki Yu"


def test_the_password_is_no_field_of_the_form(client, cast, page):
    client.force_login(cast.admin)
    client.post(page, {**FILLED, "username": "lead", "password": "x", "is_active": ""})
    member = Member.objects.get(pk=cast.lead.pk)
    assert member.check_password("lead-password")
    assert member.is_active


def test_two_administrators_do_not_overwrite_each_other(client, cast, page):
    Member.objects.filter(pk=cast.lead.pk).update(spellings=["A"])
    client.force_login(cast.admin)
    response = client.post(
        page, {**FILLED, "username": "lead", "initial-spellings": "", "initial-name": cast.lead.name}
    )
    assert response.status_code == 409
    assert [(entry.theirs, entry.mine) for entry in response.context["conflicts"]] == [("A", "浜崎, M. Hamasaki")]


def test_a_new_password_is_shown_once_and_ends_the_sessions(client, cast, page):
    theirs = Client()
    theirs.force_login(cast.lead)
    client.force_login(cast.admin)

    response = client.post(f"{page}password/")

    password = re.search(r'id="password">([^<]+)<', response.text)[1]
    assert Member.objects.get(pk=cast.lead.pk).check_password(password)
    assert theirs.get("/jobs/").status_code == 302


def test_access_ends_at_once_and_can_come_back(client, cast, page):
    theirs = Client()
    theirs.force_login(cast.lead)
    client.force_login(cast.admin)

    assert client.post(f"{page}deactivation/").url == page
    assert theirs.get("/jobs/").status_code == 302
    assert client.post(f"{page}deactivation/").status_code == 409
    assert client.post(f"{page}reactivation/").url == page
    assert Member.objects.get(pk=cast.lead.pk).is_active


def test_the_last_administrator_stays(client, cast):
    own = reverse("projects:member", args=[cast.admin.pk])
    client.force_login(cast.admin)

    assert client.post(f"{own}deactivation/").status_code == 409
    response = client.post(own, {**FILLED, "username": "admin"})

    assert response.status_code == 409
    assert "Admin Person" in str(response.context["form"].non_field_errors())
    assert Member.objects.get(pk=cast.admin.pk).is_admin


ACTIONS = ("password/", "deactivation/", "reactivation/")


def test_only_administrators_write(client, cast, page):
    for person in (cast.pmo, cast.pm, cast.auditor):
        client.force_login(person)
        assert (client.get(LIST).status_code, client.get(page).status_code) == (200, 200)
        assert client.get(NEW).status_code == 404
        assert client.post(page, FILLED).status_code == 403
        assert {client.post(page + action).status_code for action in ACTIONS} == {403}
    assert Member.objects.get(pk=cast.lead.pk).check_password("lead-password")


def test_strangers_learn_nothing(client, cast, page):
    for person in (cast.stranger, cast.lead, cast.owner):
        client.force_login(person)
        assert {client.get(path).status_code for path in (LIST, NEW, page)} == {404}
        assert {client.post(page + action).status_code for action in ACTIONS} == {404}


def test_unknown_members_are_not_found_and_actions_want_post(client, cast, page):
    client.force_login(cast.admin)
    assert client.get("/settings/members/99999/").status_code == 404
    assert {client.post(f"/settings/members/99999/{action}").status_code for action in ACTIONS} == {404}
    assert {client.get(page + action).status_code for action in ACTIONS} == {405}

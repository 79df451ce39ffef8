"""The one-time link that makes the first administrator."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from projects import first_admin
from projects.models import ChangeLog, Member, OneTimeLink

GOOD = {
    "username": "yamato",
    "name": "大和 静",
    "name_2": "Yamato Shizuka",
    "email": "",
    "password": "nagai-kotoba-2026",
    "again": "nagai-kotoba-2026",
}


@pytest.fixture
def path(db) -> str:
    return urlsplit(first_admin.link("http://127.0.0.1:8000")).path


def test_the_link_makes_an_administrator_who_is_signed_in(client, path):
    assert client.get(path).status_code == 200
    response = client.post(path, GOOD)
    assert response.url == "/"
    member = Member.objects.get()
    assert (member.username, member.is_admin, member.is_active) == ("yamato", True, True)
    assert member.check_password(GOOD["password"])
    assert client.session["_auth_user_id"] == str(member.pk)
    logged = ChangeLog.objects.get(action="member.added")
    assert logged.actor is None
    assert "password" not in logged.after


def test_the_link_works_once(client, path):
    client.post(path, GOOD)
    client.logout()
    assert client.get(path).status_code == 404
    assert client.post(path, GOOD | {"username": "second"}).status_code == 404
    assert Member.objects.count() == 1


def test_a_spent_link_stays_spent_when_the_administrator_is_gone(client, path):
    client.post(path, GOOD)
    client.logout()
    Member.objects.update(is_active=False)
    assert first_admin.needed()
    assert client.get(path).status_code == 404
    assert client.post(path, GOOD | {"username": "second"}).status_code == 404
    assert Member.objects.count() == 1


def test_looking_at_the_link_does_not_spend_it(client, path):
    client.get(path)
    assert client.get(path).status_code == 200
    assert OneTimeLink.objects.get().used_at is None


def test_an_old_link_makes_nobody(client, path):
    OneTimeLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post(path, GOOD).status_code == 404
    assert not Member.objects.exists()


def test_a_guessed_link_makes_nobody(client, path):
    assert client.post("/welcome/guess/", GOOD).status_code == 404
    assert not Member.objects.exists()


def test_no_link_works_where_an_administrator_is(client, path):
    Member.objects.create_user("there", "there-password", name="There", is_admin=True)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"again": "something-else-26"}, "again"),
        ({"password": "short", "again": "short"}, "password"),
        ({"password": "123456789012", "again": "123456789012"}, "password"),
        ({"username": "a b"}, "username"),
        ({"username": ""}, "username"),
        ({"name": ""}, "name"),
    ],
)
def test_wrong_input_is_told_at_its_field_and_spends_nothing(client, path, wrong, field):
    response = client.post(path, GOOD | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Member.objects.exists()
    assert client.post(path, GOOD).status_code == 302

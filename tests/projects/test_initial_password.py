"""An initial password opens nothing but the page on which one's own is chosen."""

from __future__ import annotations

import pytest

from projects.actions.members import add_member, new_password
from projects.models import Member
from tests.cast import at

NOW = at("2026-06-10 09:00")
CHANGE = "/password/"
OWN = "a-password-of-my-own"


@pytest.fixture
def initial(cast) -> str:
    """The PMO's new initial password."""
    return new_password(cast.pmo, by=cast.admin, at=NOW)


def sign_in(client, password: str):
    return client.post("/sign-in/", {"login": "pmo", "password": password})


def choose(client, old: str, new: str):
    return client.post(CHANGE, {"oldpassword": old, "password1": new, "password2": new})


def test_every_page_leads_to_the_choice_of_an_own_password(client, initial):
    sign_in(client, initial)
    for path in ("/", "/settings/", "/jobs/", "/activity/"):
        assert client.get(path).url == CHANGE
    assert client.post("/setup/week/").url == CHANGE
    assert client.get(CHANGE).status_code == 200


def test_a_part_of_the_page_never_becomes_the_whole_page(client, initial):
    sign_in(client, initial)
    on_it = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{CHANGE}"}
    answer = client.get("/progress/stage/", headers=on_it)
    assert (answer.status_code, answer.content) == (204, b"")
    assert "HX-Refresh" not in answer
    elsewhere = on_it | {"HX-Current-URL": "http://testserver/jobs/"}
    assert client.get("/progress/stage/", headers=elsewhere)["HX-Refresh"] == "true"


def test_the_way_out_and_the_language_stay_open(client, initial):
    sign_in(client, initial)
    assert client.post("/language/", {"language": "en", "next": "/"}).url != CHANGE
    assert client.post("/sign-out/").url == "/sign-in/"


def test_with_an_own_password_everything_opens(client, cast, initial):
    sign_in(client, initial)
    assert choose(client, initial, OWN).url == "/"
    assert client.get("/settings/").status_code == 200
    assert Member.objects.get(pk=cast.pmo.pk).check_password(OWN)


def test_a_weak_or_wrong_password_changes_nothing(client, cast, initial):
    sign_in(client, initial)
    for old, new in ((initial, "short"), ("wrong", OWN), (initial, "1234567890123")):
        choose(client, old, new)
    assert client.get("/settings/").url == CHANGE


def test_strangers_still_learn_nothing(client, cast):
    password = new_password(cast.lead, by=cast.admin, at=NOW)
    client.post("/sign-in/", {"login": "lead", "password": password})
    assert client.get("/settings/").status_code == 404


def test_a_password_of_the_persons_own_is_none(cast):
    add_member(Member(username="first", name="First"), by=None, at=NOW, password=OWN)
    add_member(Member(username="second", name="Second"), by=cast.admin, at=NOW)
    assert [Member.objects.get(username=name).password_is_initial for name in ("first", "second")] == [False, True]

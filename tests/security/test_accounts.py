"""Guessing, spoofing, stolen and left-over sessions: what an outsider or somebody who left can do with accounts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.utils import timezone

from projects.actions.members import add_member, deactivate, new_password, reactivate
from projects.idle import sign_in as sign_in_without_password
from projects.jobs import Refused
from projects.models import Assignment, Member
from tests.cast import Cast

SIGN_IN = "/sign-in/"
GUESSER, HOME = "10.0.0.9", "10.0.0.1"


@pytest.fixture(autouse=True)
def nothing_counted_before() -> None:
    cache.clear()


def sign_in(login: str, password: str, address: str = HOME, **headers: str) -> tuple[int, bool]:
    """(status, signed in) of one try from an address."""
    client = Client(REMOTE_ADDR=address)
    response = client.post(SIGN_IN, {"login": login, "password": password}, headers=headers)
    return response.status_code, "_auth_user_id" in client.session


def guess(times: int, login: str = "pmo", address: str = GUESSER, **headers: str) -> list[int]:
    return [sign_in(login, f"wrong {number}", address, **headers)[0] for number in range(times)]


def test_whoever_guesses_is_stopped_and_locks_nobody_else_out(cast: Cast) -> None:
    guess(25)
    assert sign_in("pmo", "pmo-password", GUESSER)[1] is False
    assert sign_in("pmo", "pmo-password", HOME)[1] is True


def test_the_stop_ends_by_itself(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        guess(25)
        assert sign_in("pmo", "pmo-password", GUESSER)[1] is False
        clock.shift(timedelta(minutes=11))
        assert sign_in("pmo", "pmo-password", GUESSER)[1] is True


@pytest.mark.parametrize("logins", [["pmo"], ["pmo", "PMO", "Pmo", "pMo", " pmo "]])
def test_slow_guessing_is_stopped_too_however_the_login_is_written(cast: Cast, logins: list[str]) -> None:
    """Fewer tries a minute than the address may make: it is the failures of this login that count."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(10):
            guess(1, logins[number % len(logins)])
            clock.shift(timedelta(seconds=15))
        assert sign_in("pmo", "pmo-password", GUESSER)[1] is False
        assert sign_in("pmo", "pmo-password", HOME)[1] is True


def test_many_logins_from_one_address_are_stopped_as_well(cast: Cast) -> None:
    for number in range(12):
        sign_in(f"nobody{number}", "wrong", GUESSER)
    assert sign_in("lead", "lead-password", GUESSER)[1] is False
    assert sign_in("lead", "lead-password", HOME)[1] is True


@pytest.mark.parametrize("pause", [0, 15])  # at once (the address counts), slowly (the login's failures count)
@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP"])
def test_an_address_that_is_only_claimed_is_not_believed(cast: Cast, header: str, pause: int) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for number in range(10):
            guess(1, **{header: f"192.0.2.{number}"})
            clock.shift(timedelta(seconds=pause))
        assert sign_in("pmo", "pmo-password", GUESSER, **{header: "192.0.2.200"})[1] is False


def test_behind_a_known_proxy_the_address_it_saw_counts(cast: Cast, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    proxy = "10.0.0.2"
    guess(25, address=proxy, **{"X-Forwarded-For": f"1.2.3.4, {GUESSER}"})
    assert sign_in("pmo", "pmo-password", proxy, **{"X-Forwarded-For": f"5.6.7.8, {GUESSER}"})[1] is False
    assert sign_in("pmo", "pmo-password", proxy, **{"X-Forwarded-For": HOME})[1] is True


def test_an_unknown_login_is_answered_like_a_wrong_password(cast: Cast) -> None:
    client = Client()
    known, unknown = (client.post(SIGN_IN, {"login": name, "password": "wrong"}) for name in ("pmo", "xxx"))
    assert known.status_code == unknown.status_code
    assert known.text.replace("pmo", "xxx").count("errorlist") == unknown.text.count("errorlist")


def test_nobody_gets_a_login_that_differs_from_anothers_in_case_alone(cast: Cast) -> None:
    """Neither of the two could sign in any more."""
    client = signed_in(cast.admin)
    seen = {"name": "Another", "username": "PMO", "language": "", "spellings": ""}
    assert client.post("/settings/members/new/", seen).status_code == 422
    assert sign_in("pmo", "pmo-password")[1] is True
    with pytest.raises(Refused, match="already_there"):
        add_member(Member(username="Pmo", name="Another"), by=cast.admin, at=timezone.now())
    assert client.post("/settings/members/new/", seen | {"username": "PMO2"}).status_code == 200


# -- sessions


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def is_outside(client: Client) -> bool:
    response = client.get("/inbox/")
    return response.status_code == 302 and response.url.startswith(SIGN_IN)


def test_a_session_ends_with_the_access_and_does_not_wake_with_it(cast: Cast) -> None:
    client = signed_in(cast.lead)
    deactivate(cast.lead, by=cast.admin, at=timezone.now())
    assert is_outside(client)
    reactivate(cast.lead, by=cast.admin, at=timezone.now())
    assert is_outside(client)
    assert not Session.objects.filter(session_key=client.cookies["session"].value).exists()


def test_a_session_ends_with_the_password(cast: Cast) -> None:
    client = signed_in(cast.lead)
    new_password(cast.lead, by=cast.admin, at=timezone.now())
    assert is_outside(client)


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = Client()
        client.post(SIGN_IN, {"login": "pmo", "password": "pmo-password", "remember": "on"})
        for _hour in range(12):
            clock.shift(timedelta(minutes=59))
            assert client.get("/inbox/").status_code == 200
            client.post("/language/", {"language": "ja", "next": "/settings/"})
            client.post("/settings/calendar/confirmation/")  # leaves a message
            client.get("/settings/")
        clock.shift(timedelta(minutes=13))
        assert is_outside(client)


def test_a_session_that_nobody_uses_ends_after_an_hour_and_says_so(cast: Cast) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        client = Client(headers={"Accept-Language": "en"})
        client.post(SIGN_IN, {"login": "pmo", "password": "pmo-password"})
        for _step in range(3):
            clock.shift(timedelta(minutes=59))
            assert not is_outside(client)
        clock.shift(timedelta(minutes=61))
        assert is_outside(client)
        assert "signed out after 60 minutes" in client.get(SIGN_IN).text
        assert is_outside(client)


def test_a_one_click_session_ends_unused_too(cast: Cast, settings: Any) -> None:
    settings.IDLE_MINUTES = 30
    request = RequestFactory().get("/")
    request.session = SessionStore()
    sign_in_without_password(request, cast.pmo)
    request.session.save()
    client = Client()
    client.cookies["session"] = request.session.session_key
    assert not is_outside(client)
    with time_machine.travel(timezone.now() + timedelta(minutes=31), tick=False):
        assert is_outside(client)


def test_a_role_taken_away_is_gone_with_the_next_request(cast: Cast) -> None:
    client = signed_in(cast.lead)
    path = "/progress/2026-W24/ALPHA/submission/"
    assert client.get(path).status_code == 200
    Assignment.objects.filter(member=cast.lead).update(finish=timezone.localdate() - timedelta(days=1))
    assert client.get(path).status_code == 404
    assert client.post(f"{path.removesuffix('submission/')}sending/").status_code == 404


def test_a_session_known_before_the_sign_in_is_worth_nothing_after_it(cast: Cast) -> None:
    client = Client()
    session = client.session
    session["x"] = 1
    session.save()
    client.cookies["session"] = session.session_key
    client.post(SIGN_IN, {"login": "pmo", "password": "pmo-password"})
    assert client.cookies["session"].value != session.session_key
    thief = Client()
    thief.cookies["session"] = session.session_key
    assert is_outside(thief)


def test_cookies_are_out_of_reach_for_scripts_and_other_sites(cast: Cast) -> None:
    client = Client()
    client.post(SIGN_IN, {"login": "pmo", "password": "pmo-password"})
    client.get("/inbox/")
    for name in ("session", "csrf"):
        assert client.cookies[name]["httponly"]
        assert client.cookies[name]["samesite"] == "Lax"


# -- where a sign-in or a button leads


ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example",
    "/\t/evil.example", "javascript:alert(1)", "http:evil.example", "https:///evil.example", "/%0d%0aSet-Cookie:x",
    "/inbox/\r\nSet-Cookie: evil=1", " //evil.example", "//evil.example@localhost/", "http://[evil", "/sign-out/",
    "/language/", "/setup/completion/",
)  # fmt: skip


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_form_leads_elsewhere(cast: Cast, target: str) -> None:
    client = signed_in(cast.pmo)
    assert Client().get(SIGN_IN, {"next": target}).status_code == 200
    answers = [
        client.post("/language/", {"language": "ja", "next": target}),
        Client().post(SIGN_IN, {"login": "pmo", "password": "pmo-password", "next": target}),
    ]
    for response in answers:
        assert response.status_code in (200, 302)
        place = response.headers.get("Location", "/")
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\", "/language", "/setup/completion"))
        assert "evil" not in response.headers.get("Set-Cookie", "")
        assert "evil=1" not in str(response.cookies)

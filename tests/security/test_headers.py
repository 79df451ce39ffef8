"""What every answer carries, whatever it is: policy, type, frame and cache headers; what a form needs to be taken."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from projects.views import inbox
from tests.matrix.table import TABLE
from tests.matrix.test_access import body_of
from tests.matrix.world import World
from tests.matrix.world import world as world

pytestmark = pytest.mark.matrix
LETTERS = {"P": "pmo", "M": "pm", "D": "admin", "L": "lead", "A": "auditor", "O": "owner"}
POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "frame-ancestors 'none'",
    "form-action 'self'",
    "base-uri 'none'",
)


def signed_in(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


def readable(world: World) -> Iterator[tuple[str, str, str]]:
    """(letter, name, URL) of every page, by the first role that reads it."""
    for name, row in TABLE.items():
        if name != "account_logout" and (row.get or row.public):
            yield (row.get or "P")[0], name, reverse(name, args=world.args(row.args, "ALPHA"))


def check(response: HttpResponse, name: str, *, confidential: bool = True) -> None:
    policy = response.headers.get("Content-Security-Policy", "")
    sandboxed = policy.startswith("sandbox")
    assert sandboxed or all(rule in policy for rule in POLICY), (name, policy)
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff", name
    assert response["Referrer-Policy"] == "same-origin", name
    assert response["Cross-Origin-Opener-Policy"] == "same-origin", name
    if confidential:
        assert response["X-Frame-Options"] == "DENY", name
        assert "no-store" in response["Cache-Control"], name
    if not response["Content-Type"].startswith(("text/html", "application/json")) and response.status_code == 200:
        assert response["Content-Disposition"].startswith("attachment; "), name


def test_every_page_and_download_carries_the_headers(world: World) -> None:
    clients = {letter: signed_in(getattr(world.cast, person)) for letter, person in LETTERS.items()}
    count = 0
    for letter, name, url in readable(world):
        for headers in ({}, {"HX-Request": "true"}):
            response = clients[letter].get(url, headers=headers)
            check(response, f"{name} {headers}")
            body_of(response)
            count += 1
    assert count > 100


def test_refusals_and_errors_carry_them_too(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    pmo, reader = signed_in(world.cast.pmo), signed_in(world.cast.auditor)
    expected = {
        404: pmo.get("/no/such/page/"),
        403: reader.post("/settings/"),
        405: pmo.put("/settings/"),
        422: pmo.post("/settings/"),
        302: pmo.get("/"),
        400: pmo.post("/language/", {"language": "xx"}),
    }
    monkeypatch.setattr(inbox, "sentences", None)
    expected[500] = pmo.get("/inbox/")
    for status, response in expected.items():
        assert response.status_code == status
        check(response, str(status))
        assert "Traceback" not in response.text
    check(Client().get("/inbox/"), "sign-in first", confidential=False)
    check(Client().get("/sign-in/"), "sign-in")
    check(Client(HTTP_HOST="evil.example").get("/sign-in/"), "foreign host", confidential=False)


def test_no_form_is_taken_without_its_token(world: World) -> None:
    """Plain, by htmx, as JSON, from another site: 403 before anything is asked of the record."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.cast.pmo)
    foreign = {"Origin": "https://evil.example", "Referer": "https://evil.example/", "HX-Request": "true"}
    count = 0
    for name, row in TABLE.items():
        if not (row.post or row.public):
            continue
        url = reverse(name, args=world.args(row.args, "ALPHA"))
        for headers, kind in (
            ({}, "application/x-www-form-urlencoded"),
            (foreign, "text/plain"),
            ({}, "application/json"),
        ):
            response = client.generic("POST", url, b"{}", kind, headers=headers)
            assert response.status_code == 403, (name, kind, response.status_code)
            count += 1
    assert count > 150


def test_a_browser_that_names_another_site_is_refused_even_with_a_token(world: World) -> None:
    client, path = signed_in(world.cast.pmo), "/settings/"
    for site in ("cross-site", "same-site"):
        assert client.post(path, headers={"Sec-Fetch-Site": site}).status_code == 403
        assert client.get(path, headers={"Sec-Fetch-Site": site}).status_code == 200  # a link from elsewhere
        assert Client().post("/sign-in/", headers={"Sec-Fetch-Site": site}).status_code == 403
    for site in ("same-origin", "none"):
        assert client.post(path, headers={"Sec-Fetch-Site": site}).status_code == 422


def test_an_error_tells_the_log_no_more_than_its_place(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = signed_in(world.cast.pmo)
    monkeypatch.setattr("projects.views.language.choose_language", None)
    with caplog.at_level(logging.DEBUG):
        response = client.post("/language/", {"language": "ja", "next": "SECRET-NEXT", "password": "SECRET-PASSWORD"})
    assert response.status_code == 500
    assert "SECRET" not in caplog.text + response.text
    assert client.cookies["session"].value not in caplog.text

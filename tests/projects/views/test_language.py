"""Switching the language: for members and for strangers."""

from __future__ import annotations

import pytest

from projects.models import ChangeLog

PATH = "/language/"


def test_a_member_keeps_the_language(client, cast):
    client.force_login(cast.pmo)
    response = client.post(PATH, {"language": "en", "next": "/inbox/?show=unread"})
    assert response.url == "/inbox/?show=unread"
    cast.pmo.refresh_from_db()
    assert cast.pmo.language == "en"
    assert '<html lang="en"' in client.get("/inbox/").text
    assert ChangeLog.objects.filter(action="member.language_chosen", actor=cast.pmo).count() == 1


def test_the_members_language_wins_over_the_browsers(client, cast):
    cast.pmo.language = "ja"
    cast.pmo.save()
    client.force_login(cast.pmo)
    assert '<html lang="ja"' in client.get("/inbox/", HTTP_ACCEPT_LANGUAGE="en").text


def test_choosing_the_same_again_writes_nothing(client, cast):
    client.force_login(cast.pmo)
    for _ in range(2):
        client.post(PATH, {"language": "en"})
    assert ChangeLog.objects.filter(action="member.language_chosen").count() == 1


def test_a_stranger_chooses_for_the_sign_in_page(client, db):
    assert client.post(PATH, {"language": "en", "next": "/sign-in/"}).url == "/sign-in/"
    assert '<html lang="en"' in client.get("/sign-in/", HTTP_ACCEPT_LANGUAGE="ja").text


def test_somebody_without_a_role_chooses_too(client, cast):
    client.force_login(cast.stranger)
    assert client.post(PATH, {"language": "en"}).status_code == 302


@pytest.mark.parametrize("language", ["", "fr", "en\r\nX: y", "../en"])
def test_other_languages_are_refused(client, cast, language):
    client.force_login(cast.pmo)
    assert client.post(PATH, {"language": language}).status_code == 400
    cast.pmo.refresh_from_db()
    assert cast.pmo.language == ""


@pytest.mark.parametrize(
    "elsewhere",
    ["https://other.example/", "//other.example/", "javascript:alert(1)", "/no/such/page/", "/language/", "", "\\\\x"],
)
def test_one_returns_only_to_pages_of_the_workspace_that_can_be_read(client, cast, elsewhere):
    client.force_login(cast.pmo)
    assert client.post(PATH, {"language": "en", "next": elsewhere}).url == "/"


def test_a_link_switches_nothing(client, cast):
    client.force_login(cast.pmo)
    assert client.get(PATH + "?language=en").status_code == 405

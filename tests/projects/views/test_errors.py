"""Error pages say what happened and the way out, in the reader's language, also when little else works."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import translation

from projects.views import errors

WORDS = {"ja": 'lang="ja"', "en": 'lang="en"'}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_unknown_page_is_told_in_the_readers_language(client, cast, language):
    cast.pmo.language = language
    cast.pmo.save()
    client.force_login(cast.pmo)
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert WORDS[language] in response.text
    assert 'href="/"' in response.text


def test_somebody_without_a_role_is_told_whom_to_ask(client, cast):
    cast.project.phone = "03-5555-2417"
    cast.project.save()
    client.force_login(cast.stranger)
    response = client.get("/")
    assert response.status_code == 404
    assert "03-5555-2417" in response.text
    assert 'action="/sign-out/"' in response.text
    assert 'class="nav__link"' not in response.text


def test_a_form_of_another_sign_in_is_told_to_be_too_old(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.pmo)
    response = client.post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "errors/csrf.html" in [template.name for template in response.templates]


def test_a_host_that_is_not_ours_is_refused_without_a_traceback(client, db):
    response = client.get("/", HTTP_HOST="elsewhere.example")
    assert response.status_code == 400
    assert "Traceback" not in response.text


def test_a_role_that_may_only_read_is_told_so(rf: RequestFactory, cast):
    request = rf.post("/")
    request.user = cast.auditor
    assert errors.forbidden(request).status_code == 403


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_for_our_own_mistakes_needs_no_database(rf: RequestFactory, language, monkeypatch):
    monkeypatch.setattr(connection, "cursor", None)
    with translation.override(language):
        response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert WORDS[language] in response.content.decode()

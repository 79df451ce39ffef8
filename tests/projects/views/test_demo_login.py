"""One-click sign-in: only for the sample project, only on loopback."""

from __future__ import annotations

import pytest
from django.test import Client

from projects.models import Member
from tests.cast import person

PATH = "/demo-sign-in/"


@pytest.fixture
def katagiri(cast) -> Member:
    cast.project.is_demo = True
    cast.project.save()
    return person("katagiri", "pmo")


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_one_click_signs_in(client, katagiri):
    response = client.post(PATH, {"username": "katagiri"})
    assert response.url == "/"
    assert client.session["_auth_user_id"] == str(katagiri.pk)


def test_the_sign_in_page_offers_the_people_that_exist(client, katagiri):
    text = client.get("/sign-in/").text
    assert 'value="katagiri"' in text
    assert 'value="makino"' not in text


def test_a_real_project_has_no_one_click_sign_in(client, katagiri, cast):
    cast.project.is_demo = False
    cast.project.save()
    assert client.post(PATH, {"username": "katagiri"}).status_code == 404
    assert 'value="katagiri"' not in client.get("/sign-in/").text
    assert not signed_in(client)


@pytest.mark.parametrize(
    "meta",
    [
        {"REMOTE_ADDR": "192.168.1.20"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "pmo.example.jp"},
        {"HTTP_X_FORWARDED_FOR": "192.168.1.20"},
        {"HTTP_FORWARDED": "for=192.168.1.20"},
        {"HTTP_X_REAL_IP": "192.168.1.20"},
        {"HTTP_X_FORWARDED_PROTO": "http"},
        {"HTTP_VIA": "1.1 proxy"},
        {"HTTP_CF_CONNECTING_IP": "192.168.1.20"},
        {"HTTP_TRUE_CLIENT_IP": "192.168.1.20"},
    ],
)
def test_other_machines_have_none(client, katagiri, settings, meta):
    settings.ALLOWED_HOSTS = ["*"]
    assert client.post(PATH, {"username": "katagiri"}, **({"HTTP_HOST": "localhost:8000"} | meta)).status_code == 404
    assert 'value="katagiri"' not in client.get("/sign-in/", **({"HTTP_HOST": "localhost:8000"} | meta)).text
    assert not signed_in(client)


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_may_under_each_of_its_own_names(client, katagiri, host):
    assert client.post(PATH, {"username": "katagiri"}, HTTP_HOST=host).status_code == 302


def test_only_people_of_the_table_can_be_chosen(client, katagiri, cast):
    assert client.post(PATH, {"username": "pmo"}).status_code == 404
    assert client.post(PATH, {}).status_code == 404
    assert not signed_in(client)


def test_somebody_who_may_not_sign_in_is_not_offered(client, katagiri):
    Member.objects.filter(pk=katagiri.pk).update(is_active=False)
    assert client.post(PATH, {"username": "katagiri"}).status_code == 404
    assert 'value="katagiri"' not in client.get("/sign-in/").text


def test_a_link_cannot_sign_in(client, katagiri):
    assert client.get(PATH).status_code == 405


def test_another_site_cannot_sign_in(katagiri):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(PATH, {"username": "katagiri"}).status_code == 403
    assert not signed_in(strict)


@pytest.fixture
def client() -> Client:
    return Client(HTTP_HOST="localhost:8000")

"""Administrators are told while passwords cross the network unencrypted; nobody else, and not on this machine."""

from __future__ import annotations

import pytest

WARNING = "PMO_HTTPS=1"
NETWORK = {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "pmo.example.com"}


@pytest.fixture(autouse=True)
def served_under_a_name(settings):
    settings.ALLOWED_HOSTS = ["pmo.example.com", "testserver", "localhost"]


def inbox(client, person, **meta) -> str:
    client.force_login(person)
    return client.get("/inbox/", **meta).text


def test_an_administrator_who_comes_over_the_network_is_warned(client, cast):
    assert WARNING in inbox(client, cast.admin, **NETWORK)


def test_behind_a_proxy_on_the_same_machine_too(client, cast):
    proxied = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}
    assert WARNING in inbox(client, cast.admin, **proxied)


def test_others_cannot_help_it_and_are_not_told(client, cast):
    for person in (cast.pmo, cast.lead, cast.stranger):
        assert WARNING not in inbox(client, person, **NETWORK)


def test_on_this_machine_nothing_crosses_a_network(client, cast):
    assert WARNING not in inbox(client, cast.admin, REMOTE_ADDR="127.0.0.1", HTTP_HOST="localhost")


def test_with_https_there_is_nothing_to_warn_of(client, cast, settings):
    settings.HTTPS = True
    assert WARNING not in inbox(client, cast.admin, **NETWORK)

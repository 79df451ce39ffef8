"""The address that says whether the service is up: for probes without a login, and only to be read."""

from __future__ import annotations

import pytest
from django.db import connection

HEALTH = "/health/"


def test_a_probe_learns_that_web_and_database_answer(client, db):
    response = client.get(HEALTH)
    assert response.status_code == 200
    assert response.json()["database"] == connection.vendor
    assert client.head(HEALTH).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_there(client, db, method):
    assert getattr(client, method)(HEALTH).status_code == 405


def test_it_asks_the_database_once(client, db, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get(HEALTH)

"""The one-time link in many hands at once: one administrator, whoever comes first."""

from __future__ import annotations

from itertools import count
from urllib.parse import urlsplit

import pytest
from django.test import Client

from projects import first_admin
from projects.models import Member, OneTimeLink
from tests.security.databases import on_both
from tests.threads import at_once

HANDS = 6
PASSWORD = "nagai-kotoba-2026"


@on_both
@pytest.mark.django_db(transaction=True)
def test_a_link_used_by_many_at_once_makes_one_administrator(database: str) -> None:
    path = urlsplit(first_admin.link("http://127.0.0.1:8000") or "").path
    numbers, statuses = count(), []

    def use() -> None:
        form = {"username": f"hand{next(numbers)}", "name": "Hand", "password": PASSWORD, "again": PASSWORD}
        statuses.append(Client(raise_request_exception=False).post(path, form).status_code)

    at_once(*[use] * HANDS)
    assert sorted(statuses) == [302, *[404] * (HANDS - 1)]
    assert Member.objects.filter(is_admin=True).count() == Member.objects.count() == 1
    assert OneTimeLink.objects.exclude(used_at=None).count() == 1

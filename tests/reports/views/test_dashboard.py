"""The dashboard: figures of sealed weeks for all, everything else for those who may see it."""

from __future__ import annotations

import pytest

from tests.cast import Cast

PATH = "/reports/dashboard/"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reader", ["pmo", "pm", "auditor", "owner", "lead", "member", "other_lead"])
def test_every_reader_sees_the_sealed_week(client, sealed: Cast, reader: str) -> None:
    client.force_login(getattr(sealed, reader))
    page = client.get(PATH)
    assert page.status_code == 200
    assert "6/10" in page.text

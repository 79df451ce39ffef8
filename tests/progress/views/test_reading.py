"""What was read from a file: columns confirmed once, the balance, changes, points, sending or closing."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from progress.models import Draft, LearntColumns, Reading, ReadingState, Submission
from tests.cast import Cast, at
from tests.progress.team_files import BATCH, HEADERS, PAPERS, ROWS, SCREENS, drop, workbook

NOW = "2026-06-10 15:00"
FILE = "/progress/2026-W24/ALPHA/file/"


@pytest.fixture(autouse=True)
def wednesday_afternoon():
    with time_machine.travel(at(NOW), tick=False):
        yield


def url(reading: Reading, name: str = "reading") -> str:
    return reverse(f"progress:{name}", args=[reading.uuid])


def columns_of(client, reading: Reading, **changes: str) -> dict[str, str]:
    """The form of the columns as it stands on the page, with changes."""
    form = client.get(url(reading)).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


@pytest.mark.django_db(transaction=True)
def test_a_file_is_read_confirmed_and_sent(client, cast: Cast, plan):
    client.force_login(cast.lead)
    reading = drop(client, FILE, workbook(ROWS))
    assert reading.state == ReadingState.MAPPING
    page = client.get(url(reading))
    assert page.context["tab"] == "columns"
    assert client.post(url(reading, "reading_columns"), columns_of(client, reading)).url == url(reading)
    page = client.get(url(reading))
    assert page.context["week"].composed.balance["matched"] == 3
    assert client.post("/progress/2026-W24/ALPHA/sending/").status_code == 302
    sent = Submission.objects.get()
    assert sent.rows.get(work_item=plan["1.2"]).cells["percent"] == "H4"
    reading.refresh_from_db()
    assert reading.state == ReadingState.SENT

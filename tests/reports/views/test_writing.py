"""Comments of the weekly report as they are typed: no word is lost, whatever is refused."""

from __future__ import annotations

import pytest
from django.test import Client

from reports.models import ReportComment
from tests.cast import Cast

PATH = "/reports/2026-W24/weekly/"
pytestmark = pytest.mark.django_db


def say(client: Client, text: str, query: str = "", **said: str):
    return client.post(f"{PATH}comment/{query}", {"section": "progress", "text": text, "seen": 0, **said})


def test_a_comment_that_is_too_long_stays_in_its_form(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    answer = say(client, "長" * 4001, internal="on")
    assert answer.status_code == 422
    assert "長" * 4001 in answer.text
    assert 'id="internal-progress" name="internal" checked' in answer.text


def test_a_line_break_counts_as_one_character_as_in_the_browser(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    assert say(client, "行\r\n" * 1999 + "行").status_code == 302
    assert ReportComment.objects.get(section="progress").text == "行\n" * 1999 + "行"


def test_the_language_of_the_report_stays_when_a_comment_is_kept(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    answer = say(client, "Kept.", "?language=en")
    assert answer.url == f"{PATH}preview/?language=en#note-progress"
    assert say(client, "Overtaken.", "?language=en").context["language"] == "en"


def test_saving_one_comment_leaves_the_others_on_the_page_alone(client, sealed: Cast) -> None:
    """The form changes its own note, the messages and the list of sections, nothing else that somebody types in."""
    client.force_login(sealed.pmo)
    text = client.get(f"{PATH}preview/").text
    assert text.count('hx-target="closest .note"') == text.count(f'action="{PATH}comment/')
    for place in ('id="messages"', 'id="sections"', 'id="note-progress"'):
        assert text.count(place) == 1

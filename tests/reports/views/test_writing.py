"""Comments of the weekly report as they are typed: no word is lost, whatever is refused."""

from __future__ import annotations

import pytest
from django.test import Client

from reports.comments import Wording, write_comment
from reports.forms import MakingForm
from reports.models import ReportComment
from reports.queries.weekly import Missing
from tests.cast import Cast, at

PATH = "/reports/2026-W24/weekly/"
pytestmark = pytest.mark.django_db


def said(text: str, **more: str) -> dict[str, str | int]:
    """What the form of the section sends."""
    return {"section": "progress", "text": text, "seen": 0, **more}


def say(client: Client, text: str, query: str = "", **more: str):
    return client.post(f"{PATH}comment/{query}", said(text, **more))


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


def test_a_text_that_is_taken_over_goes_below_what_was_typed(client, sealed: Cast) -> None:
    """Without a script too: the button that takes a text over sends what was typed along."""
    client.force_login(sealed.pmo)
    page = client.get(f"{PATH}preview/?language=en").text
    note = page.split('id="note-evm"')[1].split('class="note"')[0]
    form = note.split("<form ")[1].split("</form>")[0]
    assert 'name="text"' in form
    assert 'name="taken" value="' in form
    assert form.index('id="save-evm"') < form.index('name="taken"')  # Enter in the box saves
    answer = client.post(f"{PATH}comment/?language=en", said("typed", taken="from the figures"), follow=True)
    assert ReportComment.objects.get(section="progress").text == "typed\nfrom the figures"
    assert "入力済みの文の下に追加" in answer.text


def test_a_text_that_is_taken_over_alone_stands_alone(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    client.post(f"{PATH}comment/", said("", taken="carried"))
    assert ReportComment.objects.get(section="progress").text == "carried"


def test_two_texts_that_are_too_long_together_stay_in_the_form(client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    answer = client.post(f"{PATH}comment/", said("一" * 2000, taken="二" * 2000))
    assert answer.status_code == 422
    assert "一" * 2000 + "\n" + "二" * 2000 in answer.text
    assert 'data-unsaved="typed"' in answer.text


@pytest.fixture
def overtaken(client: Client, sealed: Cast) -> Client:
    """The PM has written "theirs", as an internal note, while the PMO's page was open."""
    wording = Wording("progress", "theirs", 0, internal=True)
    write_comment(sealed.week, wording, by=sealed.pm, at=at("2026-06-11 13:05"))
    client.force_login(sealed.pmo)
    return client


def note_of(page: str) -> str:
    """The part of the page around one comment."""
    return page.split('id="note-progress"')[1].split('id="section-', maxsplit=1)[0]


def test_two_texts_of_the_same_comment_stand_side_by_side(overtaken: Client) -> None:
    answer = overtaken.post(f"{PATH}comment/", said("mine"), HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 409
    assert "Pm Person has changed this comment meanwhile." in answer.text
    theirs, mine = note_of(answer.text).split('<form class="form')[1:3]
    assert "Saved by Pm Person, Thu 11 Jun, 13:05" in theirs
    assert ">theirs</p>" in theirs
    assert "Internal" in theirs
    assert 'data-unsaved="typed"' in mine
    assert ">mine</textarea>" in mine
    assert 'name="seen" value="1"' in mine
    assert answer.text.count("note--two") == 1


@pytest.mark.parametrize(
    ("posted", "kept", "internal"),
    [
        ({"text": "mine"}, "mine", False),
        ({"text": "mine", "taken_inside": "theirs"}, "mine\ntheirs", True),
        ({"leave": "on"}, "theirs", True),
    ],
)
def test_either_text_or_both_are_kept(overtaken: Client, posted: dict[str, str], kept: str, internal: bool) -> None:
    page = note_of(overtaken.post(f"{PATH}comment/", said("mine")).text)
    for name in posted:
        assert f'name="{name}"' in page
    answer = overtaken.post(f"{PATH}comment/", {"section": "progress", "seen": 1, **posted})
    assert answer.url.endswith("#note-progress")
    comment = ReportComment.objects.get(section="progress")
    assert (comment.text, comment.internal) == (kept, internal)
    assert "note--two" not in overtaken.get(f"{PATH}preview/").text


def test_a_text_that_is_too_long_does_not_hide_that_a_colleague_has_written(overtaken: Client) -> None:
    """Else the next try would silently replace the colleague's words."""
    answer = overtaken.post(f"{PATH}comment/", said("長" * 4001))
    assert answer.status_code == 422
    assert ">theirs</p>" in note_of(answer.text)


def test_a_team_that_is_not_accepted_has_a_choice_that_is_not_optional(client, cast: Cast, plan) -> None:
    client.force_login(cast.pmo)
    page = client.get(PATH, HTTP_ACCEPT_LANGUAGE="en").text
    making = page.split('id="making"')[1].split("</form>")[0]
    assert 'name="team_ALPHA"' in making
    assert "optional" not in making


def test_a_choice_that_is_not_sent_is_the_first_one(cast: Cast, plan) -> None:
    form = MakingForm({"language": "ja"}, missing=[Missing(cast.alpha, sent=True)])
    assert form.is_valid()
    assert form.choices == {"ALPHA": "carried"}

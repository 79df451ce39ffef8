"""The desk and the seal: does it work, stranger 404, reader 403, unknown 404, wrong method 405, odd input, queries."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from progress.actions.reviewing import accept
from progress.actions.sending import send
from progress.models import Measure
from projects.models import Week
from tests.cast import Cast, at

SENT = at("2026-06-10 15:00")


@pytest.fixture
def sent(cast: Cast, plan: dict) -> Cast:
    send(cast.alpha, cast.week, by=cast.lead, at=SENT)
    return cast


def as_(client: Client, member) -> Client:
    client.force_login(member)
    return client


def test_the_desk_tells_each_teams_state(client: Client, sent: Cast) -> None:
    page = as_(client, sent.pmo).get(reverse("progress:desk"), headers={"Accept-Language": "en"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "1 waiting for review" in text
    assert "1 not sent" in text
    assert "Alpha" in text
    assert "Beta" in text


@pytest.mark.parametrize("who", ["stranger", "lead", "other_lead", "owner"])
def test_the_desk_is_not_there_for_others(client: Client, sent: Cast, who: str) -> None:
    assert as_(client, getattr(sent, who)).get(reverse("progress:desk")).status_code == 404


@pytest.mark.parametrize("who", ["pm", "auditor"])
def test_readers_see_it_and_cannot_seal(client: Client, sent: Cast, who: str) -> None:
    as_(client, getattr(sent, who))
    assert client.get(reverse("progress:desk")).status_code == 200
    assert client.post(reverse("progress:seal", args=[sent.week.key])).status_code == 403
    assert not Week.objects.sealed().exists()


@pytest.mark.parametrize("key", ["2026-W99", "nonsense", "2020-W01"])
def test_an_unknown_week_is_not_found(client: Client, sent: Cast, key: str) -> None:
    as_(client, sent.pmo)
    assert client.get(reverse("progress:desk_week", args=[key])).status_code == 404
    assert client.get(reverse("progress:seal", args=[key])).status_code == 404


def test_deleting_is_no_method_of_the_desk(client: Client, sent: Cast) -> None:
    assert as_(client, sent.pmo).delete(reverse("progress:desk")).status_code in (403, 405)


def test_sealing_asks_for_each_missing_team_and_writes_once(client: Client, sent: Cast) -> None:
    accept(sent.alpha.submissions.get(), by=sent.pmo, at=at("2026-06-11 14:00"))
    as_(client, sent.pmo)
    url = reverse("progress:seal", args=[sent.week.key])
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"team_BETA": "maybe"}).status_code == 422
    assert client.post(url, {"team_BETA": "carried"}).status_code == 302
    count = Measure.objects.count()
    assert client.post(url, {"team_BETA": "carried"}).status_code == 409
    assert Measure.objects.count() == count > 0


def test_a_team_that_sent_nothing_is_not_sealed_as_sent(client: Client, sent: Cast) -> None:
    as_(client, sent.pmo)
    url = reverse("progress:seal", args=[sent.week.key])
    page = client.get(url).text
    assert page.count('value="provisional"') == 1  # ALPHA, which has sent a revision; not BETA
    assert client.post(url, {"team_ALPHA": "carried", "team_BETA": "provisional"}).status_code == 422


def test_a_missing_team_can_be_reminded_from_the_desk(client: Client, sent: Cast) -> None:
    as_(client, sent.pmo)
    letter = reverse("progress:reminder", args=[sent.week.key, "BETA"])
    assert letter in client.get(reverse("progress:desk")).text
    as_(client, sent.auditor)
    assert letter not in client.get(reverse("progress:desk")).text


def test_the_number_of_queries_does_not_grow_with_the_rows(
    client: Client, sent: Cast, django_assert_num_queries
) -> None:
    as_(client, sent.pmo)
    client.get(reverse("progress:desk"))
    with django_assert_num_queries(QUERIES):
        client.get(reverse("progress:desk"))


QUERIES = 14


def test_the_seal_is_confirmed_in_words(client: Client, sent: Cast) -> None:
    accept(sent.alpha.submissions.get(), by=sent.pmo, at=at("2026-06-11 14:00"))
    as_(client, sent.pmo)
    answer = client.post(reverse("progress:seal", args=[sent.week.key]), {"team_BETA": "carried"}, follow=True)
    assert "Sealed the week as of 10 Jun." in answer.text or "6/10時点の週を締めました。" in answer.text

"""The stage of the week in the header."""

from __future__ import annotations

import pytest

from progress.models import Submission, SubmissionState
from projects.models import Team, Week, WeekState
from tests.cast import at

PAGE = "/progress/stage/"
NOON = at("2026-06-10 12:00")


def sent(cast, team: Team, state: str, revision: int = 1) -> Submission:
    return Submission.objects.create(
        team=team, week=cast.week, revision=revision, state=state, sent_by=cast.lead, sent_at=NOON, received_at=NOON
    )


def stage(client):
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.context["stage"]


def test_the_pmo_reads_whose_turn_it_is_by_name(client, cast):
    sent(cast, cast.alpha, SubmissionState.RETURNED)
    client.force_login(cast.pmo)
    found = stage(client)
    assert found.step == "resend"
    assert "アルファ" in found.turn
    assert "ベータ" in found.turn
    assert found.url == "/progress/desk/"


@pytest.mark.parametrize(
    ("states", "step"),
    [
        ((), "collect"),
        (("sent",), "review"),
        (("in_review", "returned"), "review"),
        (("returned",), "resend"),
        (("accepted",), "collect"),
        (("accepted", "accepted_with_points"), "seal"),
    ],
)
def test_the_step_follows_what_is_waited_for(client, cast, states, step):
    for team, state in zip((cast.alpha, cast.beta), states, strict=False):
        sent(cast, team, state)
    client.force_login(cast.auditor)
    assert stage(client).step == step


def test_the_last_revision_counts(client, cast):
    sent(cast, cast.alpha, SubmissionState.SUPERSEDED)
    sent(cast, cast.alpha, SubmissionState.SENT, revision=2)
    client.force_login(cast.pmo)
    assert stage(client).step == "review"


def test_a_team_reads_its_own_state_only(client, cast):
    sent(cast, cast.beta, SubmissionState.RETURNED)
    client.force_login(cast.lead)
    found = stage(client)
    assert "ベータ" not in client.get(PAGE).text
    assert "17:00" in found.turn
    assert found.url == ""


@pytest.mark.parametrize("name", ["owner", "admin"])
def test_others_read_the_week_without_teams(client, cast, name):
    sent(cast, cast.alpha, SubmissionState.RETURNED)
    client.force_login(getattr(cast, name))
    assert "アルファ" not in client.get(PAGE).text


def test_a_sealed_week_goes_on_to_the_report(client, cast):
    Week.objects.update(state=WeekState.SEALED)
    client.force_login(cast.pmo)
    assert stage(client).step == "report"


def test_without_a_week_there_is_nothing(client, cast):
    Week.objects.all().delete()
    client.force_login(cast.pmo)
    assert client.get(PAGE).text.strip() == ""


def test_strangers_learn_nothing_and_it_takes_no_post(client, cast):
    client.force_login(cast.stranger)
    assert client.get(PAGE).status_code == 404
    client.force_login(cast.pmo)
    assert client.post(PAGE).status_code in (403, 405)


def test_it_is_cheap(client, cast, django_assert_num_queries):
    """Session, person, assignments; then week, teams, submissions."""
    sent(cast, cast.alpha, SubmissionState.SENT)
    client.force_login(cast.pmo)
    with django_assert_num_queries(6):
        client.get(PAGE)

"""The stage of the week as the header shows it."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from projects.models import WeekState
from projects.stage import Stage, Step, stage_by_week


@pytest.mark.parametrize(
    ("state", "step"),
    [(WeekState.OPEN, Step.COLLECT), (WeekState.REVIEWING, Step.REVIEW), (WeekState.SEALED, Step.REPORT)],
)
def test_the_week_alone_tells_a_stage(cast, state, step):
    cast.week.state = state
    assert stage_by_week(cast.week).step == step


def test_a_skipped_week_and_no_week_have_no_stage(cast):
    cast.week.state = WeekState.SKIPPED
    assert stage_by_week(cast.week) is None
    assert stage_by_week(None) is None


def test_the_steps_before_are_done_and_one_is_present(cast):
    stage = Stage(cast.week.status_date, Step.ACCEPT)
    assert [point.state for point in stage.points] == ["done", "done", "done", "now", "next", "next"]
    assert stage.present == 4


def test_the_header_names_the_week_the_step_and_whose_turn_it_is(cast):
    stage = Stage(cast.week.status_date, Step.RESEND, "Now: <Members> resends", url="/progress/desk/")
    with translation.override("en"):
        text = render_to_string("parts/stage.html", {"stage": stage})
    assert "as of 10 Jun" in text
    assert text.count('aria-current="step"') == 1
    assert "&lt;Members&gt;" in text
    assert 'href="/progress/desk/"' in text


def test_without_a_week_the_header_says_nothing(db):
    assert render_to_string("parts/stage.html", {"stage": None}).strip() == ""


def test_every_page_shows_the_stage(client, cast):
    client.force_login(cast.lead)
    text = client.get("/inbox/").text
    assert 'aria-current="step"' in text
    assert "6/10" in text or "10 Jun" in text

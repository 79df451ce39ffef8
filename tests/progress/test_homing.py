"""This week's Excel says whose it is: another team's is refused, another week's or project's must be confirmed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.utils import translation

from progress.actions.intake import confirm_columns, draft_of, keep_answer, proposed_map, receive_file, recognition_of
from progress.composition import known_rows
from progress.exchange.excel import PlanFacts, WeekFacts, write_plan, write_week
from progress.exchange.files import read_file
from progress.models import Reading, ReadingState, WorkItem
from progress.reading_texts import question_sentence
from progress.refusals import file_refusal
from projects.models import Project, Upload
from projects.weekly import open_week
from tests.cast import Cast, at

DROPPED = at("2026-06-10 14:00")
Plan = dict[str, WorkItem]
Drop = Callable[[bytes], Reading]


@pytest.fixture
def facts(cast: Cast, plan: Plan) -> WeekFacts:
    """What this week's Excel of team ALPHA says of itself."""
    week = cast.week
    return WeekFacts(Project.get().name, "ALPHA", cast.alpha.name, week.key, week.status_date)


@pytest.fixture
def drop(cast: Cast, tmp_path: Path) -> Drop:
    """Drop a workbook on team ALPHA's week and read it."""

    def dropped(content: bytes) -> Reading:
        reading = receive_file(cast.alpha, Upload("x.xlsx", content), week=cast.week, by=cast.lead, at=DROPPED)
        path = tmp_path / "dropped"
        path.write_bytes(content)
        keep_answer(reading, read_file(path), at=DROPPED)
        return reading

    return dropped


def written(cast: Cast, facts: WeekFacts) -> bytes:
    return write_week(list(known_rows(cast.alpha, cast.week).values()), facts, "ja")


def asked(reading: Reading) -> list[str]:
    found = recognition_of(reading)
    assert found is not None
    return [question_sentence(question, found.columns, found.map.sheet) for question in found.questions]


def test_this_week_s_excel_of_the_own_team_is_read_at_once(cast: Cast, facts: WeekFacts, drop: Drop) -> None:
    reading = drop(written(cast, facts))
    assert reading.state == ReadingState.READY
    assert draft_of(cast.alpha, cast.week).reading == reading


def test_the_excel_of_another_team_is_refused_by_name(cast: Cast, facts: WeekFacts, drop: Drop) -> None:
    reading = drop(written(cast, replace(facts, team_code="BETA")))
    assert reading.state == ReadingState.REFUSED
    with translation.override("en"):
        said = file_refusal(reading.refusal)
    assert "made for the team BETA" in said
    assert "the update of ALPHA" in said
    assert "Please get this week's Excel of your own team" in said
    assert draft_of(cast.alpha, cast.week).reading is None


def test_the_excel_of_the_whole_plan_is_no_team_s_update(cast: Cast, plan: Plan, drop: Drop) -> None:
    rows = list(known_rows(cast.alpha, cast.week).values())
    reading = drop(write_plan(rows, PlanFacts(Project.get().name), "ja"))
    assert (reading.state, reading.refusal["code"]) == (ReadingState.REFUSED, "plan_workbook")


def test_the_excel_of_another_week_is_read_only_when_the_user_says_so(cast: Cast, facts: WeekFacts, drop: Drop) -> None:
    last = open_week(cast.week.week_key.previous, by=cast.pmo, at=at("2026-06-01 09:00"))
    assert last is not None
    reading = drop(written(cast, replace(facts, week=last.key, status_date=last.status_date)))
    assert reading.state == ReadingState.MAPPING
    assert draft_of(cast.alpha, cast.week).reading is None
    with translation.override("en"):
        (said,) = asked(reading)
    assert "made for the update as of 3 Jun" in said
    assert "the update as of 10 Jun" in said
    assert "confirm the columns to send it as this week's; the PMO then decides" in said
    confirm_columns(reading, proposed_map(reading), by=cast.lead, at=DROPPED)
    assert draft_of(cast.alpha, cast.week).reading == reading


def test_a_week_that_is_not_there_is_called_by_its_key(cast: Cast, facts: WeekFacts, drop: Drop) -> None:
    reading = drop(written(cast, replace(facts, week="2025-W10", status_date=date(2025, 3, 5))))
    assert ["2025-W10" in said for said in asked(reading)] == [True]


def test_the_excel_of_another_project_must_be_confirmed(cast: Cast, facts: WeekFacts, drop: Drop) -> None:
    Project.objects.update(name_2="Renewal")
    assert drop(written(cast, replace(facts, project="Renewal"))).state == ReadingState.READY  # by its other name
    reading = drop(written(cast, replace(facts, project="別の案件")))
    assert reading.state == ReadingState.MAPPING
    assert ["別の案件" in said for said in asked(reading)] == [True]

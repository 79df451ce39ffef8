"""What was to be finished by a week, counted against what is: at the seal, by team and in all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from progress.actions.sealing import seal_week
from progress.models import Measure
from progress.promises import promised
from projects.models import Week
from tests.cast import Cast, at
from tests.progress.cycle import CARRIED, accepted_anyway, report

Measures = dict[str, Decimal | None]


def measures(week: Week, scope: str) -> Measures:
    return dict(Measure.objects.filter(week=week, scope=scope).values_list("name", "value"))


@pytest.fixture
def second(cast: Cast, plan) -> Week:
    """1.1 promised for the second week by its forecast, 1.2 by nothing but its plan (see the fixtures' dates)."""
    said = {"actual_start": "2026-06-08", "percent": "50", "forecast_finish": "2026-06-16"}
    accepted_anyway(cast, report(cast, {plan["1.1"]: said}))
    seal_week(cast.week, by=cast.pmo, at=at("2026-06-11 16:00"), choices=CARRIED)
    return Week.objects.get(key="2026-W25")


def test_the_first_week_promises_nothing(cast, plan):
    assert promised(cast.week) == {}


def test_a_row_forecast_for_the_next_status_date_is_promised(cast, plan, second):
    assert str(plan["1.1"].uuid) in promised(second)
    assert promised(second)[str(plan["1.1"].uuid)] == "ALPHA"


def test_what_is_finished_in_time_is_kept(cast, plan, second):
    asked = promised(second)
    of_alpha = sum(team == "ALPHA" for team in asked.values())
    done = {"actual_start": "2026-06-08", "actual_finish": "2026-06-16", "percent": "100"}
    accepted_anyway(cast, report(cast, {plan["1.1"]: done}, second))
    seal_week(second, by=cast.pmo, at=at("2026-06-18 16:00"), choices=CARRIED)
    assert measures(second, "team:ALPHA")["promised"] == of_alpha
    assert measures(second, "team:ALPHA")["kept"] == 1
    assert measures(second, "project")["promised"] == len(asked)
    assert measures(second, "project")["kept"] == 1


def test_a_promise_that_was_not_kept_counts_as_such(cast, plan, second):
    seal_week(second, by=cast.pmo, at=at("2026-06-18 16:00"), choices=CARRIED)
    assert measures(second, "project")["promised"] == len(promised(second)) > 0
    assert measures(second, "project")["kept"] == 0

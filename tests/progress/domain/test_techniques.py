from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.domain.techniques import (
    DEFAULT_STEP_WEIGHTS,
    ActualLine,
    Basis,
    Booking,
    Step,
    Technique,
    earned_percent,
)

ON = date(2026, 6, 12)
BEFORE, AFTER = date(2026, 6, 8), date(2026, 6, 15)
IDLE = ActualLine("T")
STARTED = ActualLine("T", actual_start=BEFORE)
DONE = ActualLine("T", actual_start=BEFORE, actual_finish=ON)
LATER = ActualLine("T", actual_start=AFTER, actual_finish=AFTER)


@pytest.mark.parametrize(
    ("technique", "started"), [("0_100", 0), ("50_50", 50), ("25_75", 25), ("20_80", 20)], ids=lambda value: str(value)
)
def test_a_fixed_ratio_counts_the_start_and_the_finish(technique, started):
    earned = [earned_percent(Technique(technique), actual, ON) for actual in (IDLE, STARTED, DONE, LATER)]
    assert earned == [0, started, 100, 0]


@pytest.mark.parametrize(
    ("reported", "actual", "expected"),
    [
        (50, STARTED, 50),
        (90, STARTED, 90),
        (95, STARTED, 90),
        (100, STARTED, 90),
        (100, DONE, 100),
        (80, DONE, 80),
        (100, replace(STARTED, actual_finish=AFTER), 90),
        (30, LATER, 0),
        (30, IDLE, 30),
        (0, STARTED, 0),
        (None, STARTED, None),
        (None, DONE, 100),
        (None, IDLE, None),
        (120, DONE, None),
        (-1, STARTED, None),
    ],
)
def test_a_reported_percent_counts_at_most_90_until_the_actual_finish_is_there(reported, actual, expected):
    row = replace(actual, percent=None if reported is None else Decimal(reported))
    assert earned_percent(Technique.PERCENT, row, ON) == expected


def test_the_cap_is_a_parameter():
    row = replace(STARTED, percent=Decimal(100))
    assert earned_percent(Technique.PERCENT, row, ON, Basis(cap=Decimal(99))) == 99


def test_weighted_milestones_add_what_was_reached_by_the_status_date():
    reached = (BEFORE, ON, AFTER, None, None)
    steps = tuple(Step(weight, on) for weight, on in zip(DEFAULT_STEP_WEIGHTS, reached, strict=True))
    assert earned_percent(Technique.MILESTONE, replace(STARTED, steps=steps), ON) == 50
    assert earned_percent(Technique.MILESTONE, IDLE, ON) is None


def test_the_default_weights_are_10_50_70_80_100_summed_up():
    assert [sum(DEFAULT_STEP_WEIGHTS[:n]) for n in range(1, 6)] == [10, 50, 70, 80, 100]


def test_weights_that_do_not_make_100_are_refused():
    with pytest.raises(ValueError, match="100"):
        earned_percent(Technique.MILESTONE, replace(STARTED, steps=(Step(Decimal(60), BEFORE),)), ON)


@pytest.mark.parametrize(
    ("done", "planned", "expected"), [(30, 120, 25), (120, 120, 100), (130, 120, 100), (3, 0, None), (None, 9, None)]
)
def test_units_are_done_over_planned(done, planned, expected):
    row = replace(STARTED, units_done=None if done is None else Decimal(done), units_planned=Decimal(planned))
    assert earned_percent(Technique.UNITS, row, ON) == expected


def test_level_of_effort_and_apportioned_rows_take_what_they_are_given():
    basis = Basis(planned_percent=Decimal(40), base_percent=Decimal(70))
    assert earned_percent(Technique.LEVEL_OF_EFFORT, IDLE, ON, basis) == 40
    assert earned_percent(Technique.APPORTIONED, IDLE, ON, basis) == 70


def test_effort_counts_when_the_row_has_not_started_formally():
    assert replace(IDLE, actual_effort=Decimal("1.5")).effort_until(ON) == Decimal("1.5")
    assert IDLE.effort_until(ON) == 0


@given(
    st.sampled_from(sorted(Technique)),
    st.decimals(-50, 200, places=1) | st.none(),
    st.sampled_from([IDLE, STARTED, DONE, LATER]),
)
def test_nothing_earns_less_than_0_or_more_than_100_percent(technique, percent, actual):
    basis = Basis(planned_percent=Decimal(100), base_percent=Decimal(0))
    row = replace(actual, percent=percent, units_done=percent, units_planned=Decimal(50))
    earned = earned_percent(technique, row, ON, basis)
    assert earned is None or 0 <= earned <= 100


def test_bookings_stand_instead_of_the_cumulative_effort():
    row = replace(STARTED, actual_effort=Decimal(9), bookings=(Booking(BEFORE, Decimal(2)), Booking(AFTER, Decimal(3))))
    assert row.effort_until(ON) == 2

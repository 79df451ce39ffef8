from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.domain.earned_schedule import Clock, PlanCurve, earned_schedule, forecast_finish, in_weeks
from progress.domain.evm import BaselineLine
from projects.domain.calendar import CalendarDay, Calendars, DayName, japanese_calendar

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "vectors.json").read_text(), parse_float=Decimal)
ROWS = [(case, row) for case in VECTORS["earned_schedule"] for row in case["rows"]]
LAST_DECIMAL = Decimal("0.00005")
JAPAN = japanese_calendar(date(2026, 1, 1), date(2027, 12, 31))


def curve(*values: int) -> list[Decimal]:
    return [Decimal(value) for value in values]


def clock(at: object, **more: Decimal) -> Clock:
    return Clock(Decimal(at), **more)


@pytest.mark.parametrize(("case", "row"), [pytest.param(c, r, id=f"{c['id']} AT {r['AT']}") for c, r in ROWS])
def test_earned_schedule_is_that_of_the_vectors(case, row):
    found = earned_schedule(curve(*case["pv"]), Decimal(row["EV"]), clock(row["AT"]))
    assert found.planned_duration == row["PD"]
    assert int(found.earned) == row["C"]
    for value, name in ((found.earned, "ES"), (found.sv_t, "SVt"), (found.spi_t, "SPIt"), (found.ieac_t, "IEACt")):
        assert abs(value - row[name]) <= LAST_DECIMAL, name
    if row["AT"] >= row["PD"]:
        assert (found.tspi, found.past_plan) == (None, True)  # 1.7 #5 stands over the plain quotient of the vectors
    else:
        assert abs(found.tspi - row["TSPI"]) <= LAST_DECIMAL


def test_the_end_of_july_with_all_of_may_and_a_part_of_june_earned():
    months = curve(10, 20, 30, 40, 50, 70, 90, 100)
    found = earned_schedule(months, Decimal(60), clock(7))
    assert found.earned == 5 + Decimal(60 - 50) / (70 - 50)


def test_an_estimated_duration_gives_its_own_efficiency_to_go():
    found = earned_schedule(curve(10, 20, 30, 40), Decimal(20), clock(3, estimated_duration=Decimal(5)))
    assert found.tspi_ed == 1  # (4 - 2) / (5 - 3)
    past = earned_schedule(curve(10, 20, 30, 40), Decimal(20), clock(5, estimated_duration=Decimal(5)))
    assert past.tspi_ed is None


def test_nothing_earned_gives_no_forecast():
    found = earned_schedule(curve(10, 20), Decimal(0), clock(1))
    assert (found.earned, found.spi_t, found.ieac_t) == (0, 0, None)


@pytest.mark.parametrize(("values", "ev"), [((), 0), ((0, 0), 0), ((10, 20), None)])
def test_without_a_plan_or_an_earned_value_there_is_no_earned_schedule(values, ev):
    assert earned_schedule(curve(*values), None if ev is None else Decimal(ev), clock(1)) is None


def line(key: str, start: date, finish: date, effort: int) -> BaselineLine:
    return BaselineLine(key, start, finish, Decimal(effort))


GOLDEN_WEEK = [
    line("a", date(2026, 4, 27), date(2026, 5, 1), 8),  # 4 working days: 4/29 is a holiday
    line("b", date(2026, 5, 7), date(2026, 5, 8), 8),
]


def test_the_plan_curve_counts_working_days_only():
    plan = PlanCurve(GOLDEN_WEEK, date(2026, 5, 1), Calendars(JAPAN))
    assert [plan[n] for n in range(len(plan))] == [2, 4, 6, 8, 12, 16]
    days = ((4, 24), (4, 27), (5, 1), (5, 6), (5, 7), (6, 30))
    # to the end of June: 3 in April, 18 in May, 22 in June (TV-CAL-0)
    assert [plan.elapsed(date(2026, *day)) for day in days] == [0, 1, 4, 4, 5, 3 + 18 + 22]
    with pytest.raises(IndexError):
        plan[6]


def test_the_plan_curve_gives_earned_schedule_in_working_days():
    plan = PlanCurve(GOLDEN_WEEK, date(2026, 5, 7), Calendars(JAPAN))
    found = earned_schedule(plan, Decimal(10), Clock(plan.elapsed(date(2026, 5, 7))))
    assert (found.planned_duration, found.actual_time, found.earned) == (6, 5, Decimal("4.5"))
    assert found.sv_t == Decimal("-0.5")
    assert in_weeks(found.sv_t) == Decimal("-0.1")


def test_work_planned_on_days_off_only_is_there_by_the_next_working_day():
    weekend = [line("cut-over", date(2026, 11, 21), date(2026, 11, 22), 4)]
    plan = PlanCurve(weekend, date(2026, 11, 30), Calendars(JAPAN))
    assert [plan[n] for n in range(len(plan))] == [4]  # Tuesday 11/24: Monday is a holiday


def test_the_plan_curve_takes_the_rows_as_they_count_on_the_status_date():
    cancelled = replace(GOLDEN_WEEK[1], cancelled_from=date(2026, 5, 7), accepted_effort=Decimal(2))
    joins_later = replace(line("c", date(2026, 5, 7), date(2026, 5, 8), 4), effective_from=date(2026, 6, 1))
    lines = [GOLDEN_WEEK[0], cancelled, joins_later]
    before, after = (PlanCurve(lines, date(2026, *day), Calendars(JAPAN)) for day in ((5, 1), (5, 8)))
    assert before[len(before) - 1] == 16
    assert after[len(after) - 1] == 10
    assert len(PlanCurve([], date(2026, 5, 1), Calendars(JAPAN))) == 0


def test_the_accepted_part_of_a_cancelled_row_is_planned_up_to_its_cancellation():
    cut_short = replace(GOLDEN_WEEK[0], cancelled_from=date(2026, 4, 30), accepted_effort=Decimal(6))
    plan = PlanCurve([cut_short], date(2026, 5, 8), Calendars(JAPAN))
    assert [plan[n] for n in range(len(plan))] == [2, 4, 6, 6]


def test_a_team_that_works_on_a_day_off_is_valued_over_its_own_calendar():
    saturday = CalendarDay(date(2026, 6, 13), DayName("移行作業", ""), works=True)
    calendars = Calendars(JAPAN, {"MIG": JAPAN.with_days([saturday])})
    weekend = BaselineLine("m", date(2026, 6, 12), date(2026, 6, 13), Decimal(6), "MIG")
    plan = PlanCurve([weekend], date(2026, 6, 30), calendars)
    assert [plan[n] for n in range(len(plan))] == [3, 6]


@pytest.mark.parametrize(
    ("periods", "finish"),
    [
        ("6", date(2026, 5, 8)),
        ("5.2", date(2026, 5, 8)),
        ("6.01", date(2026, 5, 11)),
        ("5.0000000000000000000000001", date(2026, 5, 7)),
        ("0.2", date(2026, 4, 27)),
        ("0.0000001", date(2026, 4, 27)),
    ],
)
def test_the_forecast_finish_is_the_working_day_on_which_the_last_work_falls(periods, finish):
    assert forecast_finish(date(2026, 4, 27), Decimal(periods), JAPAN) == finish


@pytest.mark.parametrize("periods", [None, Decimal(0), Decimal(3_000_000), Decimal("1e25")])
def test_a_forecast_that_is_unknown_or_beyond_all_calendars_is_none(periods):
    assert forecast_finish(date(2026, 4, 27), periods, JAPAN) is None


INCREASING = st.lists(st.integers(1, 50), min_size=1, max_size=30)


@settings(deadline=None)
@given(INCREASING, st.integers(0, 100), st.integers(0, 60))
def test_the_plan_read_at_the_earned_schedule_is_the_earned_value(steps, percent, at):
    plan = [Decimal(sum(steps[: n + 1])) for n in range(len(steps))]
    ev = plan[-1] * percent / 100
    found = earned_schedule(plan, ev, clock(at))
    whole = int(found.earned)
    below = plan[whole - 1] if whole else Decimal(0)
    step = plan[whole] - below if whole < len(plan) else Decimal(0)
    assert abs(below + (found.earned - whole) * step - ev) < Decimal("1e-20")
    assert 0 <= found.earned <= found.planned_duration == len(plan)


@settings(deadline=None)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=20).filter(any), st.data())
def test_more_earned_value_is_never_less_earned_schedule(steps, data):
    plan = [Decimal(sum(steps[: n + 1])) for n in range(len(steps))]
    less, more = sorted(data.draw(st.integers(0, int(plan[-1]))) for _ in range(2))
    at = clock(data.draw(st.integers(0, 30)))
    assert earned_schedule(plan, Decimal(less), at).earned <= earned_schedule(plan, Decimal(more), at).earned


def test_days_before_the_first_one_have_not_begun():
    plan = PlanCurve(GOLDEN_WEEK, date(2026, 4, 1), Calendars(JAPAN))
    assert plan.elapsed(plan.start - timedelta(days=1)) == 0

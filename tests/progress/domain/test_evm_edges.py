"""Every edge case of DOMAIN 1.7, one test each, named by its number."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from progress.domain.earned_schedule import Clock, PlanCurve, earned_schedule
from progress.domain.evm import (
    ActualLine,
    BaselineLine,
    BaselineVersion,
    Blank,
    Booking,
    EacMethod,
    Ledger,
    Reason,
    Scope,
    Totals,
    baseline_in_force,
    indices,
    is_complete_split,
    planned_value,
    pv_series,
    roll_up,
    transfer_earned,
    why_blank,
)
from projects.domain.calendar import Calendars, japanese_calendar

JAPAN = japanese_calendar(date(2026, 1, 1), date(2026, 12, 31))
CALENDARS = Calendars(JAPAN)
MON, WED, FRI = date(2026, 6, 8), date(2026, 6, 10), date(2026, 6, 12)
NEXT_WED, NEXT_FRI = date(2026, 6, 17), date(2026, 6, 19)
EVM_RATIOS = ("sv_percent", "cv_percent", "spi", "cpi", "cr", "complete_percent", "planned_percent", "spent_percent",
              "tcpi_bac", "tcpi_eac")  # fmt: skip


def edge(number: int) -> Callable:
    return pytest.mark.parametrize("rule", [pytest.param(number, id=f"edge 1.7 #{number}")])


def totals(bac: object, pv: object, ev: object, ac: object) -> Totals:
    return Totals(*(None if value is None else Decimal(str(value)) for value in (bac, pv, ev, ac)))


def task(key: str, effort: object, **changes: object) -> BaselineLine:
    values = {"start": MON, "finish": FRI, "team": "AUT", "phase": "IT", **changes}
    return BaselineLine(key, effort=None if effort is None else Decimal(str(effort)), **values)


def actual(key: str, percent: object, effort: object = 0, **changes: object) -> ActualLine:
    values = {"actual_start": MON, "team": "AUT", "phase": "IT", **changes}
    return ActualLine(key, percent=Decimal(str(percent)), actual_effort=Decimal(str(effort)), **values)


def project(lines: list[BaselineLine], actuals: list[ActualLine], on: date) -> Totals:
    return roll_up(Ledger(lines, actuals), on, CALENDARS).project


def four(found: Totals) -> tuple[Decimal | None, ...]:
    return found.bac, found.pv, found.ev, found.ac


@edge(1)
def test_before_the_project_starts_spi_is_unknown_and_cpi_is_zero(rule):
    booked = ActualLine("a", actual_effort=Decimal(2))
    found = project([task("a", 10)], [booked], date(2026, 6, 5))
    assert four(found) == (10, 0, 0, 2)
    known = indices(found)
    assert (known.spi, known.cv, known.cpi, known.eac1) == (None, -2, 0, None)
    plan = PlanCurve([task("a", 10)], date(2026, 6, 5), CALENDARS)
    in_time = earned_schedule(plan, found.ev, Clock(plan.elapsed(date(2026, 6, 5))))
    assert (in_time.earned, in_time.actual_time, in_time.spi_t) == (0, 0, None)


@edge(2)
def test_work_earned_before_it_was_planned_has_no_spi_but_a_variance(rule):
    known = totals(10, 0, 3, 2)
    assert (indices(known).spi, indices(known).sv) == (None, 3)
    assert why_blank("spi", known) is Blank.PLANNED_ZERO


@edge(3)
def test_work_earned_without_booked_effort_has_no_cpi_and_no_estimate(rule):
    known = totals(10, 5, 3, 0)
    found = indices(known)
    assert (found.cpi, found.eac1, found.eac3) == (None, None, None)
    assert why_blank("cpi", known) is Blank.ACTUAL_ZERO


@edge(4)
def test_effort_without_anything_earned_shows_the_estimate_at_plan(rule):
    found = indices(totals(10, 5, 0, 4))
    assert (found.cpi, found.eac1) == (0, None)
    assert (found.eac_method, found.eac) == (EacMethod.ATYPICAL, 14)


@edge(5)
def test_after_the_planned_finish_time_goes_on_and_the_plan_stays_flat(rule):
    late = [task("a", 10)]
    plan = PlanCurve(late, NEXT_FRI, CALENDARS)
    found = [earned_schedule(plan, Decimal(8), Clock(plan.elapsed(on))) for on in (NEXT_WED, NEXT_FRI)]
    assert [project(late, [], on).pv for on in (NEXT_WED, NEXT_FRI)] == [10, 10]
    assert [each.actual_time for each in found] == [8, 10]
    assert [each.spi_t for each in found] == [Decimal("0.5"), Decimal("0.4")]
    assert [(each.tspi, each.past_plan) for each in found] == [(None, True), (None, True)]


@edge(6)
def test_after_completion_later_status_dates_give_the_same_values(rule):
    plan = PlanCurve([task("a", 10)], NEXT_FRI, CALENDARS)
    finished = plan.elapsed(date(2026, 6, 16))
    found = [earned_schedule(plan, Decimal(10), Clock(Decimal(at), finished)) for at in (7, 8, 50)]
    assert found[0] == found[1] == found[2]
    assert (found[0].earned, found[0].actual_time, found[0].spi_t) == (5, 7, Decimal(5) / 7)
    before = earned_schedule(plan, Decimal(8), Clock(Decimal(6), finished))
    assert (before.earned, before.actual_time) == (4, 6)


@edge(7)
def test_an_overspent_budget_has_no_efficiency_to_reach_it(rule):
    known = totals(10, 10, 8, 10)
    assert indices(known).tcpi_bac is None
    assert why_blank("tcpi_bac", known) is Blank.OVERSPENT


@edge(8)
def test_without_a_budget_no_ratio_has_a_value(rule):
    found = indices(totals(0, 0, 0, 3))
    assert [name for name in EVM_RATIOS if getattr(found, name) is not None] == []
    assert (found.sv, found.cv) == (0, -3)


@edge(9)
def test_planned_value_follows_the_baseline_in_force_and_never_rewrites_history(rule):
    old = BaselineVersion(1, date(2026, 4, 1), (task("a", 10),))
    new = BaselineVersion(2, date(2026, 6, 11), (task("a", 10, start=date(2026, 6, 11), finish=NEXT_WED),))
    days = [WED, date(2026, 6, 11), FRI, NEXT_WED]
    assert pv_series([old, new], days, CALENDARS) == [6, 2, 4, 10]
    assert pv_series([old], days, CALENDARS) == [6, 8, 10, 10]  # 当初計画 beside it
    assert baseline_in_force([old, new], WED) is old
    replanned_only = project(list(old.lines), [actual("a", 0)], FRI)
    assert replanned_only.pv == 10


@edge(10)
def test_a_row_added_without_a_change_request_is_in_actual_effort_only(rule):
    added = actual("x", 80, 4)
    rolled = roll_up(Ledger([task("a", 10)], [added]), FRI, CALENDARS)
    assert four(rolled.project) == (10, 10, 0, 4)
    assert [(row.key, row.left_out) for row in rolled.excluded] == [("x", Reason.UNPLANNED)]
    joined = [task("a", 10), task("x", 5, effective_from=date(2026, 6, 11))]
    assert four(project(joined, [added], WED)) == (10, 6, 0, 4)
    assert four(project(joined, [added], date(2026, 6, 11))) == (15, 12, 4, 4)
    assert four(project(joined, [added], FRI)) == (15, 15, 4, 4)


@edge(11)
def test_a_cancelled_task_leaves_from_the_date_of_its_change_request(rule):
    kept, reported = task("a", 10), [actual("b", 40, 3)]
    without_request = project([kept, task("b", 10)], reported, FRI)
    assert four(without_request) == (20, 20, 4, 3)
    cancelled = task("b", 10, cancelled_from=date(2026, 6, 11))
    assert four(project([kept, cancelled], reported, WED)) == (20, 12, 4, 3)
    assert four(project([kept, cancelled], reported, date(2026, 6, 11))) == (10, 8, 0, 3)
    assert four(project([kept, cancelled], reported, FRI)) == (10, 10, 0, 3)
    partly = replace(cancelled, accepted_effort=Decimal(4))
    assert four(project([kept, partly], reported, date(2026, 6, 11))) == (14, 12, 4, 3)
    assert four(project([kept, partly], reported, FRI)) == (14, 14, 4, 3)


@edge(12)
def test_a_split_keeps_effort_and_earned_value(rule):
    whole = task("a", 10)
    parts = [task("a-1", 4), task("a-2", 6)]
    assert is_complete_split(whole, parts)
    assert not is_complete_split(whole, [parts[0], task("a-2", 5)])
    before = project([whole], [actual("a", 50)], FRI).ev
    earned = transfer_earned(before, [part.effort for part in parts])
    assert earned == (4, 1)
    reported = [
        actual("a-1", 100, actual_finish=FRI),
        actual("a-2", earned[1] * 100 / 6),
    ]
    assert abs(project(parts, reported, FRI).ev - before) < Decimal("1e-20")


@edge(13)
def test_days_off_are_flat_and_a_plateau_does_not_run_ahead_of_time(rule):
    over_golden_week = [planned_value(date(2026, 5, 1), date(2026, 5, 8), Decimal(9), date(2026, 5, day), JAPAN)
                        for day in (1, 2, 3, 4, 5, 6, 7, 8)]  # fmt: skip
    assert over_golden_week == [3, 3, 3, 3, 3, 3, 6, 9]
    plan = [Decimal(value) for value in (20, 40, 40, 40, 60, 80)]
    at = {(40, 1): 2, (40, 3): 3, (40, 9): 4, (45, 4): Decimal("4.25")}
    assert {key: earned_schedule(plan, Decimal(key[0]), Clock(Decimal(key[1]))).earned for key in at} == at
    late_start = [Decimal(value) for value in (0, 0, 10)]
    assert earned_schedule(late_start, Decimal(0), Clock(Decimal(1))).earned == 1


@edge(14)
def test_a_period_without_a_working_day_counts_every_day(rule):
    golden = (date(2026, 5, 3), date(2026, 5, 6), Decimal(8))  # Sunday to Wednesday, all holidays
    assert [planned_value(*golden, date(2026, 5, day), JAPAN) for day in (2, 3, 4, 5, 6)] == [0, 2, 4, 6, 8]


@edge(15)
@pytest.mark.parametrize("effort", [0, None])
def test_a_row_without_effort_is_listed_as_outside_earned_value(rule, effort):
    rolled = roll_up(Ledger([task("a", 10), task("m", effort)], [actual("m", 50, 1)]), FRI, CALENDARS)
    assert [(row.key, row.left_out) for row in rolled.excluded] == [("m", Reason.NO_EFFORT)]
    assert four(rolled.project) == (10, 10, 0, 1)


@edge(16)
@pytest.mark.parametrize("percent", ["100.1", "-1"])
def test_a_percent_outside_0_to_100_is_not_taken(rule, percent):
    assert project([task("a", 10)], [actual("a", percent)], FRI).ev == 0


@edge(17)
def test_earned_value_goes_down_when_the_percent_does(rule):
    weeks = [project([task("a", 10)], [actual("a", percent)], on).ev for percent, on in ((90, FRI), (60, NEXT_FRI))]
    assert weeks == [9, 6]


@edge(18)
def test_actuals_after_the_status_date_are_not_counted(rule):
    booked = replace(actual("a", 50), bookings=(Booking(FRI, Decimal(2)), Booking(NEXT_WED, Decimal(3))))
    assert project([task("a", 10)], [booked], FRI).ac == 2
    begun_later = actual("a", 50, 3, actual_start=NEXT_WED)
    assert four(project([task("a", 10)], [begun_later], FRI)) == (10, 10, 0, 0)
    finished_later = actual("a", 100, 3, actual_finish=NEXT_WED)
    assert project([task("a", 10)], [finished_later], FRI).ev == 9


@edge(19)
def test_a_partial_first_week_counts_its_working_days(rule):
    plan = PlanCurve([task("a", 8, start=WED, finish=NEXT_FRI)], NEXT_FRI, CALENDARS)
    assert [plan.elapsed(on) for on in (WED, FRI, NEXT_WED)] == [1, 3, 6]
    assert earned_schedule(plan, Decimal(2), Clock(plan.elapsed(FRI))).earned == 2


@edge(20)
def test_planned_value_is_read_at_the_status_date_itself(rule):
    assert [project([task("a", 10)], [], on).pv for on in (MON, WED, date(2026, 6, 11))] == [2, 6, 8]


@edge(21)
def test_totals_compare_actual_effort_with_the_teams_that_report_it(rule):
    lines = [task("a", 30), task("b", 10, team="BIL")]
    actuals = [actual("a", 50, 20), actual("b", 100, 99, actual_finish=FRI, team="BIL")]
    rolled = roll_up(Ledger(lines, actuals, silent_teams=frozenset({"BIL"})), FRI, CALENDARS)
    silent, whole = rolled.totals[Scope(team="BIL")], rolled.project
    assert four(silent) == (10, 10, 10, None)
    assert (indices(silent).cpi, indices(silent).spi) == (None, 1)
    assert why_blank("cpi", silent) is Blank.EFFORT_NOT_REPORTED
    assert four(whole) == (40, 40, 25, 20)
    assert whole.reporting_share == 75
    found = indices(whole)
    assert (found.spi, found.cpi) == (Decimal("0.625"), Decimal("0.75"))  # 25 / 40 and 15 / 20
    assert (found.cv, found.eac2, found.vac) == (-5, 35, -10)  # of the reporting team: BAC 30, EV 15, AC 20, EAC 40
    assert rolled.totals[Scope("BIL", "IT")].reporting_share is None

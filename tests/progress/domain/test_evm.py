from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.domain.evm import (
    PROJECT,
    ActualLine,
    BaselineLine,
    BaselineVersion,
    Ledger,
    Reason,
    Scope,
    Technique,
    baseline_in_force,
    indices,
    pv_series,
    roll_up,
)
from projects.domain.calendar import Calendars, japanese_calendar

CALENDARS = Calendars(japanese_calendar(date(2026, 1, 1), date(2026, 12, 31)))
MON, WED, FRI, NEXT_FRI = date(2026, 6, 8), date(2026, 6, 10), date(2026, 6, 12), date(2026, 6, 19)


def task(key: str, effort: object, team: str = "AUT", phase: str = "IT", **changes: object) -> BaselineLine:
    values = {"start": MON, "finish": FRI, **changes}
    return BaselineLine(key, effort=None if effort is None else Decimal(str(effort)), team=team, phase=phase, **values)


def done(key: str, effort: object = None, **changes: object) -> ActualLine:
    used = None if effort is None else Decimal(str(effort))
    return ActualLine(key, MON, FRI, Decimal(100), used, Decimal(0), **changes)


def doing(key: str, percent: object, effort: object = None, **changes: object) -> ActualLine:
    used = None if effort is None else Decimal(str(effort))
    return ActualLine(key, MON, None, Decimal(str(percent)), used, **changes)


@pytest.mark.parametrize("bac", [pytest.param(248, id="TV-EVM-5 tasks")])
def test_the_tasks_of_the_status_report_add_up_to_its_totals(bac):
    lines = [
        *(task(key, effort) for key, effort in (("1", 8), ("2", 40), ("3", 30), ("4", 20))),
        task("5", 40, start=date(2026, 6, 11), finish=date(2026, 6, 16)),  # 2 of 4 working days by Friday 12
        task("6", 60, start=date(2026, 6, 11), finish=date(2026, 6, 15)),  # 2 of 3
        *(task(key, effort, start=NEXT_FRI, finish=NEXT_FRI) for key, effort in (("7", 20), ("8", 30))),
    ]
    actuals = [
        *(done(key, effort) for key, effort in (("1", 10), ("2", 50), ("3", 40), ("4", 40))),
        doing("5", 50, 30),
        doing("6", 50, 40),
    ]
    totals = roll_up(Ledger(lines, actuals), FRI, CALENDARS).project
    assert (totals.bac, totals.pv, totals.ev, totals.ac) == (bac, 158, 148, 210)
    assert round(indices(totals).complete_percent / 100, 3) == Decimal("0.597")


def two_by_two() -> Ledger:
    lines = [
        task("a", 10, "AUT", "MK"),
        task("b", 20, "AUT", "IT"),
        task("c", 30, "BIL", "IT", finish=NEXT_FRI),
        task("d", 40, "BIL", ""),
    ]
    actuals = [done("a", 12), doing("b", 50, 9), doing("c", 20, 5), ActualLine("d")]
    return Ledger(lines, actuals)


def test_totals_are_given_for_project_team_phase_and_team_in_phase():
    totals = roll_up(two_by_two(), FRI, CALENDARS).totals
    figures = {scope: (found.bac, found.pv, found.ev, found.ac) for scope, found in totals.items()}
    assert figures == {
        PROJECT: (100, 85, 26, 26),
        Scope(team="AUT"): (30, 30, 20, 21),
        Scope(team="BIL"): (70, 55, 6, 5),
        Scope(phase="MK"): (10, 10, 10, 12),
        Scope(phase="IT"): (50, 35, 16, 14),
        Scope(phase=""): (40, 40, 0, 0),
        Scope("AUT", "MK"): (10, 10, 10, 12),
        Scope("AUT", "IT"): (20, 20, 10, 9),
        Scope("BIL", "IT"): (30, 15, 6, 5),
        Scope("BIL", ""): (40, 40, 0, 0),
    }


def test_each_row_shows_what_it_adds():
    rows = {row.key: row for row in roll_up(two_by_two(), FRI, CALENDARS).rows}
    assert (rows["c"].bac, rows["c"].pv, rows["c"].ev, rows["c"].ac, rows["c"].percent) == (30, 15, 6, 5, 20)
    assert (rows["d"].ev, rows["d"].percent) == (0, None)


def test_without_a_baseline_there_is_only_actual_effort():
    totals = roll_up(Ledger(None, [doing("a", 50, 4, team="AUT", phase="IT")]), FRI, CALENDARS).totals
    assert {(found.bac, found.pv, found.ev, found.ac) for found in totals.values()} == {(None, None, None, Decimal(4))}


def test_a_project_without_rows_has_totals_of_zero():
    totals = roll_up(Ledger([]), FRI, CALENDARS).project
    assert (totals.bac, totals.pv, totals.ev, totals.ac) == (0, 0, 0, 0)


def test_remaining_effort_adds_up_only_when_every_open_row_has_it():
    lines = [task("a", 10), task("b", 10), task("m", 0)]
    known = [done("a", 9), doing("b", 50, 5, remaining_effort=Decimal("6.5"))]
    totals = roll_up(Ledger(lines, known), FRI, CALENDARS).project
    assert totals.remaining == Decimal("6.5")
    assert indices(totals).eac5 == Decimal("20.5")
    assert roll_up(Ledger(lines, known[:1]), FRI, CALENDARS).project.remaining is None
    finished = [ActualLine("a", MON, FRI, Decimal(100), Decimal(9)), known[1]]
    assert roll_up(Ledger(lines, finished), FRI, CALENDARS).project.remaining == Decimal("6.5")
    cancelled = [task("a", 10, cancelled_from=WED), *lines[1:]]
    assert roll_up(Ledger(cancelled, [doing("a", 50, 4), known[1]]), FRI, CALENDARS).project.remaining == Decimal("6.5")


def test_level_of_effort_earns_its_planned_value_and_stays_out_of_spi():
    lines = [task("pmo", 10, finish=NEXT_FRI, technique=Technique.LEVEL_OF_EFFORT), task("a", 10)]
    rolled = roll_up(Ledger(lines, [doing("a", 50)]), FRI, CALENDARS)
    assert (rolled.project.pv, rolled.project.ev, rolled.project.loe) == (15, 10, 5)
    assert rolled.rows[0].percent == 50
    assert indices(rolled.project).spi == Decimal("0.5")


def test_an_apportioned_row_earns_what_its_base_earns():
    lines = [
        task("a", 10),
        task("review", 4, technique=Technique.APPORTIONED, base="a"),
        task("of-nothing", 4, technique=Technique.APPORTIONED, base="gone"),
        task("loop", 4, technique=Technique.APPORTIONED, base="loop"),
    ]
    rows = roll_up(Ledger(lines, [doing("a", 50)]), FRI, CALENDARS).rows
    assert [row.ev for row in rows] == [5, 2, 0, 0]


def test_a_row_without_dates_is_left_out_with_its_reason():
    lines = [task("a", 10, start=None), task("b", 10), task("c", 10, finish=None)]
    rolled = roll_up(Ledger(lines), FRI, CALENDARS)
    assert [(row.key, row.left_out) for row in rolled.excluded] == [("a", Reason.NO_DATES), ("c", Reason.NO_DATES)]
    assert rolled.project.bac == 10


def test_the_baseline_in_force_is_the_one_with_the_highest_effective_date_up_to_the_day():
    first, second, third = (BaselineVersion(number, day, ()) for number, day in ((1, MON), (2, FRI), (3, FRI)))
    versions = [third, first, second]
    found = [baseline_in_force(versions, day) for day in (MON - timedelta(days=1), MON, WED, FRI, NEXT_FRI)]
    assert found == [None, first, first, third, third]


def test_an_accepted_part_is_never_more_than_the_effort():
    with pytest.raises(ValueError, match="accepted"):
        task("a", 10, accepted_effort=Decimal(11))
    with pytest.raises(ValueError, match="accepted"):
        task("a", None, accepted_effort=Decimal(1))


DAYS = st.dates(date(2026, 5, 1), date(2026, 7, 31))
EFFORT = st.decimals("0", 500, places=2) | st.none()


@st.composite
def plans(draw):
    keys = [str(n) for n in range(draw(st.integers(1, 6)))]
    lines, actuals = [], []
    for key in keys:
        start, finish = sorted((draw(DAYS), draw(DAYS)))
        effort = draw(EFFORT)
        accepted = draw(st.sampled_from([0, 1])) * (effort or Decimal(0)) / 2
        line = BaselineLine(
            key, start, finish, effort, draw(st.sampled_from(["AUT", "BIL"])), draw(st.sampled_from(["MK", "IT"])),
            draw(st.sampled_from([t for t in Technique if t is not Technique.MILESTONE])), draw(st.sampled_from(keys)),
            draw(DAYS | st.none()), draw(DAYS | st.none()), accepted,
        )  # fmt: skip
        lines.append(line)
        percent = draw(st.decimals(0, 100, places=1) | st.none())
        dates = (draw(DAYS | st.none()), draw(DAYS | st.none()))
        actuals.append(ActualLine(key, *dates, percent, units_done=percent, units_planned=Decimal(90)))
    silent = draw(st.sampled_from([frozenset(), frozenset({"BIL"})]))
    return Ledger(lines, actuals, silent, draw(st.sampled_from([Decimal(90), Decimal(100)])))


@settings(deadline=None, max_examples=150)
@given(plans(), DAYS)
def test_no_scope_ever_earns_or_plans_more_than_its_budget(ledger, on):
    rolled = roll_up(ledger, on, CALENDARS)
    for totals in rolled.totals.values():
        assert 0 <= totals.ev <= totals.bac
        assert 0 <= totals.pv <= totals.bac
    for row in rolled.rows:
        assert 0 <= row.ev <= row.bac


@settings(deadline=None, max_examples=60)
@given(plans(), DAYS, DAYS)
def test_planned_value_of_a_version_never_falls_with_time(ledger, day, later):
    first, second = sorted((day, later))
    lines = tuple(line for line in ledger.baseline if line.effective_from is None and line.cancelled_from is None)
    earlier, after = pv_series([BaselineVersion(1, date(2026, 1, 1), lines)], [first, second], CALENDARS)
    assert earlier <= after

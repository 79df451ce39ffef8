"""The stored planned curve against PV counted day by day, and where it stands on any day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from progress.domain.evm import PROJECT, BaselineLine, Scope, planned_total
from progress.domain.planned_curve import CurveVersion, PlannedCurve, in_force, planned_curves
from projects.domain.calendar import CalendarDay, Calendars, DayName, japanese_calendar

JAPAN = japanese_calendar(date(2026, 1, 1), date(2027, 12, 31))
SATURDAY = CalendarDay(date(2026, 5, 9), works=True, name=DayName("出勤", "Worked"))
CALENDARS = Calendars(JAPAN, {"B": JAPAN.with_days([SATURDAY])})
FIRST = date(2026, 4, 27)


@st.composite
def lines(draw) -> BaselineLine:
    start = FIRST + timedelta(days=draw(st.integers(0, 30)))
    finish = start + timedelta(days=draw(st.integers(0, 20)))
    effort = draw(st.one_of(st.none(), st.decimals("0.25", "20", places=2)))
    team, phase = draw(st.sampled_from("AB")), draw(st.sampled_from("PQ"))
    return BaselineLine(str(draw(st.uuids())), start, finish, effort, team, phase)


@given(st.lists(lines(), max_size=8))
def test_every_scope_has_the_value_of_every_working_day(rows):
    curves = planned_curves(rows, FIRST, CALENDARS)
    counted = [row for row in rows if row.effort is not None]
    scopes = {PROJECT} | {scope for row in counted for scope in (Scope(row.team), Scope(None, row.phase))}
    scopes |= {Scope(row.team, row.phase) for row in counted}
    assert set(curves) == (scopes if counted else set())
    for scope, curve in curves.items():
        of_scope = [row for row in counted if scope.team in (None, row.team) and scope.phase in (None, row.phase)]
        days = [FIRST + timedelta(days=n) for n in range(90)]
        for day in (day for day in days if JAPAN.is_working(day)):
            expected = planned_total(of_scope, day, CALENDARS)
            assert abs(curve.at(day, JAPAN) - expected) <= Decimal("0.000001")
        assert curve.values[-1] == sum(row.effort for row in of_scope)


def test_a_curve_knows_how_much_time_has_passed_and_when_it_ends():
    # four working days to 5/1 (4/29 is a holiday), then none until 5/7
    curve = PlannedCurve(date(2026, 4, 27), tuple(map(Decimal, (2, 4, 6, 8, 12, 16))))
    assert [curve.elapsed(date(2026, *day), JAPAN) for day in ((4, 24), (4, 27), (5, 6), (5, 7))] == [0, 1, 4, 5]
    assert [curve.at(date(2026, *day), JAPAN) for day in ((4, 24), (5, 1), (5, 6), (5, 8), (6, 30))] == [
        0,
        8,
        8,
        16,
        16,
    ]
    assert curve.last_day(JAPAN) == date(2026, 5, 8)


def test_the_curve_of_a_day_is_that_of_the_baseline_in_force_then():
    curves = [PlannedCurve(FIRST, (Decimal(n),)) for n in (1, 2, 3)]
    days = (date(2026, 5, 1), date(2026, 6, 1), date(2026, 6, 1))
    versions = [CurveVersion(n, day, curve) for n, day, curve in zip((1, 2, 3), days, curves, strict=True)]
    asked = (date(2026, 4, 1), date(2026, 5, 31), date(2026, 6, 1))
    assert [in_force(versions, day) for day in asked] == [curves[0], curves[0], curves[2]]

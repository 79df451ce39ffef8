"""The story of the sample project as plain values: the plan, its dates, how near it comes to the table of UX 2.4."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from reports.demo.story.events import CR_008, CR_009
from reports.demo.story.people import CONTACTS, PEOPLE
from reports.demo.story.plan import Plan, make_plan
from reports.demo.story.reporting import Reporter
from reports.demo.story.revisions import Mender
from reports.demo.story.timeline import Timeline
from reports.demo.story.work import work

TEAMS = ("BASE", "AUT", "MEM", "BIL", "MIG")
BUDGET = {  # UX 2.2, person-days by team
    "RD": (30, 36, 36, 55, 36),
    "BD": (54, 72, 72, 100, 72),
    "DD": (66, 84, 84, 115, 84),
    "MK": (120, 180, 180, 225, 160),
    "IT": (81, 104, 104, 115, 104),
    "ST": (56, 74, 72, 90, 72),
}
TABLE = {  # UX 2.4: SPI, late rows, SPI by team
    "S1": (0.98, 6, (1.00, 0.99, 1.02, 0.93, 0.99)),
    "S2": (0.98, 13, (1.00, 0.99, 0.99, 0.94, 0.98)),
    "S3": (0.97, 15, (1.01, 0.98, 0.97, 0.93, 0.97)),
    "S4": (0.97, 24, (1.01, 0.97, 0.98, 0.92, 0.97)),
    "S5": (0.96, 23, (1.01, 0.96, 0.96, 0.92, 0.97)),
    "S6": (0.96, 29, (1.02, 0.96, 0.97, 0.90, 0.97)),
    "S7": (0.95, 31, (1.02, 0.95, 0.95, 0.88, 0.98)),
    "S8": (0.95, 30, (1.02, 0.94, 0.96, 0.87, 0.98)),
    "S9": (0.95, 26, (1.01, 1.00, 0.96, 0.86, 0.99)),
    "S10": (0.95, 33, (1.01, 0.97, 0.95, 0.85, 0.99)),
    "S11": (0.94, 36, (1.01, 0.95, 0.95, 0.85, 0.99)),
    "S12": (0.95, 28, (1.01, 0.95, 0.95, 0.86, 0.99)),
    "open": (0.95, 28, (1.01, 0.96, 0.96, 0.87, 0.99)),
}


def loaded(text: str) -> Timeline:
    return Timeline(datetime.fromisoformat(f"{text}+09:00"))


@pytest.fixture(scope="module")
def timeline() -> Timeline:
    return loaded("2026-11-19T10:40")


@pytest.fixture(scope="module")
def plan(timeline: Timeline) -> Plan:
    return make_plan(timeline)


def test_the_plan_has_the_rows_of_the_specification(plan):
    assert Counter(row.kind for row in plan.rows) == {"task": 431, "summary": 30, "milestone": 9}
    assert len({row.code for row in plan.rows}) == len(plan.rows)
    assert len({row.name.ja for row in plan.rows if row.team == "BIL"}) == len(plan.of_team("BIL"))


def test_the_budget_of_every_team_and_phase_is_exact(plan):
    found = defaultdict(Decimal)
    for row in plan.tasks:
        found[row.phase, row.team] += row.effort
    assert found == {(phase, team): n for phase, row in BUDGET.items() for team, n in zip(TEAMS, row, strict=True)}
    assert sum(found.values()) == 2733


def test_the_dates_of_the_reference_load(timeline, plan):
    days = [week.status_date for week in timeline.weeks]
    assert days[0] == date(2026, 8, 26)
    assert days[4] == date(2026, 9, 24), "21 to 23 September are holidays"
    assert days[-2:] == [date(2026, 11, 11), date(2026, 11, 18)]
    rows = {phase: [row for row in plan.tasks if row.phase == phase] for phase in BUDGET}
    windows = {name: (min(row.start for row in some), max(row.finish for row in some)) for name, some in rows.items()}
    assert windows["RD"] == (date(2026, 1, 5), date(2026, 2, 27))
    assert windows["BD"] == (date(2026, 3, 2), date(2026, 5, 29))
    assert windows["DD"] == (date(2026, 6, 1), date(2026, 8, 21))
    assert windows["MK"] == (date(2026, 8, 17), date(2026, 10, 30))
    assert windows["IT"] == (date(2026, 10, 19), date(2026, 12, 4))
    assert windows["ST"] == (date(2026, 11, 30), date(2026, 12, 25))
    assert (timeline.start, timeline.finish) == (date(2026, 1, 5), date(2027, 2, 12))
    gates = {row.key: row.start for row in plan.rows if row.kind == "milestone"}
    assert gates["M3"] == date(2026, 8, 21)
    assert gates["M5"] == date(2026, 11, 20)
    assert gates["M9"] == date(2027, 2, 6)


def test_nobody_is_planned_on_two_rows_at_once_in_a_phase(plan):
    rows = defaultdict(list)
    for row in plan.tasks:
        if len(row.people) == 1:
            rows[row.people[0], row.phase].append((row.start, row.finish))
    for spans in rows.values():
        assert all(before[1] < after[0] for before, after in pairwise(sorted(spans)))


def test_long_rows_stand_only_where_they_are_meant(timeline, plan):
    long = [row for row in plan.tasks if timeline.calendar.working_days(row.start, row.finish) > 10]
    assert {row.phase for row in long} == {"RD", "DD", "IT", "ST"}
    assert [row.team for row in long if row.phase == "IT"] == ["MIG", "MIG"]
    assert {int(row.key[-1]) % 2 for row in long if row.phase == "ST"} == {0}, "only where the system test is run"


def test_the_people_are_thirty_five():
    assert len(PEOPLE) + len(CONTACTS) == 35


def test_six_rows_of_34_5_days_move_to_another_team(plan):
    units = {unit for unit, _person in CR_009.rows}
    moved = [row for row in plan.tasks if row.unit in units and row.phase == "IT"]
    assert (len(moved), sum(row.effort for row in moved)) == (6, Decimal("34.5"))
    assert len(CR_008.rows) == 9


@pytest.mark.parametrize(
    ("at", "status_date"),
    [
        ("2026-11-18T16:59", "2026-11-11"),  # a minute before the deadline
        ("2026-11-18T17:01", "2026-11-18"),
        ("2026-11-22T09:00", "2026-11-18"),
        ("2026-11-25T16:00", "2026-11-18"),
        ("2026-09-24T18:00", "2026-09-24"),
    ],
)
def test_the_open_week_is_the_latest_whose_deadline_has_passed(at, status_date):
    assert loaded(at).weeks[-1].status_date == date.fromisoformat(status_date)


def test_a_week_without_working_days_is_left_out_and_one_more_taken():
    weeks = loaded("2026-01-15T10:00").weeks
    assert len(weeks) == 13
    assert date(2025, 12, 31) not in [week.status_date for week in weeks]
    assert weeks[0].times.key.monday == weeks[-1].times.key.monday - timedelta(weeks=13)


def working_days(first: date, last: date, works) -> int:
    return sum(works(first + timedelta(days=n)) for n in range((last - first).days + 1))


def planned(row, start: date, finish: date, on: date, works) -> Decimal:
    if on < start:
        return Decimal(0)
    return row.effort * working_days(start, min(on, finish), works) / working_days(start, finish, works)


@pytest.mark.parametrize("at", ["2026-11-19T10:40", "2026-06-04T09:00", "2027-01-14T12:00", "2026-05-14T12:00"])
def test_the_figures_stay_near_the_table_on_every_calendar(at):
    timeline = loaded(at)
    plan = make_plan(timeline)
    reporter = Reporter(plan, timeline, work(plan, timeline), "ja")
    for week, report in reporter.reports():
        pv, ev, late = defaultdict(Decimal), defaultdict(Decimal), 0
        for row in plan.tasks:
            said = report[row.key]
            works = timeline.calendar_of(said.team).is_working
            pv[said.team] += planned(row, said.planned_start, said.planned_finish, week.status_date, works)
            ev[said.team] += row.effort * (100 if said.actual_finish else min(said.percent or 0, 90)) / 100
        for team in TEAMS:
            mine = {key: row for key, row in report.items() if row.team == team}
            late += sum(Mender(reporter, week, team, mine, {}).is_late(row) for row in mine.values())
        spi, rows, by_team = TABLE[week.name]
        assert abs(float(sum(ev.values()) / sum(pv.values())) - spi) <= 0.02, week
        late_tolerance, tolerance = (4, 0.02) if at.startswith("2026-11") else (10, 0.04)  # other holidays
        assert abs(late - rows) <= late_tolerance, (week.name, late)
        for team, expected in zip(TEAMS, by_team, strict=True):
            assert abs(float(ev[team] / pv[team]) - expected) <= tolerance, (week.name, team)

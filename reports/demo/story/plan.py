"""The plan: 431 task rows, 30 summary rows and 9 milestones with dates, efforts, people and links (UX 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from projects.domain.calendar import WorkingCalendar
from reports.demo.story.frame import (
    BATCH,
    MILESTONES,
    ONLINE,
    PER_FUNCTION,
    PER_TEAM,
    PHASES,
    SCENARIOS,
    TEAM,
    TEAMS,
    MilestoneFrame,
    PhaseFrame,
    TeamFrame,
)
from reports.demo.story.people import OWNERSHIPS, SCENARIO_PEOPLE, Ownership
from reports.demo.story.timeline import Timeline
from reports.demo.story.words import Text

UNCAPPED = {"MIG/balances-online/IT2", "MIG/balances-batch/IT2"}  # take more than ten working days


@dataclass(frozen=True)
class Row:
    """A row of the plan. `key` names it in the story: "BIL/revolving-batch/MK3", "AUT/ST4", "M6", "MEM/DD"."""

    key: str
    team: str
    phase: str
    kind: str  # task, milestone, summary
    name: Text
    people: tuple[str, ...] = ()
    start: date = date.min
    finish: date = date.min
    effort: Decimal | None = None
    after: tuple[str, ...] = ()  # keys of predecessors, finish to start
    code: str = ""

    @property
    def unit(self) -> str:
        return self.key.rsplit("/", 1)[0]


@dataclass
class Plan:
    """All rows in the order of the outline: each team's phases with the rows below them."""

    rows: tuple[Row, ...]
    by_key: dict[str, Row] = field(init=False)

    def __post_init__(self) -> None:
        self.by_key = {row.key: row for row in self.rows}

    @property
    def tasks(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.kind == "task")

    def of_team(self, team: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.team == team)


def make_plan(timeline: Timeline) -> Plan:
    """All rows of the sample project, team by team and phase by phase, with their links."""
    rows: list[Row] = []
    for number, team in enumerate(TEAMS, 1):
        for place, phase in enumerate(PHASES, 1):
            below = [*task_rows(team, phase, timeline), *milestones(team, phase, timeline)]
            rows += numbered(summary(team, phase, below), below, f"{number}{place}")
    return Plan(tuple(linked(rows)))


def task_rows(team: TeamFrame, phase: PhaseFrame, timeline: Timeline) -> list[Row]:
    """The team's tasks of a phase, in the order of its functions."""
    first, last = timeline.window(phase, team.code)
    days = working_days(timeline.calendar, first, last)
    if phase.code == PER_TEAM:
        return scenario_rows(team, phase, days)
    rows = [row for share in OWNERSHIPS[team.code] for row in owned_rows(team, phase, share, days)]
    order = {unit: place for place, unit in enumerate(team.units)}
    return sorted(rows, key=lambda row: order[first_unit(team, row)])


def first_unit(team: TeamFrame, row: Row) -> str:
    name = row.key.split("/")[1]
    return next(unit for unit in team.units if unit == name or unit.startswith(f"{name}-"))


def working_days(calendar: WorkingCalendar, first: date, last: date) -> list[date]:
    return [calendar.add(first, n) for n in range(calendar.working_days(first, last))]


def owned_rows(team: TeamFrame, phase: PhaseFrame, share: Ownership, days: list[date]) -> Iterator[Row]:
    """One person's rows of a phase, one after the other, through their part of the team's window."""
    begin, end = (int(Fraction(part) * len(days) + Fraction(1, 2)) for part in share.part)
    parts = [part for unit in share.units for part in parts_of(team, phase, unit)]
    for (key, name, effort), (first, last) in zip(
        parts, laid_out([effort for _key, _name, effort in parts], days[begin:end]), strict=True
    ):
        limit = None if key in UNCAPPED else phase.longest
        span = shortened([day for day in days if first <= day <= last], limit, from_start=first == days[begin])
        yield Row(key, team.code, phase.code, "task", name, (share.person,), span[0], span[-1], effort)


def shortened(span: list[date], limit: int | None, *, from_start: bool) -> list[date]:
    """At most so many of the days: the first ones of a person's first row in a phase, else the last ones."""
    return span if limit is None else span[:limit] if from_start else span[-limit:]


def parts_of(team: TeamFrame, phase: PhaseFrame, unit: str) -> Iterator[tuple[str, Text, Decimal]]:
    """(key, name, effort) of the rows that a unit has in a phase; a function's first unit carries its one RD row."""
    function = next(function for function in team.functions if unit in function.units)
    whole = Decimal(team.budget[phase.code]) / len(team.units)
    if phase.code == PER_FUNCTION:
        if unit == function.units[0]:
            name = joined(function.name, phase.works[0][0])
            yield f"{team.code}/{function.key}/{phase.code}1", name, whole * len(function.units)
        return
    called = function.name
    if function.large:
        called = appended(called, ONLINE if unit == function.units[0] else BATCH)
    for number, (work, effort) in enumerate(phase.works_of(whole), 1):
        yield f"{team.code}/{unit}/{phase.code}{number}", joined(called, work), effort


def joined(thing: Text, work: Text) -> Text:
    return Text(f"{thing.ja} {work.ja}", f"{thing.en}: {work.en}")


def appended(thing: Text, more: Text) -> Text:
    return Text(thing.ja + more.ja, thing.en + more.en)


def laid_out(efforts: list[Decimal], days: list[date]) -> list[tuple[date, date]]:
    """First and last day of each piece: the days are shared by effort, each piece has one at least."""
    total, before, used, spans = sum(efforts, Decimal(0)), Decimal(0), 0, []
    for place, effort in enumerate(efforts):
        before += effort
        left = len(efforts) - place - 1
        until = int(before * len(days) / total + Decimal("0.5"))
        until = min(max(until, used + 1), max(len(days) - left, used + 1))
        spans.append((days[min(used, len(days) - 1)], days[min(until, len(days)) - 1]))
        used = until
    return spans


def scenario_rows(team: TeamFrame, phase: PhaseFrame, days: list[date]) -> list[Row]:
    """The system test: each scenario is written, then run, through the whole window."""
    whole = Decimal(team.budget[phase.code]) / len(SCENARIOS)
    rows: list[Row] = []
    for scenario, people in zip(SCENARIOS, SCENARIO_PEOPLE[team.code], strict=True):
        parts = phase.works_of(whole)
        spans = laid_out([effort for _work, effort in parts], days)
        for (work, effort), (first, last) in zip(parts, spans, strict=True):
            key = f"{team.code}/ST{len(rows) + 1}"
            rows.append(Row(key, team.code, phase.code, "task", joined(scenario, work), people, first, last, effort))
    return rows


def milestones(team: TeamFrame, phase: PhaseFrame, timeline: Timeline) -> list[Row]:
    return [milestone(frame, timeline) for frame in MILESTONES if (frame.team, frame.phase) == (team.code, phase.code)]


def milestone(frame: MilestoneFrame, timeline: Timeline) -> Row:
    calendar = timeline.calendar_of(frame.team)
    day = calendar.previous_working(timeline.day(*frame.planned))
    name = Text(f"{frame.code} {frame.name.ja}", f"{frame.code} {frame.name.en}")
    return Row(frame.code, frame.team, frame.phase, "milestone", name, start=day, finish=day)


def summary(team: TeamFrame, phase: PhaseFrame, below: Iterable[Row]) -> Row:
    rows = list(below)
    effort = sum((row.effort for row in rows if row.effort), Decimal(0))
    return Row(
        f"{team.code}/{phase.code}", team.code, phase.code, "summary", joined_phase(team.name, phase.name),
        start=min(row.start for row in rows), finish=max(row.finish for row in rows), effort=effort,
    )  # fmt: skip


def joined_phase(team: Text, phase: Text) -> Text:
    return Text(f"{team.ja} {phase.ja}", f"{team.en}: {phase.en}")


def numbered(parent: Row, below: list[Row], code: str) -> list[Row]:
    return [replace(parent, code=code), *(replace(row, code=f"{code}.{n}") for n, row in enumerate(below, 1))]


def linked(rows: list[Row]) -> list[Row]:
    """Links finish to start along each chain of rows, in the order of their dates."""
    last: dict[str, str] = {}
    after: dict[str, tuple[str, ...]] = {}
    for row in sorted(rows, key=lambda row: (row.start, row.finish)):
        names = chains(row)
        after[row.key] = tuple(dict.fromkeys(last[name] for name in names if name in last))
        last |= dict.fromkeys(names, row.key)
    return [replace(row, after=after[row.key]) for row in rows]


def chains(row: Row) -> list[str]:
    """What a row is part of: its unit (the one RD row of a large function begins both), its scenario, the gates."""
    if row.kind == "summary":
        return []
    if row.kind == "milestone":
        return ["milestones"]
    if row.phase == PER_TEAM:
        return [f"{row.team}/scenario{(int(row.key.rpartition('ST')[2]) + 1) // 2}"]
    if row.phase != PER_FUNCTION:
        return [row.unit]
    function = next(function for function in TEAM[row.team].functions if function.key == row.key.split("/")[1])
    return [f"{row.team}/{unit}" for unit in function.units]

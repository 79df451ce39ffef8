"""What the teams report each week: the true state of every row, with its dates, efforts and explanations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from zlib import crc32

from pmo.lib import dates
from progress.domain.lateness import Lateness, Terms, lateness
from progress.domain.rows import Kind, PlanRow, Status
from reports.demo.story import sentences
from reports.demo.story.events import CR_008, STUCK
from reports.demo.story.frame import MILESTONES, TEAM
from reports.demo.story.people import LEADS, PERSON
from reports.demo.story.plan import Plan, Row
from reports.demo.story.timeline import StoryWeek, Timeline
from reports.demo.story.work import Standing, Standings

QUARTER, TRICKLE = Decimal("0.25"), Decimal("0.05")
ENOUGH = Decimal("1.18")  # nobody expects to need more of the planned effort than this, but for the overruns below
STEP, MOST = 5, 95  # percentages are reported in fives, at most 95 before the row is finished
# Effort spent for what was planned, by team: in the design phases, and since construction.
EFFORT = {
    "BASE": ("1.00", "1.00"), "AUT": ("1.00", "1.04"), "MEM": ("1.02", "1.09"), "MIG": ("1.05", "1.13"),
}  # fmt: skip
BACK = {key for stuck in STUCK for key, percent in stuck.back}
DESIGN = ("RD", "BD", "DD")
ACTUALS = {frame.code: frame.actual for frame in MILESTONES}
M6_FORECAST = ("S12", (3, 4))  # from this week on BIL expects the integration test gate a week late
RESTING = ("S4", ("MEM/members/MK1", "MEM/family/MK1"))  # not touched at all in that week
SATURDAY_WORK = ("S7", "MIG", 5)
OVERRUN = {"S7": ("MIG", 2)}  # rows finished in that week far above their effort


@dataclass(frozen=True)
class Reported:
    """One row as a team reports it; names are those of the neutral row."""

    key: str
    team: str
    planned_start: date | None
    planned_finish: date | None
    assignee: str
    percent: Decimal | None = None
    actual_start: date | None = None
    actual_finish: date | None = None
    actual_effort: Decimal | None = None
    remaining_effort: Decimal | None = None
    forecast_finish: date | None = None
    status: Status = Status.BLANK
    delay_reason: str = ""
    countermeasure: str = ""
    note: str = ""
    change_number: str = ""

    @property
    def neutral(self) -> PlanRow:
        kind = Kind.TASK if "/" in self.key else Kind.MILESTONE
        return PlanRow(
            self.key, self.key, self.key, kind, planned_start=self.planned_start, planned_finish=self.planned_finish,
            percent=self.percent, actual_start=self.actual_start, actual_finish=self.actual_finish,
        )  # fmt: skip


Report = dict[str, Reported]


@dataclass
class Reporter:
    """Goes through the weeks in order; a week's report builds on the one before."""

    plan: Plan
    timeline: Timeline
    work: dict[str, Standings]
    language: str
    overrun: set[str] = field(default_factory=set)
    resting: tuple[str, ...] = ()
    moved: dict[str, dict[str, date]] = field(default_factory=dict)  # row -> dates that turned out to be a Saturday

    def reports(self) -> Iterator[tuple[StoryWeek, Report]]:
        """(week, row key -> what is true of it) for all leaf rows; the rows keep their order."""
        before: Report = {}
        for week in self.timeline.weeks:
            self.remarkable(week, before)
            self.resting = RESTING[1] if week.name == RESTING[0] else ()
            before = {row.key: self.report(row, week, before.get(row.key)) for row in self.leaves()}
            yield week, before

    def leaves(self) -> Iterator[Row]:
        return (row for row in self.plan.rows if row.kind != "summary")

    def terms(self, week: StoryWeek, team: str) -> Terms:
        same_day = week.times.submission_due.date() <= week.status_date
        return Terms(week.status_date, self.timeline.calendar_of(team), overdue_from_equal=not same_day)

    def planned(self, row: Row, week: StoryWeek) -> tuple[date, date]:
        """Planned dates with the approved changes of that week."""
        if row.key in CR_008.rows and self.is_from(week, CR_008.week):
            return self.shifted(row.start, CR_008.days), self.shifted(row.finish, CR_008.days)
        return row.start, row.finish

    def shifted(self, day: date, days: int) -> date:
        return self.timeline.calendar.add(day, days)

    def is_from(self, week: StoryWeek, name: str) -> bool:
        return week.status_date >= self.timeline.week(name).status_date

    def report(self, row: Row, week: StoryWeek, before: Reported | None) -> Reported:
        start, finish = self.planned(row, week)
        plain = Reported(row.key, row.team, start, finish, "")
        if row.kind == "milestone":
            return self.explained(self.milestone(plain, week), week, before, None)
        standing = self.work[week.name][row.key]
        return self.explained(self.task(plain, row, standing, week, before), week, before, standing)

    def milestone(self, plain: Reported, week: StoryWeek) -> Reported:
        actual = ACTUALS[plain.key]
        calendar = self.timeline.calendar_of(plain.team)
        day = calendar.previous_working(self.timeline.day(*actual)) if actual else None
        if day and day <= week.status_date:
            return replace(plain, percent=Decimal(100), actual_start=day, actual_finish=day, status=Status.DONE)
        if plain.key == "M6" and self.is_from(week, M6_FORECAST[0]):
            forecast = calendar.previous_working(self.timeline.day(*M6_FORECAST[1]))
            plain = replace(plain, forecast_finish=forecast)
        return replace(plain, percent=Decimal(0) if self.is_due(plain, week) else None, status=Status.NOT_STARTED)

    def is_due(self, row: Reported, week: StoryWeek) -> bool:
        return row.planned_start is not None and row.planned_start <= week.status_date

    def task(self, plain: Reported, row: Row, standing: Standing, week: StoryWeek, before: Reported | None) -> Reported:
        dated: dict[str, Any] = {"actual_start": standing.start, "actual_finish": standing.finish} | self.moved.get(
            row.key, {}
        )
        names = [PERSON[person].family.of(self.language) for person in standing.people]
        found = replace(plain, team=standing.team, assignee=self.joined(names), **dated)
        if standing.start is None:
            return replace(found, percent=Decimal(0) if self.is_due(plain, week) else None, status=Status.NOT_STARTED)
        status = Status.DONE if standing.finish else Status.IN_PROGRESS
        return self.with_effort(
            replace(found, percent=Decimal(percent_of(standing)), status=status), row, standing, before
        )

    def joined(self, names: list[str]) -> str:
        return ("、" if self.language == "ja" else ", ").join(names)

    def with_effort(self, found: Reported, row: Row, standing: Standing, before: Reported | None) -> Reported:
        """Actual effort never falls, not even where the percentage is corrected; what is left stays within reason."""
        if not TEAM[found.team].reports_effort or row.effort is None:
            return found
        whole = row.effort * self.factor(row, found.team)
        known = before.actual_effort if before and before.actual_effort else QUARTER
        spent = max(quarters(whole * Decimal(standing.done)), known)
        if standing.is_stuck and before and before.percent == found.percent and row.key not in self.resting:
            spent = known + TRICKLE
        left = min(whole * (1 - Decimal(standing.done)), row.effort * ENOUGH - spent)
        if standing.finish:
            return replace(found, actual_effort=spent, remaining_effort=Decimal(0))
        return replace(found, actual_effort=spent, remaining_effort=max(quarters(left), QUARTER))

    def factor(self, row: Row, team: str) -> Decimal:
        """Actual over planned effort of a row: the team's, with a little of its own."""
        if row.key in self.overrun:
            return Decimal("1.26")
        if row.key in BACK:
            return Decimal(1)
        design, later = EFFORT.get(team, ("1.1", "1.1"))
        own = Decimal(crc32(row.key.encode()) % 9 - 4) / 100
        return Decimal(design if row.phase in DESIGN else later) + own

    def explained(self, row: Reported, week: StoryWeek, before: Reported | None, standing: Standing | None) -> Reported:
        """A late row says why, what is done about it and until when; what was said before stays with the row."""
        kind = lateness(row.neutral, self.terms(week, row.team))
        if kind is None:
            return kept(row, before) if before else row
        forecast = self.forecast(row, week, standing)
        reason = (before.delay_reason if before else "") or self.reason(row, kind, standing)
        return replace(
            row, delay_reason=reason, countermeasure=self.measure(row, week, forecast), forecast_finish=forecast
        )

    def reason(self, row: Reported, kind: Lateness, standing: Standing | None) -> str:
        if standing is None:
            return sentences.GATE_REASON.of(self.language)
        if standing.is_stuck and row.team in sentences.STUCK_REASONS:
            return sentences.STUCK_REASONS[row.team].of(self.language)
        if kind is Lateness.NOT_STARTED and "/IT" in row.key:
            return sentences.FOLLOWS.of(self.language)
        return sentences.pick(sentences.REASONS[row.team], row.key).of(self.language)

    def forecast(self, row: Reported, week: StoryWeek, standing: Standing | None) -> date:
        """When the team expects to be done: by what is left, always after the status date."""
        calendar = self.timeline.calendar_of(row.team)
        if standing is None:
            actual = ACTUALS[row.key]
            day = self.timeline.day(*actual) if actual else week.status_date
            return max(calendar.next_working(day), calendar.add(week.status_date, 1))
        days = calendar.working_days(row.planned_start or week.status_date, row.planned_finish or week.status_date)
        left = 3 if standing.is_stuck else int(days * (1 - standing.done)) + 1
        return calendar.add(week.status_date, left)

    def measure(self, row: Reported, week: StoryWeek, finish: date) -> str:
        calendar = self.timeline.calendar_of(row.team)
        text = sentences.MILESTONE_MEASURE
        if "/" in row.key:
            text = sentences.pick(sentences.MEASURES, row.key, week.name)
        who = row.assignee or PERSON[LEADS[row.team]].family.of(self.language)
        soon = calendar.add(week.status_date, 1)
        return text.of(self.language).format(who=who, soon=self.shown(soon, week), finish=self.shown(finish, week))

    def shown(self, day: date, week: StoryWeek) -> str:
        return dates.day(day, self.language, week.status_date)

    def remarkable(self, week: StoryWeek, before: Report) -> None:
        """Facts of this week that stay with their rows: work on a Saturday, efforts far above plan."""
        done = [row for row in self.leaves() if self.finished_in(row.key, week, before)]
        if week.name in OVERRUN:
            team, count = OVERRUN[week.name]
            self.overrun |= {row.key for row in [row for row in done if row.team == team][:count]}
        if week.name == SATURDAY_WORK[0]:
            self.work_on_saturday(week)

    def finished_in(self, key: str, week: StoryWeek, before: Report) -> bool:
        standing = self.work[week.name].get(key)
        return bool(standing and standing.finish and before and not before[key].actual_finish)

    def work_on_saturday(self, week: StoryWeek) -> None:
        """Up to so many dates of the week's first days were in truth the Saturday before."""
        saturday = week.times.key.monday - timedelta(days=2)
        for row in self.plan.tasks:
            standing = self.work[week.name][row.key]
            if standing.team != SATURDAY_WORK[1] or row.start > saturday:
                continue
            days = {"actual_start": standing.start, "actual_finish": standing.finish}
            for name, day in days.items():
                if day and saturday < day <= week.status_date and self.saturdays() < SATURDAY_WORK[2]:
                    self.moved.setdefault(row.key, {})[name] = saturday

    def saturdays(self) -> int:
        return sum(len(found) for found in self.moved.values())


def kept(row: Reported, before: Reported) -> Reported:
    return replace(row, delay_reason=before.delay_reason, countermeasure=before.countermeasure)


def percent_of(standing: Standing) -> int:
    if standing.finish:
        return 100
    return min(MOST, int(standing.done * 100 + 1e-6) // STEP * STEP)


def quarters(effort: Decimal) -> Decimal:
    return (effort * 4).quantize(Decimal(1)) / 4

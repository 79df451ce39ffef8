"""Dates of the sample project, counted from the day of loading (UX 2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from projects.domain.calendar import CalendarDay, DayName, WorkingCalendar, japanese_calendar
from projects.domain.weeks import THURSDAY, TOKYO, Point, Rhythm, WeekKey, WeekTimes, times
from reports.demo.story.frame import COMPANY_DAYS, TEAM_DAYS, TEAM_WEEKS, PhaseFrame

SEALED = 12
FIRST_WEEK, LAST_WEEK = -45, 12
RHYTHM = Rhythm(findings=Point(THURSDAY, time(10, 30)))
OPEN = "open"


@dataclass(frozen=True)
class StoryWeek:
    """A week of the story: "S1" … "S12" are sealed, "open" is the one in the middle of its cycle."""

    name: str
    times: WeekTimes

    @property
    def key(self) -> str:
        return str(self.times.key)

    @property
    def status_date(self) -> date:
        return self.times.status_date


@dataclass(frozen=True)
class Timeline:
    """Everything that follows from the moment of loading."""

    loaded_at: datetime

    @cached_property
    def open_key(self) -> WeekKey:
        """The latest week whose submission deadline has passed at the moment of loading."""
        key = WeekKey.of(self.loaded_at.astimezone(TOKYO).date())
        while not self.has_begun(key):
            key = key.previous
        return key

    def has_begun(self, key: WeekKey) -> bool:
        found = times(key, RHYTHM, rough_calendar(key.monday))
        return found is not None and found.submission_due < self.loaded_at

    @property
    def monday(self) -> date:
        return self.open_key.monday

    @property
    def start(self) -> date:
        return self.monday + timedelta(weeks=FIRST_WEEK)

    @property
    def finish(self) -> date:
        return self.monday + timedelta(weeks=LAST_WEEK, days=4)

    @cached_property
    def company_days(self) -> tuple[CalendarDay, ...]:
        return tuple(company_days(self.start.year - 1, self.finish.year + 1))

    @cached_property
    def calendar(self) -> WorkingCalendar:
        margin = timedelta(days=366)
        return japanese_calendar(self.start - margin, self.finish + margin, self.company_days)

    @cached_property
    def team_days(self) -> dict[str, tuple[CalendarDay, ...]]:
        """Weekends on which a team works."""
        return {
            team: tuple(
                CalendarDay(self.day(week, weekday), DayName(*name), works=True)
                for week, weekdays, name in spans
                for weekday in weekdays
            )
            for team, spans in TEAM_DAYS.items()
        }

    @cached_property
    def team_calendars(self) -> dict[str, WorkingCalendar]:
        return {team: self.calendar.with_days(days) for team, days in self.team_days.items()}

    def calendar_of(self, team: str) -> WorkingCalendar:
        return self.team_calendars.get(team, self.calendar)

    @cached_property
    def weeks(self) -> tuple[StoryWeek, ...]:
        """S1 … S12 and the open week; a week without working days is left out and one more taken before."""
        found: list[WeekTimes] = []
        key = self.open_key
        while len(found) <= SEALED:
            at = times(key, RHYTHM, self.calendar)
            found += [at] if at else []
            key = key.previous
        names = [*(f"S{n}" for n in range(1, SEALED + 1)), OPEN]
        return tuple(StoryWeek(name, at) for name, at in zip(names, reversed(found), strict=True))

    def week(self, name: str) -> StoryWeek:
        return next(week for week in self.weeks if week.name == name)

    def day(self, week: int, weekday: int = 0) -> date:
        """A day counted in weeks from the Monday of the open week."""
        return self.monday + timedelta(weeks=week, days=weekday)

    def window(self, phase: PhaseFrame, team: str) -> tuple[date, date]:
        """First and last working day of a team's part of a phase."""
        first, last = TEAM_WEEKS.get((phase.code, team), phase.weeks)
        return self.calendar.next_working(self.day(first)), self.calendar.previous_working(self.day(last, 4))

    def moment(self, at: tuple[str, int]) -> date:
        """A day of the story: ("S6", 0) is a status date, ("load", 2) the second working day after loading."""
        name, days = at
        base = self.loaded_at.astimezone(TOKYO).date() if name == "load" else self.week(name).status_date
        return self.calendar.add(base, days) if days else base


def company_days(first: int, last: int) -> Iterator[CalendarDay]:
    for year in range(first, last + 1):
        for name, days in COMPANY_DAYS.items():
            for month, day in days:
                yield CalendarDay(date(year, month, day), DayName(*name))


def rough_calendar(around: date) -> WorkingCalendar:
    """The calendar before the project's span is known."""
    return japanese_calendar(around, around, company_days(around.year - 1, around.year + 1))

"""What the page of the calendar shows: a year, its special days, and the weeks to come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from projects.domain.calendar import DayName, WorkingCalendar, japanese_calendar, national_holidays
from projects.domain.weeks import WeekKey, WeekTimes
from projects.models import CalendarDay, Project, Team, Week
from projects.weekly import as_day, times_of

WEEKS_AHEAD = 8


@dataclass(frozen=True)
class SpecialDay:
    """A day with a name: a national holiday, or an entry of the project or of one team."""

    day: date
    names: DayName
    works: bool
    entry: CalendarDay | None = None


@dataclass(frozen=True)
class ComingWeek:
    """A week to come: `times` is None when it is skipped; `moved` when its status date is not the usual weekday."""

    key: WeekKey
    times: WeekTimes | Week | None
    moved: bool

    @property
    def state(self) -> str:
        """The state of a week that is open already, else ""."""
        return self.times.state if isinstance(self.times, Week) else ""


def entries(year: int, team: Team | None) -> list[CalendarDay]:
    """The entries of a year that hold for a team; without a team those of the project and of every team."""
    days = CalendarDay.objects.filter(day__year=year).select_related("team")
    return list(days.filter(Q(team=None) | Q(team=team)) if team else days)


def calendar_of(year: int, found: list[CalendarDay], team: Team | None) -> WorkingCalendar:
    """The working days of a year, as the project or as one team keeps them."""
    own = japanese_calendar(date(year, 1, 1), date(year, 12, 31), [as_day(day) for day in found if day.team is None])
    return own.with_days([as_day(day) for day in found if day.team is not None]) if team else own


def special_days(year: int, found: list[CalendarDay]) -> list[SpecialDay]:
    """National holidays and entries in order; of one day the holiday first."""
    national = [SpecialDay(day, name, works=False) for day, name in national_holidays([year]).items()]
    own = [SpecialDay(day.day, DayName(*day.both), day.works, day) for day in found]
    return sorted([*national, *own], key=lambda special: (special.day, special.entry is not None))


def coming_weeks(first: WeekKey, project: Project) -> list[ComingWeek]:
    """Eight weeks from `first`: weeks that are open as they stand, the others by the rhythm (two queries)."""
    keys = [first.shift(number) for number in range(WEEKS_AHEAD)]
    there = {week.key: week for week in Week.objects.filter(key__in=[str(key) for key in keys])}
    margin = timedelta(days=31)
    own = [as_day(day) for day in CalendarDay.objects.filter(team=None)]
    calendar = japanese_calendar(keys[0].monday - margin, keys[-1].monday + margin, own)
    return [coming_week(key, there.get(str(key)) or times_of(key, project, calendar), project) for key in keys]


def coming_week(key: WeekKey, times: WeekTimes | Week | None, project: Project) -> ComingWeek:
    return ComingWeek(key, times, times is not None and times.status_date.weekday() != project.status_weekday)

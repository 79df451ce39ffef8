"""A year on paper: its months week by week, every day with what it is."""

from __future__ import annotations

import calendar as stdlib_calendar
from dataclasses import dataclass
from datetime import date

from projects.domain.calendar import DayName, WorkingCalendar

MONDAY_FIRST = stdlib_calendar.Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day: whether people work, and its name when it is a special one."""

    day: date
    works: bool
    name: DayName | None


@dataclass(frozen=True, slots=True)
class Month:
    """`weeks` hold seven entries each, Monday first; None stands for a day of a neighbouring month."""

    first: date
    weeks: tuple[tuple[DayOfYear | None, ...], ...]
    working_days: int


def months_of(year: int, calendar: WorkingCalendar) -> list[Month]:
    """The twelve months of a year. The calendar should span the year; outside only its weekdays are known."""
    return [month_of(year, number, calendar) for number in range(1, 13)]


def month_of(year: int, number: int, calendar: WorkingCalendar) -> Month:
    weeks = tuple(
        tuple(day_of(day, calendar) if day.month == number else None for day in week)
        for week in MONDAY_FIRST.monthdatescalendar(year, number)
    )
    working = sum(day.works for week in weeks for day in week if day)
    return Month(date(year, number, 1), weeks, working)


def day_of(day: date, calendar: WorkingCalendar) -> DayOfYear:
    return DayOfYear(day, calendar.is_working(day), calendar.name(day))

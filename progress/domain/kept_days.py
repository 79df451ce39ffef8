"""Working calendars as plain data: a sealed week keeps those it was counted with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from projects.domain.calendar import CalendarDay, Calendars, DayName, WorkingCalendar

PROJECT = ""
NAMELESS = DayName("", "")


def kept(calendars: Calendars) -> dict[str, Any]:
    """Team code ("" is the project) -> its span, weekdays and the days that differ from them."""
    return {code: as_data(one) for code, one in {PROJECT: calendars.project, **calendars.teams}.items()}


def as_data(calendar: WorkingCalendar) -> dict[str, Any]:
    return {
        "span": [calendar.first.isoformat(), calendar.last.isoformat()],
        "weekdays": sorted(calendar.weekdays),
        "days": [[day.day.isoformat(), day.works] for day in calendar.days],
    }


def read_back(data: Mapping[str, Any]) -> Calendars:
    """The calendars that were kept; days have lost their names."""
    found = {code: calendar(one) for code, one in data.items()}
    return Calendars(found.pop(PROJECT), found)


def calendar(data: Mapping[str, Any]) -> WorkingCalendar:
    first, last = map(date.fromisoformat, data["span"])
    days = tuple(CalendarDay(date.fromisoformat(day), NAMELESS, works) for day, works in data["days"])
    return WorkingCalendar(first, last, days, frozenset(data["weekdays"]))

"""Working days: weekends, Japan's national holidays, company days and a team's exceptions (DOMAIN 0).

A calendar is a table of running counts over a span of days, so `working_days` is two look-ups whatever the distance.
Outside the span only the working weekdays are known; every function still answers there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

import holidays

MONDAY_TO_FRIDAY = frozenset(range(5))


class DayName(NamedTuple):
    """Name of a special day in both languages; a language that nobody typed is ""."""

    ja: str
    en: str

    def text(self, language: str) -> str:
        """The name in `language` ("ja", "en", "en-gb" ...), else in the other one."""
        return (self.ja or self.en) if language.startswith("ja") else (self.en or self.ja)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One exception to the working weekdays: a day off, or with `works` a day on which people work after all."""

    day: date
    name: DayName
    works: bool = False


@lru_cache(maxsize=256)
def _holidays_of(year: int) -> tuple[tuple[date, DayName], ...]:
    ja = holidays.country_holidays("JP", years=year, language="ja")
    en = holidays.country_holidays("JP", years=year, language="en_US")
    return tuple((day, DayName(ja[day], en[day])) for day in sorted(ja))


def national_holidays(years: Iterable[int]) -> dict[date, DayName]:
    """Japan's national holidays 祝日 with their names, 振替休日 and 国民の休日 among them.

    The library knows 1949-2099; other years have none. Equinoxes of coming years are astronomical forecasts: the law
    fixes them in February of the year before.
    """
    return {day: name for year in years for day, name in _holidays_of(year)}


def _weekday_count(weekdays: frozenset[int], ordinal: int) -> int:
    """Number of working weekdays from 0001-01-01 (a Monday) to the day `ordinal`, inclusive."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * len(weekdays) + sum(1 for weekday in weekdays if weekday < rest)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked between `first` and `last` (widened to hold every exception), and how many.

    `days` are the exceptions; of two for one date the later one stands. Calendars with the same span, weekdays and
    exceptions are equal. ValueError for a span that ends before it starts or for no working weekday.
    """

    first: date
    last: date
    days: tuple[CalendarDay, ...] = ()
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    _names: dict[date, DayName] = field(init=False, repr=False, compare=False)
    _from: int = field(init=False, repr=False, compare=False)
    _counts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError("working weekdays are one or more of 0 (Monday) to 6")
        if self.first > self.last:
            raise ValueError("the span of a calendar ends before it starts")
        exceptions = {special.day: special for special in self.days}
        first, last = min({self.first, *exceptions}), max({self.last, *exceptions})
        works = {special.day.toordinal(): special.works for special in exceptions.values()}
        flags = (
            works.get(ordinal, (ordinal - 1) % 7 in self.weekdays)
            for ordinal in range(first.toordinal(), last.toordinal() + 1)
        )
        object.__setattr__(self, "first", first)
        object.__setattr__(self, "last", last)
        object.__setattr__(self, "days", tuple(exceptions[day] for day in sorted(exceptions)))
        object.__setattr__(self, "_names", {day: special.name for day, special in exceptions.items()})
        object.__setattr__(self, "_from", first.toordinal())
        object.__setattr__(self, "_counts", tuple(accumulate(flags, initial=0)))

    def with_days(self, days: Iterable[CalendarDay]) -> WorkingCalendar:
        """This calendar with more exceptions on top: a team's calendar is the project's with the team's exceptions."""
        return WorkingCalendar(self.first, self.last, (*self.days, *days), self.weekdays)

    def is_working(self, day: date) -> bool:
        ordinal = day.toordinal()
        return self._count(ordinal) > self._count(ordinal - 1)

    def name(self, day: date) -> DayName | None:
        """(ja, en) of a national holiday, company day or exception; None for every other day, weekends too."""
        return self._names.get(day)

    def working_days(self, start: date, finish: date) -> int:
        """`wd(a, b)` of DOMAIN 0: working days from start to finish, both inclusive; 0 if finish is before start."""
        return max(0, self._count(finish.toordinal()) - self._count(start.toordinal() - 1))

    def next_working(self, day: date) -> date:
        """`day` itself if it is worked, else the next working day. OverflowError after year 9999."""
        return day if self.is_working(day) else self.add(day, 1)

    def previous_working(self, day: date) -> date:
        """`day` itself if it is worked, else the last working day before it."""
        return day if self.is_working(day) else self.add(day, -1)

    def add(self, day: date, n: int) -> date:
        """The nth working day after `day` (before it for n < 0), `day` itself not counted; n = 0 is `next_working`.

        A task of d working days from a working day finishes on `add(start, d - 1)` (DOMAIN 0, 2.5).
        """
        if n == 0:
            return self.next_working(day)
        ordinal = day.toordinal()
        return self.day_at(self._count(ordinal) + n if n > 0 else self._count(ordinal - 1) + n + 1)

    def offset(self, day: date) -> int:
        """Working days from the start of the span to `day`, inclusive; negative before the span.

        `offset(b) - offset(a)` is the number of working days after a up to b. Only differences have a meaning.
        """
        return self._count(day.toordinal())

    def day_at(self, offset: int) -> date:
        """The working day whose `offset` is this one: the inverse of `offset` on working days."""
        if 0 < offset <= self._counts[-1]:
            return date.fromordinal(self._from + bisect_left(self._counts, offset) - 1)
        return date.fromordinal(self._outside(offset))

    def _count(self, ordinal: int) -> int:
        index = ordinal - self._from + 1
        if 0 <= index < len(self._counts):
            return self._counts[index]
        edge = self._from - 1 if index < 0 else self._from + len(self._counts) - 2
        known = 0 if index < 0 else self._counts[-1]
        return known + _weekday_count(self.weekdays, ordinal) - _weekday_count(self.weekdays, edge)

    def _outside(self, offset: int) -> int:
        """Ordinal of the working day number `offset` before or after the span: whole weeks first, then day by day."""
        before = offset <= 0
        edge = self._from - 1 if before else self._from + len(self._counts) - 2
        missing = offset if before else offset - self._counts[-1]
        ordinal = edge + 7 * ((missing - 1) // len(self.weekdays))
        while self._count(ordinal) < offset:
            ordinal += 1
        return ordinal


def japanese_calendar(first: date, last: date, days: Iterable[CalendarDay] = ()) -> WorkingCalendar:
    """The project's calendar: Monday to Friday without national holidays, with company days on top.

    The span is the whole years from `first` to `last`, and those of every company day.
    """
    own = tuple(days)
    years = range(min([first, *(d.day for d in own)]).year, max([last, *(d.day for d in own)]).year + 1)
    national = (CalendarDay(day, name) for day, name in national_holidays(years).items())
    return WorkingCalendar(date(years[0], 1, 1), date(years[-1], 12, 31), (*national, *own))


@dataclass(frozen=True, slots=True)
class Calendars:
    """The project's calendar and those of the teams that have exceptions, by team code."""

    project: WorkingCalendar
    teams: Mapping[str, WorkingCalendar] = field(default_factory=dict)

    def of(self, team: str) -> WorkingCalendar:
        """The team's own calendar, else the project's."""
        return self.teams.get(team, self.project)

    @property
    def fingerprint(self) -> str:
        """Equal for calendars on which the same days are worked."""
        told = [("", self.project), *sorted(self.teams.items())]
        words = [
            (team, sorted(one.weekdays), [(day.day.isoformat(), day.works) for day in one.days]) for team, one in told
        ]
        return sha256(repr(words).encode()).hexdigest()

"""ISO weeks, their status dates 基準日 and the times of the weekly cycle (DESIGN, The weekly cycle; UX 2.1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from projects.domain.calendar import WorkingCalendar

TOKYO = ZoneInfo("Asia/Tokyo")
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)
_KEY = re.compile(r"([0-9]{4})-W([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class WeekKey:
    """An ISO week, written "2026-W47" (`%G-W%V`); weeks sort by time. ValueError for a week that does not exist."""

    year: int
    week: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.week, 1)

    @classmethod
    def parse(cls, text: str) -> WeekKey:
        """From "2026-W47" exactly. ValueError for anything else, also for week 53 of a year that has 52."""
        match = _KEY.fullmatch(text)
        if match is None:
            raise ValueError(f"not an ISO week like 2026-W47: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> WeekKey:
        """The week of a local date; early January may belong to the old year (2027-01-01 is in 2026-W53)."""
        year, week, _ = day.isocalendar()
        return cls(year, week)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def days(self) -> tuple[date, ...]:
        """Monday to Sunday."""
        return tuple(date.fromisocalendar(self.year, self.week, weekday) for weekday in range(1, 8))

    @property
    def next(self) -> WeekKey:
        return self.shift(1)

    @property
    def previous(self) -> WeekKey:
        return self.shift(-1)

    def shift(self, weeks: int) -> WeekKey:
        return WeekKey.of(self.monday + timedelta(weeks=weeks))


@dataclass(frozen=True, slots=True)
class Point:
    """A moment of the week: weekday (0 = Monday) and local time."""

    weekday: int
    at: time

    def __post_init__(self) -> None:
        if not 0 <= self.weekday <= 6 or self.at.tzinfo is not None:
            raise ValueError("a point is a weekday 0-6 and a local time without a zone")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The project's weekly rhythm; the defaults are those of DESIGN.

    The week opens on the last `opening` weekday up to the status date; every other point is the first such weekday
    from the status date on, so a Friday status date may have its meeting on Monday.
    """

    opening: Point = Point(MONDAY, time(9))
    status: int = WEDNESDAY
    submission: Point = Point(WEDNESDAY, time(17))
    findings: Point = Point(THURSDAY, time(12))
    resubmission: Point = Point(THURSDAY, time(15))
    papers: Point = Point(THURSDAY, time(17))
    meeting: Point = Point(FRIDAY, time(10))
    report: Point = Point(THURSDAY, time(15))
    report_before_days_off: bool = False  # the report alone may go back to the working day before


@dataclass(frozen=True, slots=True)
class WeekTimes:
    """Status date and instants of one week, in the zone they were asked for."""

    key: WeekKey
    status_date: date
    opens_at: datetime
    submission_due: datetime
    findings_due: datetime
    resubmission_due: datetime
    papers_due: datetime
    meeting_at: datetime
    report_at: datetime


def status_date(key: WeekKey, weekday: int, calendar: WorkingCalendar) -> date | None:
    """The nominal weekday, else the nearest earlier working day of the ISO week, else the nearest later one.

    None when the week has no working day: it is skipped (休止週).
    """
    *earlier, nominal = key.days[: weekday + 1]
    later = key.days[weekday + 1 :]
    return next((day for day in (nominal, *reversed(earlier), *later) if calendar.is_working(day)), None)


def times(key: WeekKey, rhythm: Rhythm, calendar: WorkingCalendar, tz: tzinfo = TOKYO) -> WeekTimes | None:
    """All times of a week; None for a skipped week.

    A point on a day off moves to the next working day (the report to the one before, where that is
    wished and the teams have sent by then). When the
    status date itself has moved, every later point keeps its distance from it in working days. The order of the points
    is that of a week without holidays.
    """
    status = status_date(key, rhythm.status, calendar)
    if status is None:
        return None
    nominal = key.days[rhythm.status]
    points = {
        "submission_due": rhythm.submission,
        "findings_due": rhythm.findings,
        "resubmission_due": rhythm.resubmission,
        "papers_due": rhythm.papers,
        "meeting_at": rhythm.meeting,
        "report_at": rhythm.report,
    }
    usual = {name: datetime.combine(_on_or_after(nominal, point.weekday), point.at) for name, point in points.items()}
    moved = {name: _moved(at, nominal, status, calendar) for name, at in usual.items()}
    local = _in_order(moved, usual, calendar)
    if rhythm.report_before_days_off and status == nominal:
        earlier = _before(usual["report_at"], calendar)
        local["report_at"] = earlier if earlier > local["submission_due"] else local["report_at"]
    opens = _opening(rhythm.opening, nominal, min(local.values()), status)
    aware = {name: at.replace(tzinfo=tz) for name, at in local.items()}
    return WeekTimes(key, status, opens.replace(tzinfo=tz), **aware)


def _on_or_after(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _moved(usual: datetime, nominal: date, status: date, calendar: WorkingCalendar) -> datetime:
    """`usual` on a working day; by its usual distance from the status date when that one has moved."""
    if status == nominal:
        return datetime.combine(calendar.next_working(usual.date()), usual.time())
    between = (nominal + timedelta(days=n) for n in range(1, (usual.date() - nominal).days + 1))
    distance = sum(day.weekday() in calendar.weekdays for day in between)
    return datetime.combine(calendar.add(status, distance), usual.time())


def _before(usual: datetime, calendar: WorkingCalendar) -> datetime:
    """`usual` on a working day, else on the last one before."""
    day = usual.date()
    while not calendar.is_working(day):
        day -= timedelta(days=1)
    return datetime.combine(day, usual.time())


def _in_order(moved: dict[str, datetime], usual: dict[str, datetime], calendar: WorkingCalendar) -> dict[str, datetime]:
    """Push a point on by working days where another one, usually not after it, was moved beyond it."""
    ordered: dict[str, datetime] = {}
    latest = min(moved.values())
    for name in sorted(usual, key=lambda name: usual[name]):
        at = moved[name]
        while at < latest:
            at = datetime.combine(calendar.add(at.date(), 1), at.time())
        ordered[name] = latest = at
    return ordered


def _opening(point: Point, nominal: date, first_due: datetime, status: date) -> datetime:
    """The last opening weekday up to the nominal status date, and always before the first deadline.

    Opening is the workspace's own act, so it may fall on a day off.
    """
    usual = nominal - timedelta(days=(nominal.weekday() - point.weekday) % 7)
    opens = datetime.combine(min(usual, status), point.at)
    return opens if opens < first_due else opens - timedelta(days=1)


def business_days_late(received: datetime, due: datetime, calendar: WorkingCalendar, tz: tzinfo = TOKYO) -> int:
    """Working days by which something came after its deadline, counted in local dates; 0 when it was in time.

    Anything after the deadline is at least 1 day late: until the end of the next working day it is 1, then 2 and so on.
    Both instants are aware; `tz` says where the dates are counted, because stored instants are UTC.
    """
    if received <= due:
        return 0
    day_after = due.astimezone(tz).date() + timedelta(days=1)
    return max(1, calendar.working_days(day_after, received.astimezone(tz).date()))

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.domain.calendar import CalendarDay, DayName, japanese_calendar
from projects.domain.weeks import (
    FRIDAY,
    MONDAY,
    THURSDAY,
    TOKYO,
    TUESDAY,
    WEDNESDAY,
    Point,
    Rhythm,
    WeekKey,
    business_days_late,
    status_date,
    times,
)

CLOSED = DayName("休業日", "Closed")
YEAR_END = [CalendarDay(date(2026, 12, day), CLOSED) for day in (29, 30, 31)]
JAPAN = japanese_calendar(date(2026, 1, 1), date(2027, 12, 31), YEAR_END)
SUBMISSION_ORDER = ("submission_due", "findings_due", "resubmission_due", "papers_due", "meeting_at")


def week(text: str) -> WeekKey:
    return WeekKey.parse(text)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def shown(key: str, rhythm: Rhythm | None = None, calendar=JAPAN) -> dict[str, str]:
    found = times(week(key), rhythm or Rhythm(), calendar)
    moments = {f.name: getattr(found, f.name) for f in fields(found)}
    return {name: at.strftime("%m-%d %H:%M") for name, at in moments.items() if isinstance(at, datetime)}


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2026, 11, 18), "2026-W47"),
        (date(2027, 1, 1), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2027, 1, 4), "2027-W01"),
        (date(2024, 12, 30), "2025-W01"),
    ],
)
def test_a_date_belongs_to_its_iso_week(day, key):
    assert str(WeekKey.of(day)) == key == day.strftime("%G-W%V")


@pytest.mark.parametrize(
    "text",
    [
        *("2026-W54", "2025-W53", "2026-W00", "0000-W01"),
        *("2026-w47", "2026W47", "2026-W7", "2026-W047", " 2026-W47", "2026-W47\n", "２０２６-W47", "2026-47", ""),
    ],
)
def test_a_text_that_is_no_iso_week_is_refused(text):
    with pytest.raises(ValueError):
        WeekKey.parse(text)


def test_weeks_know_their_days_and_neighbours_across_the_year():
    last = week("2026-W53")
    assert (last.monday, last.days[-1]) == (date(2026, 12, 28), date(2027, 1, 3))
    assert (str(last.next), str(last.previous), str(last.next.previous)) == ("2027-W01", "2026-W52", "2026-W53")
    assert sorted([week("2027-W01"), last, week("2026-W09")])[0] == week("2026-W09")


@given(st.dates(date(1950, 1, 1), date(2200, 1, 1)))
def test_a_week_survives_being_written_and_read(day):
    key = WeekKey.of(day)
    assert WeekKey.parse(str(key)) == key == WeekKey.of(key.monday)
    assert day in key.days
    assert key.next.previous == key
    assert key.next.monday - key.monday == timedelta(days=7)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("2026-W47", date(2026, 11, 18)),  # an ordinary Wednesday
        ("2026-W18", date(2026, 4, 28)),  # Wednesday is a holiday: the day before
        ("2026-W39", date(2026, 9, 24)),  # Monday to Wednesday are holidays: the day after (UX 2.1)
        ("2026-W19", date(2026, 5, 7)),
        ("2026-W53", date(2026, 12, 28)),  # year end: only Monday is worked
    ],
)
def test_the_status_date_is_wednesday_or_the_nearest_working_day_of_the_week(key, expected):
    assert status_date(week(key), WEDNESDAY, JAPAN) == expected


def test_a_week_without_a_working_day_is_skipped():
    shut = JAPAN.with_days(CalendarDay(day, CLOSED) for day in week("2026-W33").days)
    assert status_date(week("2026-W33"), WEDNESDAY, shut) is None
    assert times(week("2026-W33"), Rhythm(), shut) is None


def test_an_ordinary_week_has_the_times_of_the_rhythm_in_local_time():
    assert shown("2026-W47") == {
        "opens_at": "11-16 09:00",
        "submission_due": "11-18 17:00",
        "findings_due": "11-19 12:00",
        "resubmission_due": "11-19 15:00",
        "papers_due": "11-19 17:00",
        "meeting_at": "11-20 10:00",
        "report_at": "11-19 15:00",
    }
    assert times(week("2026-W47"), Rhythm(), JAPAN).submission_due == datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


def test_when_the_status_date_moves_later_the_whole_week_moves_with_it():
    assert shown("2026-W39") == {
        "opens_at": "09-21 09:00",
        "submission_due": "09-24 17:00",
        "findings_due": "09-25 12:00",
        "resubmission_due": "09-25 15:00",
        "papers_due": "09-25 17:00",
        "meeting_at": "09-28 10:00",
        "report_at": "09-25 15:00",
    }


def test_when_the_status_date_moves_earlier_the_distances_in_working_days_stay():
    moved = shown("2026-W18")  # Wednesday 4/29 is a holiday
    assert [moved[name] for name in SUBMISSION_ORDER] == [
        "04-28 17:00", "04-30 12:00", "04-30 15:00", "04-30 17:00", "05-01 10:00",
    ]  # fmt: skip


def test_the_distance_of_a_later_point_is_counted_over_the_working_weekdays():
    rhythm = Rhythm(status=THURSDAY, submission=Point(THURSDAY, time(17)), papers=Point(MONDAY, time(12)),
                    meeting=Point(TUESDAY, time(10)), findings=Point(FRIDAY, time(12)))  # fmt: skip
    moved = shown("2027-W06", rhythm)  # Thursday 2/11 is a holiday, the status date moves to Wednesday
    found = [moved[name] for name in ("submission_due", "findings_due", "papers_due", "meeting_at")]
    assert found == ["02-10 17:00", "02-12 12:00", "02-15 12:00", "02-16 10:00"]
    later = Rhythm(papers=Point(FRIDAY, time(17)), meeting=Point(MONDAY, time(10)))
    moved = shown("2026-W39", later)  # the status date moves from Wednesday to Thursday 9/24
    assert (moved["papers_due"], moved["meeting_at"]) == ("09-28 17:00", "09-29 10:00")


def test_a_holiday_after_the_status_date_moves_its_points_and_what_would_be_overtaken():
    moved = shown("2027-W06")  # Thursday 2/11 is a holiday
    assert [moved[name] for name in SUBMISSION_ORDER] == [
        "02-10 17:00", "02-12 12:00", "02-12 15:00", "02-12 17:00", "02-15 10:00",
    ]  # fmt: skip


def test_a_holiday_on_the_day_of_the_meeting_moves_only_the_meeting():
    closed = JAPAN.with_days([CalendarDay(date(2026, 11, 20), CLOSED)])
    usual, moved = shown("2026-W47"), shown("2026-W47", calendar=closed)
    assert moved == {**usual, "meeting_at": "11-24 10:00"}  # Monday 11/23 is a holiday too


def test_the_report_may_go_back_to_the_working_day_before_a_day_off():
    """A Friday off (2026-11-20): the report of Friday 15:00 comes on Thursday; otherwise after the holiday, Tuesday."""
    closed = JAPAN.with_days([CalendarDay(date(2026, 11, 20), CLOSED)])
    friday = Rhythm(report=Point(FRIDAY, time(15)))
    assert shown("2026-W47", friday, closed)["report_at"] == "11-24 15:00"
    before = replace(friday, report_before_days_off=True)
    assert shown("2026-W47", before, closed)["report_at"] == "11-19 15:00"
    assert shown("2026-W47", before)["report_at"] == "11-20 15:00"


def test_the_report_never_goes_back_before_the_teams_have_sent():
    """Thursday 2027-02-11 is a holiday; Wednesday 15:00 would be before the deadline of 17:00."""
    before = Rhythm(report_before_days_off=True)
    assert shown("2027-W06", before)["report_at"] == shown("2027-W06")["report_at"] == "02-12 15:00"


def test_a_friday_rhythm_has_its_meeting_in_the_next_week():
    rhythm = Rhythm(
        status=FRIDAY,
        submission=Point(FRIDAY, time(17)),
        findings=Point(MONDAY, time(12)),
        resubmission=Point(MONDAY, time(17)),
        papers=Point(TUESDAY, time(12)),
        meeting=Point(TUESDAY, time(15)),
        report=Point(TUESDAY, time(12)),
    )
    assert shown("2026-W47", rhythm) == {
        "opens_at": "11-16 09:00",
        "submission_due": "11-20 17:00",
        "findings_due": "11-24 12:00",  # Monday 11/23 is a holiday
        "resubmission_due": "11-24 17:00",
        "papers_due": "11-25 12:00",
        "meeting_at": "11-25 15:00",
        "report_at": "11-25 12:00",
    }


def test_a_week_may_open_on_any_weekday_up_to_its_status_date():
    assert shown("2026-W47", Rhythm(opening=Point(TUESDAY, time(8))))["opens_at"] == "11-17 08:00"
    assert shown("2026-W47", Rhythm(opening=Point(WEDNESDAY, time(8))))["opens_at"] == "11-18 08:00"
    assert shown("2026-W47", Rhythm(opening=Point(THURSDAY, time(18))))["opens_at"] == "11-12 18:00"


def test_a_week_never_opens_after_its_deadline():
    rhythm = Rhythm(opening=Point(TUESDAY, time(18)))
    closed = JAPAN.with_days(CalendarDay(date(2026, 11, day), CLOSED) for day in (17, 18))
    found = times(week("2026-W47"), rhythm, closed)  # status date and deadline move to Monday 17:00
    assert found.submission_due == local("2026-11-16 17:00")
    assert found.opens_at == local("2026-11-15 18:00")


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.dates(date(2026, 11, 9), date(2026, 12, 6)), max_size=12),
    st.integers(MONDAY, FRIDAY),
    st.lists(st.integers(0, 4), min_size=5, max_size=5),
    st.lists(st.integers(8, 19), min_size=6, max_size=6),
)
def test_the_points_of_a_week_stay_in_order_and_on_working_days(off, status, weekdays, hours):
    names = ("findings", "resubmission", "papers", "meeting", "report")
    points = {name: Point(weekdays[n], time(hours[n])) for n, name in enumerate(names)}
    rhythm = Rhythm(status=status, submission=Point(status, time(hours[5])), **points)
    calendar = JAPAN.with_days(CalendarDay(day, CLOSED) for day in off)
    free = japanese_calendar(date(2026, 1, 1), date(2027, 12, 31)).with_days(
        [CalendarDay(date(2026, 11, 23), CLOSED, works=True)]
    )
    usual, moved = times(week("2026-W47"), rhythm, free), times(week("2026-W47"), rhythm, calendar)
    if moved is None:
        assert not any(calendar.is_working(day) for day in week("2026-W47").days)
        return
    order = [f.name for f in fields(moved) if f.name.endswith(("_due", "_at")) and f.name != "opens_at"]
    for earlier in order:
        assert calendar.is_working(getattr(moved, earlier).date())
        assert getattr(moved, earlier).time() == getattr(usual, earlier).time()
        for later in order:
            if getattr(usual, earlier) <= getattr(usual, later):
                assert getattr(moved, earlier) <= getattr(moved, later)
    assert moved.submission_due.date() == moved.status_date
    assert moved.opens_at < min(getattr(moved, name) for name in order)


DUE = local("2026-09-18 17:00")  # a Friday; Monday to Wednesday are holidays


@pytest.mark.parametrize(
    ("received", "days"),
    [
        ("2026-09-18 16:59", 0),
        ("2026-09-18 17:00", 0),
        ("2026-09-18 17:01", 1),  # the same evening
        ("2026-09-22 10:00", 1),  # a holiday
        ("2026-09-24 08:30", 1),  # the next working day
        ("2026-09-24 23:59", 1),
        ("2026-09-25 09:00", 2),
        ("2026-09-26 09:00", 2),
    ],
)
def test_lateness_is_counted_in_working_days(received, days):
    assert business_days_late(local(received), DUE, JAPAN) == days


def test_lateness_is_counted_in_local_dates_when_the_instants_are_utc():
    received = local("2026-09-25 08:00").astimezone(UTC)  # still Thursday evening in UTC
    assert business_days_late(received, DUE.astimezone(UTC), JAPAN) == 2


def test_a_point_of_the_week_is_a_weekday_and_a_local_time():
    with pytest.raises(ValueError, match="weekday"):
        Point(7, time(9))
    with pytest.raises(ValueError, match="weekday"):
        Point(THURSDAY, time(9, tzinfo=UTC))

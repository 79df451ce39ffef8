from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects.domain.calendar import (
    CalendarDay,
    Calendars,
    DayName,
    WorkingCalendar,
    japanese_calendar,
    national_holidays,
)

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "vectors.json").read_text())["calendar"]
JAPAN = japanese_calendar(date(2026, 1, 1), date(2027, 12, 31))
SUMMER = [CalendarDay(date(2026, 8, day), DayName("夏季休業", "Summer holidays")) for day in (12, 13, 14)]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("holidays", [pytest.param(VECTORS["holidays_2026"], id="TV-CAL-0")])
def test_national_holidays_of_2026_are_those_of_the_vectors(holidays):
    assert [str(holiday) for holiday in national_holidays([2026])] == holidays


@pytest.mark.parametrize(
    ("month", "expected"),
    [pytest.param(m, n, id=f"TV-CAL-0 month {m}") for m, n in enumerate(VECTORS["workdays_per_month_2026"], 1)],
)
def test_working_days_per_month_of_2026_are_those_of_the_vectors(month, expected):
    first = date(2026, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    assert JAPAN.working_days(first, last) == expected


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in VECTORS["finish"]])
def test_a_task_of_so_many_working_days_finishes_on_the_day_of_the_vectors(case):
    start = JAPAN.next_working(day(case["start"]))
    finish = JAPAN.add(start, case["days"] - 1)
    assert (finish, JAPAN.add(finish, 1)) == (day(case["finish"]), day(case["fs0"]))
    assert JAPAN.add(finish, 3) == day(case["fs2wd"])
    assert JAPAN.next_working(finish + timedelta(days=3)) == day(case["fs2elapsed"])


@pytest.mark.parametrize(
    ("holiday", "ja", "en"),
    [
        ("2026-01-01", "元日", "New Year's Day"),
        ("2026-05-06", "振替休日", "Substitute Holiday"),
        ("2026-09-22", "国民の休日", "National Holiday"),
        ("2026-11-23", "勤労感謝の日", "Labor Thanksgiving Day"),
    ],
)
def test_a_national_holiday_has_its_name_in_both_languages(holiday, ja, en):
    assert JAPAN.name(day(holiday)) == (ja, en)


def test_every_national_holiday_of_the_known_years_has_both_names():
    named = national_holidays(range(1949, 2100))
    assert len(named) > 2000
    assert all(name.ja and name.en for name in named.values())


def test_years_that_no_law_fixes_have_no_holidays_but_still_working_weekdays():
    assert national_holidays([2150]) == {}
    assert japanese_calendar(date(2150, 1, 1), date(2150, 12, 31)).is_working(date(2150, 1, 1))


def test_an_ordinary_day_and_a_weekend_have_no_name():
    assert JAPAN.name(day("2026-06-12")) is None
    assert JAPAN.name(day("2026-06-13")) is None


def test_company_days_are_off_and_named_and_a_team_may_work_on_them():
    company = japanese_calendar(date(2026, 4, 1), date(2027, 3, 31), SUMMER)
    team = company.with_days([CalendarDay(date(2026, 8, 13), DayName("移行作業", "Migration work"), works=True)])
    assert company.working_days(date(2026, 8, 10), date(2026, 8, 14)) == 1  # 8/11 is 山の日
    assert company.name(date(2026, 8, 13)) == ("夏季休業", "Summer holidays")
    assert team.working_days(date(2026, 8, 10), date(2026, 8, 14)) == 2
    assert team.name(date(2026, 8, 13)) == ("移行作業", "Migration work")
    assert company.is_working(date(2026, 8, 13)) is False


def test_a_saturday_can_be_a_working_day():
    team = JAPAN.with_days([CalendarDay(date(2026, 11, 21), DayName("リハーサル", ""), works=True)])
    assert team.next_working(date(2026, 11, 21)) == date(2026, 11, 21)
    assert team.add(date(2026, 11, 20), 1) == date(2026, 11, 21)


def test_a_missing_language_of_a_name_falls_back_to_the_other():
    assert DayName("創立記念日", "").text("en") == "創立記念日"
    assert DayName("", "Foundation day").text("ja") == "Foundation day"
    assert DayName("創立記念日", "Foundation day").text("en-gb") == "Foundation day"


def test_the_nth_working_day_is_counted_without_the_day_itself():
    assert JAPAN.add(day("2026-09-18"), 1) == day("2026-09-24")
    assert JAPAN.add(day("2026-09-24"), -1) == day("2026-09-18")
    assert JAPAN.add(day("2026-09-21"), 1) == day("2026-09-24")
    assert JAPAN.add(day("2026-09-21"), -1) == day("2026-09-18")
    assert JAPAN.add(day("2026-09-21"), 0) == day("2026-09-24")


def test_a_period_that_ends_before_it_starts_has_no_working_day():
    assert JAPAN.working_days(day("2026-06-12"), day("2026-06-11")) == 0
    assert JAPAN.working_days(day("2026-06-12"), day("2020-01-01")) == 0


def test_a_company_day_outside_the_span_widens_it():
    far = CalendarDay(date(2031, 3, 3), DayName("臨時休業", "Closed"))
    wide = JAPAN.with_days([far])
    assert wide.last == date(2031, 3, 3)
    assert wide.is_working(date(2031, 3, 3)) is False
    past = CalendarDay(date(2024, 3, 4), DayName("臨時休業", "Closed"))
    both = japanese_calendar(date(2026, 1, 1), date(2026, 12, 31), [far, past])
    assert (both.first, both.last) == (date(2024, 1, 1), date(2031, 12, 31))
    assert None not in (both.name(date(2031, 1, 1)), both.name(date(2024, 1, 1)))


def test_the_last_working_day_before_the_span_and_the_first_after_it_are_found():
    assert JAPAN.add(day("2026-01-02"), -1) == day("2025-12-31")
    assert JAPAN.add(day("2027-12-31"), 1) == day("2028-01-03")
    one_day = WorkingCalendar(day("2026-06-12"), day("2026-06-12"))
    assert one_day.working_days(day("2026-06-11"), day("2026-06-15")) == 3


def test_the_ends_of_time_are_answered():
    assert JAPAN.is_working(date.min) is True
    assert JAPAN.next_working(date.max) == date.max
    with pytest.raises((ValueError, OverflowError)):
        JAPAN.add(date.max, 1)


def test_equal_calendars_are_equal_and_can_be_keys():
    again = japanese_calendar(date(2026, 1, 1), date(2027, 12, 31))
    assert {JAPAN: "one"}[again] == "one"
    assert JAPAN.with_days(SUMMER) != JAPAN


def test_a_calendar_without_any_working_weekday_or_with_a_span_the_wrong_way_round_is_refused():
    with pytest.raises(ValueError, match="working weekdays"):
        WorkingCalendar(date(2026, 1, 1), date(2026, 12, 31), weekdays=frozenset())
    with pytest.raises(ValueError, match="ends before"):
        WorkingCalendar(date(2026, 12, 31), date(2026, 1, 1))


def test_a_team_without_exceptions_uses_the_calendar_of_the_project():
    own = JAPAN.with_days(SUMMER)
    calendars = Calendars(JAPAN, {"MIG": own})
    assert calendars.of("MIG") is own
    assert calendars.of("AUT") is JAPAN


DAYS = st.dates(date(2025, 1, 1), date(2028, 6, 30))  # reaches beyond the span on both sides
IN_SPAN = st.dates(date(2026, 1, 1), date(2027, 12, 31))
EXCEPTIONS = st.lists(st.builds(CalendarDay, IN_SPAN, st.just(DayName("休", "off")), st.booleans()), max_size=15)
WEEKDAYS = st.frozensets(st.integers(0, 6), min_size=1)


@st.composite
def calendars(draw):
    return WorkingCalendar(date(2026, 1, 1), date(2027, 12, 31), tuple(draw(EXCEPTIONS)), draw(WEEKDAYS))


def works(calendar: WorkingCalendar, on: date) -> bool:
    exceptions = {special.day: special.works for special in calendar.days}
    return exceptions.get(on, on.weekday() in calendar.weekdays)


def every_day(start: date, finish: date) -> list[date]:
    return [start + timedelta(days=n) for n in range((finish - start).days + 1)]


@settings(deadline=None, max_examples=60)
@given(calendars(), DAYS, DAYS)
def test_counting_by_prefix_sums_equals_counting_day_by_day(calendar, start, finish):
    expected = [on for on in every_day(start, finish) if works(calendar, on)]
    assert calendar.working_days(start, finish) == len(expected)
    if expected:
        assert (calendar.next_working(start), calendar.previous_working(finish)) == (expected[0], expected[-1])
        assert calendar.add(start - timedelta(days=1), len(expected)) == expected[-1]
        assert calendar.add(finish + timedelta(days=1), -len(expected)) == expected[0]


@settings(deadline=None, max_examples=60)
@given(calendars(), DAYS)
def test_the_offset_of_a_working_day_leads_back_to_it(calendar, on):
    working = calendar.next_working(on)
    assert calendar.is_working(working)
    assert calendar.day_at(calendar.offset(working)) == working

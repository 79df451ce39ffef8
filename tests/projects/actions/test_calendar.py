from datetime import date

import pytest

from projects.actions.calendar import add_days, remove_day
from projects.jobs import Refused
from projects.models import CalendarDay, ChangeLog
from tests.cast import at

NOW = at("2026-06-10 09:00")


def test_several_days_come_together_with_one_history_row_each(cast):
    days = [CalendarDay(day=date(2026, 8, n), name="夏季休業", name_2="Summer break") for n in (12, 13, 14)]

    add_days(days, by=cast.pmo, at=NOW)

    assert CalendarDay.objects.count() == 3
    logged = ChangeLog.objects.filter(action="calendar.day_added").order_by("pk")
    assert [row.after["day"] for row in logged] == ["2026-08-12", "2026-08-13", "2026-08-14"]


def test_one_day_that_is_taken_keeps_all_out(cast):
    CalendarDay.objects.create(day=date(2026, 8, 13), name="創立記念日")

    with pytest.raises(Refused) as refusal:
        add_days([CalendarDay(day=date(2026, 8, n), name="夏季休業") for n in (12, 13)], by=cast.pmo, at=NOW)

    assert (refusal.value.code, refusal.value.values["day"]) == ("day_taken", date(2026, 8, 13))
    assert CalendarDay.objects.count() == 1


def test_a_team_may_differ_from_the_project_on_the_same_day(cast):
    CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業")

    add_days([CalendarDay(day=date(2026, 8, 13), name="出勤", works=True, team=cast.beta)], by=cast.pmo, at=NOW)

    assert CalendarDay.objects.filter(day=date(2026, 8, 13)).count() == 2


def test_a_removed_day_stays_in_the_history(cast):
    day = CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業")

    remove_day(day, by=cast.pmo, at=NOW)

    assert not CalendarDay.objects.exists()
    assert ChangeLog.objects.get(action="calendar.day_removed").before["day"] == "2026-08-13"

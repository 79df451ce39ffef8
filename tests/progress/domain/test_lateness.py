from __future__ import annotations

from decimal import Decimal

import pytest

from progress.domain.lateness import Lateness, Terms, late, lateness, planned_percent
from progress.domain.rows import Kind, Status
from projects.domain.calendar import japanese_calendar
from tests.progress.domain.check_cases import CALENDAR, SD, context, day, june, row

TERMS = Terms(SD, CALENDAR)
SENT_ON_THE_DAY = Terms(SD, CALENDAR, overdue_from_equal=False)


@pytest.mark.parametrize(
    ("on", "percent"),
    [
        (june(7), 0),  # before the planned start
        (june(8), 10),  # 1 of 10 working days, 8 to 19 June
        (june(12), 50),
        (june(14), 50),  # a Sunday adds nothing
        (june(19), 100),
        (june(30), 100),
    ],
)
def test_the_planned_percent_counts_working_days_up_to_the_close_of_the_status_date(on, percent):
    assert planned_percent(row(), on, CALENDAR) == percent


def test_the_planned_percent_is_unknown_without_both_dates_or_with_reversed_ones():
    assert planned_percent(row(planned_start=None), SD, CALENDAR) is None
    assert planned_percent(row(planned_finish=None), SD, CALENDAR) is None
    assert planned_percent(row(planned_start=june(20)), SD, CALENDAR) is None


def test_a_period_without_working_days_counts_its_calendar_days():
    # Saturday to the substitute holiday
    golden_week = row(planned_start=day("2026-05-02"), planned_finish=day("2026-05-06"))
    assert planned_percent(golden_week, day("2026-05-03"), CALENDAR) == 40  # 2 of 5


LATE = {
    "not started in time": (
        {"planned_start": june(11), "actual_start": None, "percent": Decimal(0)}, Lateness.NOT_STARTED,
    ),
    "not finished in time": ({"planned_finish": june(11)}, Lateness.OVERDUE),
    "due today": ({"planned_finish": june(12)}, Lateness.OVERDUE),
    "20 points behind": ({"percent": Decimal(30)}, Lateness.BEHIND),
    "19 points behind": ({"percent": Decimal(31)}, None),
    "starts today": (
        {"planned_start": june(12), "planned_finish": june(19), "actual_start": None, "percent": Decimal(0)}, None,
    ),
    "finished": ({"planned_finish": june(11), "actual_finish": june(12), "percent": Decimal(100)}, None),
    "cancelled": ({"planned_finish": june(11), "status": Status.CANCELLED}, None),
    "summary": ({"planned_finish": june(11), "kind": Kind.SUMMARY}, None),
    "percent unknown": ({"percent": None}, None),
    "dates unknown": ({"planned_start": None, "planned_finish": None, "percent": Decimal(0)}, None),
}  # fmt: skip


@pytest.mark.parametrize(("changes", "kind"), LATE.values(), ids=LATE)
def test_a_row_is_late_in_three_ways(changes, kind):
    assert lateness(row(**changes), TERMS) is kind
    assert late(row(**changes), TERMS) is (kind is not None)


def test_the_context_of_the_checks_is_such_terms_too():
    assert late(row(planned_finish=june(11)), context())
    assert not late(row(), context())


def test_work_of_the_status_date_is_not_yet_due_when_updates_are_due_on_that_day():
    due_today = row(planned_finish=june(12), percent=Decimal(80))
    one_day_task = row(planned_start=june(12), planned_finish=june(12), percent=Decimal(0))
    assert late(due_today, TERMS)
    assert late(one_day_task, TERMS)
    assert not late(due_today, SENT_ON_THE_DAY)
    assert not late(one_day_task, SENT_ON_THE_DAY)
    assert late(row(planned_finish=june(11)), SENT_ON_THE_DAY)


def test_a_project_may_set_the_points_from_which_a_row_is_behind():
    behind = row(percent=Decimal(40))  # planned 50
    assert not late(behind, context())
    assert late(behind, context(parameters={"G046": Decimal(10)}))


def test_the_working_calendar_of_the_project_serves_as_well():
    real = japanese_calendar(day("2026-04-01"), day("2026-09-30"))
    assert planned_percent(row(), SD, real) == planned_percent(row(), SD, CALENDAR) == 50

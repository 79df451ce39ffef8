"""Bars of a row, and where the progress line passes it: TV-INZ exactly (DOMAIN 5.1)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from pmo.lib.drawing.gantt import GanttChart, GanttRow, Span, lay_out_gantt
from pmo.lib.drawing.scene import Polyline, Rect, Role, Size, Text, text_width
from progress.domain.gantt import day_position, days_off, gantt_row, moment, moved, range_of
from progress.domain.rows import Kind, PlanRow
from projects.domain.calendar import japanese_calendar

JAPAN = japanese_calendar(date(2026, 1, 1), date(2026, 12, 31))
FIRST, STATUS = date(2026, 6, 1), date(2026, 6, 12)


def row(start: tuple[int, int], finish: tuple[int, int], percent: int, **more: object) -> PlanRow:
    days = date(2026, *start), date(2026, *finish)
    return PlanRow("k", "k", "作業", planned_start=days[0], planned_finish=days[1], percent=Decimal(percent), **more)


# TV-INZ: x on the axis of working days from 6/1; here the same moment in calendar days from 6/1.
TV_INZ = [
    (row((6, 8), (6, 19), 50, actual_start=date(2026, 6, 8)), 10),
    (row((6, 1), (6, 5), 60, actual_start=date(2026, 6, 1)), 3),
    (row((6, 15), (6, 19), 0), 10),
    (row((6, 15), (6, 19), 20, actual_start=date(2026, 6, 12)), 11),
    (row((6, 1), (6, 5), 100, actual_start=date(2026, 6, 1), actual_finish=date(2026, 6, 5)), 10),
    (row((6, 10), (6, 11), 0), 7),
    (row((6, 8), (6, 12), 80, actual_start=date(2026, 6, 8)), 9),
]


def close_of_working_day(number: int) -> float:
    days = [day for day in (FIRST + timedelta(days=n) for n in range(60)) if JAPAN.is_working(day)]
    return float((days[number - 1] - FIRST).days + 1)


@pytest.mark.parametrize(("row", "x"), TV_INZ, ids=[f"TV-INZ row {n}" for n in range(1, 8)])
def test_the_progress_line_passes_where_the_vectors_say(row, x):
    assert moment(row, STATUS, JAPAN, FIRST) == close_of_working_day(x)


def test_a_share_of_a_day_lies_within_the_next_working_day():
    friday = date(2026, 6, 12)
    assert day_position(Decimal("0.5"), friday, JAPAN, FIRST) == 14.5  # within Monday 15 June
    assert day_position(Decimal("-0.25"), friday, JAPAN, FIRST) == 11.75  # within Friday itself
    sunday = date(2026, 6, 14)
    assert day_position(Decimal(-1), sunday, JAPAN, FIRST) == 11.0  # the close of Thursday: Friday is the last worked


def test_a_row_without_planned_dates_has_no_place_on_the_line():
    assert moment(PlanRow("k", "k", "作業"), STATUS, JAPAN, FIRST) is None


def test_bars_stand_for_plan_actual_and_forecast():
    running = row((6, 8), (6, 12), 40, actual_start=date(2026, 6, 9), forecast_finish=date(2026, 6, 17))
    found = gantt_row(running, "作業", STATUS, late=True)
    assert found.planned == Span(date(2026, 6, 8), date(2026, 6, 12))
    assert found.actual == Span(date(2026, 6, 9), STATUS)
    assert found.forecast == Span(date(2026, 6, 13), date(2026, 6, 17))
    done = gantt_row(
        row((6, 1), (6, 5), 100, actual_start=date(2026, 6, 1), actual_finish=date(2026, 6, 4)), "", STATUS, late=False
    )
    assert (done.actual, done.forecast, done.reached) == (Span(date(2026, 6, 1), date(2026, 6, 4)), None, True)
    gate = gantt_row(row((6, 12), (6, 12), 0, kind=Kind.MILESTONE), "判定", STATUS, late=False)
    assert gate.milestone == STATUS


def test_the_drawing_has_a_pixel_for_every_day_and_the_line_begins_and_ends_on_the_status_date():
    rows = tuple(gantt_row(one, "作業", STATUS, late=False) for one, _x in TV_INZ)
    days = range_of(rows, STATUS)
    line = tuple(moment(one, STATUS, JAPAN, days.first) for one, _x in TV_INZ)
    chart = GanttChart("線表", rows, days.first, days.last, "ja", STATUS, "基準日", days_off(days, JAPAN), (line,))
    scene = lay_out_gantt(chart, Size(chart.days * 10.0, 0))
    (drawn,) = [shape for shape in scene.shapes if isinstance(shape, Polyline) and shape.role is Role.PROGRESS]
    home = ((STATUS - days.first).days + 1) * 10.0
    assert [round(x, 6) for x, _y in drawn.points] == [home, *(round(at * 10.0, 6) for at in line), home]
    planned = [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.role is Role.PLANNED]
    assert [(bar.x, bar.width) for bar in planned[:2]] == [
        (((date(2026, 6, 8) - days.first).days) * 10.0, 120.0),
        (((date(2026, 6, 1) - days.first).days) * 10.0, 50.0),
    ]


def test_a_long_name_takes_two_lines_and_only_what_they_cannot_hold_is_cut():
    names = ("設計", "販売管理システム移行リハーサルの結果を確認する作業", "長い" * 60)
    rows = tuple(GanttRow(name) for name in names)
    chart = GanttChart("線表", rows, STATUS, STATUS, "ja", legend=((Role.PLANNED, "予定"), (Role.PROGRESS, "線")))
    scene = lay_out_gantt(chart, Size(400.0, 0), 130.0)
    texts = [
        shape for shape in scene.shapes if isinstance(shape, Text) and shape.role is Role.LABEL and not shape.at[0]
    ]
    assert texts[0].text == "設計"
    assert texts[1].text + texts[2].text == names[1]
    assert texts[4].text.endswith("…")
    assert all(text_width(text.text, text.size) <= 130.0 for text in texts)
    legend = [shape for shape in scene.shapes if isinstance(shape, Text) and shape.text in ("予定", "線")]
    assert len(legend) == 2
    assert all(chart.height - 16.0 < text.at[1] < chart.height == scene.height for text in legend)


def test_a_chart_is_cut_into_sheets_with_the_line_of_their_rows():
    rows = tuple(GanttRow(f"行{number}") for number in range(5))
    chart = GanttChart("線表", rows, FIRST, STATUS, "ja", lines=((1.0, 2.0, None, 4.0, 5.0),))
    first, second, third = chart.parts(2)
    assert [part.rows for part in (first, second, third)] == [rows[:2], rows[2:4], rows[4:]]
    assert [part.lines for part in (first, second, third)] == [((1.0, 2.0),), ((None, 4.0),), ((5.0,),)]
    assert (third.first, third.last) == (FIRST, STATUS)


def test_where_only_months_fit_they_are_named_once():
    chart = GanttChart("線表", (GanttRow("行"),), date(2026, 1, 5), date(2026, 11, 30), "ja")
    scene = lay_out_gantt(chart, Size(300.0, 0))
    labels = [shape.text for shape in scene.shapes if isinstance(shape, Text)]
    assert "3月" in labels
    assert len(labels) == len(set(labels))


class Asked:
    """A calendar that counts what it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def is_working(self, day: date) -> bool:
        self.times += 1
        return JAPAN.is_working(day)

    def working_days(self, start: date, finish: date) -> int:
        self.times += 1
        return JAPAN.working_days(start, finish)


def walked(day: date, steps: int) -> date:
    """Day by day: the n-th working day before or after."""
    way = timedelta(days=1 if steps > 0 else -1)
    while steps < 0 and not JAPAN.is_working(day):
        day += way
    while steps:
        day += way
        steps -= (1 if steps > 0 else -1) * JAPAN.is_working(day)
    return day


@pytest.mark.parametrize("steps", [-300, -61, -10, -3, -1, 0, 1, 2, 4, 10, 61, 300])
@pytest.mark.parametrize("day", [date(2026, 5, 1), date(2026, 5, 3), date(2026, 5, 6), date(2026, 11, 22)])
def test_working_days_are_leapt_over_as_if_each_was_counted(day, steps):
    assert moved(day, steps, JAPAN) == walked(day, steps)


def test_twenty_years_are_a_few_leaps():
    """An old plan of 80 rows took the page of its chart three seconds."""
    calendar = Asked()
    moved(date(2026, 6, 10), -5_000, calendar)
    assert calendar.times < 50

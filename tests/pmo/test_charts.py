"""What every chart keeps, whatever its values: labels apart and inside, bars from nought, textures, the same bytes."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from pmo.lib.drawing.axes import DayAxis, ValueAxis
from pmo.lib.drawing.barchart import BarChart, BarSeries, lay_out_bar_chart
from pmo.lib.drawing.labels import box_around, box_of, spread
from pmo.lib.drawing.pdf import paint
from pmo.lib.drawing.scene import Line, Marker, Rect, Role, Scene, Size, Symbol, Text, Texture
from pmo.lib.drawing.svg import svg
from pmo.lib.drawing.timechart import Limit, Point, TimeChart, TimeSeries, lay_out_time_chart
from pmo.lib.fonts import Fonts

START = date(2026, 8, 26)
ROLES = [Role.LINE_1, Role.LINE_2, Role.LINE_3, Role.LINE_4, Role.LINE_5, Role.LINE_6]
SIZES = [Size(760.0, 230.0), Size(400.0, 170.0), Size(232.0, 170.0)]
NAMES = st.text(alphabet="計画実績ABm W", min_size=1, max_size=30)
AXIS = ValueAxis("進捗率", "ja", high=Decimal(100), suffix="%")
ROWS = ValueAxis("件", "ja")


def points(*values: float) -> tuple[Point, ...]:
    return tuple(Point(START + timedelta(weeks=week), Decimal(str(value))) for week, value in enumerate(values))


def texts(scene: Scene) -> list[Text]:
    return [shape for shape in scene.shapes if isinstance(shape, Text) and shape.text]


def assert_readable(scene: Scene) -> None:
    """No words leave the drawing, no label covers another."""
    for text in texts(scene):
        box = box_of(text)
        assert box.left >= -0.01, text
        assert box.top >= -0.01, text
        assert box.right <= scene.width + 0.01, text
        assert box.bottom <= scene.height + 0.01, text
    labels = [text for text in texts(scene) if text.role in (Role.LABEL, Role.STATUS_DATE, Role.UNIT)]
    for one, other in combinations(labels, 2):
        assert not box_of(one).meets(box_of(other)), (one, other)


@st.composite
def time_charts(draw: st.DrawFn) -> TimeChart:
    lengths = st.lists(st.integers(-20, 120), min_size=1, max_size=12)
    series = tuple(
        TimeSeries(role, draw(NAMES), points(*draw(lengths))) for role in ROLES[: draw(st.integers(1, len(ROLES)))]
    )
    limits = tuple(Limit(draw(NAMES), Decimal(draw(st.integers(0, 100)))) for _one in range(draw(st.integers(0, 2))))
    status = START + timedelta(weeks=draw(st.integers(-1, 12)))
    return TimeChart("t", series, AXIS, status, "基準日", limits=limits)


@given(time_charts(), st.sampled_from(SIZES))
def test_no_label_covers_another_and_none_leaves_the_drawing(chart: TimeChart, size: Size) -> None:
    assert_readable(lay_out_time_chart(chart, size))


@given(time_charts(), st.sampled_from(SIZES))
def test_no_label_covers_the_end_of_a_line(chart: TimeChart, size: Size) -> None:
    scene = lay_out_time_chart(chart, size)
    marks = [shape for shape in scene.shapes if isinstance(shape, Marker)]
    for series in chart.series:
        own = [mark for mark in marks if mark.role is series.role]
        end = box_around(own[-1].centre, 3.2)
        for text in texts(scene):
            assert text.role is not Role.LABEL or not box_of(text).meets(end), text


@given(st.lists(st.floats(-50, 250), max_size=12).map(sorted))
def test_places_are_spread_between_the_ends_in_their_order(wishes: list[float]) -> None:
    places = spread(wishes, 0.0, 110.0, 10.0)
    assert all(-1e-6 <= place <= 110 + 1e-6 for place in places)
    assert all(right - left >= 10 - 1e-6 for left, right in pairwise(places))


def test_three_lines_that_end_at_the_status_date_are_named_apart() -> None:
    plan = TimeSeries(Role.PLANNED, "計画", points(0, 20, 40, 60, 80, 100))
    ending = tuple(TimeSeries(role, f"実績{role}", points(0, 20, 40)) for role in ROLES[:3])
    scene = lay_out_time_chart(TimeChart("t", (plan, *ending), AXIS, START + timedelta(weeks=2)), SIZES[1])
    assert_readable(scene)
    assert len([text for text in texts(scene) if text.text.startswith("実績")]) == 3


def test_milestones_on_the_same_date_are_both_seen_and_both_named() -> None:
    day = date(2026, 12, 4).toordinal()
    lines = tuple(
        TimeSeries(role, name, points(day, day, day + 7), symbol)
        for role, name, symbol in zip(ROLES, ("M6", "M8"), (Symbol.CIRCLE, Symbol.SQUARE), strict=False)
    )
    scene = lay_out_time_chart(TimeChart("t", lines, DayAxis("", "ja", low=None)), SIZES[1])
    assert_readable(scene)
    marks = [shape for shape in scene.shapes if isinstance(shape, Marker)]
    under, over = (next(mark for mark in marks if mark.role is role) for role in ROLES[:2])
    assert under.centre == over.centre
    assert under.size > over.size
    assert marks.index(under) < marks.index(over)
    assert {text.text for text in texts(scene)} >= {"M6 12/11", "M8 12/11"}


def test_a_day_axis_is_marked_with_firsts_of_months_and_reads_days() -> None:
    axis = DayAxis("", "en", low=None)
    days = [Decimal(date(2026, month, day).toordinal()) for month, day in ((11, 20), (12, 4))]
    assert [axis.label(tick) for tick in axis.ticks(days)] == ["1 Nov", "1 Dec", "1 Jan"]
    long = [Decimal(date(2026, 1, 5).toordinal()), Decimal(date(2027, 12, 4).toordinal())]
    assert len(axis.ticks(long)) <= 8


@pytest.mark.parametrize("values", [(5,), (0,), (5, 5, 5), (-3, -8, -1), (2_000_000_000, 1), (0.00001, 0.00002)])
@pytest.mark.parametrize("low", [None, Decimal(0)])
def test_time_charts_of_odd_values_stay_inside(values: tuple[float, ...], low: Decimal | None) -> None:
    axis = ValueAxis("u", "en", decimals=2, low=low)
    scene = lay_out_time_chart(TimeChart("t", (TimeSeries(Role.ACTUAL, "Actual", points(*values)),), axis), SIZES[1])
    assert_readable(scene)
    for mark in (shape for shape in scene.shapes if isinstance(shape, Marker)):
        assert 0 <= mark.centre[0] <= scene.width
        assert 0 <= mark.centre[1] <= scene.height


def test_a_single_value_stands_in_the_middle_of_its_chart() -> None:
    scene = lay_out_time_chart(TimeChart("t", (TimeSeries(Role.ACTUAL, "実績", points(40)),), AXIS), SIZES[1])
    (mark,) = (shape for shape in scene.shapes if isinstance(shape, Marker))
    base = next(shape for shape in scene.shapes if isinstance(shape, Line) and shape.role is Role.AXIS)
    assert mark.centre[0] == pytest.approx((base.start[0] + base.end[0]) / 2)


def test_a_level_line_runs_through_the_middle_of_its_axis() -> None:
    ticks = ValueAxis("SPI", "en", decimals=2, low=None).ticks([Decimal("0.95")] * 3)
    assert (ticks[0], ticks[-1]) == (Decimal("0.94"), Decimal("0.96"))


def columns(*values: int | None, series: int = 1) -> BarChart:
    named = tuple(
        BarSeries(role, f"S{role}", tuple(None if value is None else Decimal(value) for value in values))
        for role in (Role.LATE, Role.PLANNED, Role.CLOSED)[:series]
    )
    groups = tuple(f"G{number}" for number in range(len(values)))
    return BarChart("t", groups, named, ROWS, upright=True, caption="稼働日")


def bars_of(scene: Scene) -> list[Rect]:
    return [shape for shape in scene.shapes if isinstance(shape, Rect) and shape.read_out]


def test_columns_are_as_high_as_their_values_and_nought_and_unknown_have_none() -> None:
    chart = columns(4, 8, 0, None)
    scene = lay_out_bar_chart(chart, Size(320.0, chart.height))
    first, second = bars_of(scene)
    assert second.height == pytest.approx(2 * first.height)
    assert second.y + second.height == pytest.approx(first.y + first.height)
    assert [text.text for text in texts(scene) if text.role is Role.VALUE] == ["4", "8", "0", "—"]
    assert_readable(scene)


def test_columns_below_nought_hang_from_it() -> None:
    up, down = bars_of(lay_out_bar_chart(columns(6, -3), Size(320.0, 118.0)))
    assert down.y == pytest.approx(up.y + up.height)
    assert up.height == pytest.approx(2 * down.height)


def test_a_single_column_is_no_wall() -> None:
    (bar,) = bars_of(lay_out_bar_chart(columns(5), Size(320.0, 118.0)))
    assert bar.width <= 40
    assert bar.x + bar.width / 2 == pytest.approx(160)


def test_lying_bars_below_nought_end_where_their_values_say() -> None:
    chart = BarChart("t", ("a", "b"), (BarSeries(Role.ACTUAL, "x", (Decimal(6), Decimal(-3))),), ROWS)
    up, down = bars_of(lay_out_bar_chart(chart, Size(320.0, chart.height)))
    assert down.x + down.width == pytest.approx(up.x)
    assert up.width == pytest.approx(2 * down.width)


@pytest.mark.parametrize("width", [232.0, 320.0])
def test_many_series_with_long_names_stay_inside(width: float) -> None:
    named = tuple(BarSeries(role, "とても長い系列の名前" * 3, (Decimal(10**9),)) for role in ROLES[:3])
    chart = BarChart("t", ("移行・外部接続" * 5,), named, ROWS)
    assert_readable(lay_out_bar_chart(chart, Size(width, chart.height)))


def test_bars_differ_without_their_colours() -> None:
    scene = lay_out_bar_chart(columns(4, series=3), Size(320.0, 118.0))
    assert {bar.texture for bar in bars_of(scene)} == {Texture.PLAIN, Texture.OUTLINED, Texture.HATCHED}
    code = svg(scene, "bars")
    assert "drawing__bar--outlined" in code
    assert "drawing__hatch" in code


@given(st.floats(0, 60), st.floats(0, 60))
def test_hatching_stays_inside_its_bar(width: float, height: float) -> None:
    for line in Rect(Role.ACTUAL, 5.0, 7.0, width, height).hatch():
        for x, y in line:
            assert 5 - 1e-6 <= x <= 5 + width + 1e-6
            assert 7 - 1e-6 <= y <= 7 + height + 1e-6


def test_the_same_chart_gives_the_same_bytes(fonts: Fonts) -> None:
    def printed() -> bytes:
        file = BytesIO()
        canvas = Canvas(file, pagesize=(520, 220), invariant=1, initialFontName=fonts.regular.name)
        paint(lay_out_bar_chart(columns(4, 7, series=3), Size(320.0, 118.0)), canvas, fonts, 10, 200)
        canvas.save()
        return file.getvalue()

    assert printed() == printed()

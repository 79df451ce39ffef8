"""Values over time: the S-curve, and every other chart with a date axis (burn-up, index trends, milestone trends)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from operator import itemgetter

from pmo.lib.drawing.axes import Scale, ValueAxis, date_ticks, day_label, empty_scene, ticks_at
from pmo.lib.drawing.labels import ASCENT, Box, Obstacles, box_around, box_of, samples, shortened, spread
from pmo.lib.drawing.scene import (
    Anchor,
    Area,
    Line,
    Marker,
    Polyline,
    Position,
    Role,
    Scene,
    Shape,
    Size,
    Symbol,
    Text,
    text_width,
)

TICK_SIZE = 7.0
LABEL_SIZE = 7.5
LINE_HEIGHT = 10.0
TOP, BOTTOM = 16.0, 14.0  # room for the unit and the status date, for the date labels
GAP, DROP, STEP = 5.0, 3.0, 5.0
MARKER, RING = 3.2, 2.2  # the size of a mark, and what one grows by that lies under another
DOT, MOST_MARKED = 1.2, 26  # the size of a mark on a line of more values than that
EDGE_SHARE = 0.38  # of the width, at most, for the labels beside the plot


@dataclass(frozen=True, slots=True)
class Point:
    day: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class TimeSeries:
    """One line, points in order of time. `name` is its direct label."""

    role: Role
    name: str
    points: tuple[Point, ...]
    symbol: Symbol = Symbol.CIRCLE


@dataclass(frozen=True, slots=True)
class Band:
    """A range between two lines over the same days, such as P50 to P80 of a forecast."""

    role: Role
    name: str
    low: tuple[Point, ...]
    high: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """A horizontal line that means something, such as SPI 0.90."""

    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class TimeChart:
    """Series on a common date axis. `status_label` are the words for the status date line, without the date."""

    title: str
    series: tuple[TimeSeries, ...]
    axis: ValueAxis
    status_date: date | None = None
    status_label: str = ""
    description: str = ""
    bands: tuple[Band, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def language(self) -> str:
        return self.axis.language

    @property
    def days(self) -> list[date]:
        """All days with a value, in order."""
        return sorted({point.day for series in self.series for point in series.points})


@dataclass(frozen=True, slots=True)
class _Plot:
    chart: TimeChart
    x: Scale
    y: Scale
    ticks: tuple[Decimal, ...]
    size: Size

    @property
    def edge_room(self) -> float:
        """The most a label beside the plot may take of the width."""
        return self.size.width * EDGE_SHARE

    def at(self, point: Point) -> tuple[float, float]:
        return self.x(point.day.toordinal()), self.y(point.value)


def lay_out_time_chart(chart: TimeChart, size: Size) -> Scene:
    """The scene of `chart` in a box of `size`; without a value it says so."""
    if not chart.days:
        return empty_scene(size, chart.title, chart.language)
    plot = _plot(chart, size)
    shapes = [*_grid(plot), *_date_axis(plot), *_bands(plot), *_lines(plot), *_status_line(plot), *_direct_labels(plot)]
    return Scene(size.width, size.height, chart.title, tuple(shapes), chart.description)


def _plot(chart: TimeChart, size: Size) -> _Plot:
    ticks = chart_ticks(chart)
    left = max(text_width(chart.axis.label(tick), TICK_SIZE) for tick in ticks) + GAP
    room = size.width * EDGE_SHARE
    right = max((text_width(text, LABEL_SIZE) for text in _edge_labels(chart, room)), default=0.0) + 2 * GAP
    x = Scale(*_span(chart.days), left, size.width - right)
    y = Scale(float(ticks[0]), float(ticks[-1]), size.height - BOTTOM, TOP)
    return _Plot(chart, x, y, tuple(ticks), size)


def chart_ticks(chart: TimeChart) -> list[Decimal]:
    """Where the value axis of a chart with values is marked, lowest first: around its lines, bands and limits."""
    values = [point.value for points in _all_points(chart) for point in points]
    return chart.axis.ticks([*values, *(limit.value for limit in chart.limits)])


def _span(days: list[date]) -> tuple[int, int]:
    """The ends of the date axis; a single day stands in its middle."""
    first, last = days[0].toordinal(), days[-1].toordinal()
    return (first - 1, last + 1) if first == last else (first, last)


def _all_points(chart: TimeChart) -> list[tuple[Point, ...]]:
    lines = [series.points for series in chart.series]
    return lines + [line for band in chart.bands for line in (band.low, band.high)]


def _grid(plot: _Plot) -> list[Shape]:
    axis, shapes = plot.chart.axis, list[Shape]()
    for tick in plot.ticks:
        y = plot.y(tick)
        role = Role.AXIS if tick in (0, plot.ticks[0]) else Role.GRID
        shapes.append(Line(role, (plot.x.start, y), (plot.x.end, y)))
        label = (plot.x.start - GAP, y + TICK_SIZE * 0.36)
        shapes.append(Text(Role.TICK, label, axis.label(tick), TICK_SIZE, Anchor.END))
    for limit in plot.chart.limits:
        y = plot.y(limit.value)
        shapes.append(Line(Role.LIMIT, (plot.x.start, y), (plot.x.end, y)))
    return [*shapes, Text(Role.UNIT, (0.0, TICK_SIZE), axis.unit, TICK_SIZE)]


def _date_axis(plot: _Plot) -> list[Shape]:
    days, bottom, shapes = plot.chart.days, plot.y.start, list[Shape]()
    length = plot.x.end - plot.x.start
    language = plot.chart.language
    ticks = ticks_at(days, length, language, TICK_SIZE) or date_ticks(days[0], days[-1], length, language, TICK_SIZE)
    for tick in ticks:
        x = plot.x(tick.at)
        shapes.append(Line(Role.AXIS, (x, bottom), (x, bottom + 2.5)))
        half = text_width(tick.label, TICK_SIZE) / 2
        middle = min(max(x, half), plot.size.width - half)
        shapes.append(Text(Role.TICK, (middle, bottom + 3.5 + TICK_SIZE), tick.label, TICK_SIZE, Anchor.MIDDLE))
    return shapes


def _bands(plot: _Plot) -> list[Shape]:
    outlines = ((band.role, [*band.low, *reversed(band.high)]) for band in plot.chart.bands)
    return [Area(role, tuple(plot.at(point) for point in outline)) for role, outline in outlines if outline]


def _lines(plot: _Plot) -> list[Shape]:
    shapes = list[Shape]()
    for series in plot.chart.series:
        if len(series.points) > 1:
            shapes.append(Polyline(series.role, tuple(plot.at(point) for point in series.points)))
    return shapes + _markers(plot)


def _markers(plot: _Plot) -> list[Shape]:
    """A mark per value, the last series on top; one that lies under others is larger and rings them.

    A line of many values is its own mark: its marks are small, to be read by pointer and keys alone.
    """
    many = [series for series in plot.chart.series if len(series.points) > MOST_MARKED]
    few = [series for series in plot.chart.series if series not in many]
    shared = Counter(point for series in few for point in series.points)
    shapes: list[Shape] = [_marker(plot, series, point, DOT) for series in many for point in series.points]
    for series in few:
        for point in series.points:
            shared[point] -= 1
            shapes.append(_marker(plot, series, point, MARKER + RING * shared[point]))
    return shapes


def _marker(plot: _Plot, series: TimeSeries, point: Point, size: float) -> Marker:
    read_out = (
        ("series", series.name),
        ("when", day_label(point.day, plot.chart.language)),
        ("value", plot.chart.axis.label(point.value)),
    )
    return Marker(series.role, plot.at(point), size, series.symbol, read_out)


def _status_course(plot: _Plot) -> list[tuple[Position, Position]]:
    """Where the status date line runs, from below; nowhere for a day outside the plot."""
    day = plot.chart.status_date
    if day is None or not plot.x.low <= day.toordinal() <= plot.x.high:
        return []
    x = plot.x(day.toordinal())
    return [((x, plot.y.start), (x, plot.y.end - 4.0))]


def _status_line(plot: _Plot) -> list[Shape]:
    day, course = plot.chart.status_date, _status_course(plot)
    if day is None or not course:
        return []
    label, middle = _status_label(plot, course[0][0][0], day)
    return [
        Line(Role.STATUS_DATE, *course[0]),
        Text(Role.STATUS_DATE, (middle, TICK_SIZE), label, TICK_SIZE, Anchor.MIDDLE),
    ]


def _status_label(plot: _Plot, x: float, day: date) -> tuple[str, float]:
    """The words over the status date line and their middle; the day alone where they would cover the unit."""
    date_only = day_label(day, plot.chart.language)
    label = f"{plot.chart.status_label} {date_only}".strip()
    taken, most = text_width(plot.chart.axis.unit, TICK_SIZE) + GAP, plot.x.end + GAP
    if text_width(label, TICK_SIZE) > most - taken:
        label, most = date_only, plot.size.width
    half = text_width(label, TICK_SIZE) / 2
    return label, min(max(x, taken + half), most - half)


def _direct_labels(plot: _Plot) -> list[Shape]:
    """Names at the ends of the lines: beside the plot where they reach its edge, else next to their last point."""
    drawn = [series for series in plot.chart.series if series.points]
    edge = [series for series in drawn if _reaches_edge(plot.chart, series)]
    return [*_edge_texts(plot, edge), *_inner_texts(plot, [series for series in drawn if series not in edge])]


def _reaches_edge(chart: TimeChart, series: TimeSeries) -> bool:
    """Whether the line ends at the edge of the chart, or at least runs into the future towards it."""
    if not series.points or len(chart.days) == 1:
        return False
    end = series.points[-1].day
    return end == chart.days[-1] or (chart.status_date is not None and end > chart.status_date)


def _label(chart: TimeChart, series: TimeSeries, room: float) -> str:
    """Name and last value; a name that is too long is cut, its value never."""
    value = f" {chart.axis.label(series.points[-1].value)}"
    return shortened(series.name, LABEL_SIZE, room - text_width(value, LABEL_SIZE)) + value


def _edge_labels(chart: TimeChart, room: float) -> list[str]:
    names = [_label(chart, series, room) for series in chart.series if _reaches_edge(chart, series)]
    return names + [shortened(limit.name, LABEL_SIZE, room) for limit in chart.limits]


def _edge_texts(plot: _Plot, edge: list[TimeSeries]) -> list[Text]:
    """Labels beside the right edge, of lines and limits, pushed apart, highest value on top."""
    chart, room = plot.chart, plot.edge_room
    wanted = [(plot.y(series.points[-1].value), _label(chart, series, room), series.role) for series in edge]
    wanted += [
        (plot.y(limit.value), shortened(limit.name, LABEL_SIZE, room), Role.LIMIT) for limit in plot.chart.limits
    ]
    wanted.sort(key=itemgetter(0))
    wishes = [wish + LABEL_SIZE * 0.36 for wish, _label, _about in wanted]
    places = spread(wishes, TOP, plot.y.start + DROP, LINE_HEIGHT)
    return [
        Text(Role.LABEL, (plot.x.end + GAP, y), label, LABEL_SIZE, about=about)
        for y, (_wish, label, about) in zip(places, wanted, strict=True)
    ]


def _inner_texts(plot: _Plot, inner: list[TimeSeries]) -> list[Text]:
    """Labels inside the plot, highest line first, off each other and off the ends of all lines."""
    if not inner:
        return []
    drawn = [[plot.at(point) for point in series.points] for series in plot.chart.series]
    lines = samples([*drawn, *_status_course(plot)])
    ends = [box_around(plot.at(series.points[-1]), 2 * MARKER) for series in plot.chart.series if series.points]
    room = Box(plot.x.start, TOP - LABEL_SIZE * ASCENT, plot.x.end + 2 * GAP, plot.y.start)
    texts = list[Text]()
    for series in sorted(inner, key=lambda series: -series.points[-1].value):
        obstacles = Obstacles(room, [*ends, *map(box_of, texts)], lines)
        choices = list(_choices(plot, series))
        texts.append(obstacles.best(choices) or replace(choices[0], at=_kept_inside(room, choices[0])))
    return texts


def _kept_inside(room: Box, text: Text) -> tuple[float, float]:
    box = box_of(text)
    right, down = max(0.0, room.left - box.left), max(0.0, room.top - box.top)
    return text.at[0] + right - max(0.0, box.right - room.right), text.at[1] + down - max(0.0, box.bottom - room.bottom)


def _choices(plot: _Plot, series: TimeSeries) -> Iterator[Text]:
    """Places of a label, the wished ones first: above and left of the end, or below and right under other lines."""
    x, y = plot.at(series.points[-1])
    label = _label(plot.chart, series, plot.edge_room)
    width = text_width(label, LABEL_SIZE)
    right, left = min(x + GAP, plot.x.end + GAP - width), max(x - GAP - width, plot.x.start)
    wishes = [(left, y - DROP), (right, y + LINE_HEIGHT)]
    if _is_under_another(plot.chart, series):
        wishes.reverse()
    for step in range(int((plot.y.start - TOP) / STEP) + 1):
        rows = (y + LABEL_SIZE * 0.36 + step * STEP, y + LABEL_SIZE * 0.36 - step * STEP)
        wishes += [(at, row) for row in rows for at in (right, left)]
    for at in wishes:
        yield Text(Role.LABEL, at, label, LABEL_SIZE, about=series.role)


def _is_under_another(chart: TimeChart, series: TimeSeries) -> bool:
    last = series.points[-1]
    others = [_value_at(other, last.day) for other in chart.series if other is not series]
    return any(value is not None and value >= last.value for value in others)


def _value_at(series: TimeSeries, day: date) -> Decimal | None:
    """The line's value on `day`, interpolated by calendar days; None outside its range."""
    for left, right in pairwise(series.points):
        if left.day <= day <= right.day:
            span = (right.day - left.day).days
            share = Decimal((day - left.day).days) / span if span else Decimal(1)
            return left.value + (right.value - left.value) * share
    return None

"""Values over time: the S-curve, and every other chart with a date axis (burn-up, index trends, milestone trends)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from operator import itemgetter

from pmo.lib.drawing.axes import Scale, ValueAxis, date_ticks, day_label, ticks_at
from pmo.lib.drawing.scene import (
    Anchor,
    Area,
    Line,
    Marker,
    Polyline,
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
GAP = 5.0
MARKER = 3.2


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

    def at(self, point: Point) -> tuple[float, float]:
        return self.x(point.day.toordinal()), self.y(point.value)


def lay_out_time_chart(chart: TimeChart, size: Size) -> Scene:
    """The scene of `chart` in a box of `size`; an empty chart gives an empty scene."""
    if not chart.days:
        return Scene(size.width, size.height, chart.title, description=chart.description)
    plot = _plot(chart, size)
    shapes = [*_grid(plot), *_date_axis(plot), *_bands(plot), *_lines(plot), *_status_line(plot), *_direct_labels(plot)]
    return Scene(size.width, size.height, chart.title, tuple(shapes), chart.description)


def _plot(chart: TimeChart, size: Size) -> _Plot:
    values = [point.value for points in _all_points(chart) for point in points]
    ticks = chart.axis.ticks([*values, *(limit.value for limit in chart.limits)])
    left = max(text_width(chart.axis.label(tick), TICK_SIZE) for tick in ticks) + GAP
    right = max((text_width(text, LABEL_SIZE) for text in _edge_labels(chart)), default=0.0) + 2 * GAP
    days = chart.days
    x = Scale(days[0].toordinal(), days[-1].toordinal(), left, size.width - right)
    y = Scale(float(ticks[0]), float(ticks[-1]), size.height - BOTTOM, TOP)
    return _Plot(chart, x, y, tuple(ticks))


def _all_points(chart: TimeChart) -> list[tuple[Point, ...]]:
    lines = [series.points for series in chart.series]
    return lines + [line for band in chart.bands for line in (band.low, band.high)]


def _grid(plot: _Plot) -> list[Shape]:
    axis, shapes = plot.chart.axis, list[Shape]()
    for tick in plot.ticks:
        y = plot.y(tick)
        role = Role.AXIS if tick == plot.ticks[0] else Role.GRID
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
        shapes.append(Text(Role.TICK, (x, bottom + 3.5 + TICK_SIZE), tick.label, TICK_SIZE, Anchor.MIDDLE))
    return shapes


def _bands(plot: _Plot) -> list[Shape]:
    outlines = ((band.role, [*band.low, *reversed(band.high)]) for band in plot.chart.bands)
    return [Area(role, tuple(plot.at(point) for point in outline)) for role, outline in outlines if outline]


def _lines(plot: _Plot) -> list[Shape]:
    shapes = list[Shape]()
    for series in plot.chart.series:
        if len(series.points) > 1:
            shapes.append(Polyline(series.role, tuple(plot.at(point) for point in series.points)))
    for series in plot.chart.series:
        shapes += [_marker(plot, series, point) for point in series.points]
    return shapes


def _marker(plot: _Plot, series: TimeSeries, point: Point) -> Marker:
    read_out = (
        ("series", series.name),
        ("when", day_label(point.day, plot.chart.language)),
        ("value", plot.chart.axis.label(point.value)),
    )
    return Marker(series.role, plot.at(point), MARKER, series.symbol, read_out)


def _status_line(plot: _Plot) -> list[Shape]:
    day = plot.chart.status_date
    if day is None or not plot.x.low <= day.toordinal() <= plot.x.high:
        return []
    x = plot.x(day.toordinal())
    label = f"{plot.chart.status_label} {day_label(day, plot.chart.language)}".strip()
    half = text_width(label, TICK_SIZE) / 2
    least = max(half, text_width(plot.chart.axis.unit, TICK_SIZE) + GAP + half)
    middle = min(max(x, least), plot.x.end + GAP - half)
    return [
        Line(Role.STATUS_DATE, (x, plot.y.start), (x, plot.y.end - 4.0)),
        Text(Role.STATUS_DATE, (middle, TICK_SIZE), label, TICK_SIZE, Anchor.MIDDLE),
    ]


def _direct_labels(plot: _Plot) -> list[Shape]:
    """Names at the ends of the lines: beside the plot where they reach its edge, else next to their last point."""
    drawn = [series for series in plot.chart.series if series.points]
    edge = [series for series in drawn if _reaches_edge(plot.chart, series)]
    return [*_edge_texts(plot, edge), *(_inner_text(plot, series) for series in drawn if series not in edge)]


def _reaches_edge(chart: TimeChart, series: TimeSeries) -> bool:
    """Whether the line ends at the edge of the chart, or at least runs into the future towards it."""
    if not series.points:
        return False
    end = series.points[-1].day
    return end == chart.days[-1] or (chart.status_date is not None and end > chart.status_date)


def _label(chart: TimeChart, series: TimeSeries) -> str:
    return f"{series.name} {chart.axis.label(series.points[-1].value)}"


def _edge_labels(chart: TimeChart) -> list[str]:
    names = [_label(chart, series) for series in chart.series if _reaches_edge(chart, series)]
    return names + [limit.name for limit in chart.limits]


def _edge_texts(plot: _Plot, edge: list[TimeSeries]) -> list[Text]:
    """Labels beside the right edge, of lines and limits, pushed apart, highest value on top."""
    wanted = [(plot.y(series.points[-1].value), _label(plot.chart, series), series.role) for series in edge]
    wanted += [(plot.y(limit.value), limit.name, Role.LIMIT) for limit in plot.chart.limits]
    texts = list[Text]()
    least = TOP - LINE_HEIGHT
    for wish, label, about in sorted(wanted, key=itemgetter(0)):
        y = max(wish + LABEL_SIZE * 0.36, least)
        least = y + LINE_HEIGHT
        texts.append(Text(Role.LABEL, (plot.x.end + GAP, y), label, LABEL_SIZE, about=about))
    overflow = max(0.0, least - LINE_HEIGHT - plot.y.start)
    return [replace(text, at=(text.at[0], text.at[1] - overflow)) for text in texts]


def _inner_text(plot: _Plot, series: TimeSeries) -> Text:
    """Below and right of the last point when another line runs above it there, else above and left."""
    last = series.points[-1]
    x, y = plot.at(last)
    others = [_value_at(other, last.day) for other in plot.chart.series if other is not series]
    label = _label(plot.chart, series)
    if any(value is not None and value >= last.value for value in others):
        at = (min(x + GAP, plot.x.end - text_width(label, LABEL_SIZE)), y + LINE_HEIGHT)
        return Text(Role.LABEL, at, label, LABEL_SIZE, about=series.role)
    return Text(Role.LABEL, (x - GAP, y - 3.0), label, LABEL_SIZE, Anchor.END, about=series.role)


def _value_at(series: TimeSeries, day: date) -> Decimal | None:
    """The line's value on `day`, interpolated by calendar days; None outside its range."""
    for left, right in pairwise(series.points):
        if left.day <= day <= right.day:
            span = (right.day - left.day).days
            share = Decimal((day - left.day).days) / span if span else Decimal(1)
            return left.value + (right.value - left.value) * share
    return None

"""Groups of horizontal bars, such as planned against actual by team; names of any length keep their line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pmo.lib.drawing.axes import Scale, ValueAxis, empty_scene, value_ticks
from pmo.lib.drawing.labels import shortened
from pmo.lib.drawing.scene import Anchor, Line, Rect, Role, Scene, Shape, Size, Text, Texture, text_width

LABEL_SIZE = 7.5
TICK_SIZE = 7.0
TOP, BOTTOM = 14.0, 3.0
BAR, GROUP_GAP = 8.0, 7.0
VALUE_SIZE = 6.5
GAP = 5.0
UPRIGHT_HEIGHT = 118.0
UPRIGHT_BOTTOM, UPRIGHT_SHARE = 24.0, 0.62  # room for names and caption; of a group's width, for its bars
MOST_THICK = 40.0  # of a column
NAME_SHARE = 0.5  # of the width, at most, for the names of the groups


@dataclass(frozen=True, slots=True)
class BarSeries:
    """`values` stand in the order of the chart's groups; None draws no bar."""

    role: Role
    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    title: str
    groups: tuple[str, ...]
    series: tuple[BarSeries, ...]
    axis: ValueAxis
    description: str = ""
    upright: bool = False  # columns over the names of their groups: a histogram
    caption: str = ""  # what the names of the groups count, below upright bars

    @property
    def height(self) -> float:
        """The height at which the bars have their usual thickness."""
        if self.upright:
            return UPRIGHT_HEIGHT
        return TOP + BOTTOM + len(self.groups) * (len(self.series) * BAR + GROUP_GAP)

    @property
    def has_values(self) -> bool:
        return any(value is not None for series in self.series for value in series.values)

    def value_label(self, series: BarSeries, index: int) -> str:
        """The value of `series` in the group at `index`, as it is read."""
        value = series.values[index]
        return "—" if value is None else self.axis.label(value)


def lay_out_bar_chart(chart: BarChart, size: Size) -> Scene:
    """The scene of `chart` in a box of `size`; the bars share its height. Without a value it says so."""
    values = [value for series in chart.series for value in series.values if value is not None]
    if not values:
        return empty_scene(size, chart.title, chart.axis.language)
    if chart.upright:
        return _lay_out_upright(chart, size, values)
    ticks = value_ticks(chart.axis, values)
    names = [shortened(name, LABEL_SIZE, size.width * NAME_SHARE) for name in chart.groups]
    left = max(text_width(name, LABEL_SIZE) for name in names) + GAP
    right = max(text_width(chart.axis.label(value), TICK_SIZE) for value in values) + GAP
    x = Scale(float(ticks[0]), float(ticks[-1]), left, size.width - right)
    shapes = [*_axis(chart, x, size), *_legend(chart, size)]
    for index, name in enumerate(names):
        shapes += _group(chart, index, name, x, size)
    return Scene(size.width, size.height, chart.title, tuple(shapes), chart.description)


def _texture(chart: BarChart, series: BarSeries) -> Texture:
    """Bars of a plan are outlined, the first others plain, further ones hatched: they differ without colour too."""
    if series.role is Role.PLANNED:
        return Texture.OUTLINED
    first = next(other for other in chart.series if other.role is not Role.PLANNED)
    return Texture.PLAIN if series is first else Texture.HATCHED


def _zero(scale: Scale) -> float:
    """Where bars begin: at nought, or at the end of the axis that is closest to it."""
    return scale(min(max(scale.low, 0.0), scale.high))


def _axis(chart: BarChart, x: Scale, size: Size) -> list[Shape]:
    """The zero line only: every bar carries its value, a grid would say it twice."""
    zero = _zero(x)
    unit = Text(Role.UNIT, (0.0, TICK_SIZE), chart.axis.unit, TICK_SIZE)
    return [Line(Role.AXIS, (zero, TOP), (zero, size.height - BOTTOM)), unit]


def _legend(chart: BarChart, size: Size) -> list[Shape]:
    """Swatches with names, right-aligned above the bars."""
    shapes, x = list[Shape](), size.width
    room = (size.width - text_width(chart.axis.unit, TICK_SIZE) - GAP) / len(chart.series) - 9.0 - 2 * GAP
    for series in reversed(chart.series):
        name = shortened(series.name, LABEL_SIZE, room)
        x -= text_width(name, LABEL_SIZE)
        shapes.append(Text(Role.LABEL, (x, TICK_SIZE), name, LABEL_SIZE, about=series.role))
        x -= 9.0
        shapes.append(Rect(series.role, x, TICK_SIZE - 6.0, 6.5, 6.5, (), _texture(chart, series)))
        x -= 2 * GAP
    return shapes


def _group(chart: BarChart, index: int, name: str, x: Scale, size: Size) -> list[Shape]:
    room = (size.height - TOP - BOTTOM) / len(chart.groups)
    thickness = room * BAR / (len(chart.series) * BAR + GROUP_GAP)
    top = TOP + index * room + (room - thickness * len(chart.series)) / 2
    middle = TOP + (index + 0.5) * room + LABEL_SIZE * 0.36
    shapes: list[Shape] = [Text(Role.LABEL, (x.start - GAP, middle), name, LABEL_SIZE, Anchor.END)]
    for number, series in enumerate(chart.series):
        shapes += _bar(chart, series, index, x, (top + number * thickness, thickness))
    return shapes


def _bar(chart: BarChart, series: BarSeries, index: int, x: Scale, band: tuple[float, float]) -> list[Shape]:
    value, (top, thickness) = series.values[index], band
    label_y = top + thickness / 2 + VALUE_SIZE * 0.36
    zero = _zero(x)
    if value is None:
        return [Text(Role.VALUE, (zero + GAP, label_y), "—", VALUE_SIZE)]
    end = x(value)
    label = chart.axis.label(value)
    read_out = (("group", chart.groups[index]), ("series", series.name), ("value", label))
    bar = Rect(
        series.role, min(zero, end), top + 0.4, abs(end - zero), thickness - 0.8, read_out, _texture(chart, series)
    )
    return [bar, Text(Role.VALUE, (max(zero, end) + 3.0, label_y), label, VALUE_SIZE)]


def _lay_out_upright(chart: BarChart, size: Size, values: list[Decimal]) -> Scene:
    ticks = value_ticks(chart.axis, values)
    bottom = size.height - UPRIGHT_BOTTOM
    y = Scale(float(ticks[0]), float(ticks[-1]), bottom, TOP + VALUE_SIZE)
    shapes: list[Shape] = [
        Line(Role.AXIS, (0.0, _zero(y)), (size.width, _zero(y))),
        Text(Role.UNIT, (0.0, TICK_SIZE), chart.axis.unit, TICK_SIZE),
        Text(Role.UNIT, (size.width / 2, size.height - 2.0), chart.caption, TICK_SIZE, Anchor.MIDDLE),
    ]
    if len(chart.series) > 1:
        shapes += _legend(chart, size)
    for index in range(len(chart.groups)):
        shapes += _upright_group(chart, index, y, size.width / len(chart.groups))
    return Scene(size.width, size.height, chart.title, tuple(shapes), chart.description)


def _upright_group(chart: BarChart, index: int, y: Scale, room: float) -> list[Shape]:
    thickness = min(UPRIGHT_SHARE * room / len(chart.series), MOST_THICK)
    left = (index + 0.5) * room - thickness * len(chart.series) / 2
    name = shortened(chart.groups[index], LABEL_SIZE, room)
    shapes: list[Shape] = [
        Text(Role.LABEL, ((index + 0.5) * room, y.start + LABEL_SIZE + 2.0), name, LABEL_SIZE, Anchor.MIDDLE)
    ]
    for number, series in enumerate(chart.series):
        shapes += _column(chart, series, index, y, (left + number * thickness, thickness))
        label = chart.value_label(series, index)
        if text_width(label, VALUE_SIZE) <= (room if len(chart.series) == 1 else thickness):
            value = series.values[index]
            top = _zero(y) if value is None else min(_zero(y), y(value))
            middle = left + (number + 0.5) * thickness
            shapes.append(Text(Role.VALUE, (middle, top - 3.0), label, VALUE_SIZE, Anchor.MIDDLE))
    return shapes


def _column(chart: BarChart, series: BarSeries, index: int, y: Scale, band: tuple[float, float]) -> list[Shape]:
    """The upright bar of a value; none for nought and the unknown."""
    value, (x, thickness) = series.values[index], band
    if not value:
        return []
    read_out = (
        ("group", chart.groups[index]),
        ("series", series.name),
        ("value", chart.value_label(series, index)),
    )
    top, bottom = sorted((y(value), _zero(y)))
    return [Rect(series.role, x + 0.4, top, thickness - 0.8, bottom - top, read_out, _texture(chart, series))]

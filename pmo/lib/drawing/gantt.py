"""Rows of a plan on a time axis: planned and actual bars, forecast, milestones, and the progress line イナズマ線.

Positions on the axis are days: 0.0 is the beginning of `first`, 1.0 its end. The page lays the names beside the
drawing itself, paper lets the drawing print them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from pmo.lib.drawing.axes import Tick, date_ticks, month_label
from pmo.lib.drawing.scene import (
    Anchor,
    Line,
    Marker,
    Polyline,
    ReadOut,
    Rect,
    Role,
    Scene,
    Shape,
    Size,
    Symbol,
    Text,
    text_width,
)

HEAD, ROW = 30.0, 16.0
LABEL_SIZE, TICK_SIZE = 7.5, 7.0
PLAN_TOP, PLAN_HEIGHT, ACTUAL_TOP, ACTUAL_HEIGHT = 3.0, 4.0, 8.5, 4.5
MILESTONE = 7.0
NAME_GAP = 6.0
SMALL_SIZE, SMALL_STEP = 6.4, 7.2  # a name in two lines
LEGEND, KEY, KEY_GAP, ENTRY_GAP = 16.0, 14.0, 4.0, 12.0


@dataclass(frozen=True, slots=True)
class Span:
    """Two days, both inclusive."""

    start: date
    finish: date


@dataclass(frozen=True, slots=True)
class GanttRow:
    """The bars of a row; `late` colours the actual one, a milestone has no bars."""

    name: str
    planned: Span | None = None
    actual: Span | None = None
    forecast: Span | None = None
    baseline: Span | None = None
    milestone: date | None = None
    reached: bool = False
    late: bool = False
    read_out: ReadOut = ()


@dataclass(frozen=True, slots=True)
class GanttChart:
    """`lines` are progress lines, the newest first: a moment per row (date and share of that day), None unknown."""

    title: str
    rows: tuple[GanttRow, ...]
    first: date
    last: date
    language: str
    status_date: date | None = None
    status_label: str = ""
    days_off: tuple[date, ...] = ()
    lines: tuple[tuple[float | None, ...], ...] = ()
    description: str = ""
    legend: tuple[tuple[Role, str], ...] = ()  # printed below the rows, one line

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def height(self) -> float:
        return HEAD + ROW * len(self.rows) + (LEGEND if self.legend else 0.0)

    def parts(self, most: int) -> list[GanttChart]:
        """Charts of at most so many rows, of the same days."""
        cuts = [slice(first, first + most) for first in range(0, len(self.rows), most)]
        return [replace(self, rows=self.rows[cut], lines=tuple(line[cut] for line in self.lines)) for cut in cuts]


@dataclass(frozen=True, slots=True)
class _Field:
    """Where days and rows lie in the drawing."""

    chart: GanttChart
    left: float
    day: float  # width of a day

    def x(self, day: date, *, end: bool = False) -> float:
        return self.left + ((day - self.chart.first).days + int(end)) * self.day

    def moment(self, at: float) -> float:
        """Of a moment counted in days from the beginning of the first one."""
        return self.left + min(max(at, 0.0), float(self.chart.days)) * self.day

    def top(self, number: int) -> float:
        return HEAD + number * ROW

    @property
    def right(self) -> float:
        return self.left + self.chart.days * self.day

    @property
    def bottom(self) -> float:
        return self.top(len(self.chart.rows))


def lay_out_gantt(chart: GanttChart, size: Size, names: float = 0.0) -> Scene:
    """The scene over the whole width of `size`; `names` is the room on the left for the names of the rows."""
    field = _Field(chart, names, (size.width - names) / chart.days)
    shapes = [*_days_off(field), *_head(field), *_rules(field, size.width)]
    for number, row in enumerate(chart.rows):
        shapes += _row(field, number, row)
    if names:
        shapes += _names(field, names - NAME_GAP)
    shapes += [*_status(field), *_progress(field), *_legend(field)]
    return Scene(size.width, chart.height, chart.title, tuple(shapes), chart.description)


def status_position(chart: GanttChart, size: Size) -> float:
    """Where the status date line stands, from the left."""
    return _Field(chart, 0.0, size.width / chart.days).x(chart.status_date or chart.first, end=True)


def _days_off(field: _Field) -> list[Shape]:
    """Runs of days on which nobody works, shaded; not where a day is a hair's breadth."""
    if field.day < 1.5:
        return []
    shapes: list[Shape] = []
    start: date | None = None
    days_off = frozenset(field.chart.days_off)
    for number in range(field.chart.days + 1):
        day = field.chart.first + timedelta(days=number)
        off = number < field.chart.days and day in days_off
        if off and start is None:
            start = day
        elif not off and start is not None:
            width = field.x(day) - field.x(start)
            shapes.append(Rect(Role.DAY_OFF, field.x(start), HEAD, width, field.bottom - HEAD))
            start = None
    return shapes


def _head(field: _Field) -> list[Shape]:
    """Months above, days or weeks below, as many as there is room for; nothing below where that were months again."""
    chart, shapes = field.chart, list[Shape]()
    ticks = date_ticks(chart.first, chart.last, field.right - field.left, chart.language, TICK_SIZE)
    monthly = all(date.fromordinal(int(tick.at)).day == 1 for tick in ticks)
    for tick in ticks:
        x = field.x(date.fromordinal(int(tick.at)))
        shapes.append(Line(Role.GRID, (x, HEAD), (x, field.bottom)))
        if not monthly and x + text_width(tick.label, TICK_SIZE) <= field.right:
            shapes.append(Text(Role.TICK, (x + 1.5, HEAD - 4.0), tick.label, TICK_SIZE))
    for month in _months(chart):
        x = field.x(date.fromordinal(int(month.at)))
        if x + text_width(month.label, LABEL_SIZE) <= field.right:
            shapes.append(Text(Role.LABEL, (x + 1.5, 8.0), month.label, LABEL_SIZE))
    return shapes


def _months(chart: GanttChart) -> list[Tick]:
    """The first day shown, and the first of each month after it."""
    days = [chart.first + timedelta(days=number) for number in range(chart.days)]
    starts = [day for day in days if day == chart.first or day.day == 1]
    if len(starts) > 1 and (starts[1] - starts[0]).days < 12:
        starts = starts[1:]
    return [
        Tick(day.toordinal(), month_label(day, chart.language, with_year=number == 0 or day.month == 1))
        for number, day in enumerate(starts)
    ]


def _rules(field: _Field, width: float) -> list[Shape]:
    tops = [field.top(number) for number in range(len(field.chart.rows) + 1)]
    return [Line(Role.AXIS if top == HEAD else Role.GRID, (0.0, top), (width, top)) for top in tops]


def _row(field: _Field, number: int, row: GanttRow) -> list[Shape]:
    top, shapes = field.top(number), list[Shape]()
    if row.milestone is not None:
        return _milestone(field, row, top)
    if row.planned:
        shapes += _bar(field, Role.PLANNED, row.planned, (top + PLAN_TOP, PLAN_HEIGHT), row.read_out)
    if row.baseline and row.baseline != row.planned:
        y = top + PLAN_TOP - 1.2
        shapes.append(Line(Role.LIMIT, (field.x(row.baseline.start), y), (field.x(row.baseline.finish, end=True), y)))
    if row.forecast:
        shapes += _bar(field, Role.FORECAST, row.forecast, (top + ACTUAL_TOP, ACTUAL_HEIGHT), ())
    if row.actual:
        role = Role.LATE if row.late else Role.ACTUAL
        shapes += _bar(field, role, row.actual, (top + ACTUAL_TOP, ACTUAL_HEIGHT), row.read_out)
    return shapes


def _names(field: _Field, room: float) -> list[Shape]:
    """All in one size: on one line each, else in smaller letters on up to two; only what these cannot hold is cut."""
    rows = field.chart.rows
    fits = all(text_width(row.name, LABEL_SIZE) <= room for row in rows)
    return [
        shape
        for number, row in enumerate(rows)
        for shape in _name(row.name, field.top(number), room, LABEL_SIZE if fits else SMALL_SIZE)
    ]


def _name(name: str, top: float, room: float, size: float) -> list[Shape]:
    upper, lower = (name, "") if size == LABEL_SIZE else _broken(name, room)
    first = top + ROW / 2 + size * 0.36 - (SMALL_STEP / 2 if lower else 0.0)
    lines = ((upper, first), (_shortened(lower, room), first + SMALL_STEP))
    return [Text(Role.LABEL, (0.0, y), text, size) for text, y in lines if text]


def _broken(name: str, room: float) -> tuple[str, str]:
    """As much as fits, and the rest; between words where one ends in the second half of the line."""
    count = len(name)
    while count > 1 and text_width(name[:count], SMALL_SIZE) > room:
        count -= 1
    if count == len(name):
        return name, ""
    space = name.rfind(" ", 0, count + 1)
    end = space if space > count / 2 else count
    return name[:end].rstrip(), name[end:].lstrip()


def _shortened(name: str, room: float) -> str:
    if text_width(name, SMALL_SIZE) <= room:
        return name
    while name and text_width(f"{name}…", SMALL_SIZE) > room:
        name = name[:-1]
    return f"{name}…"


def _bar(field: _Field, role: Role, span: Span, band: tuple[float, float], read_out: ReadOut) -> list[Shape]:
    """Cut at the edges of the drawing; nothing for a span outside."""
    left, right = max(field.x(span.start), field.left), min(field.x(span.finish, end=True), field.right)
    if right <= left:
        return []
    return [Rect(role, left, band[0], right - left, band[1], read_out)]


def _milestone(field: _Field, row: GanttRow, top: float) -> list[Shape]:
    """◆ where it is planned, in the colour of lateness while overdue; a second one where it is expected."""
    middle, shapes = top + ROW / 2, list[Shape]()
    for role, day in ((Role.PLANNED, row.milestone), (Role.FORECAST, row.forecast and row.forecast.finish)):
        if isinstance(day, date) and field.chart.first <= day <= field.chart.last:
            shown = Role.LATE if row.late else Role.ACTUAL if row.reached else role
            centre = (field.x(day, end=True), middle)
            shapes.append(
                Marker(shown if role is Role.PLANNED else role, centre, MILESTONE, Symbol.DIAMOND, row.read_out)
            )
    return shapes


def _status(field: _Field) -> list[Shape]:
    day = field.chart.status_date
    if day is None or not field.chart.first <= day <= field.chart.last:
        return []
    x, label = field.x(day, end=True), field.chart.status_label
    half = text_width(label, TICK_SIZE) / 2
    middle = min(max(x, field.left + half), field.right - half)
    return [
        Line(Role.STATUS_DATE, (x, HEAD - 12.0), (x, field.bottom)),
        Text(Role.STATUS_DATE, (middle, HEAD - 12.5), label, TICK_SIZE, Anchor.MIDDLE),
    ]


def _progress(field: _Field) -> list[Shape]:
    """The lines, oldest first so that the newest lies on top; each begins and ends on the status date."""
    if field.chart.status_date is None:
        return []
    home = field.x(field.chart.status_date, end=True)
    roles = [Role.PROGRESS, *([Role.PROGRESS_BEFORE] * (len(field.chart.lines) - 1))]
    drawn = [
        Polyline(role, ((home, HEAD), *_places(field, line, home), (home, field.bottom)))
        for role, line in zip(roles, field.chart.lines, strict=True)
    ]
    return list(reversed(drawn))


def _places(field: _Field, line: Sequence[float | None], home: float) -> list[tuple[float, float]]:
    return [(home if at is None else field.moment(at), field.top(number) + ROW / 2) for number, at in enumerate(line)]


def _legend(field: _Field) -> list[Shape]:
    """What the colours and lines stand for, below the rows."""
    x, middle, shapes = 0.0, field.bottom + LEGEND / 2 + 1.0, list[Shape]()
    for role, label in field.chart.legend:
        shapes += [_key(role, x, middle), Text(Role.LABEL, (x + KEY + KEY_GAP, middle + 2.5), label, TICK_SIZE)]
        x += KEY + KEY_GAP + text_width(label, TICK_SIZE) + ENTRY_GAP
    return shapes


def _key(role: Role, x: float, middle: float) -> Shape:
    """A piece of the bar or of the line it explains."""
    if role in (Role.PLANNED, Role.ACTUAL, Role.LATE, Role.FORECAST):
        return Rect(role, x, middle - ACTUAL_HEIGHT / 2, KEY, ACTUAL_HEIGHT)
    if role in (Role.PROGRESS, Role.PROGRESS_BEFORE):
        return Polyline(role, ((x, middle), (x + KEY, middle)))
    return Line(role, (x, middle), (x + KEY, middle))

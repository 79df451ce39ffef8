"""Native Excel charts of the same series the drawings show; their values stand on a sheet of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.chart import AreaChart, LineChart, Reference
from openpyxl.chart import BarChart as ExcelBarChart
from openpyxl.chart.axis import DateAxis
from openpyxl.chart.error_bar import ErrorBars
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.legend import LegendEntry
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, ParagraphProperties
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from pmo.lib.dates import short
from pmo.lib.drawing.axes import DayAxis, ValueAxis
from pmo.lib.drawing.barchart import BarChart
from pmo.lib.drawing.pdf import LOOKS
from pmo.lib.drawing.scene import Role, Symbol
from pmo.lib.drawing.timechart import TimeChart, TimeSeries, chart_ticks
from pmo.lib.excel_text import excel_text, put_text
from reports.content.blocks import Kind
from reports.content.show import Style, number_format
from reports.xlsx.looks import HEAD_GROUND, Look, Looks

COLOURS = {
    Role.PLANNED: "76828F",
    Role.ACTUAL: "0B5CAD",
    Role.CURRENT_PLAN: "B45309",
    Role.FORECAST: "5B9BD5",
    Role.OPENED: "B45309",
    Role.CLOSED: "2E7D32",
    Role.LATE: "C62828",
    Role.LINE_1: "0B5CAD",
    Role.LINE_2: "B45309",
    Role.LINE_3: "00796B",
    Role.LINE_4: "7B4397",
    Role.LINE_5: "76828F",
    Role.LINE_6: "1F2933",
    Role.LIMIT: "5B6770",
    Role.STATUS_DATE: "C62828",
}
BAR_COLOURS = {**COLOURS, Role.PLANNED: "B8C2CC"}
DASHES = {
    Role.PLANNED: "dash",
    Role.CURRENT_PLAN: "lgDashDot",
    Role.FORECAST: "sysDot",
    Role.CLOSED: "dash",
    Role.LINE_2: "dash",
    Role.LINE_3: "sysDot",
    Role.LINE_4: "lgDashDot",
    Role.LINE_5: "sysDash",
    Role.LIMIT: "sysDash",
}
PALE, MARK_SIZE = "CFE2F5", 6
THICK, THIN = 28_000, 17_000  # line widths in English Metric Units
WIDTH, HEIGHT, GAP = 24.0, 8.2, 0.6  # centimetres
MOST_WEEKLY_DAYS = 100
ROOM_FOR_LABELS = 1.15
HEAD = Look(bold=True, ground=HEAD_GROUND, wrap=True, align="center", size=9.0)
TITLE = Look(bold=True, size=11.0)


@dataclass(frozen=True, slots=True)
class Column:
    """A series as the sheet holds it; a `role` of None is drawn but not seen, a status date has one value."""

    name: str
    role: Role | None
    values: dict[date, Decimal]
    symbol: Symbol | None = None
    is_area: bool = False


@dataclass(slots=True)
class ChartBook:
    """The sheet with the values of all charts, filled as charts are placed."""

    page: Worksheet
    looks: Looks
    style: Style
    row: int = 1

    def place(self, chart: TimeChart | BarChart, page: Worksheet, anchor: str, beside: int) -> None:
        """Write the values and put the chart at `anchor` of `page`, as one of `beside` charts in a row.

        A chart without a value is left out.
        """
        if not (chart.days if isinstance(chart, TimeChart) else chart.has_values):
            return
        drawn = self._time_chart(chart) if isinstance(chart, TimeChart) else self._bar_chart(chart)
        drawn.width, drawn.height = (WIDTH - (beside - 1) * GAP) / beside, HEIGHT
        page.add_chart(drawn, anchor)

    def _time_chart(self, chart: TimeChart) -> LineChart | AreaChart:
        columns = [*map(_column, chart.series), *_limit_columns(chart), *_status_columns(chart), *_band_columns(chart)]
        head = self._head(chart.title, [column.name for column in columns])
        for day in sorted({day for column in columns for day in column.values}):
            self._put(1, day, Look(format=number_format(Kind.DATE, self.style), align="center"))
            self._values([column.values.get(day) for column in columns], chart.axis)
        return self._line_chart(chart, columns, head)

    def _line_chart(self, chart: TimeChart, columns: list[Column], head: int) -> LineChart | AreaChart:
        drawn, lines = LineChart(), [column for column in columns if not column.is_area]
        self._fill(drawn, chart.title + self._status(chart), len(lines), head)
        for series, column in zip(drawn.series, lines, strict=True):
            _dress_line(series, column)
        drawn.x_axis = self._date_axis(chart)
        drawn.y_axis.crossAx = 500
        drawn.y_axis.crosses = "min"
        _dress_axes(drawn, chart.axis, chart_ticks(chart))
        drawn.legend.position = "b"
        return self._over_areas(drawn, columns, head) if len(lines) < len(columns) else drawn

    def _over_areas(self, drawn: LineChart, columns: list[Column], head: int) -> AreaChart:
        """The lines over bands as stacked areas: an unseen one up to the low edge, a pale one above."""
        area = AreaChart(grouping="stacked")
        count = sum(column.is_area for column in columns)
        first, last = len(columns) - count, self.row - 1
        area.add_data(Reference(self.page, 2 + first, head, 1 + len(columns), last), titles_from_data=True)
        area.set_categories(Reference(self.page, 1, head + 1, 1, last))
        area.x_axis, area.y_axis = drawn.x_axis, drawn.y_axis
        for series, column in zip(area.series, columns[first:], strict=True):
            seen = column.role is not None
            series.graphicalProperties = GraphicalProperties(**({"solidFill": PALE} if seen else {"noFill": True}))
            series.graphicalProperties.line = LineProperties(noFill=True)
        hidden = [number for number, column in enumerate(columns[first:]) if column.role is None]
        area.title, area.legend = drawn.title, drawn.legend
        area.legend.legendEntry = [LegendEntry(idx=number, delete=True) for number in hidden]
        area += drawn
        return area

    def _date_axis(self, chart: TimeChart) -> DateAxis:
        """A label a week, or a month where the weeks would not fit."""
        by_month = (chart.days[-1] - chart.days[0]).days > MOST_WEEKLY_DAYS
        axis = DateAxis(crossAx=100, baseTimeUnit="days", tickLblPos="low")
        axis.majorUnit, axis.majorTimeUnit = (1, "months") if by_month else (7, "days")
        axis.number_format = number_format(Kind.DATE, self.style)
        return axis

    def _status(self, chart: TimeChart) -> str:
        if chart.status_date is None:
            return ""
        return f" – {chart.status_label} {short(chart.status_date, self.style.language, self.style.today)}"

    def _bar_chart(self, chart: BarChart) -> ExcelBarChart:
        head = self._head(chart.title, [series.name for series in chart.series])
        for number, group in enumerate(chart.groups):
            self._put(1, group, Look(wrap=True))
            self._values([series.values[number] for series in chart.series], chart.axis)
        drawn = ExcelBarChart()
        drawn.type = "col" if chart.upright else "bar"
        self._fill(drawn, chart.title, len(chart.series), head)
        for series, bars in zip(drawn.series, chart.series, strict=True):
            series.graphicalProperties = GraphicalProperties(solidFill=BAR_COLOURS.get(bars.role, "52606D"))
            series.graphicalProperties.line = LineProperties(solidFill=COLOURS.get(bars.role, "52606D"))
            series.dLbls = DataLabelList(showVal=True, showSerName=False, showCatName=False, showLegendKey=False)
        drawn.gapWidth, drawn.overlap = 50, 0
        if not chart.upright:
            drawn.x_axis.scaling.orientation = "maxMin"  # first group on top, as the drawing has it
        _dress_axes(drawn, chart.axis, [])
        drawn.y_axis.delete = True  # every bar carries its value, which needs some room beyond a full bar
        if any(value < 0 for series in chart.series for value in series.values if value is not None):
            drawn.y_axis.scaling.min = None
        if chart.axis.high is not None:
            drawn.y_axis.scaling.max = float(_scaled(chart.axis.high, chart.axis)) * ROOM_FOR_LABELS
        drawn.y_axis.majorGridlines = None
        drawn.legend.position = "b"
        return drawn

    def _head(self, title: str, names: list[str]) -> int:
        """The title and the names of the series; the row of the names."""
        if self.row > 1:
            self.row += 1
        self._put(1, title, TITLE)
        self.row += 1
        for number, name in enumerate(["", *names], start=1):
            self._put(number, name, HEAD)
        self.row += 1
        return self.row - 1

    def _values(self, values: list[Decimal | None], axis: ValueAxis) -> None:
        for number, value in enumerate(values, start=2):
            if value is not None:
                self._put(number, _stored(value, axis), Look(format=_format(axis), align="right"))
        self.row += 1

    def _put(self, column: int, value: Any, look: Look) -> None:
        cell = self.page.cell(self.row, column)
        self.looks.dress(cell, look)
        if isinstance(value, str):
            put_text(cell, value)
        else:
            cell.value = value

    def _fill(self, drawn: Any, title: str, count: int, head: int) -> None:
        last = self.row - 1
        drawn.add_data(Reference(self.page, 2, head, 1 + count, last), titles_from_data=True)
        drawn.set_categories(Reference(self.page, 1, head + 1, 1, last))
        drawn.title = excel_text(title)
        drawn.title.overlay = False
        for paragraph in drawn.title.tx.rich.p:
            paragraph.pPr = ParagraphProperties(defRPr=CharacterProperties(sz=1100, b=True))


def _stored(value: Decimal, axis: ValueAxis) -> Decimal | date:
    """A day as a date, everything else as the axis counts it."""
    return date.fromordinal(int(value)) if isinstance(axis, DayAxis) else _scaled(value, axis)


def _scaled(value: Decimal, axis: ValueAxis) -> Decimal:
    return value / 100 if axis.suffix == "%" else value


def _format(axis: ValueAxis) -> str:
    if isinstance(axis, DayAxis):
        return "m/d" if axis.language == "ja" else "d mmm"
    digits = "0" + ("." + "0" * axis.decimals if axis.decimals else "")
    return f"{digits}%" if axis.suffix == "%" else f"#,##{digits}"


def _line(colour: str, width: int, dash: str | None) -> LineProperties:
    return LineProperties(solidFill=colour, w=width, prstDash=dash)


def _column(series: TimeSeries) -> Column:
    symbol = series.symbol if LOOKS[series.role].marks else None
    return Column(series.name, series.role, {point.day: point.value for point in series.points}, symbol)


def _limit_columns(chart: TimeChart) -> list[Column]:
    return [Column(limit.name, Role.LIMIT, dict.fromkeys(chart.days, limit.value)) for limit in chart.limits]


def _status_columns(chart: TimeChart) -> list[Column]:
    """The top of the status date line, from which it falls to the axis."""
    day = chart.status_date
    if day is None or not chart.days[0] <= day <= chart.days[-1]:
        return []
    return [Column(chart.status_label, Role.STATUS_DATE, {day: chart_ticks(chart)[-1]})]


def _band_columns(chart: TimeChart) -> list[Column]:
    columns = list[Column]()
    for band in chart.bands:
        low = {point.day: point.value for point in band.low}
        high = {point.day: point.value - low[point.day] for point in band.high if point.day in low}
        columns.append(Column("", None, low, is_area=True))
        columns.append(Column(band.name, band.role, high, is_area=True))
    return columns


def _dress_line(series: Any, column: Column) -> None:
    role = column.role or Role.LABEL
    colour, thick = COLOURS.get(role, "52606D"), THICK if role is Role.ACTUAL else THIN
    series.graphicalProperties.line = _line(colour, thick, DASHES.get(role))
    series.smooth = False
    series.marker.symbol = column.symbol.value if column.symbol else "none"
    if column.symbol:
        series.marker.size = MARK_SIZE
        series.marker.graphicalProperties = GraphicalProperties(solidFill=colour)
        series.marker.graphicalProperties.line = LineProperties(solidFill=colour)
    if role is Role.STATUS_DATE:
        fall = GraphicalProperties(ln=_line(colour, THIN, None))
        series.errBars = ErrorBars(
            errDir="y", errBarType="minus", errValType="percentage", noEndCap=True, val=100, spPr=fall
        )


def _dress_axes(drawn: Any, axis: ValueAxis, ticks: list[Decimal]) -> None:
    """The ends and steps of the value axis as the drawing has them; without `ticks` just its fixed ends."""
    drawn.x_axis.delete = drawn.y_axis.delete = False
    drawn.y_axis.number_format = _format(axis)
    drawn.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_line("D9DFE5", 6_000, None))
    low, high = (ticks[0], ticks[-1]) if ticks else (axis.low, axis.high)
    if low is not None:
        drawn.y_axis.scaling.min = _on_axis(low, axis)
    if high is not None:
        drawn.y_axis.scaling.max = _on_axis(high, axis)
    if ticks:
        span = _on_axis(ticks[-1], axis) - _on_axis(ticks[0], axis)
        step = span / (len(ticks) - 1)
        drawn.y_axis.majorUnit = round(step) if isinstance(axis, DayAxis) else step


def _on_axis(value: Decimal, axis: ValueAxis) -> float:
    return float(to_excel(_stored(value, axis))) if isinstance(axis, DayAxis) else float(_scaled(value, axis))

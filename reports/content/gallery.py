"""One chart of each kind in each state, for the style page: laid out by the same code as every other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pmo.lib.drawing.axes import DayAxis, ValueAxis
from pmo.lib.drawing.barchart import BarChart, BarSeries
from pmo.lib.drawing.scene import Role, Symbol
from pmo.lib.drawing.timechart import Band, Limit, Point, TimeChart, TimeSeries
from reports.content.blocks import Charts
from reports.content.show import Style

FIRST = date(2026, 8, 26)
DAYS = [FIRST + timedelta(weeks=number) for number in range(10)]


def charts(style: Style) -> list[Charts]:
    """Curves, bands, trends and bars, as they usually are and as they rarely are."""
    usual = (curve(style), band(style), burn_up(style), trend(style), bars(style), upright(style))
    rare = (nothing(style), single(style), many(style), one_bar(style), level(style), below_nought(style))
    return [Charts((chart,), half=True) for chart in (*usual, *rare)]


def points(*values: float) -> tuple[Point, ...]:
    return tuple(Point(day, Decimal(str(value))) for day, value in zip(DAYS, values, strict=False))


def curve(style: Style) -> TimeChart:
    planned = TimeSeries(Role.PLANNED, pgettext("chart", "Plan"), points(2, 8, 18, 30, 44, 58, 72, 84, 94, 100))
    actual = TimeSeries(Role.ACTUAL, pgettext("chart", "Actual"), points(2, 7, 15, 26, 38, 50))
    axis = ValueAxis(pgettext("column", "Progress"), style.language, high=Decimal(100), suffix="%")
    return TimeChart(_("S-curve"), (planned, actual), axis, DAYS[5], _("Status date"))


def band(style: Style) -> TimeChart:
    actual = TimeSeries(Role.ACTUAL, pgettext("chart", "Actual"), points(0.98, 0.97, 0.95, 0.93, 0.92, 0.94))
    low, high = points(0.98, 0.96, 0.94, 0.92, 0.91, 0.92), points(1, 0.98, 0.96, 0.95, 0.94, 0.96)
    limits = (Limit("0.95", Decimal("0.95")), Limit("0.90", Decimal("0.90")))
    axis = ValueAxis(pgettext("chart", "Index"), style.language, decimals=2, low=None)
    return TimeChart("SPI", (actual,), axis, bands=(Band(Role.FORECAST_BAND, "P50–P80", low, high),), limits=limits)


def trend(style: Style) -> TimeChart:
    base = date(2026, 12, 4).toordinal()
    moved = TimeSeries(Role.LINE_1, "M6", points(*(base + step for step in (0, 0, 0, 4, 7, 7, 14))))
    kept = TimeSeries(Role.LINE_2, "M8", points(*(base + 21 for _week in range(7))), Symbol.SQUARE)
    return TimeChart(_("Milestones: expected date by week"), (moved, kept), DayAxis("", style.language, low=None))


def bars(style: Style) -> BarChart:
    series = (
        BarSeries(Role.PLANNED, pgettext("chart", "Plan"), (Decimal(80), Decimal(60), Decimal(0))),
        BarSeries(Role.ACTUAL, pgettext("chart", "Actual"), (Decimal(78), None, Decimal(0))),
    )
    axis = ValueAxis("", style.language, high=Decimal(100), suffix="%")
    return BarChart(_("Planned and actual by team"), ("A", "B", "C"), series, axis)


def upright(style: Style) -> BarChart:
    late = BarSeries(Role.LATE, _("Late rows"), (Decimal(4), Decimal(7), Decimal(12), Decimal(0)))
    axis = ValueAxis(pgettext("chart", "rows"), style.language)
    names = ("1–2", "3–5", "6–10", "11–20")
    return BarChart(_("Late rows by delay"), names, (late,), axis, upright=True, caption=_("working days late"))


def burn_up(style: Style) -> TimeChart:
    raised = TimeSeries(Role.OPENED, pgettext("chart", "Raised"), points(3, 9, 14, 22, 25, 31, 31))
    settled = TimeSeries(Role.CLOSED, pgettext("chart", "Settled"), points(0, 2, 8, 13, 20, 27, 31))
    axis = ValueAxis(pgettext("chart", "Findings"), style.language)
    return TimeChart(_("Findings raised and settled"), (raised, settled), axis)


def nothing(style: Style) -> TimeChart:
    return replace(curve(style), series=())


def single(style: Style) -> TimeChart:
    chart = curve(style)
    return replace(chart, series=tuple(replace(line, points=line.points[:1]) for line in chart.series))


def many(style: Style) -> TimeChart:
    """Six milestones with names of any length, some on the same date."""
    base = date(2026, 12, 4).toordinal()
    roles = (Role.LINE_1, Role.LINE_2, Role.LINE_3, Role.LINE_4, Role.LINE_5, Role.LINE_6)
    lines = tuple(
        TimeSeries(role, f"M{number} {_('Milestones')} " * number, points(*(base + number // 2 * 7,) * 4), symbol)
        for number, (role, symbol) in enumerate(zip(roles, cycle(Symbol), strict=False), start=1)
    )
    return TimeChart(_("Milestones: expected date by week"), lines, DayAxis("", style.language, low=None))


def one_bar(style: Style) -> BarChart:
    chart = upright(style)
    series = tuple(replace(late, values=late.values[:1]) for late in chart.series)
    return replace(chart, groups=chart.groups[:1], series=series)


def level(style: Style) -> TimeChart:
    chart = band(style)
    return replace(chart, series=(TimeSeries(Role.ACTUAL, "SPI", points(*[1] * 6)),), bands=(), limits=())


def below_nought(style: Style) -> TimeChart:
    line = TimeSeries(Role.ACTUAL, "SV", points(-1_200_000, -400_000, 300_000, -250_000))
    return TimeChart("SV", (line,), ValueAxis("", style.language))

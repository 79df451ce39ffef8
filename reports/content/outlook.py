"""What changed, what this week brings, what was promised, and the charts over all weeks: for dashboard and report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pmo.lib.drawing.axes import DayAxis, ValueAxis
from pmo.lib.drawing.barchart import BarChart, BarSeries
from pmo.lib.drawing.scene import Role, Symbol
from pmo.lib.drawing.timechart import Limit, Point, TimeChart, TimeSeries
from reports.content.blocks import Bullets, Cell, Column, Emphasis, Kind, Row, Table
from reports.content.change_words import sentence
from reports.content.show import Style, show
from reports.content.week_figures import LateRow, MilestoneLine, Promise, ScopeFigures, TaskRow, TrendWeek, WeekFigures
from reports.content.weekly_rows import EVENTS

SPI_LIMITS = (  # DOMAIN 1.2: what is below
    (lambda: pgettext("light", "Watch"), Decimal("0.95")),
    (lambda: pgettext("light", "Action needed"), Decimal("0.90")),
)
LEAST_POINTS = 2  # fewer make no line
LINES = (
    (Role.LINE_1, Symbol.CIRCLE),
    (Role.LINE_2, Symbol.SQUARE),
    (Role.LINE_3, Symbol.DIAMOND),
    (Role.LINE_4, Symbol.TRIANGLE),
    (Role.LINE_5, Symbol.CIRCLE),
    (Role.LINE_6, Symbol.SQUARE),
)
DELAYS = ((1, 2), (3, 5), (6, 10), (11, 20), (21, None))  # working days


@dataclass(frozen=True)
class Told:
    """A sentence with the page behind it."""

    text: str
    target: str


def changes(figures: WeekFigures, style: Style) -> list[Told]:
    return [Told(sentence(change, style), change.target) for change in figures.changes]


def change_points(figures: WeekFigures, style: Style) -> tuple[Bullets, ...]:
    points = tuple(one.text for one in changes(figures, style))
    return (Bullets(points),) if points else ()


def this_week(rows: Sequence[TaskRow], title: str) -> Table:
    """Open rows that start or finish in the week that comes, and its milestones."""
    columns = (
        Column(_("Task"), width=18),
        Column(_("Team"), width=6),
        Column(_("Assignee"), width=6),
        Column(pgettext("row of a week", "What"), width=5),
        Column(_("Planned start"), Kind.DATE, 5),
        Column(_("Planned finish"), Kind.DATE, 5),
        Column(_("Forecast finish"), Kind.DATE, 5),
        Column(_("Percent"), Kind.PERCENT, 4),
    )
    return Table("this-week", title, columns, tuple(_week_row(row) for row in rows))


def _week_row(row: TaskRow) -> Row:
    event = EVENTS[row.event]() if row.event else ""
    name = Cell(f"{row.code} {row.name}".strip(), row.mark, row.target)
    cells = (
        name,
        row.team,
        row.assignee,
        event,
        row.planned_start,
        row.planned_finish,
        row.forecast_finish,
        row.percent,
    )
    return Row(cells)


def days_of(figures: WeekFigures, style: Style) -> str:
    """ "11/16〜11/22"."""
    if figures.this_week_days is None:
        return ""
    first, last = (show(day, Kind.DATE, style) for day in figures.this_week_days)
    return f"{first}〜{last}" if style.language == "ja" else f"{first} – {last}"


def promises(rows: Sequence[Promise], title: str) -> Table:
    """What was to be finished by this week, as said a week ago, against what is."""
    columns = (
        Column(_("Team"), width=9),
        Column(_("Promised for this week"), Kind.INTEGER, 6),
        Column(_("Done"), Kind.INTEGER, 4),
        Column(_("Rate"), Kind.PERCENT, 4),
    )
    return Table("promises", title, columns, tuple(_promise(row) for row in rows))


def _promise(row: Promise) -> Row:
    rate = Decimal(row.kept * 100) / row.promised
    cells = (row.team, Cell(row.promised, target=row.target), Cell(row.kept, target=row.kept_target), rate)
    return Row(cells, Emphasis.TOTAL if row.is_total else Emphasis.NONE)


def promise_sentence(rows: Sequence[Promise]) -> str:
    """ "Of 12 rows promised for this week, 7 are done." """
    total = next((row for row in rows if row.is_total), None)
    if total is None:
        return ""
    return _("Of %(promised)d rows promised for this week, %(kept)d are done.") % vars_of(total)


def vars_of(row: Promise) -> dict[str, int]:
    return {"promised": row.promised, "kept": row.kept}


def running(phases: Sequence[ScopeFigures], total: ScopeFigures, title: str) -> Table:
    """The indices of the phases in progress, the cumulative ones of the project below them."""
    columns = (
        Column(_("Phase"), width=9),
        Column("SPI(t)", Kind.INDEX, 4),
        Column("SPI", Kind.INDEX, 4),
        Column("CPI", Kind.INDEX, 4),
        Column(_("EV − PV (person-days)"), Kind.DAYS_DIFFERENCE, 6),
    )
    rows = [_indices(scope) for scope in phases]
    return Table("running", title, columns, (*rows, _indices(total, Emphasis.TOTAL)))


def _indices(scope: ScopeFigures, emphasis: Emphasis = Emphasis.NONE) -> Row:
    values = (scope.spi_t, scope.spi, scope.cpi, scope.sv)
    return Row((scope.name, *(Cell(value, scope.mark, scope.target) for value in values)), emphasis)


# ---- charts over all weeks


def index_trend(weeks: Sequence[TrendWeek], style: Style) -> TimeChart | None:
    """SPI, CPI and SPI(t) of every sealed week; None for fewer than two."""
    lines = (
        TimeSeries(Role.ACTUAL, "SPI", points_of(weeks, "spi")),
        TimeSeries(Role.CURRENT_PLAN, "CPI", points_of(weeks, "cpi")),
        TimeSeries(Role.PLANNED, "SPI(t)", points_of(weeks, "spi_t")),
    )
    drawn = tuple(line for line in lines if len(line.points) >= LEAST_POINTS)
    if not drawn:
        return None
    last = ", ".join(f"{line.name} {show(line.points[-1].value, Kind.INDEX, style)}" for line in drawn)
    return TimeChart(
        title=_("SPI, CPI and SPI(t) by week"),
        series=drawn,
        axis=ValueAxis(pgettext("chart", "Index"), style.language, decimals=2, low=None),
        limits=tuple(Limit(f"{name()} {show(value, Kind.INDEX, style)}", value) for name, value in SPI_LIMITS),
        description=last,
    )


def points_of(weeks: Sequence[TrendWeek], name: str) -> tuple[Point, ...]:
    pairs = ((week.status_date, getattr(week.figures, name)) for week in weeks)
    return tuple(Point(day, value) for day, value in pairs if value is not None)


def burn_up(figures: WeekFigures, style: Style) -> TimeChart | None:
    """Points raised with the teams and settled, cumulative."""
    weeks = figures.burn_up
    if len(weeks) < LEAST_POINTS:
        return None
    opened = tuple(Point(week.status_date, Decimal(week.opened)) for week in weeks)
    closed = tuple(Point(week.status_date, Decimal(week.closed)) for week in weeks)
    return TimeChart(
        title=_("Findings raised and settled"),
        series=(
            TimeSeries(Role.OPENED, pgettext("chart", "Raised"), opened),
            TimeSeries(Role.CLOSED, pgettext("chart", "Settled"), closed),
        ),
        axis=ValueAxis(pgettext("chart", "Findings"), style.language),
        description=_("%(opened)d raised, %(closed)d settled.")
        % {"opened": weeks[-1].opened, "closed": weeks[-1].closed},
    )


def milestone_trend(figures: WeekFigures, style: Style) -> TimeChart | None:
    """How the dates of the next milestones moved, week by week; None before the second week."""
    lines = [line for line in figures.milestone_trend if len(line.points) >= LEAST_POINTS]
    if not lines:
        return None
    return TimeChart(
        title=_("Milestones: expected date by week"),
        series=tuple(_trend_line(line, number) for number, line in enumerate(lines[: len(LINES)])),
        axis=DayAxis(pgettext("chart", "Expected on"), style.language, low=None),
        description=_("A level line keeps its date; one that rises slips."),
    )


def _trend_line(line: MilestoneLine, number: int) -> TimeSeries:
    role, symbol = LINES[number]
    points = tuple(Point(day, Decimal(expected.toordinal())) for day, expected in line.points)
    return TimeSeries(role, line.name, points, symbol)


def delays(rows: Sequence[LateRow], style: Style) -> BarChart | None:
    """How long the late rows are late, in classes of working days."""
    late = [-row.delay_days for row in rows if row.delay_days is not None and row.delay_days < 0]
    if not late:
        return None
    counts = tuple(Decimal(sum(within(days, *span) for days in late)) for span in DELAYS)
    described = {"count": len(late), "longest": max(late)}
    return BarChart(
        title=_("Late rows by delay"),
        groups=tuple(class_name(*span) for span in DELAYS),
        series=(BarSeries(Role.LATE, _("Late rows"), counts),),
        axis=ValueAxis(pgettext("chart", "rows"), style.language),
        description=_("%(count)d late rows, the longest %(longest)d working days.") % described,
        upright=True,
        caption=_("working days late"),
    )


def class_name(low: int, high: int | None) -> str:
    return f"{low}–{high}" if high else _("%(low)d or more") % {"low": low}


def within(days: int, low: int, high: int | None) -> bool:
    return low <= days and (high is None or days <= high)

"""Sections 3 and 6 of the weekly report: progress by phase and team with its charts, and the earned value figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from pmo.lib.drawing.axes import ValueAxis
from pmo.lib.drawing.barchart import BarChart, BarSeries
from pmo.lib.drawing.scene import Role
from pmo.lib.drawing.timechart import TimeChart, TimeSeries
from reports.content import outlook
from reports.content.blocks import Block, Cell, Charts, Column, Emphasis, Gantt, Kind, Row, Table, Value
from reports.content.show import Style, show
from reports.content.week_figures import ScopeFigures, TeamWeek, TrendWeek, WeekFigures

HUNDRED = Decimal(100)
INDEX_CHART_HEIGHT = 118.0
TREND_WEEKS = 4  # in the table; the chart shows all


@dataclass(frozen=True, slots=True)
class Measure:
    """A column over scopes: where its value is found, whether it may be missing as a whole, which rows it `shows`."""

    label: Callable[[], str]
    kind: Kind
    value: Callable[[ScopeFigures], Value]
    width: float = 4.0
    optional: bool = False
    shows: str = ""


PROGRESS: tuple[Measure, ...] = (
    Measure(lambda: _("Planned progress"), Kind.PERCENT, lambda scope: scope.planned_percent),
    Measure(lambda: _("Actual progress"), Kind.PERCENT, lambda scope: scope.actual_percent),
    Measure(lambda: _("Difference"), Kind.POINTS, lambda scope: scope.percent_difference),
    Measure(lambda: _("EV − PV (person-days)"), Kind.DAYS_DIFFERENCE, lambda scope: scope.sv, 5.0),
    Measure(lambda: _("Rows done"), Kind.INTEGER, lambda scope: scope.rows_done, shows="done"),
    Measure(lambda: _("Rows due"), Kind.INTEGER, lambda scope: scope.rows_due, 6.0, shows="due"),
    Measure(lambda: _("Late rows"), Kind.INTEGER, lambda scope: scope.rows_late, shows="late"),
)

EARNED_VALUE: tuple[Measure, ...] = (
    Measure(lambda: "BAC", Kind.DAYS, lambda scope: scope.bac, 5.0),
    Measure(lambda: "PV", Kind.DAYS, lambda scope: scope.pv, 5.0),
    Measure(lambda: "EV", Kind.DAYS, lambda scope: scope.ev, 5.0),
    Measure(lambda: "AC", Kind.DAYS, lambda scope: scope.ac, 5.0),
    Measure(lambda: "SV", Kind.DAYS_DIFFERENCE, lambda scope: scope.sv, 4.5),
    Measure(lambda: "CV", Kind.DAYS_DIFFERENCE, lambda scope: scope.cv, 4.5, optional=True),
    Measure(lambda: "SPI", Kind.INDEX, lambda scope: scope.spi, 3.0),
    Measure(lambda: "CPI", Kind.INDEX, lambda scope: scope.cpi, 3.0),
    Measure(lambda: "SPI(t)", Kind.INDEX, lambda scope: scope.spi_t, 3.0, optional=True),
    Measure(lambda: "EAC", Kind.DAYS, lambda scope: scope.eac, 5.0, optional=True),
    Measure(lambda: "VAC", Kind.DAYS_DIFFERENCE, lambda scope: scope.vac, 4.5, optional=True),
    Measure(lambda: "TCPI", Kind.INDEX, lambda scope: scope.tcpi, 3.0, optional=True),
)

TREND: tuple[Measure, ...] = (
    Measure(lambda: _("Planned progress"), Kind.PERCENT, lambda scope: scope.planned_percent),
    Measure(lambda: _("Actual progress"), Kind.PERCENT, lambda scope: scope.actual_percent),
    *(measure for measure in EARNED_VALUE if measure.label() in {"PV", "EV", "AC", "SV", "SPI", "CPI", "SPI(t)"}),
    Measure(lambda: _("Late rows"), Kind.INTEGER, lambda scope: scope.rows_late, optional=True),
)


def progress(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if figures.curve.planned or figures.curve.actual:
        blocks.append(Charts((s_curve(figures, style),)))
    if figures.phases:
        blocks.append(by_phase(figures.phases, figures.project))
    if figures.teams:
        blocks.append(by_team_and_state(figures.teams, figures.project))
    if charts := _bar_charts(figures, style):
        blocks.append(Charts(charts))
    if figures.gantt:
        blocks.append(gantt(figures, style))
    return tuple(blocks)


def gantt(figures: WeekFigures, style: Style) -> Gantt:
    """イナズマ線: late rows and rows due within two weeks, sheet by sheet."""
    day = show(figures.header.status_date, Kind.DATE, style)
    count = len(figures.gantt)
    sheets = tuple(
        replace(
            sheet, status_label=f"{_('Status date')} {day}", legend=gantt_legend(),
            title=_("Progress line %(day)s (%(number)d of %(count)d)") % {"day": day, "number": number, "count": count},
        )
        for number, sheet in enumerate(figures.gantt, start=1)
    )  # fmt: skip
    return Gantt(sheets, _("The Gantt sheets with the progress line are in the PDF and on the Gantt page."))


def gantt_legend() -> tuple[tuple[Role, str], ...]:
    """What the bars and lines of a sheet stand for, in the order of a row."""
    return (
        (Role.PLANNED, pgettext("bar", "Planned")),
        (Role.ACTUAL, pgettext("bar", "Actual")),
        (Role.LATE, pgettext("bar", "Actual, late")),
        (Role.FORECAST, pgettext("bar", "Forecast")),
        (Role.LIMIT, _("Original plan")),
        (Role.STATUS_DATE, _("Status date")),
        (Role.PROGRESS, _("Progress line")),
    )


def s_curve(figures: WeekFigures, style: Style) -> TimeChart:
    curve, now = figures.curve, figures.project
    lines = (
        TimeSeries(
            Role.PLANNED, pgettext("chart", "Plan") if not curve.current_plan else _("Original plan"), curve.planned
        ),
        TimeSeries(Role.CURRENT_PLAN, _("Current plan"), curve.current_plan),
        TimeSeries(Role.ACTUAL, pgettext("chart", "Actual"), curve.actual),
    )
    description = _("Planned progress %(planned)s, actual progress %(actual)s at the status date.") % {
        "planned": show(now.planned_percent, Kind.PERCENT, style),
        "actual": show(now.actual_percent, Kind.PERCENT, style),
    }
    return TimeChart(
        title=_("S-curve"),
        series=tuple(line for line in lines if line.points),
        axis=ValueAxis(pgettext("column", "Progress"), style.language, high=HUNDRED, suffix="%"),
        status_date=figures.header.status_date,
        status_label=_("Status date"),
        description=description,
    )


def _bar_charts(figures: WeekFigures, style: Style) -> tuple[BarChart, ...]:
    teams = tuple(team.figures for team in figures.teams)
    groups = ((_("Planned and actual by phase"), figures.phases), (_("Planned and actual by team"), teams))
    return tuple(bar_chart(title, scopes, style) for title, scopes in groups if scopes)


def bar_chart(title: str, scopes: Sequence[ScopeFigures], style: Style) -> BarChart:
    """Planned beside actual progress of each scope."""
    series = (
        BarSeries(Role.PLANNED, pgettext("chart", "Plan"), tuple(scope.planned_percent for scope in scopes)),
        BarSeries(Role.ACTUAL, pgettext("chart", "Actual"), tuple(scope.actual_percent for scope in scopes)),
    )
    axis = ValueAxis("", style.language, high=HUNDRED, suffix="%")
    return BarChart(title, tuple(scope.name for scope in scopes), series, axis)


def by_phase(phases: Sequence[ScopeFigures], total: ScopeFigures, title: str = "") -> Table:
    return _scopes("progress-by-phase", title or _("Progress by phase"), _("Phase"), phases, total)


def by_team(teams: Sequence[TeamWeek], total: ScopeFigures) -> Table:
    return _scopes("progress-by-team", _("Progress by team"), _("Team"), [team.figures for team in teams], total)


def by_team_and_state(teams: Sequence[TeamWeek], total: ScopeFigures) -> Table:
    """With the state of each team's submission after its name."""
    table = by_team(teams, total)
    name, *measures = table.columns
    states = [_state(team) for team in teams] + [""]
    rows = tuple(
        Row((row.cells[0], state, *row.cells[1:]), row.emphasis) for row, state in zip(table.rows, states, strict=True)
    )
    return Table(table.key, table.title, (name, Column(_("Submission"), width=6.0), *measures), rows, table.footnotes)


def _state(team: TeamWeek) -> str:
    if team.revision is None or not team.state:
        return team.state
    return _("%(state)s (rev. %(revision)d)") % {"state": team.state, "revision": team.revision}


def _scopes(key: str, title: str, head: str, scopes: Sequence[ScopeFigures], total: ScopeFigures) -> Table:
    columns = (Column(head, width=9.0), *(Column(one.label(), one.kind, one.width) for one in PROGRESS))
    rows = [_row(scope, PROGRESS) for scope in scopes]
    return Table(key, title, columns, (*rows, _row(total, PROGRESS, Emphasis.TOTAL)))


def _row(scope: ScopeFigures, measures: Sequence[Measure], emphasis: Emphasis = Emphasis.NONE) -> Row:
    values = (Cell(measure.value(scope), scope.mark, _rows_of(scope, measure)) for measure in measures)
    return Row((scope.name, *values), emphasis)


def _rows_of(scope: ScopeFigures, measure: Measure) -> str:
    """The page of the rows behind a figure."""
    return f"{scope.target}&show={measure.shows}" if scope.target and measure.shows else scope.target


def earned_value(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    if figures.project.bac is None:
        return ()
    blocks: list[Block] = [_indices(figures, style)]
    if figures.running:
        blocks.append(outlook.running(figures.running, figures.project, _("Phases in progress")))
    if figures.trend:
        blocks.append(_trend(figures.trend[-TREND_WEEKS:]))
    if chart := outlook.index_trend(figures.trend, style):
        blocks.append(Charts((chart,), INDEX_CHART_HEIGHT))
    return tuple(blocks)


def _indices(figures: WeekFigures, style: Style) -> Table:
    """Project first, then the phases, then the teams, each group under its heading."""
    groups = ((_("By phase"), figures.phases), (_("By team"), tuple(team.figures for team in figures.teams)))
    scopes = [figures.project, *(scope for _title, group in groups for scope in group)]
    measures = _with_data(EARNED_VALUE, scopes)
    columns = (Column(_("Scope"), width=9.0), *(Column(one.label(), one.kind, one.width) for one in measures))
    rows = [_row(figures.project, measures, Emphasis.TOTAL)]
    for title, group in groups:
        if group:
            rows.append(Row((title, *("" for _measure in measures)), Emphasis.GROUP))
            rows += [_row(scope, measures) for scope in group]
    return Table(
        "earned-value", _("Earned value at the status date (person-days)"), columns, tuple(rows), notes(figures, style)
    )


def notes(figures: WeekFigures, style: Style) -> tuple[str, ...]:
    """Why a figure is missing, and how much the total of AC covers."""
    found = [_silence(team) for team in figures.teams if not team.figures.reports_effort]
    if (share := figures.project.reporting_share) is not None:
        covered = {"share": show(share, Kind.PERCENT, style)}
        found.append(_("AC, CV and CPI of the project cover the teams that report effort: %(share)s of BAC.") % covered)
    return tuple(found)


def _silence(team: TeamWeek) -> str:
    name = {"team": team.figures.name}
    if team.fixed_price:
        return _("AC, CPI —: %(team)s works under a fixed-price contract and reports no actual effort.") % name
    return _("AC, CPI —: %(team)s does not report actual effort.") % name


def _with_data(measures: Sequence[Measure], scopes: Sequence[ScopeFigures]) -> list[Measure]:
    return [one for one in measures if not one.optional or any(one.value(scope) is not None for scope in scopes)]


def _trend(weeks: Sequence[TrendWeek]) -> Table:
    measures = _with_data(TREND, [week.figures for week in weeks])
    columns = (
        Column(_("Status date"), Kind.DATE, 5.0),
        *(Column(one.label(), one.kind, one.width) for one in measures),
    )
    rows = tuple(
        Row((week.status_date, *(Cell(one.value(week.figures), week.figures.mark) for one in measures)))
        for week in weeks
    )
    return Table("trend", _("The last weeks"), columns, rows)

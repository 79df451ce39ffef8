"""The dashboard's parts, from the same figures and by the same tables and charts as the weekly report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reports.content import weekly_progress, weekly_rows, weekly_summary
from reports.content.blocks import Charts, KeyFigure, KeyFigures, Kind, Table
from reports.content.show import Style, show
from reports.content.week_figures import LateRow, ScopeFigures, WeekFigures

# Why a figure has no value, by code of evm.Blank (DOMAIN 1.7).
BLANKS = {
    "no_baseline": gettext_lazy("there is no approved baseline yet"),
    "effort_not_reported": gettext_lazy("actual effort is not reported"),
    "budget_zero": gettext_lazy("the planned effort is 0"),
    "planned_zero": gettext_lazy("nothing was planned up to the status date"),
    "actual_zero": gettext_lazy("no actual effort has been reported yet"),
    "earned_zero": gettext_lazy("nothing has been earned yet"),
    "overspent": gettext_lazy("the budget is used up"),
    "remaining_unknown": gettext_lazy("the remaining effort is not reported for every row"),
    "nothing_left": gettext_lazy("everything is done"),
}
UNKNOWN_REASON = gettext_lazy("it cannot be computed from what was reported")


@dataclass(frozen=True)
class Large:
    """A large figure of the dashboard: its name, kind, and the field of the scope's figures."""

    label: str
    kind: Kind
    field: str
    meaning: Callable[[], str]


LARGE: tuple[Large, ...] = (
    Large("PV", Kind.DAYS, "pv", lambda: _("planned value")),
    Large("EV", Kind.DAYS, "ev", lambda: _("earned value")),
    Large("AC", Kind.DAYS, "ac", lambda: _("actual cost")),
    Large("SV", Kind.DAYS_DIFFERENCE, "sv", lambda: _("EV − PV")),
    Large("SPI", Kind.INDEX, "spi", lambda: _("EV ÷ PV")),
    Large("CPI", Kind.INDEX, "cpi", lambda: _("EV ÷ AC")),
)
IN_DAYS = (Kind.DAYS, Kind.DAYS_DIFFERENCE)


def key_figures(figures: WeekFigures, style: Style) -> KeyFigures:
    """PV, EV, AC, SV, SPI, CPI of the project; each opens its rows, a missing one says why."""
    return KeyFigures(tuple(large(one, figures, style) for one in LARGE))


def large(one: Large, figures: WeekFigures, style: Style) -> KeyFigure:
    now, before = figures.project, figures.previous
    value = getattr(now, one.field)
    shown = weekly_summary.figure(one.label, one.kind, value, getattr(before, one.field) if before else None)
    note = reason(now, one.field) if value is None else one.meaning()
    if one.field in ("ac", "cpi") and value is not None and now.reporting_share is not None:
        note = _("covers %(share)s of BAC") % {"share": show(now.reporting_share, Kind.PERCENT, style)}
    change_kind = Kind.DAYS_DIFFERENCE if one.kind in IN_DAYS else shown.change_kind
    unit = _("person-days") if one.kind in IN_DAYS else ""
    return replace(shown, unit=unit, target=now.target, note=note, mark=now.mark, change_kind=change_kind)


def reason(scope: ScopeFigures, field: str) -> str:
    """Why a figure of this scope is 「—」, in words."""
    code = scope.blanks.get(field) or ("effort_not_reported" if field == "ac" else "no_baseline")
    return str(BLANKS.get(code, UNKNOWN_REASON))


def progress_by_team(figures: WeekFigures, style: Style) -> tuple[Charts, Table] | None:
    teams = [team.figures for team in figures.teams]
    if not teams:
        return None
    chart = weekly_progress.bar_chart(_("Planned and actual by team"), teams, style)
    table = replace(
        weekly_progress.by_team(figures.teams, whole(figures.project)), footnotes=weekly_progress.notes(figures, style)
    )
    return Charts((chart,)), table


def whole(project: ScopeFigures) -> ScopeFigures:
    """The total under a short name."""
    return replace(project, name=_("Whole project"))


def progress_by_phase(
    phases: Sequence[ScopeFigures], total: ScopeFigures, style: Style, title: str
) -> tuple[Charts, Table]:
    chart = weekly_progress.bar_chart(_("Planned and actual by phase"), phases, style)
    return Charts((chart,)), weekly_progress.by_phase(phases, total, title)


def late_page(rows: Sequence[LateRow], count: int) -> Table:
    """One page of the late rows, of `count` in all."""
    title = ngettext("%(count)d late row, least time left first", "%(count)d late rows, least time left first", count)
    return weekly_rows.late_table(rows, title % {"count": count})

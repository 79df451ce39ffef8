"""Totals of the project, of phases and of teams, from the measures of the week."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pmo.lib.drawing.timechart import Point
from progress import weekdata
from progress.domain.evm import Totals, why_blank
from progress.models import Submission
from progress.reach import PROJECT
from progress.templatetags.cycle import submission_state
from progress.weekdata import WeekData
from projects.models import Contract, Team
from reports.content.week_figures import Curve, ScopeFigures, TeamWeek, TrendWeek
from reports.gather.view import WeekView

TREND_WEEKS = 4
# figure -> measure where the two differ
MEASURES = {
    "bac": "bac", "pv": "pv", "ev": "ev", "ac": "ac", "planned_percent": "planned_percent",
    "actual_percent": "complete_percent", "sv": "sv", "cv": "cv", "spi": "spi", "cpi": "cpi", "spi_t": "spi_t",
    "eac": "eac", "vac": "vac", "tcpi": "tcpi_bac",
}  # fmt: skip
COUNTS = {"rows_due": "due", "rows_done": "done", "rows_late": "late"}
REASONED = ("sv", "spi", "cpi")  # figures whose absence is explained beside them

type Values = Mapping[str, Decimal | None]


def scope(view: WeekView, key: str, name: str, data: WeekData | None = None) -> ScopeFigures:
    """The figures of one scope in this week (or in `data`)."""
    values = (data or view.data).measures.get(key, {})
    figures: dict[str, Any] = {name: values.get(measure) for name, measure in MEASURES.items()}
    figures |= {name: count(values, measure) for name, measure in COUNTS.items()}
    planned, actual = figures["planned_percent"], figures["actual_percent"]
    return ScopeFigures(
        name=name,
        **figures,
        percent_difference=None if planned is None or actual is None else actual - planned,
        reporting_share=share_reporting(values),
        reports_effort=values.get("ac") is not None,
        blanks=blanks(values),
        target=view.rows_url(key),
    )


def count(values: Values, name: str) -> int | None:
    value = values.get(name)
    return None if value is None else int(value)


def share_reporting(values: Values) -> Decimal | None:
    """Percent of BAC whose effort is reported, where that is not all of it."""
    bac, part = values.get("bac"), values.get("bac_reporting")
    if values.get("ac") is None or not bac or part is None or part == bac:
        return None
    return part * 100 / bac


def blanks(values: Values) -> dict[str, str]:
    """Why figures have no value: name -> code of `evm.Blank`."""
    totals = totals_of(values)
    reasons = {name: why_blank(name, totals) for name in REASONED if values.get(name) is None}
    return {name: str(reason) for name, reason in reasons.items() if reason}


def totals_of(values: Values) -> Totals:
    """The totals that the measures were made from, as far as they tell."""
    bac, pv, ev, ac = (values.get(name) for name in ("bac", "pv", "ev", "ac"))
    part, cv = values.get("bac_reporting"), values.get("cv")
    reporting = None
    if ac is not None and part is not None and part != bac:
        reporting = Totals(part, pv, None if cv is None else cv + ac, ac, values.get("remaining"))
    return Totals(bac, pv, ev, ac, values.get("remaining"), reporting=reporting)


def project(view: WeekView, data: WeekData | None = None) -> ScopeFigures:
    return scope(view, PROJECT, view.project.label, data)


def phases(view: WeekView, team: str = "") -> list[ScopeFigures]:
    """Every phase that has figures, of the whole project or of one team."""
    prefix = f"team:{team}/" if team else ""
    keys = {f"{prefix}phase:{code}": phase.label for code, phase in view.phases.items()}
    return [scope(view, key, name) for key, name in keys.items() if key in view.data.measures]


def teams(view: WeekView, states: Mapping[str, Submission]) -> list[TeamWeek]:
    """The reader's teams with their figures and the state of their submissions."""
    known = [(code, team) for code, team in view.teams.items() if is_shown(view, code)]
    return [team_week(view, team, states.get(code)) for code, team in known]


def is_shown(view: WeekView, code: str) -> bool:
    """Teams that work in this week: with figures, or at least with a standing."""
    return view.reach.sees(code) and (f"team:{code}" in view.data.measures or code in view.data.standings)


def team_week(view: WeekView, team: Team, submission: Submission | None) -> TeamWeek:
    figures = scope(view, f"team:{team.code}", team.label)
    return TeamWeek(
        figures=figures.marked(view.mark_of(team.code)),
        state=submission_state(submission.told_state) if submission else "",
        revision=submission.revision if submission else None,
        fixed_price=team.contract == Contract.CONTRACT_FOR_WORK,
    )


def curve(view: WeekView) -> Curve:
    found = weekdata.curves(view.data)
    planned, current, actual = (
        tuple(Point(day, value) for day, value in pairs) for pairs in (found.original, found.current, found.actual)
    )
    return Curve(planned, current, actual)


def trend(view: WeekView) -> list[TrendWeek]:
    """The last four weeks up to this one, which comes last."""
    weeks = weekdata.sealed_until(view.week, TREND_WEEKS)
    measures = weekdata.measures_of(weeks, PROJECT)
    past = [WeekData(week, True, None, {}, measures[week.pk], (), view.data.calendars) for week in weeks]
    found = [TrendWeek(one.week.status_date, scope(view, PROJECT, one.week.key, one)) for one in past]
    if view.data.sealed:
        return found
    return [*found[1 - TREND_WEEKS :], TrendWeek(view.status_date, scope(view, PROJECT, view.week.key))]

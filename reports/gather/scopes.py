"""Totals of the project, of phases and of teams, from the measures of the week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from pmo.lib.drawing.timechart import Point
from progress import weekdata
from progress.domain.evm import Totals, why_blank
from progress.models import Submission
from progress.reach import PROJECT
from progress.templatetags.cycle import submission_state
from progress.weekdata import PastWeek, WeekData
from projects.models import Contract, Team
from reports.content.week_figures import Curve, FindingWeek, Promise, ScopeFigures, TeamWeek, TrendWeek
from reports.gather import cycle
from reports.gather.view import WeekView

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
    return figures_of((data or view.data).measures.get(key, {}), name, view.rows_url(key))


def figures_of(values: Values, name: str, target: str = "") -> ScopeFigures:
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
        target=target,
    )


def count(values: Values, name: str) -> int | None:
    value = values.get(name)
    return None if value is None else int(value)


def is_running(values: Values) -> bool:
    """A scope in progress: work was due and is not all done."""
    pv, ev, bac = (values.get(name) for name in ("pv", "ev", "bac"))
    return bool(pv) and ev is not None and bac is not None and ev < bac


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
        state=submission_state(cycle.told_state(view, submission)) if submission else "",
        revision=submission.revision if submission else None,
        fixed_price=team.contract == Contract.CONTRACT_FOR_WORK,
        trend=tuple(one.values.get("spi") for one in view.past_of(f"team:{team.code}")),
    )


def curve(view: WeekView, past: Sequence[PastWeek], key: str = PROJECT) -> Curve:
    found = weekdata.curves(view.data, past, key)
    planned, current, actual = (
        tuple(Point(day, value) for day, value in pairs) for pairs in (found.original, found.current, found.actual)
    )
    return Curve(planned, current, actual)


def trend(view: WeekView, past: Sequence[PastWeek], key: str = PROJECT) -> list[TrendWeek]:
    """The scope in every sealed week up to this one, which comes last."""
    found = [TrendWeek(one.status_date, figures_of(one.values, one.week)) for one in past]
    return found if view.data.sealed else [*found, TrendWeek(view.status_date, scope(view, key, view.week.key))]


def running(view: WeekView, team: str = "") -> list[ScopeFigures]:
    """The phases in progress, of the whole project or of one team."""
    prefix = f"team:{team}/" if team else ""
    keys = {f"{prefix}phase:{code}": phase.label for code, phase in view.phases.items()}
    return [scope(view, key, name) for key, name in keys.items() if is_running(view.data.measures.get(key, {}))]


def promises(view: WeekView) -> list[Promise]:
    """By team, then the whole project; nothing before a week knows what was promised for it."""
    scopes_ = {f"team:{code}": team.label for code, team in view.teams.items() if view.reach.sees(code)}
    if view.reach.is_whole:
        scopes_[PROJECT] = view.project.label
    found = [promise(view, key, name) for key, name in scopes_.items()]
    return [one for one in found if one is not None]


def promise(view: WeekView, key: str, name: str) -> Promise | None:
    values = view.data.measures.get(key, {})
    promised, kept = count(values, "promised"), count(values, "kept")
    if not promised:
        return None
    url = view.rows_url(key)
    return Promise(name, promised, kept or 0, f"{url}&show=promised", f"{url}&show=kept", is_total=key == PROJECT)


def burn_up(view: WeekView) -> list[FindingWeek]:
    """Points raised and settled since the first week that counted them, week by week."""
    past = [(one.status_date, one.values) for one in view.past]
    if not view.data.sealed:
        past.append((view.status_date, view.data.measures.get(PROJECT, {})))
    opened = closed = 0
    found = []
    for day, values in past:
        if values.get("findings_opened") is not None:
            opened += count(values, "findings_opened") or 0
            closed += count(values, "findings_closed") or 0
            found.append(FindingWeek(day, opened, closed))
    return found

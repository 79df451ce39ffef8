"""The traffic lights of a week: facts from its measures and milestones, judged by rule, with the PM's own colour."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from progress.actions.lighting import standing_overrides
from progress.domain.lights import Condition, Dimension, Expected, Facts, Hit, Indices, Verdict
from progress.domain.lights import lights as judged
from progress.models import LightOverride
from progress.reach import PROJECT
from progress.weekdata import WeekData, WeekRow
from reports.content.blocks import Colour
from reports.content.week_figures import LightCondition, LightFigure, LightHit
from reports.gather.scopes import is_running
from reports.gather.view import WeekView

LARGE_TEAM = Decimal("0.1")  # of BAC: smaller teams set no light (DOMAIN 9.1)


def lights(view: WeekView) -> list[LightFigure]:
    """For readers who see every team; the others get none (two queries, one without a week before)."""
    if not view.reach.is_whole:
        return []
    overrides = standing_overrides(view.week, view.at)
    before = colours_of(view.before, view.at) if view.before else {}
    return [
        light(view, verdict, overrides.get(verdict.dimension), before.get(verdict.dimension))
        for verdict in judged(facts(view.data))
    ]


def colours_of(data: WeekData, at: datetime | None) -> dict[Dimension, Colour]:
    """How the lights of an earlier week stood, the PM's own colours included."""
    overrides = standing_overrides(data.week, at)
    return {verdict.dimension: shown(verdict, overrides.get(verdict.dimension)) for verdict in judged(facts(data))}


def shown(verdict: Verdict, override: LightOverride | None) -> Colour:
    return Colour(override.colour if override else verdict.signal)


def light(view: WeekView, verdict: Verdict, override: LightOverride | None, previous: Colour | None) -> LightFigure:
    return LightFigure(
        verdict.dimension,
        shown(verdict, override),
        previous=previous,
        override=override.reason if override else "",
        override_by=override.made_by.label if override else "",
        rule=Colour(verdict.signal),
        conditions=tuple(condition(view, one) for one in verdict.conditions),
    )


def condition(view: WeekView, found: Condition) -> LightCondition:
    hits = None if found.hits is None else tuple(light_hit(view, hit) for hit in found.hits)
    return LightCondition(found.rule.code, Colour(found.rule.level), found.rule.limit, hits)


def light_hit(view: WeekView, hit: Hit) -> LightHit:
    """Named in words: a scope, a milestone, or "" for the whole project."""
    row = view.milestones.get(hit.subject)
    if row is not None:
        return LightHit(row.row.name, hit.value, view.row_url(row.row.key))
    scope = hit.subject or PROJECT
    return LightHit("" if scope == PROJECT else view.scope_name(scope), hit.value, view.rows_url(scope))


def facts(data: WeekData) -> Facts:
    unanswered = data.measure(PROJECT, "unanswered")
    return Facts(
        indices=tuple(indices(data)),
        milestones=tuple(expected(data, row) for row in data.milestones if row.row.actual_finish is None),
        unanswered=None if unanswered is None else int(unanswered),
    )


def indices(data: WeekData) -> list[Indices]:
    """The project, and the phases in progress of every team with a tenth of BAC or more."""
    whole = data.measure(PROJECT, "bac") or Decimal(0)
    scopes = [PROJECT]
    for scope, values in data.measures.items():
        team = scope.split("/phase:")[0] if "/phase:" in scope else ""
        if team and is_running(values) and (data.measure(team, "bac") or Decimal(0)) >= whole * LARGE_TEAM:
            scopes.append(scope)
    return [Indices(scope, data.measure(scope, "spi_t"), data.measure(scope, "cpi")) for scope in scopes]


def expected(data: WeekData, row: WeekRow) -> Expected:
    """Working days by which a milestone will be later than planned.

    One that is overdue is late already, without a forecast or with one that has passed as well.
    """
    planned, status, then = row.row.planned_finish, data.week.status_date, row.row.forecast_finish
    if planned is None:
        return Expected(row.row.key, None)
    if planned < status and (then is None or then < status):
        then = status
    calendar = data.calendars.of(row.team)
    return Expected(row.row.key, None if then is None else calendar.offset(then) - calendar.offset(planned))

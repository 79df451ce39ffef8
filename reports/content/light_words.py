"""What sets a traffic light, in words: the rule, and what meets it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.content.blocks import Kind
from reports.content.show import Style, show
from reports.content.week_figures import LightCondition, LightFigure, LightHit

MOST_NAMED = 3

RULES: dict[str, Callable[[], str]] = {
    "spi_t_lower": lambda: _("SPI(t) below 0.90, of the project or a running phase of a large team"),
    "spi_t_low": lambda: _("SPI(t) from 0.90 to below 0.95"),
    "cpi_low": lambda: _("CPI below 0.95, of the project or a running phase of a large team"),
    "critical_5": lambda: _("Critical path late by 5 working days or more"),
    "critical_1": lambda: _("Critical path late by 1 to 4 working days"),
    "milestone_late": lambda: _("A milestone expected later than planned"),
    "unanswered": lambda: _("Findings without an answer"),
    "not_converged": lambda: _("Defects not converged at a phase gate"),
    "escalated": lambda: _("Issues of severity A, escalated"),
    "overdue_5": lambda: _("5 or more overdue issues"),
}


def rule_text(condition: LightCondition) -> str:
    return RULES[condition.code]()


def state_text(condition: LightCondition, style: Style) -> str:
    """ "not evaluated", "not met", or what meets it."""
    if condition.hits is None:
        return _("not evaluated")
    return hits_text(condition, style) or _("not met")


def hits_text(condition: LightCondition, style: Style) -> str:
    told = [hit_text(condition.code, hit, style) for hit in condition.hits or ()]
    more = len(told) - MOST_NAMED
    if more > 0:
        rest = ngettext("%(count)d more", "%(count)d more", more) % {"count": more}
        told = [*told[:MOST_NAMED], rest]
    return pgettext("between clauses", "; ").join(told)


def hit_text(code: str, hit: LightHit, style: Style) -> str:
    if code == "milestone_late":
        return milestone_text(hit)
    if code == "unanswered":
        count = int(hit.value)
        return ngettext("%(count)d finding waits for an answer", "%(count)d findings wait for an answer", count) % {
            "count": count
        }
    index = "CPI" if code == "cpi_low" else "SPI(t)"
    value = show(Decimal(hit.value), Kind.INDEX, style)
    return " ".join(filter(None, (hit.name or _("Whole project"), index, value)))


def milestone_text(hit: LightHit) -> str:
    count = int(hit.value)
    text = ngettext(
        "%(name)s: %(count)d working day later than planned",
        "%(name)s: %(count)d working days later than planned",
        count,
    )
    return text % {"name": hit.name, "count": count}


def reason(light: LightFigure, style: Style) -> str:
    """Why the light stands as it does by rule: what meets the conditions of its colour."""
    setting = [one for one in light.conditions if one.hits and one.level == light.rule]
    return pgettext("between clauses", "; ").join(hits_text(one, style) for one in setting)


def first_cause(light: LightFigure, style: Style) -> str:
    """The weightiest of what sets the light, and how much else does."""
    setting = [(one.code, hit) for one in light.conditions if one.level == light.rule for hit in one.hits or ()]
    if not setting:
        return ""
    more = len(setting) - 1
    first = hit_text(*setting[0], style)
    if not more:
        return first
    return ngettext("%(first)s, and %(more)d more", "%(first)s, and %(more)d more", more) % {
        "first": first,
        "more": more,
    }

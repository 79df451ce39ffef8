"""How fields and values of the plan are written in templates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template

from progress import plan_texts
from progress.domain.neutral import value_from_json
from progress.plan_texts import PlaceNames, person_days, shown_value
from projects.templatetags.show import span

register = template.Library()


@register.filter
def field_name(code: str) -> str:
    """planned_start -> 予定開始日."""
    return plan_texts.field_name(code)


@register.simple_tag
def plan_value(field: str, value: Any, places: PlaceNames | None = None) -> str:
    """A value of a change line (its JSON form) as a reader sees it."""
    return shown_value(field, value, places)


@register.simple_tag
def plan_period(start: str | None, finish: str | None) -> str:
    """A period of a change line (JSON form)."""
    ends = (value_from_json("planned_start", end) if end else None for end in (start, finish))
    return period(*ends)


@register.simple_tag
def period(start: date | None, finish: date | None) -> str:
    """6/8(月)〜6/12(金) / Mon 8 Jun – Fri 12 Jun; 「—」 when neither is known."""
    return span(start, finish)


@register.filter
def effort(value: Decimal | None) -> str:
    """2.5人日."""
    return person_days(value)


@register.filter
def at_key(values: dict[str, Any], key: str) -> Any:
    """The value under a key; "" when there is none."""
    return values.get(key, "")

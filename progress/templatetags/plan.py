"""How fields and values of the plan are written in templates."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import template

from progress.plan_texts import PlaceNames, field_label, person_days, shown_value

register = template.Library()


@register.filter
def field_name(code: str) -> str:
    """planned_start -> 予定開始日."""
    return field_label(code)


@register.simple_tag
def plan_value(field: str, value: Any, places: PlaceNames | None = None) -> str:
    """A value of a change line (its JSON form) as a reader sees it."""
    return shown_value(field, value, places)


@register.simple_tag
def history_value(field: str, values: dict[str, Any], places: PlaceNames | None = None) -> str:
    """The value of one field in a history entry."""
    return shown_value(field, values.get(field), places)


@register.filter
def effort(value: Decimal | None) -> str:
    """2.5人日."""
    return person_days(value)


@register.filter
def at_key(values: dict[str, Any], key: str) -> Any:
    """The value under a key; "" when there is none."""
    return values.get(key, "")

"""How values are shown: one helper each, in the reader's language (UX 0.1); available in every template."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.translation import get_language, gettext

from pmo.lib import dates, figures

register = template.Library()


def language() -> str:
    return (get_language() or "ja")[:2]


@register.filter
def dash(value: object) -> object:
    """Unknown is 「—」, never zero."""
    return "—" if value is None or value == "" else value


@register.filter
def percent(value: Decimal | None) -> str:
    return figures.show_percent(value, language())


@register.filter
def index(value: Decimal | None) -> str:
    return figures.show_index(value, language())


@register.filter
def days(value: Decimal | None) -> str:
    """Person-days with one decimal; minus is ▲ in Japanese."""
    return figures.show_days(value, language())


@register.filter
def day(value: date | None) -> str:
    """11/18(水) / Wed 18 Nov; the year only when it is not this year."""
    if value is None or value == "":
        return "—"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return dates.day(value, language(), timezone.localdate())


@register.filter
def span(start: date | None, finish: date | None) -> str:
    """11/12(木)〜11/18(水) / Thu 12 Nov – Wed 18 Nov; one day alone, 「—」 when neither is known."""
    if start == finish or not (start or finish):
        return day(start)
    ends = {"start": day(start) if start else "", "finish": day(finish) if finish else ""}
    return gettext("%(start)s – %(finish)s") % ends


@register.filter
def moment(value: datetime | None) -> str:
    """11/19(木) 15:00 / Thu 19 Nov, 15:00."""
    if value is None or value == "":
        return "—"
    return dates.moment(timezone.localtime(value), language(), timezone.localdate())


@register.filter
def as_of(value: date | None) -> str:
    """11/18時点 / as of 18 Nov."""
    return "—" if not value else dates.as_of(value, language(), timezone.localdate())


@register.filter
def can(powers: Any, capability: str) -> bool:
    """{% if powers|can:"desk.read" %}: whether this person's powers carry the capability; nobody's carry none."""
    return bool(powers) and powers.can(capability)


@register.filter
def page_range(page: Page) -> list[int | str]:
    """Numbers of the pager with gaps: 1 … 4 5 6 … 12."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))

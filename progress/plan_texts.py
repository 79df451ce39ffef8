"""The words of the plan's pages: names of fields, and values of change lines as a reader sees them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from progress import reading_texts
from progress.domain.neutral import DATES, NUMBERS, value_from_json
from progress.models import KindOfRow, RowStatus
from projects.models import Phase, Team
from projects.templatetags.show import day, days, percent

PlaceNames = dict[str, dict[str, str]]  # "team" and "phase" -> code -> name
WORDS: dict[str, dict[str, Any]] = {"kind": dict(KindOfRow.choices), "status": dict(RowStatus.choices)}
OWN_FIELDS: dict[str, Any] = {
    "own_id": _("own id"), "row": _("row added"), "cancelled": _("row cancelled"), "cut": _("cut into rows"),
}  # fmt: skip


def field_name(name: str) -> str:
    """What a field of the plan, or of a line of a change, is called in lower case."""
    return str(OWN_FIELDS.get(name) or reading_texts.field_name(name))


def shown_value(name: str, value: Any, places: PlaceNames | None = None) -> str:
    """The JSON form of a neutral value as a reader sees it; `places` names teams and phases."""
    if name in ("row", "cancelled"):
        return gettext("yes") if value else gettext("no")
    if value in (None, "", []):
        return "—"
    if name == "cut":
        return ", ".join(map(shown_part, value)) if isinstance(value, list) else shown_part(value)
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name in WORDS:
        return str(WORDS[name].get(str(value), value))
    if name in DATES or name in NUMBERS:
        return shown_figure(name, value)
    return (places or {}).get(name, {}).get(str(value), str(value))


def shown_part(part: dict[str, Any]) -> str:
    """A row of a cut, or the task before it: code and name, period, effort."""
    called = f"{part.get('wbs_code') or ''} {part.get('name') or ''}".strip()
    period = f"{day(as_date(part, 'planned_start'))}–{day(as_date(part, 'planned_finish'))}"
    return " ".join(filter(None, [called, period, shown_figure("planned_effort", part.get("planned_effort"))]))


def as_date(part: dict[str, Any], name: str) -> Any:
    return value_from_json(name, part.get(name))


def shown_figure(name: str, value: Any) -> str:
    """A date, percentage or effort; what history holds in another form is shown as it is."""
    try:
        typed = value_from_json(name, value)
    except (ValueError, TypeError, ArithmeticError):
        return str(value)
    if name in DATES:
        return day(typed)
    return percent(typed) if name == "percent" else person_days(typed)


def person_days(value: Decimal | None) -> str:
    """2.5人日 / 2.5 person-days."""
    return "—" if value is None else gettext("%(days)s person-days") % {"days": days(value)}


def place_names() -> PlaceNames:
    """Teams and phases by code in the reader's language (two queries)."""
    return {
        "team": {team.code: team.label for team in Team.objects.all()},
        "phase": {phase.code: phase.label for phase in Phase.objects.all()},
    }

"""Neutral rows to and from JSON: the form in which readings, submissions and sealed weeks keep them."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from progress.domain.rows import Kind, PlanRow, Previous, Status

DATES = frozenset(
    {
        "planned_start", "planned_finish", "actual_start", "actual_finish", "forecast_finish",
        "baseline_start", "baseline_finish",
    }
)  # fmt: skip
NUMBERS = frozenset({"planned_effort", "percent", "actual_effort", "remaining_effort", "baseline_effort"})
# What accepting a submission writes to the plan; everything else in a file is a proposal (DESIGN).
ACCEPTED_FIELDS = (
    "actual_start", "actual_finish", "percent", "actual_effort", "remaining_effort", "forecast_finish",
    "status", "delay_reason", "countermeasure", "note", "assignee",
)  # fmt: skip
PLAN_FIELDS = ("name", "parent", "planned_start", "planned_finish", "planned_effort", "predecessors")


def value_to_json(value: Any) -> Any:
    """One neutral value as JSON: dates ISO, numbers as text without trailing zeros."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Kind | Status) else value


def value_from_json(name: str, value: Any) -> Any:
    """The neutral value of field `name` from its JSON form."""
    if value is None:
        return None
    if name in DATES:
        return date.fromisoformat(value)
    if name in NUMBERS:
        return Decimal(value)
    if name == "predecessors":
        return tuple(value)
    return {"kind": Kind, "status": Status}.get(name, lambda given: given)(value)


def row_to_json(row: PlanRow) -> dict[str, Any]:
    """A row without its history (`previous`), blanks left out."""
    names = [f.name for f in fields(PlanRow) if f.name not in ("previous", "before_previous")]
    pairs = ((name, value_to_json(getattr(row, name))) for name in names)
    return {name: value for name, value in pairs if value not in (None, "", [], {})}


def row_from_json(data: dict[str, Any]) -> PlanRow:
    """The row that `row_to_json` wrote."""
    return PlanRow(**{"name": "", **{name: value_from_json(name, value) for name, value in data.items()}})


def previous_of(row: PlanRow) -> Previous:
    """What a row of an accepted submission is to the next one."""
    return Previous(**{f.name: getattr(row, f.name) for f in fields(Previous)})

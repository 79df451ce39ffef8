"""約束の達成: what was going to be finished by this week, as the last sealed week said, against what is finished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Q

from progress.models import ProgressRecord
from projects.models import Week

if TYPE_CHECKING:
    from progress.snapshot import Placed

NAMES = ("promised", "kept")


def promised(week: Week) -> dict[str, str]:
    """Key -> team of the rows that were open in the last sealed week and were to finish by this status date.

    By their forecast finish, or by their planned one where none was given (two queries).
    """
    before = Week.objects.sealed().filter(status_date__lt=week.status_date).order_by("status_date").last()
    if before is None:
        return {}
    span = (before.status_date.isoformat(), week.status_date.isoformat())
    records = ProgressRecord.objects.filter(
        within("forecast_finish", span) | within("planned_finish", span), week=before
    )
    rows = records.values_list("work_item__uuid", "team__code", "values")
    return {str(key): team or "" for key, team, values in rows if was_to_finish(values, span)}


def within(name: str, span: tuple[str, str]) -> Q:
    return Q(**{f"values__{name}__gt": span[0], f"values__{name}__lte": span[1]})


def was_to_finish(values: dict[str, str | None], span: tuple[str, str]) -> bool:
    day = values.get("forecast_finish") or values.get("planned_finish") or ""
    open_task = not values.get("actual_finish") and values.get("kind", "task") == "task"
    return open_task and span[0] < day <= span[1]


def promise_counts(week: Week, placed: Iterable[Placed]) -> dict[str, dict[str, Decimal]]:
    """scope ("project", "team:MEM") -> promised, kept."""
    teams = promised(week)
    found: dict[str, dict[str, Decimal]] = defaultdict(nothing)
    for place in placed:
        team = teams.get(place.row.key)
        if team is None:
            continue
        for scope in ("project", f"team:{team}"):
            found[scope]["promised"] += 1
            found[scope]["kept"] += is_finished(place.row.actual_finish, week.status_date)
    return found


def is_finished(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def nothing() -> dict[str, Decimal]:
    return dict.fromkeys(NAMES, Decimal(0))

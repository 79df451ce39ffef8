"""約束の達成: what was going to be finished by this week, as the last sealed week said, against what is finished."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

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
    due = ProgressRecord.objects.filter(
        week=before, is_milestone=False, ends_on__gt=before.status_date, ends_on__lte=week.status_date
    )
    return {str(key): team or "" for key, team in due.values_list("work_item__uuid", "team__code")}


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

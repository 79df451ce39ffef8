"""Planned curves of baselines: counted once when a baseline is approved, read by every page and seal."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from progress.domain.evm import BaselineLine
from progress.domain.planned_curve import CurveVersion, PlannedCurve, planned_curves
from progress.models import Baseline, BaselineCurve
from projects.domain.calendar import Calendars


def keep_curves(baseline: Baseline, calendars: Calendars) -> None:
    """Count and store the curves of a baseline, in place of those it has."""
    mark = calendars.fingerprint
    counted = counted_curves(baseline, calendars)
    BaselineCurve.objects.filter(baseline=baseline).delete()
    BaselineCurve.objects.bulk_create(
        [
            BaselineCurve(
                baseline=baseline, scope=scope, start=curve.start, values=[str(value) for value in curve.values],
                calendar=mark,
            )
            for scope, curve in counted.items()
        ],
        batch_size=200,
    )  # fmt: skip


def renew_curves(calendars: Calendars) -> None:
    """Store the curves of every approved baseline anew that has none or was counted with other working days."""
    mark = calendars.fingerprint
    kept = set(BaselineCurve.objects.filter(calendar=mark).values_list("baseline", flat=True).distinct())
    for baseline in Baseline.objects.approved().exclude(pk__in=kept):
        keep_curves(baseline, calendars)


def counted_curves(baseline: Baseline, calendars: Calendars) -> dict[str, PlannedCurve]:
    curves = planned_curves(baseline_lines(baseline), baseline.effective_date, calendars)
    return {scope.name: curve for scope, curve in curves.items()}


def curves_of(baseline: Baseline, calendars: Calendars) -> dict[str, PlannedCurve]:
    """By scope: as stored (one query), or counted anew when nothing is stored or the calendars have changed since."""
    stored = list(baseline.curves.all())
    if not stored or stored[0].calendar != calendars.fingerprint:
        return counted_curves(baseline, calendars)
    return {row.scope: read(row) for row in stored}


def versions(baselines: Iterable[Baseline], scope: str, calendars: Calendars) -> list[CurveVersion]:
    """The curve of one scope under each of the baselines, in their order (one query while the calendars stand)."""
    chosen = list(baselines)
    rows = {row.baseline_id: row for row in BaselineCurve.objects.filter(baseline__in=chosen, scope=scope)}
    mark = calendars.fingerprint
    found = []
    for baseline in chosen:
        row = rows.get(baseline.pk)
        curve = read(row) if row and row.calendar == mark else counted_curves(baseline, calendars).get(scope)
        if curve is not None:
            found.append(CurveVersion(baseline.number, baseline.effective_date, curve))
    return found


def read(row: BaselineCurve) -> PlannedCurve:
    return PlannedCurve(row.start, tuple(Decimal(value) for value in row.values))


def baseline_lines(baseline: Baseline) -> list[BaselineLine]:
    """Its rows in the terms of earned value (one query without a record per row: there may be thousands)."""
    rows = baseline.rows.values_list(
        "work_item__uuid", "planned_start", "planned_finish", "planned_effort", "team__code", "phase__code"
    )
    return [
        BaselineLine(str(key), start, finish, effort, team or "", phase or "")
        for key, start, finish, effort, team, phase in rows
    ]

"""Fill what later columns and tables keep, for the records and baselines there are."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import migrations

from progress.domain.evm import BaselineLine
from progress.domain.planned_curve import planned_curves
from projects import triggers
from projects.domain.calendar import CalendarDay, Calendars, DayName, japanese_calendar
from projects.weekly import MARGIN

RECORDS = "progress_progressrecord"


def fill_record_days(apps: Any, schema_editor: Any) -> None:
    """The days of sealed records follow from their values; the next `ensure` guards the table again."""
    model = apps.get_model("progress", "ProgressRecord")
    if not model.objects.exists():
        return
    triggers.run(triggers.dropped(RECORDS))
    batch = []
    for record in model.objects.iterator(chunk_size=500):
        record.is_milestone = record.values.get("kind") == "milestone"
        record.starts_on, record.ends_on = starts_on(record.values), ends_on(record.values)
        batch.append(record)
        if len(batch) == 500:
            save(model, batch)
    save(model, batch)


def save(model: Any, batch: list[Any]) -> None:
    model.objects.bulk_update(batch, ["is_milestone", "starts_on", "ends_on"])
    batch.clear()


def starts_on(values: dict[str, Any]) -> date | None:
    begun = values.get("actual_start") or values.get("actual_finish")
    return None if begun else day(values.get("planned_start"))


def ends_on(values: dict[str, Any]) -> date | None:
    return None if values.get("actual_finish") else day(values.get("forecast_finish") or values.get("planned_finish"))


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def fill_curves(apps: Any, schema_editor: Any) -> None:
    """The planned curves of approved baselines that have none yet."""
    waiting = apps.get_model("progress", "Baseline").objects.exclude(approved_at=None).filter(curves=None)
    project = apps.get_model("projects", "Project").objects.first()
    if project is None or not waiting.exists():
        return
    model, calendars = apps.get_model("progress", "BaselineCurve"), calendars_of(apps, project)
    for baseline in waiting:
        curves = planned_curves(lines_of(baseline), baseline.effective_date, calendars)
        model.objects.bulk_create(
            model(
                baseline=baseline, scope=scope.name, start=curve.start, values=[str(value) for value in curve.values],
                calendar=calendars.fingerprint,
            )
            for scope, curve in curves.items()
        )  # fmt: skip


def lines_of(baseline: Any) -> list[BaselineLine]:
    rows = baseline.rows.values_list(
        "work_item__uuid", "planned_start", "planned_finish", "planned_effort", "team__code", "phase__code"
    )
    return [BaselineLine(str(key), *values, team or "", phase or "") for key, *values, team, phase in rows]


def calendars_of(apps: Any, project: Any) -> Calendars:
    days = apps.get_model("projects", "CalendarDay").objects.select_related("team").order_by("day")
    company = [as_day(one) for one in days if one.team is None]
    base = japanese_calendar(project.start - MARGIN, project.finish + MARGIN, company)
    codes = {one.team.code for one in days if one.team is not None}
    teams = {code: base.with_days([as_day(one) for one in days if one.team and one.team.code == code]) for code in codes}
    return Calendars(base, teams)


def as_day(row: Any) -> CalendarDay:
    return CalendarDay(row.day, DayName("", ""), row.works)


class Migration(migrations.Migration):
    dependencies = [("progress", "0005_record_days"), ("projects", "0002_initial_password")]

    operations = [
        migrations.RunPython(fill_record_days, migrations.RunPython.noop),
        migrations.RunPython(fill_curves, migrations.RunPython.noop),
    ]

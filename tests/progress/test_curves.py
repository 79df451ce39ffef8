"""Planned curves are kept with the baseline that was approved, and counted anew when the working days change."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

from django.apps import apps

from progress.actions.planning.baselines import approve_baseline, propose_baseline
from progress.curves import counted_curves, curves_of, keep_curves, read, renew_curves, versions
from progress.models import Baseline, BaselineCurve
from progress.snapshot import calendars_of
from projects.domain.calendar import CalendarDay, Calendars, DayName
from projects.models import CalendarDay as CalendarDayRow
from projects.models import Project
from tests.cast import at
from tests.progress.plans import make_plan

filling = import_module("progress.migrations.0006_fill_derived")


def approved(cast) -> Baseline:
    make_plan(cast)
    baseline = propose_baseline(Project.get(), by=cast.pmo, at=at("2026-04-01 09:00"))
    return approve_baseline(baseline, by=cast.pm, at=at("2026-04-01 10:00"))


def test_approving_keeps_the_curve_of_every_scope(cast, django_assert_num_queries):
    baseline = approved(cast)
    calendars = calendars_of(Project.get())
    with django_assert_num_queries(1):
        kept = curves_of(baseline, calendars)
    assert kept == counted_curves(baseline, calendars)
    planned = sum((row.planned_effort for row in baseline.rows.all() if row.planned_effort), Decimal(0))
    assert kept["project"].values[-1] == planned
    assert f"team:{cast.alpha.code}" in kept


def test_one_more_day_off_is_counted_at_once(cast):
    baseline = approved(cast)
    calendars = calendars_of(Project.get())
    start = BaselineCurve.objects.get(baseline=baseline, scope="project").start
    off = CalendarDay(calendars.project.next_working(start + timedelta(days=1)), DayName("創立記念日", "Founding day"))
    changed = Calendars(calendars.project.with_days([off]), calendars.teams)
    assert changed.fingerprint != calendars.fingerprint
    assert curves_of(baseline, changed) == counted_curves(baseline, changed) != curves_of(baseline, calendars)
    (version,) = versions([baseline], "project", changed)
    assert version.curve == counted_curves(baseline, changed)["project"]
    keep_curves(baseline, changed)
    assert baseline.curves.first().calendar == changed.fingerprint


def test_the_seal_renews_curves_counted_with_other_working_days(cast):
    baseline = approved(cast)
    BaselineCurve.objects.update(calendar="of before", values=["1"])
    calendars = calendars_of(Project.get())
    renew_curves(calendars)
    kept = {row.scope: read(row) for row in baseline.curves.all()}
    assert kept == counted_curves(baseline, calendars)
    first = set(baseline.curves.values_list("pk", flat=True))
    renew_curves(calendars)
    assert set(baseline.curves.values_list("pk", flat=True)) == first


def test_a_migration_counts_the_curves_of_the_baselines_there_are(cast):
    baseline = approved(cast)
    CalendarDayRow.objects.create(team=cast.alpha, day=date(2026, 4, 29), works=True, name="出勤日")
    CalendarDayRow.objects.create(day=date(2026, 6, 1), name="創立記念日")
    BaselineCurve.objects.all().delete()
    filling.fill_curves(apps, None)
    calendars = calendars_of(Project.get())
    assert {row.calendar for row in baseline.curves.all()} == {calendars.fingerprint}
    assert {row.scope: read(row) for row in baseline.curves.all()} == counted_curves(baseline, calendars)


def test_a_baseline_without_kept_curves_is_counted(cast):
    baseline = approved(cast)
    BaselineCurve.objects.all().delete()
    calendars = calendars_of(Project.get())
    assert curves_of(baseline, calendars)["project"].start >= date(2026, 1, 1)
    assert [version.number for version in versions([baseline], "project", calendars)] == [1]

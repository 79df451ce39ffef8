"""What a seal writes down: accepted, carried and provisional rows, where their values come from, what counts when."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from progress.actions.overriding import Overriding, override
from progress.actions.sealing import seal_week
from progress.models import Finding, Measure, ProgressRecord, WorkItem
from projects import triggers
from projects.jobs import Refused
from projects.models import CalendarDay, Week
from projects.weekly import open_week
from tests.cast import Cast, at
from tests.progress.cycle import (
    CARRIED,
    DONE,
    STARTED,
    accepted,
    as_in_plan,
    day_of,
    earlier_week_sealed,
    report,
    row,
    sealed,
    sent_file,
)

Plan = dict[str, WorkItem]


def record(item: WorkItem, week: Week) -> ProgressRecord:
    return ProgressRecord.objects.get(work_item=item, week=week)


def measure(week: Week, name: str, scope: str = "project") -> Decimal:
    return Measure.objects.get(week=week, scope=scope, name=name).value


def test_a_row_that_the_accepted_revision_lacks_is_carried_with_its_own_source(cast: Cast, plan: Plan) -> None:
    first = report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED})
    accepted(cast, first)
    cast.week = second = sealed(cast, cast.week)
    begun = as_in_plan(plan["1.3"], actual_start=date(2026, 6, 15), percent=Decimal(60))
    accepted(cast, sent_file(cast, begun))
    sealed(cast, second)
    missing, there, vendor = (record(plan[code], second) for code in ("1.2", "1.3", "2.1"))
    assert (missing.how, missing.submission, missing.values["percent"]) == ("carried", first, "50")
    assert (there.how, there.submission.week) == ("accepted", second)
    assert (vendor.how, vendor.submission) == ("carried", None)


def test_provisional_rows_show_the_pmos_values_and_stay_out_of_the_plan(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED | {"percent": "90"}})
    wanted = Overriding(plan["1.2"], "percent", Decimal(60), "電話で確認")
    override(submission, wanted, by=cast.pmo, at=at("2026-06-10 16:00"))
    sealed(cast, cast.week, ALPHA="provisional")
    shown = record(plan["1.2"], cast.week)
    assert (shown.how, shown.submission, shown.values["percent"]) == ("provisional", submission, "60")
    assert measure(cast.week, "ev") == 5 + 3  # 1.1 done, 60 % of 1.2
    assert WorkItem.objects.get(pk=plan["1.2"].pk).percent == 0


def test_what_is_accepted_for_a_later_week_does_not_enter_an_earlier_one(cast: Cast, plan: Plan) -> None:
    following = open_week(cast.week.week_key.next, by=cast.pmo, at=at("2026-06-15 09:00"))
    later = {"actual_start": "2026-06-15", "percent": "80", "actual_effort": "4", "remaining_effort": "1"}
    cast.week, this = following, cast.week
    known = [as_in_plan(plan[code]) for code in ("1.1", "1.2")]
    begun = as_in_plan(plan["1.3"], actual_start=date(2026, 6, 15), percent=Decimal(later["percent"]))
    accepted(cast, sent_file(cast, *known, begun, row("1.9", "追加", actual_effort=Decimal(2))))
    sealed(cast, this)
    assert record(plan["1.3"], this).values["percent"] == "0"
    assert not ProgressRecord.objects.filter(week=this, work_item__name="追加").exists()
    sealed(cast, following)
    assert record(plan["1.3"], following).values["percent"] == "80"
    assert ProgressRecord.objects.filter(week=following, work_item__name="追加").exists()


def test_an_actual_date_after_the_status_date_counts_next_week(cast: Cast, plan: Plan) -> None:
    """1.1 was planned until 5 June and is reported finished on Thursday the 11th, the day after the status date."""
    earlier_week_sealed(cast)
    finished = DONE | {"actual_finish": "2026-06-11"}
    begun = STARTED | {"actual_start": "2026-06-11"}
    edited = {plan["1.1"]: finished, plan["1.2"]: begun}
    submission = report(cast, edited, clock="15:00")
    assert set(Finding.objects.filter(code="G025").values_list("severity", flat=True)) == {"E"}  # sent on the 10th
    Finding.objects.filter(severity="E").update(clears="record")
    accepted(cast, submission)
    second = sealed(cast, cast.week)
    assert record(plan["1.1"], cast.week).is_late
    assert record(plan["1.1"], cast.week).values["actual_finish"] == "2026-06-11"  # kept as reported
    assert (measure(cast.week, "done"), measure(cast.week, "started")) == (0, 1)
    assert measure(cast.week, "ev") == Decimal("4.5")  # 90 % of 1.1 until its finish counts, nothing of 1.2
    sealed(cast, second)
    assert (measure(second, "done"), measure(second, "ev")) == (1, Decimal("7.5"))


def test_a_row_called_off_without_a_change_stays_in_the_plan_and_is_late(cast: Cast, plan: Plan) -> None:
    accepted(cast, report(cast, {plan["1.1"]: {"status": "cancelled", "percent": "0"}}))
    sealed(cast, cast.week)
    assert record(plan["1.1"], cast.week).is_late
    assert measure(cast.week, "bac") == 25
    assert measure(cast.week, "rows") == 4


def test_a_week_is_sealed_once_in_order_and_with_a_choice_for_every_team(cast: Cast, plan: Plan) -> None:
    following = open_week(cast.week.week_key.next, by=cast.pmo, at=at("2026-06-15 09:00"))
    seal = {"by": cast.pmo, "at": day_of(cast.week, "19:00")}
    with pytest.raises(Refused, match="earlier_week_unsealed"):
        seal_week(following, **seal)
    with pytest.raises(Refused, match="teams_missing"):
        seal_week(cast.week, choices={"ALPHA": "carried"}, **seal)
    stale = Week.objects.get(pk=cast.week.pk)
    sealed(cast, cast.week)
    with pytest.raises(Refused, match="week_sealed"):
        seal_week(stale, choices={"ALPHA": "carried", "BETA": "carried"}, **seal)


def test_a_week_whose_opening_was_missed_is_opened_by_the_seal_of_the_one_before(cast: Cast, plan: Plan) -> None:
    open_week(cast.week.week_key.shift(2), by=cast.pmo, at=at("2026-06-22 09:00"))
    following = sealed(cast, cast.week)
    assert (following.key, Week.objects.current()) == ("2026-W25", following)
    assert [week.key for week in Week.objects.unsealed().order_by("status_date")] == ["2026-W25", "2026-W26"]


def test_the_seal_passes_over_a_week_without_working_days(cast: Cast, plan: Plan) -> None:
    monday = cast.week.week_key.next.monday
    for number in range(5):
        CalendarDay.objects.create(day=monday + timedelta(days=number), name="全社休業")
    seal_week(cast.week, by=cast.pmo, at=day_of(cast.week, "19:00"), choices=CARRIED)
    assert Week.objects.current().key == "2026-W26"


def test_a_migration_fills_the_days_of_records_sealed_before(cast: Cast, plan: Plan) -> None:
    accepted(cast, report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED}))
    sealed(cast, cast.week)
    names = ("work_item", "is_milestone", "starts_on", "ends_on")
    written = set(ProgressRecord.objects.values_list(*names))
    connection.check_constraints()  # PostgreSQL drops no trigger of a table with checks to come
    triggers.lift()
    ProgressRecord.objects.update(is_milestone=False, starts_on=None, ends_on=None)
    triggers.ensure()
    filling = import_module("progress.migrations.0006_fill_derived")
    filling.fill_record_days(apps, None)
    triggers.ensure()
    assert set(ProgressRecord.objects.values_list(*names)) == written
    assert any(start for _item, _is, start, _end in written)
    assert None in {end for _item, _is, _start, end in written}
    assert not triggers.missing()

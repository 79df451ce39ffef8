"""From work items to neutral rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from progress.domain.rows import Kind, PlanRow, Status
from progress.models import Baseline, BaselineRow, Dependency, WorkItem
from progress.neutral import plan_row, plan_rows
from tests.cast import at


def small_plan(cast):
    parent = WorkItem.objects.create(name="基本設計", kind="summary", wbs_code="1", sort_key=1, phase=cast.design)
    first = WorkItem.objects.create(
        name="画面設計", wbs_code="1.1", own_id="A-1", parent=parent, sort_key=2, team=cast.alpha, phase=cast.design,
        planned_start=date(2026, 6, 8), planned_finish=date(2026, 6, 19), planned_effort=Decimal(8),
        percent=Decimal(50), status="in_progress", assignee="田中",
    )  # fmt: skip
    second = WorkItem.objects.create(name="レビュー", wbs_code="1.2", parent=parent, sort_key=3, team=cast.alpha)
    Dependency.objects.create(predecessor=first, successor=second)
    baseline = Baseline.objects.create(
        number=1, effective_date=date(2026, 4, 1), proposed_by=cast.pmo, proposed_at=at("2026-04-01 09:00")
    )
    BaselineRow.objects.create(
        baseline=baseline, work_item=first,
        planned_start=date(2026, 6, 1), planned_finish=date(2026, 6, 12), planned_effort=7,
    )  # fmt: skip
    return first, second, baseline


def test_a_row_carries_ids_phase_links_and_the_baseline_in_force(cast):
    first, _second, baseline = small_plan(cast)
    summary, row, after = plan_rows(WorkItem.objects.all(), baseline)
    assert (row.key, row.id, row.parent, row.phase) == (str(first.uuid), "A-1", "1", "基本設計")
    assert (row.planned_effort, row.percent, row.status) == (Decimal(8), Decimal(50), Status.IN_PROGRESS)
    assert row.baseline_effort == 7
    assert (row.baseline_start, row.baseline_finish) == (date(2026, 6, 1), date(2026, 6, 12))
    assert (after.id, after.predecessors, after.baseline_start) == ("1.2", ("A-1",), None)
    assert summary.kind is Kind.SUMMARY


def test_links_of_another_kind_or_with_a_lag_are_written_out(cast):
    first, second, _baseline = small_plan(cast)
    Dependency.objects.update(kind="SS", lag=2)
    Dependency.objects.create(predecessor=first, successor=second, kind="FF", lag=0)
    row = plan_rows(WorkItem.objects.filter(pk=second.pk))[0]
    assert row.predecessors == ("A-1SS+2", "A-1FF")


def test_the_last_accepted_row_becomes_the_previous_values(cast):
    first, _second, _baseline = small_plan(cast)
    accepted = PlanRow(key=str(first.uuid), id="A-1", name="画面設計", percent=Decimal(30), assignee="佐藤")
    row = plan_rows(WorkItem.objects.filter(pk=first.pk), previous={accepted.key: accepted})[0]
    assert row.previous is not None
    assert (row.previous.percent, row.previous.assignee, row.before_previous) == (Decimal(30), "佐藤", None)


def test_one_row_alone_needs_nothing_but_itself(cast, django_assert_num_queries):
    first, _second, _baseline = small_plan(cast)
    item = WorkItem.objects.select_related("phase").get(pk=first.pk)
    with django_assert_num_queries(0):
        row = plan_row(item, parent_ident="1", predecessors=["X"])
    assert (row.parent, row.predecessors, row.planned_start) == ("1", ("X",), date(2026, 6, 8))


def test_the_number_of_queries_does_not_grow_with_the_rows(cast, django_assert_num_queries):
    _first, second, baseline = small_plan(cast)
    more = [WorkItem(name=f"行{n}", parent=second, team=cast.alpha, phase=cast.test) for n in range(50)]
    WorkItem.objects.bulk_create(more)
    with django_assert_num_queries(3):
        assert len(plan_rows(WorkItem.objects.all(), baseline)) == 53

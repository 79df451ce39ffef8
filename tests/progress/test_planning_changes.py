"""Plan changes: drafting, four eyes, stale values, and what approving writes to plan and baseline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from progress.actions.planning.changes import (
    Reasons,
    add_line,
    add_row,
    cancel_row,
    change_row,
    decide_change,
    draft_change,
    remove_line,
    renew_change,
    request_change,
    revise_change,
)
from progress.actions.planning.lines import NewRow
from progress.models import Baseline, Dependency, PlanChange, PlanChangeState, WorkItem
from projects.jobs import Refused
from projects.models import ChangeLog, Notification, Week, WeekState
from tests.cast import at
from tests.progress.plans import leaf, make_baseline, make_plan
from tests.threads import at_once

NOON = at("2026-06-09 12:00")
WHY = Reasons(title="画面設計の延伸", reason="仕様確認の回答待ち", effective_date=date(2026, 6, 10))


@pytest.fixture
def plan(cast):
    rows = make_plan(cast)
    make_baseline(cast)
    return rows


def drafted(cast, why: Reasons = WHY) -> PlanChange:
    return draft_change(why, by=cast.pmo, at=NOON)


def moved(cast, item: WorkItem, finish: date = date(2026, 6, 19)) -> PlanChange:
    """A requested change that moves one finish."""
    change = drafted(cast)
    add_line(change, item=item, field="planned_finish", after=finish, by=cast.pmo, at=NOON)
    return request_change(change, by=cast.pmo, at=NOON)


def approve(cast, change: PlanChange) -> PlanChange:
    return decide_change(change, by=cast.pm, at=NOON, approve=True)


def test_numbers_follow_each_other(cast, plan):
    assert [drafted(cast).number, drafted(cast).number] == ["CR-001", "CR-002"]


def test_there_is_nothing_to_change_before_the_first_baseline(cast):
    make_plan(cast)
    with pytest.raises(Refused, match="no_baseline_to_change"):
        drafted(cast)


def test_a_draft_changes_nothing(cast, plan):
    moved(cast, plan["screens"])
    plan["screens"].refresh_from_db()
    assert plan["screens"].planned_finish == date(2026, 6, 12)
    assert Baseline.objects.count() == 1


def test_approving_writes_the_plan_and_the_next_baseline(cast, plan):
    change = approve(cast, moved(cast, plan["screens"]))
    item = WorkItem.objects.get(pk=plan["screens"].pk)
    baseline = change.baseline
    assert (item.planned_finish, item.version) == (date(2026, 6, 19), plan["screens"].version + 1)
    assert (baseline.number, baseline.effective_date, baseline.approved_by) == (2, WHY.effective_date, cast.pm)
    assert baseline.rows.get(work_item=item).planned_finish == date(2026, 6, 19)
    assert baseline.rows.count() == 4
    assert Baseline.objects.in_force(date(2026, 6, 9)).number == 1
    assert Baseline.objects.in_force(date(2026, 6, 10)) == baseline


def test_rows_that_the_change_does_not_touch_keep_their_approved_values(cast, plan):
    """What drifted in the plan without approval is not smuggled into the next version."""
    WorkItem.objects.filter(pk=plan["run"].pk).update(planned_effort=Decimal(80))
    change = approve(cast, moved(cast, plan["screens"]))
    assert change.baseline.rows.get(work_item=plan["run"]).planned_effort == Decimal(8)


def test_the_history_names_the_change(cast, plan):
    approve(cast, moved(cast, plan["screens"]))
    entry = ChangeLog.objects.get(action="plan.changed", record=str(plan["screens"].uuid))
    assert (entry.before, entry.after) == ({"planned_finish": "2026-06-12"}, {"planned_finish": "2026-06-19"})
    assert (entry.source, entry.actor) == ("CR-001", cast.pm)


def test_a_row_moves_under_another_parent_and_waits_for_other_rows(cast, plan):
    change = drafted(cast)
    add_line(change, item=plan["script"], field="parent", after=plan["design"], by=cast.pmo, at=NOON)
    add_line(change, item=plan["script"], field="predecessors", after=["1.1SS+2"], by=cast.pmo, at=NOON)
    approve(cast, request_change(change, by=cast.pmo, at=NOON))
    item = WorkItem.objects.get(pk=plan["script"].pk)
    assert item.parent == plan["design"]
    assert list(WorkItem.objects.values_list("wbs_code", flat=True)) == ["1", "1.1", "1.2", "2.1", "2", "2.2"]
    links = item.predecessor_links.values_list("predecessor__wbs_code", "kind", "lag")
    assert list(links) == [("1.1", "SS", 2)]
    assert list(item.successor_links.values_list("successor__wbs_code", flat=True)) == ["2.2"]
    entry = ChangeLog.objects.get(action="plan.changed", record=str(item.uuid))
    assert entry.before == {"parent": "2", "predecessors": ["1.2"]}
    assert entry.after == {"parent": "1", "predecessors": ["1.1SS+2"]}
    assert change.baseline.rows.count() == 4


def test_two_changes_that_would_make_a_circle_together_are_not_both_approved(cast, plan):
    Dependency.objects.all().delete()
    one, other = drafted(cast), drafted(cast)
    add_line(one, item=plan["review"], field="predecessors", after=["1.1"], by=cast.pmo, at=NOON)
    add_line(other, item=plan["screens"], field="predecessors", after=["1.2"], by=cast.pmo, at=NOON)
    request_change(one, by=cast.pmo, at=NOON), request_change(other, by=cast.pmo, at=NOON)
    approve(cast, one)
    with pytest.raises(Refused, match="links_in_circle"):
        approve(cast, other)
    assert Dependency.objects.count() == 1


def test_a_link_that_changed_meanwhile_makes_the_line_stale(cast, plan):
    change = drafted(cast)
    add_line(change, item=plan["run"], field="predecessors", after=["1.1"], by=cast.pmo, at=NOON)
    Dependency.objects.filter(successor=plan["run"]).delete()
    with pytest.raises(Refused, match="stale_lines"):
        request_change(change, by=cast.pmo, at=NOON)
    renew_change(change, by=cast.pmo, at=NOON)
    assert change.lines.get().before == []


def test_a_row_stands_under_a_summary_row_only(cast, plan):
    with pytest.raises(Refused, match="parent_is_no_summary"):
        add_line(drafted(cast), item=plan["run"], field="parent", after="1.1", by=cast.pmo, at=NOON)


def test_rejecting_writes_nothing_but_the_decision(cast, plan):
    change = decide_change(moved(cast, plan["screens"]), by=cast.pm, at=NOON, approve=False, note="様子を見る")
    plan["screens"].refresh_from_db()
    assert (change.state, change.decision_note) == (PlanChangeState.REJECTED, "様子を見る")
    assert plan["screens"].planned_finish == date(2026, 6, 12)
    assert Baseline.objects.count() == 1


def test_nobody_decides_on_their_own_request(cast, plan):
    change = moved(cast, plan["screens"])
    with pytest.raises(Refused, match="four_eyes"):
        decide_change(change, by=cast.pmo, at=NOON, approve=True)


def test_two_decisions_at_once_are_one(cast, plan):
    change = moved(cast, plan["screens"])
    first, second = PlanChange.objects.get(pk=change.pk), PlanChange.objects.get(pk=change.pk)
    approve(cast, first)
    with pytest.raises(Refused, match="change_moved_on"):
        decide_change(second, by=cast.pm, at=NOON, approve=False)
    assert PlanChange.objects.get(pk=change.pk).state == PlanChangeState.APPROVED
    assert Baseline.objects.count() == 2


def test_a_version_nobody_has_read_is_not_decided(cast, plan):
    change = moved(cast, plan["screens"])
    read = PlanChange.objects.get(pk=change.pk)
    revise_change(change, by=cast.pmo, at=NOON)
    add_line(change, item=plan["run"], field="planned_effort", after=Decimal(99), by=cast.pmo, at=NOON)
    request_change(change, by=cast.pmo, at=NOON)
    with pytest.raises(Refused, match="change_moved_on"):
        approve(cast, read)


def test_a_plan_that_moved_under_the_change_refuses_with_both_values(cast, plan):
    change = moved(cast, plan["screens"])
    WorkItem.objects.filter(pk=plan["screens"].pk).update(planned_finish=date(2026, 6, 15))
    with pytest.raises(Refused) as refused:
        approve(cast, change)
    assert refused.value.code == "stale_lines"
    told = refused.value.values["lines"][0]
    assert (told["before"], told["now"], told["after"]) == ("2026-06-12", "2026-06-15", "2026-06-19")
    assert PlanChange.objects.get(pk=change.pk).state == PlanChangeState.REQUESTED
    assert Baseline.objects.count() == 1
    assert WorkItem.objects.get(pk=plan["screens"].pk).planned_finish == date(2026, 6, 15)


def test_taking_over_the_present_values_makes_the_change_fit_again(cast, plan):
    change = moved(cast, plan["screens"])
    WorkItem.objects.filter(pk=plan["screens"].pk).update(planned_finish=date(2026, 6, 15))
    change = PlanChange.objects.get(pk=change.pk)
    revise_change(change, by=cast.pmo, at=NOON)
    assert change.lines.get().before == "2026-06-15"
    request_change(change, by=cast.pmo, at=NOON)
    approve(cast, change)
    assert WorkItem.objects.get(pk=plan["screens"].pk).planned_finish == date(2026, 6, 19)


def test_renewing_a_draft_drops_lines_that_change_nothing_any_more(cast, plan):
    change = drafted(cast)
    add_line(change, item=plan["screens"], field="planned_finish", after=date(2026, 6, 19), by=cast.pmo, at=NOON)
    WorkItem.objects.filter(pk=plan["screens"].pk).update(planned_finish=date(2026, 6, 19))
    with pytest.raises(Refused, match="stale_lines"):
        request_change(change, by=cast.pmo, at=NOON)
    renew_change(change, by=cast.pmo, at=NOON)
    assert not change.lines.exists()


@pytest.mark.parametrize(
    ("effective", "code"),
    [(date(2026, 3, 31), "effective_before_baseline"), (date(2026, 6, 3), "effective_in_sealed_week")],
)
def test_history_is_not_rewritten(cast, plan, effective, code):
    sealed = Week.objects.get(pk=cast.week.pk)
    sealed.pk, sealed.key, sealed.status_date, sealed.state = None, "2026-W23", date(2026, 6, 3), WeekState.SEALED
    sealed.save()
    change = drafted(cast, Reasons(title="t", reason="r", effective_date=effective))
    add_line(change, item=plan["run"], field="planned_effort", after=Decimal(9), by=cast.pmo, at=NOON)
    request_change(change, by=cast.pmo, at=NOON)
    with pytest.raises(Refused, match=code):
        approve(cast, change)
    assert PlanChange.objects.get(pk=change.pk).state == PlanChangeState.REQUESTED


def test_a_cancelled_row_leaves_the_plan_and_the_next_baseline(cast, plan):
    change = drafted(cast)
    cancel_row(change, item=plan["review"], by=cast.pmo, at=NOON)
    approve(cast, request_change(change, by=cast.pmo, at=NOON))
    assert WorkItem.objects.get(pk=plan["review"].pk).status == "cancelled"
    assert not change.baseline.rows.filter(work_item=plan["review"]).exists()
    assert Baseline.objects.get(number=1).rows.filter(work_item=plan["review"]).exists()


def test_an_added_row_joins_plan_and_baseline_under_its_parent(cast, plan):
    change = drafted(cast)
    new = NewRow(
        name="追加設計", team=cast.alpha, parent=plan["design"], wbs_code="1.3", assignee="田中",
        planned_start=date(2026, 6, 18), planned_finish=date(2026, 6, 19), planned_effort=Decimal(2),
    )  # fmt: skip
    add_row(change, new, by=cast.pmo, at=NOON)
    approve(cast, request_change(change, by=cast.pmo, at=NOON))
    item = WorkItem.objects.get(name="追加設計")
    assert (item.parent, item.phase, item.team) == (plan["design"], cast.design, cast.alpha)
    assert (item.added_outside_baseline, item.planned_effort) == (False, Decimal(2))
    order = list(WorkItem.objects.values_list("name", flat=True))
    assert order == ["基本設計", "画面設計", "レビュー", "追加設計", "結合テスト", "仕様書", "実施"]
    assert change.baseline.rows.get(work_item=item).phase == cast.design
    assert not Baseline.objects.get(number=1).rows.filter(work_item=item).exists()


def test_a_row_outside_the_baseline_can_be_taken_in(cast, plan):
    outside = leaf(cast, "計画外の作業", added_outside_baseline=True, planned_effort=Decimal(3))
    change = drafted(cast)
    add_line(change, item=outside, field="row", by=cast.pmo, at=NOON)
    approve(cast, request_change(change, by=cast.pmo, at=NOON))
    assert WorkItem.objects.get(pk=outside.pk).added_outside_baseline is False
    assert change.baseline.rows.get(work_item=outside).planned_effort == Decimal(3)


def test_a_row_can_be_handed_to_another_team(cast, plan):
    change = drafted(cast)
    change_row(change, item=plan["run"], values={"team": cast.alpha, "assignee": "佐藤"}, by=cast.pmo, at=NOON)
    approve(cast, request_change(change, by=cast.pmo, at=NOON))
    item = WorkItem.objects.get(pk=plan["run"].pk)
    assert (item.team, item.assignee) == (cast.alpha, "佐藤")
    assert change.baseline.rows.get(work_item=item).team == cast.alpha
    assert Baseline.objects.get(number=1).rows.get(work_item=item).team == cast.beta


def test_writing_a_row_again_keeps_only_what_differs(cast, plan):
    change, item = drafted(cast), plan["run"]
    wanted = {"planned_effort": Decimal(9), "name": "実施(改)", "planned_start": item.planned_start}
    assert change_row(change, item=item, values=wanted, by=cast.pmo, at=NOON) == 2
    assert change_row(change, item=item, values={**wanted, "name": "実施"}, by=cast.pmo, at=NOON) == 1
    assert list(change.lines.values_list("field", "before", "after")) == [("planned_effort", "8", "9")]


def test_a_second_line_for_the_same_field_replaces_the_first(cast, plan):
    change = drafted(cast)
    for effort in (9, 10):
        add_line(change, item=plan["run"], field="planned_effort", after=Decimal(effort), by=cast.pmo, at=NOON)
    assert [line.after for line in change.lines.all()] == ["10"]


def test_lines_can_be_removed_from_a_draft_only(cast, plan):
    change = drafted(cast)
    add_line(change, item=plan["run"], field="planned_effort", after=Decimal(9), by=cast.pmo, at=NOON)
    request_change(change, by=cast.pmo, at=NOON)
    with pytest.raises(Refused, match="change_moved_on"):
        remove_line(change.lines.get(), by=cast.pmo, at=NOON)
    with pytest.raises(Refused, match="change_moved_on"):
        add_line(change, item=plan["run"], field="name", after="x", by=cast.pmo, at=NOON)
    revise_change(change, by=cast.pmo, at=NOON)
    remove_line(change.lines.get(), by=cast.pmo, at=NOON)
    assert not change.lines.exists()


@pytest.mark.parametrize(
    ("row", "field", "after", "code"),
    [
        ("design", "planned_start", date(2026, 6, 1), "derived_field"),
        ("run", "percent", Decimal(50), "no_plan_field"),
        ("run", "planned_effort", Decimal("8.0"), "nothing_changes"),
    ],
)
def test_lines_that_mean_nothing_are_refused(cast, plan, row, field, after, code):
    with pytest.raises(Refused, match=code):
        add_line(drafted(cast), item=plan[row], field=field, after=after, by=cast.pmo, at=NOON)


def test_a_summary_row_can_be_renamed(cast, plan):
    change = drafted(cast)
    add_line(change, item=plan["design"], field="name", after="基本設計(改)", by=cast.pmo, at=NOON)
    approve(cast, request_change(change, by=cast.pmo, at=NOON))
    assert WorkItem.objects.get(pk=plan["design"].pk).name == "基本設計(改)"
    assert change.baseline.rows.count() == 4


def test_a_new_row_stands_under_a_summary_row(cast, plan):
    with pytest.raises(Refused, match="row_needs_summary_above"):
        add_row(drafted(cast), NewRow(name="x", team=cast.alpha, parent=plan["run"]), by=cast.pmo, at=NOON)


def test_an_empty_change_is_not_requested(cast, plan):
    with pytest.raises(Refused, match="change_without_lines"):
        request_change(drafted(cast), by=cast.pmo, at=NOON)


def test_request_and_decision_reach_those_whose_turn_it_is(cast, plan):
    approve(cast, moved(cast, plan["screens"]))
    told = list(Notification.objects.filter(member=cast.pm).order_by("pk").values_list("code", flat=True))
    assert told == ["baseline_proposed", "change_requested"]
    assert Notification.objects.get(member=cast.pmo).code == "change_approved"


def test_approving_holds_a_fixed_number_of_queries(cast, plan, django_assert_max_num_queries):
    change = drafted(cast)
    for n in range(30):
        item = leaf(cast, f"行{n}", wbs_code=f"9.{n}", added_outside_baseline=True)
        add_line(change, item=item, field="planned_effort", after=Decimal(6), by=cast.pmo, at=NOON)
    request_change(change, by=cast.pmo, at=NOON)
    with django_assert_max_num_queries(32):
        approve(cast, change)
    assert change.baseline.rows.count() == 34


@pytest.mark.django_db(transaction=True)
def test_of_decisions_at_the_same_moment_one_wins(cast, plan):
    """Four people at once: one baseline, one decision, the others are told."""
    change = moved(cast, plan["screens"])
    refused: list[str] = []

    def decide() -> None:
        try:
            approve(cast, PlanChange.objects.get(pk=change.pk))
        except Refused as refusal:
            refused.append(refusal.code)

    at_once(*[decide] * 4)
    assert refused == ["change_moved_on"] * 3
    assert Baseline.objects.count() == 2
    assert ChangeLog.objects.filter(action="change.approved").count() == 1


def test_the_same_new_row_pressed_twice_is_one_line(cast, plan):
    change = drafted(cast)
    new = NewRow(name="移行リハーサル", team=cast.alpha, planned_start=date(2026, 6, 18), planned_effort=Decimal(2))
    first = add_row(change, new, by=cast.pmo, at=NOON)
    assert add_row(PlanChange.objects.get(pk=change.pk), new, by=cast.pmo, at=NOON) == first
    assert change.lines.count() == 1
    add_row(PlanChange.objects.get(pk=change.pk), replace(new, planned_effort=None), by=cast.pmo, at=NOON)
    assert change.lines.count() == 2

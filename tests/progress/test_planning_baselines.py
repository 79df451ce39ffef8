"""Baseline 1: proposed by the PMO, approved by the PM, refused while blocking plan checks are open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from progress.actions.planning.baselines import approve_baseline, propose_baseline
from progress.actions.planning.points import plan_points
from progress.models import Baseline, CheckSetting, Dependency, WorkItem
from projects.jobs import Refused
from projects.models import Assignment, ChangeLog, Notification
from tests.cast import at
from tests.progress.plans import leaf, make_baseline, make_plan

NOON = at("2026-04-01 12:00")


def test_the_approved_baseline_holds_every_leaf_as_planned(cast):
    plan = make_plan(cast)
    baseline = make_baseline(cast)
    row = baseline.rows.get(work_item=plan["screens"])
    assert baseline.rows.count() == 4
    assert (row.planned_start, row.planned_finish) == (date(2026, 6, 8), date(2026, 6, 12))
    assert row.planned_effort == Decimal(5)
    assert (row.team, row.phase) == (cast.alpha, cast.design)
    assert (baseline.number, baseline.effective_date, baseline.approved_by) == (1, cast.project.start, cast.pm)


def test_a_proposal_is_not_in_force_and_tells_the_pm(cast):
    make_plan(cast)
    propose_baseline(cast.project, by=cast.pmo, at=NOON)
    assert Baseline.objects.in_force(date(2026, 6, 10)) is None
    assert Notification.objects.filter(member=cast.pm, code="baseline_proposed").count() == 1


def test_the_effective_date_may_be_given(cast):
    make_plan(cast)
    proposed = propose_baseline(cast.project, by=cast.pmo, at=NOON, effective_date=date(2026, 5, 1))
    approve_baseline(proposed, by=cast.pm, at=NOON)
    assert Baseline.objects.in_force(date(2026, 4, 30)) is None
    assert Baseline.objects.in_force(date(2026, 5, 1)) == proposed


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"planned_finish": None}, "G003"),
        ({"planned_effort": None}, "G004"),
        ({"planned_start": date(2026, 6, 30)}, "G005"),
        ({"planned_finish": date(2026, 10, 2)}, "G011"),
        ({"assignee": ""}, "G002"),
    ],
)
def test_an_open_blocking_point_refuses_proposal_and_approval(cast, fault, code):
    plan = make_plan(cast)
    proposed = propose_baseline(cast.project, by=cast.pmo, at=NOON)
    WorkItem.objects.filter(pk=plan["screens"].pk).update(**fault)
    found = {point.hit.code for point in plan_points(cast.project) if point.blocks}
    assert code in found
    for attempt in (
        lambda: propose_baseline(cast.project, by=cast.pmo, at=NOON),
        lambda: approve_baseline(proposed, by=cast.pm, at=NOON),
    ):
        with pytest.raises(Refused, match="blocking_points"):
            attempt()
    assert not Baseline.objects.approved().exists()


def test_a_circle_of_links_blocks(cast):
    plan = make_plan(cast)
    Dependency.objects.create(predecessor=plan["run"], successor=plan["screens"])
    with pytest.raises(Refused, match="blocking_points"):
        propose_baseline(cast.project, by=cast.pmo, at=NOON)


def test_a_team_that_keeps_no_effort_is_not_asked_for_it(cast):
    plan = make_plan(cast)
    WorkItem.objects.filter(pk=plan["run"].pk).update(planned_effort=None)
    cast.beta.keeps_effort = False
    cast.beta.save()
    assert not [point for point in plan_points(cast.project) if point.blocks]


def test_the_projects_own_severity_decides_what_blocks(cast):
    plan = make_plan(cast)
    WorkItem.objects.filter(pk=plan["run"].pk).update(assignee="")
    assert [point.hit.code for point in plan_points(cast.project) if point.blocks] == ["G002"]
    CheckSetting.objects.create(code="G002", severity="W")
    assert not [point for point in plan_points(cast.project) if point.blocks]
    assert propose_baseline(cast.project, by=cast.pmo, at=NOON).number == 1


def test_the_same_id_in_two_teams_is_no_fault_but_twice_in_one_is(cast):
    make_plan(cast)
    leaf(cast, "別チームの1.1", wbs_code="1.1", team=cast.beta)
    assert "G009" not in {point.hit.code for point in plan_points(cast.project)}
    leaf(cast, "同じチームの1.1", wbs_code="1.1")
    assert "G009" in {point.hit.code for point in plan_points(cast.project)}


def test_without_a_plan_there_is_nothing_to_propose(cast):
    with pytest.raises(Refused, match="no_plan"):
        propose_baseline(cast.project, by=cast.pmo, at=NOON)


def test_nobody_approves_what_they_proposed_themselves(cast):
    make_plan(cast)
    baseline = propose_baseline(cast.project, by=cast.pmo, at=NOON)
    Assignment.objects.create(member=cast.pmo, role="pm")
    with pytest.raises(Refused, match="own_proposal"):
        approve_baseline(baseline, by=cast.pmo, at=NOON)
    assert not Baseline.objects.approved().exists()


def test_there_is_only_one_first_baseline(cast):
    make_plan(cast)
    make_baseline(cast)
    with pytest.raises(Refused, match="baseline_there"):
        propose_baseline(cast.project, by=cast.pmo, at=NOON)


def test_a_new_proposal_replaces_the_one_that_waits(cast):
    make_plan(cast)
    propose_baseline(cast.project, by=cast.pmo, at=NOON)
    second = propose_baseline(cast.project, by=cast.pmo, at=NOON, effective_date=date(2026, 5, 1))
    assert list(Baseline.objects.all()) == [second]
    assert ChangeLog.objects.filter(action="baseline.withdrawn").exists()


def test_the_pm_approves_what_was_proposed_and_nothing_else(cast):
    plan = make_plan(cast)
    proposed = propose_baseline(cast.project, by=cast.pmo, at=NOON)
    WorkItem.objects.filter(pk=plan["run"].pk).update(planned_finish=date(2026, 7, 17))
    with pytest.raises(Refused, match="plan_moved_on"):
        approve_baseline(proposed, by=cast.pm, at=NOON)


def test_two_approvals_at_once_are_one(cast):
    make_plan(cast)
    propose_baseline(cast.project, by=cast.pmo, at=NOON)
    first, second = Baseline.objects.get(), Baseline.objects.get()
    approve_baseline(first, by=cast.pm, at=NOON)
    with pytest.raises(Refused, match="baseline_moved_on"):
        approve_baseline(second, by=cast.pm, at=NOON)
    assert ChangeLog.objects.filter(action="baseline.approved").count() == 1


def test_the_checks_take_a_fixed_number_of_queries(cast, django_assert_num_queries):
    plan = make_plan(cast)
    WorkItem.objects.bulk_create(
        WorkItem(name=f"行{n}", parent=plan["design"], team=cast.alpha, phase=cast.design) for n in range(60)
    )
    with django_assert_num_queries(5):
        assert len([p for p in plan_points(cast.project) if p.hit.code == "G003"]) == 60

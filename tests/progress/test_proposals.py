"""Plan edits of a file: held by acceptance, approved as a numbered batch when light, drafted as a change when heavy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.proposing import approve_light, draft_heavy
from progress.actions.reviewing import undo_acceptance
from progress.actions.sending import send
from progress.domain.proposals import Weight
from progress.models import Baseline, BaselineRow, Dependency, Finding, PlanChange, WorkItem
from progress.proposals import proposals
from projects.jobs import Refused
from projects.models import Notification
from tests.cast import Cast, at
from tests.progress.cycle import (
    DONE,
    STARTED,
    accepted,
    as_in_plan,
    earlier_week_sealed,
    report,
    row,
    sealed,
    sent_file,
)

Plan = dict[str, WorkItem]
REVIEW = at("2026-06-11 10:00")
NEXT_WEEK = {"planned_start": "2026-06-15", "planned_finish": "2026-06-19"}


def fresh(item: WorkItem) -> WorkItem:
    return WorkItem.objects.get(pk=item.pk)


def weight_of(submission) -> dict[str, Weight]:
    return {one.row.values["wbs_code"]: one.weight for one in proposals(submission)}


def test_a_minor_move_is_approved_in_the_review_under_a_number(cast: Cast, plan: Plan) -> None:
    earlier_week_sealed(cast)
    submission = report(cast, {plan["1.1"]: DONE, plan["1.2"]: NEXT_WEEK | {"note": "顧客都合"}})
    assert weight_of(submission) == {"1.2": Weight.MINOR}
    held = Finding.objects.get(code="G060")
    change = approve_light(submission, by=cast.pmo, at=REVIEW)
    assert (change.number, change.state, change.requested_by) == ("MC-001", "approved", cast.lead)
    assert "顧客都合" in change.reason
    assert fresh(plan["1.2"]).planned_start == date(2026, 6, 15)
    baseline = Baseline.objects.in_force(cast.week.status_date)
    assert (baseline.number, baseline.plan_change) == (2, change)
    assert baseline.effective_date == date(2026, 6, 4)  # the day after the last sealed status date
    assert BaselineRow.objects.get(baseline=baseline, work_item=plan["1.2"]).planned_finish == date(2026, 6, 19)
    held.refresh_from_db()
    assert (held.state, held.evidence) == ("resolved", {"change": "MC-001"})
    assert Notification.objects.get(code="change_approved").member == cast.lead
    assert proposals(submission) == []
    with pytest.raises(Refused, match="nothing_proposed"):  # the same click twice
        approve_light(submission, by=cast.pmo, at=REVIEW)
    again = report(cast, {plan["1.2"]: NEXT_WEEK | {"note": "二"}}, clock="18:00")
    assert not Finding.objects.open().filter(code="G060").exists()
    assert "planned_start" not in again.rows.get(work_item=plan["1.2"]).changed


def test_rows_in_more_detail_join_the_baseline_once_they_are_accepted(cast: Cast, plan: Plan) -> None:
    less = as_in_plan(plan["1.2"], planned_finish=date(2026, 6, 9), planned_effort=Decimal(2))
    more = row("1.9", "帳票設計(明細)", parent="1", planned_start=date(2026, 6, 10), planned_effort=Decimal(3))
    submission = sent_file(cast, as_in_plan(plan["1.1"]), less, more, as_in_plan(plan["1.3"]))
    assert [one.item for one in proposals(submission)] == [plan["1.2"], None]
    assert weight_of(submission) == {"1.2": Weight.DETAIL, "1.9": Weight.DETAIL}
    acceptance = accepted(cast, submission)
    change = approve_light(submission, by=cast.pm, at=REVIEW)
    made = WorkItem.objects.get(wbs_code="1.9")
    efforts = BaselineRow.objects.filter(baseline__plan_change=change, work_item__in=[plan["1.2"], made])
    assert sorted(efforts.values_list("planned_effort", flat=True)) == [2, 3]
    assert not made.added_outside_baseline
    with pytest.raises(Refused, match="new_row_in_use"):
        undo_acceptance(acceptance, by=cast.pmo, at=REVIEW)


def test_nobody_approves_what_they_sent(cast: Cast, plan: Plan) -> None:
    edit_draft(cast.alpha, cast.week, DraftEdit({str(plan["1.2"].uuid): NEXT_WEEK}, {}), by=cast.pmo, at=REVIEW)
    submission = send(cast.alpha, cast.week, by=cast.pmo, at=REVIEW)
    with pytest.raises(Refused, match="own_submission"):
        approve_light(submission, by=cast.pmo, at=REVIEW)
    assert approve_light(submission, by=cast.pm, at=REVIEW).decided_by == cast.pm


def test_heavy_edits_become_a_draft_and_wait_there(cast: Cast, plan: Plan) -> None:
    Dependency.objects.create(predecessor=plan["1.2"], successor=plan["2.1"])  # another team waits for it
    submission = report(cast, {plan["1.2"]: NEXT_WEEK, plan["1.3"]: {"planned_effort": "8"}})
    assert weight_of(submission) == {"1.2": Weight.FORMAL, "1.3": Weight.FORMAL}
    with pytest.raises(Refused, match="nothing_proposed"):
        approve_light(submission, by=cast.pmo, at=REVIEW)
    change = draft_heavy(submission, by=cast.pmo, at=REVIEW)
    lines = {(line.work_item, line.field): (line.before, line.after) for line in change.lines.all()}
    assert (change.number, change.state, change.requested_by) == ("CR-001", "draft", cast.pmo)
    assert lines == {
        (plan["1.2"], "planned_start"): ("2026-06-08", "2026-06-15"),
        (plan["1.2"], "planned_finish"): ("2026-06-12", "2026-06-19"),
        (plan["1.3"], "planned_effort"): ("5", "8"),
    }
    assert {one.waits_in for one in proposals(submission)} == {"CR-001"}
    with pytest.raises(Refused, match="nothing_proposed"):
        draft_heavy(submission, by=cast.pmo, at=REVIEW)
    assert PlanChange.objects.count() == 1
    assert fresh(plan["1.2"]).planned_start == date(2026, 6, 8)


def test_a_new_row_nobody_planned_is_drafted_to_join_the_baseline(cast: Cast, plan: Plan) -> None:
    submission = sent_file(cast, *(as_in_plan(plan[code]) for code in ("1.1", "1.2", "1.3")), row("1.9", "追加"))
    with pytest.raises(Refused, match="nothing_proposed"):
        draft_heavy(submission, by=cast.pmo, at=REVIEW)  # it is no row of the plan yet
    accepted(cast, submission)
    change = draft_heavy(submission, by=cast.pmo, at=REVIEW)
    assert [(line.work_item.name, line.field) for line in change.lines.all()] == [("追加", "row")]


def test_only_the_last_revision_of_an_open_week_proposes(cast: Cast, plan: Plan) -> None:
    first = report(cast, {plan["1.2"]: NEXT_WEEK})
    second = report(cast, {plan["1.2"]: STARTED}, clock="16:00")
    with pytest.raises(Refused, match="submission_moved_on"):
        approve_light(first, by=cast.pmo, at=REVIEW)
    sealed(cast, cast.week)
    with pytest.raises(Refused, match="week_sealed"):
        approve_light(second, by=cast.pmo, at=REVIEW)

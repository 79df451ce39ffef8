"""Accepting, replacing and undoing: what enters the plan, and that taking it back leaves nothing behind."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from progress.actions.findings import answer, reopen
from progress.actions.overriding import Overriding, lift, override
from progress.actions.planning.changes import Reasons, add_line, cancel_row, decide_change, draft_change, request_change
from progress.actions.reviewing import accept, blocking, effect_of, return_submission, undo_acceptance
from progress.actions.sending import send
from progress.domain.neutral import value_from_json
from progress.models import Acceptance, Finding, FindingState, Measure, PlanChange, SubmissionState, WorkItem
from projects.jobs import Refused
from projects.models import ChangeLog, Member
from tests.cast import Cast, at, person
from tests.progress.cycle import (
    DONE,
    ON_PLAN,
    STARTED,
    accepted,
    as_in_plan,
    day_of,
    earlier_week_sealed,
    report,
    row,
    sealed,
    sent_file,
    values,
)

LATER = at("2026-06-11 14:00")
Plan = dict[str, WorkItem]


def undone(cast: Cast, acceptance: Acceptance) -> None:
    undo_acceptance(Acceptance.objects.get(pk=acceptance.pk), by=cast.pmo, at=LATER)


def state_of(submission) -> str:
    submission.refresh_from_db()
    return submission.state


# -- undo


def test_taking_back_removes_new_rows_and_gives_answers_back(cast: Cast, plan: Plan) -> None:
    earlier_week_sealed(cast)
    before, people = values(), list(plan["1.1"].assignees.all())
    late = {"actual_start": date(2026, 6, 2), "percent": Decimal(60), "assignee": "Lead Person"}
    submission = sent_file(cast, as_in_plan(plan["1.1"], **late), row("1.9", "追加の設計"), leaving_out=("note",))
    finding = Finding.objects.get(work_item=plan["1.1"], kind="late")
    for one in Finding.objects.filter(severity="E", state="open"):
        answer(one, "6/12に完了します", by=cast.lead, at=LATER)
    Finding.objects.filter(clears="value").update(clears="answer")
    acceptance = accepted(cast, submission)
    assert WorkItem.objects.filter(name="追加の設計", added_outside_baseline=True).count() == 1
    assert Finding.objects.get(pk=finding.pk).state == FindingState.RESOLVED
    undone(cast, acceptance)
    assert values() == before
    assert list(plan["1.1"].assignees.all()) == people
    finding.refresh_from_db()
    assert (finding.state, finding.answer_taken, finding.closed_at) == (FindingState.ANSWERED, False, None)
    assert finding.evidence == {}


def test_an_answer_that_was_asked_for_again_since_is_not_given_back(cast: Cast, plan: Plan) -> None:
    said = {"delay_reason": "回答待ち", "countermeasure": "6/16に回答", "forecast_finish": "2026-06-17"}
    submission = report(cast, {plan["1.1"]: {"actual_start": "2026-06-02", "percent": "60"} | said})
    acceptance = accepted(cast, submission)
    late = Finding.objects.get(work_item=plan["1.1"], kind="late")
    assert late.state == FindingState.RESOLVED
    reopen(late, by=cast.pmo, at=LATER)
    undone(cast, acceptance)
    late.refresh_from_db()
    assert late.state == FindingState.OPEN


def test_taking_back_leaves_what_an_approved_change_wrote_since(cast: Cast, plan: Plan) -> None:
    acceptance = accepted(cast, report(cast, {plan["1.2"]: STARTED | {"assignee": "Lead Person", "status": "done"}}))
    change = draft_change(
        Reasons(title="中止", reason="顧客合意", effective_date=date(2026, 6, 9)), by=cast.pmo, at=LATER
    )
    cancel_row(change, item=WorkItem.objects.get(pk=plan["1.2"].pk), by=cast.pmo, at=LATER)
    request_change(change, by=cast.pmo, at=LATER)
    decide_change(PlanChange.objects.get(), by=cast.pm, at=LATER, approve=True)
    undone(cast, acceptance)
    item = WorkItem.objects.get(pk=plan["1.2"].pk)
    assert (item.status, item.percent, item.assignee) == ("cancelled", 0, "Member Person")


def test_no_report_brings_back_a_row_that_a_change_cancelled(cast: Cast, plan: Plan) -> None:
    change = draft_change(
        Reasons(title="中止", reason="顧客合意", effective_date=date(2026, 6, 9)), by=cast.pmo, at=LATER
    )
    cancel_row(change, item=plan["1.2"], by=cast.pmo, at=LATER)
    request_change(change, by=cast.pmo, at=LATER)
    decide_change(PlanChange.objects.get(), by=cast.pm, at=LATER, approve=True)
    accepted(cast, report(cast, {plan["1.2"]: STARTED | {"status": "in_progress"}}))
    item = WorkItem.objects.get(pk=plan["1.2"].pk)
    assert (item.status, item.actual_effort) == ("cancelled", 3)


def test_a_new_row_that_a_plan_change_names_cannot_be_taken_back(cast: Cast, plan: Plan) -> None:
    acceptance = accepted(cast, sent_file(cast, *(as_in_plan(plan[c]) for c in ("1.1", "1.2")), row("1.9", "追加")))
    change = draft_change(Reasons(title="追加", reason="要件", effective_date=date(2026, 6, 15)), by=cast.pmo, at=LATER)
    add_line(change, item=WorkItem.objects.get(name="追加"), field="row", by=cast.pmo, at=LATER)
    with pytest.raises(Refused, match="new_row_in_use"):
        undone(cast, acceptance)
    acceptance.refresh_from_db()
    assert acceptance.undone_at is None


# -- new rows


def test_a_new_row_stands_under_the_summary_row_it_names(cast: Cast, plan: Plan) -> None:
    other = WorkItem.objects.create(wbs_code="9", name="結合テスト", kind="summary", phase=cast.test, sort_key=50)
    WorkItem.objects.create(parent=other, sort_key=51, wbs_code="9.1", name="仕様書", team=cast.alpha, phase=cast.test)
    rows = [as_in_plan(plan[code]) for code in ("1.1", "1.2", "1.3")]
    accepted(cast, sent_file(cast, *rows, row("1.9", "追加の設計", parent="1"), row("X", "札幌の作業")))
    made = WorkItem.objects.get(name="追加の設計")
    assert (made.parent, made.phase, made.own_id) == (plan["1.1"].parent, cast.design, "")
    in_order = list(WorkItem.objects.values_list("name", flat=True))
    assert in_order.index("追加の設計") == in_order.index("移行設計") + 1
    assert in_order[-2:] == ["仕様書", "札幌の作業"]  # names no summary row: beside the team's last row
    assert list(made.assignees.all()) == [cast.member]


def test_the_members_follow_the_assignee_that_was_accepted(cast: Cast, plan: Plan) -> None:
    Member.objects.filter(pk=cast.lead.pk).update(spellings=["リード"])
    Member.objects.create_user("namesake", name="Same Name")
    Member.objects.create_user("namesake2", name="Same Name")
    rows = {plan["1.1"]: {"assignee": "リード、Member Person"}, plan["1.2"]: {"assignee": "Same Name"}}
    accepted(cast, report(cast, rows))
    assert set(plan["1.1"].assignees.all()) == {cast.lead, cast.member}
    assert list(plan["1.2"].assignees.all()) == []  # two people of that name: nobody is guessed


# -- replacement 差替え


def test_a_later_revision_replaces_the_accepted_one_and_gives_way_again(cast: Cast, plan: Plan) -> None:
    untouched = values()
    first = accepted(cast, report(cast, {plan["1.1"]: DONE, plan["1.2"]: {"note": "一"}}))
    with_first = values()
    second_revision = report(cast, {plan["1.1"]: {"note": "二"}, plan["1.2"]: {"note": ""}}, clock="18:30")
    assert second_revision.rows.get(work_item=plan["1.1"]).changed["percent"] == ["0", "100"]
    second = accepted(cast, second_revision, "18:40")
    assert state_of(first.submission) == SubmissionState.SUPERSEDED
    assert WorkItem.objects.get(pk=plan["1.2"].pk).note == ""
    assert second.summary["replaces"] == 1
    assert second.summary["finished"] == 1  # against last week, not against the first revision
    undone(cast, second)
    assert values() == with_first
    assert (state_of(first.submission), state_of(second_revision)) == ("accepted_with_points", "in_review")
    undone(cast, first)
    assert values() == untouched
    assert state_of(first.submission) == SubmissionState.SUPERSEDED  # a later revision is there


def test_rows_that_the_replaced_revision_made_keep_their_identity_or_go(cast: Cast, plan: Plan) -> None:
    known = [as_in_plan(plan[code]) for code in ("1.1", "1.2", "1.3")]
    untouched = values()
    accepted(cast, sent_file(cast, *known, row("1.8", "残る行"), row("1.9", "消える行")))
    stays = WorkItem.objects.get(name="残る行")
    with_first = values()
    again = sent_file(cast, *known, row("1.8", "残る行", percent=Decimal(30)), row("1.7", "増える行"), clock="18:30")
    assert again.counts["new"] == 2
    assert again.counts["missing"] == 0
    second = accepted(cast, again, "18:40")
    names = set(WorkItem.objects.filter(added_outside_baseline=True).values_list("name", flat=True))
    assert names == {"残る行", "増える行"}
    assert (WorkItem.objects.get(name="残る行").pk, WorkItem.objects.get(name="残る行").percent) == (stays.pk, 30)
    undone(cast, second)
    assert values() == with_first
    undone(cast, Acceptance.objects.earliest("pk"))
    assert values() == untouched


def test_a_third_revision_starts_from_last_week_too(cast: Cast, plan: Plan) -> None:
    known = [as_in_plan(plan[code]) for code in ("1.2", "1.3")]
    done = {name: value_from_json(name, value) for name, value in DONE.items()}
    accepted(cast, sent_file(cast, as_in_plan(plan["1.1"], **done), *known))
    accepted(cast, sent_file(cast, *known, clock="18:30"), "18:31")  # the first row is missing here
    assert WorkItem.objects.get(pk=plan["1.1"].pk).actual_finish is None
    assert WorkItem.objects.get(pk=plan["1.1"].pk).reported_in is None
    third = accepted(cast, sent_file(cast, as_in_plan(plan["1.1"], note="三"), *known, clock="18:32"), "18:33")
    assert third.summary["changed"] == 1
    assert WorkItem.objects.get(pk=plan["1.1"].pk).reported_in == cast.week


# -- order and late acceptance


def test_what_is_accepted_after_the_seal_enters_the_next_week(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.1"]: DONE})
    following = sealed(cast, cast.week)
    submission.refresh_from_db()
    acceptance = accept(submission, by=cast.pmo, at=LATER)
    assert acceptance.week == following
    report(cast, {}, following)
    base = Measure.objects.get(week=cast.week, scope="project", name="ev").value
    assert base == 0
    undone(cast, acceptance)  # the week it entered is still open
    assert WorkItem.objects.get(pk=plan["1.1"].pk).percent == 0
    accept(submission.__class__.objects.get(pk=submission.pk), by=cast.pmo, at=LATER)
    after = sealed(cast, following)
    assert Measure.objects.get(week=following, scope="project", name="ev").value == 5
    with pytest.raises(Refused, match="week_sealed"):
        undone(cast, Acceptance.objects.latest("pk"))
    assert after.key == "2026-W26"


def test_a_late_acceptance_is_the_last_accepted_revision_of_the_next_week(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.2"]: STARTED})
    following = sealed(cast, cast.week)
    submission.refresh_from_db()
    accept(submission, by=cast.pmo, at=LATER)
    again = report(cast, {plan["1.2"]: {"percent": "40"}}, following)
    assert again.rows.get(work_item=plan["1.2"]).changed["percent"] == ["50", "40"]
    assert Finding.objects.filter(week=following, code="G047", work_item=plan["1.2"]).exists()


def test_an_earlier_week_is_not_accepted_or_undone_under_a_later_one(cast: Cast, plan: Plan) -> None:
    late = report(cast, {plan["1.1"]: DONE})
    following = sealed(cast, cast.week)
    begun = {"actual_start": "2026-06-15", "percent": "60", "actual_effort": "3", "remaining_effort": "2"}
    accepted(cast, report(cast, {plan["1.1"]: DONE, plan["1.2"]: ON_PLAN, plan["1.3"]: begun}, following))
    late.refresh_from_db()
    with pytest.raises(Refused, match="later_week_accepted"):
        accept(late, by=cast.pmo, at=LATER)


# -- overrides


def set_value(cast: Cast, submission, item: WorkItem, value: str) -> object:
    wanted = Overriding(item, "percent", Decimal(value), "電話で確認")
    return override(submission, wanted, by=cast.pmo, at=at("2026-06-10 16:00"))


def test_an_override_survives_resubmission_and_is_accepted(cast: Cast, plan: Plan) -> None:
    first = report(cast, {plan["1.2"]: STARTED | {"percent": "90"}})
    set_value(cast, first, plan["1.2"], "70")
    Finding.objects.filter(state="open").update(adopted=True)
    return_submission(first, note="", answer_due=LATER, by=cast.pmo, at=at("2026-06-10 16:30"))
    second = send(cast.alpha, cast.week, by=cast.lead, at=at("2026-06-10 17:00"))
    assert effect_of(second).summary["overrides"] == 1
    accepted(cast, second)
    assert WorkItem.objects.get(pk=plan["1.2"].pk).percent == 70


def test_the_same_override_pressed_twice_is_one(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.2"]: STARTED | {"percent": "90"}})
    made = set_value(cast, submission, plan["1.2"], "70")
    assert set_value(cast, submission, plan["1.2"], "70") == made
    assert ChangeLog.objects.filter(action="work_item.overridden").count() == 1
    assert set_value(cast, submission, plan["1.2"], "75") != made
    assert ChangeLog.objects.filter(action="work_item.overridden").count() == 2


def test_a_lifted_override_lets_the_teams_value_stand(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.2"]: STARTED | {"percent": "90"}})
    made = set_value(cast, submission, plan["1.2"], "70")
    lift(made, submission, by=cast.pmo, at=at("2026-06-10 16:10"))
    with pytest.raises(Refused, match="already_lifted"):
        lift(made, submission, by=cast.pmo, at=at("2026-06-10 16:11"))
    accepted(cast, submission)
    assert WorkItem.objects.get(pk=plan["1.2"].pk).percent == 90


def test_an_override_holds_on_a_row_that_the_next_revision_lacks(cast: Cast, plan: Plan) -> None:
    first = report(cast, {plan["1.2"]: STARTED})
    set_value(cast, first, plan["1.2"], "70")
    second = sent_file(cast, as_in_plan(plan["1.1"]), as_in_plan(plan["1.3"]), clock="17:00")
    accepted(cast, second)
    assert WorkItem.objects.get(pk=plan["1.2"].pk).percent == 70


def test_nothing_is_overridden_once_the_submission_is_accepted(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.2"]: STARTED})
    accepted(cast, submission)
    with pytest.raises(Refused, match="submission_moved_on"):
        set_value(cast, submission, plan["1.2"], "70")


# -- once


def test_the_same_click_twice_gives_one_result(cast: Cast, plan: Plan) -> None:
    first = report(cast, {plan["1.2"]: STARTED})
    again = send(cast.alpha, cast.week, by=cast.lead, at=day_of(cast.week, "15:01"))
    assert again == first
    stale = again.__class__.objects.get(pk=first.pk)
    assert accepted(cast, first) == accept(stale, by=cast.pmo, at=LATER)
    assert Acceptance.objects.count() == 1
    other = person("pmo2", "pmo")
    with pytest.raises(Refused, match="submission_moved_on"):
        accept(again.__class__.objects.get(pk=first.pk), by=other, at=LATER)


def test_a_return_asked_for_twice_happens_once(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.2"]: {"percent": "50"}})
    Finding.objects.filter(state="open", audience="team").update(adopted=True)
    stale = submission.__class__.objects.get(pk=submission.pk)
    for one in (submission, stale):
        return_submission(one, note="一", answer_due=LATER, by=cast.pmo, at=LATER)
    assert state_of(submission) == SubmissionState.RETURNED
    assert submission.version == 1


def test_a_row_handed_to_another_team_is_not_written_any_more(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.2"]: STARTED})
    WorkItem.objects.filter(pk=plan["1.2"].pk).update(team=cast.beta)
    accepted(cast, submission)
    assert WorkItem.objects.get(pk=plan["1.2"].pk).percent == 0


def test_open_points_make_it_a_conditional_acceptance(cast: Cast, plan: Plan) -> None:
    earlier_week_sealed(cast)
    moved = {"planned_finish": "2026-06-19"}
    submission = report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED | moved})
    assert Finding.objects.get(code="G060").severity == "E"
    assert blocking(submission) == []  # it holds the plan change only
    accepted(cast, submission)
    assert state_of(submission) == SubmissionState.ACCEPTED_WITH_POINTS
    item = WorkItem.objects.get(pk=plan["1.2"].pk)
    assert (item.planned_finish, item.percent) == (date(2026, 6, 12), 50)

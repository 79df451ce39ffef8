"""Two people at the same moment, on PostgreSQL: one decision, one result, nothing lost; fifty rounds each.

A race that SQLite cannot lose proves nothing (it writes one after the other), so all of this runs on PostgreSQL only.
The controls do the same without the guards and must show the double decision, or the guards would prove nothing either.
How often which side came first, and how often a control decided twice, is recorded with the test (record_property).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from progress.actions.findings import OwnFinding, add, dismiss, take_answer
from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.planning.changes import Reasons, add_line, cancel_row, decide_change, draft_change, request_change
from progress.actions.reviewing import accept, return_submission, undo_acceptance
from progress.actions.sealing import seal_week
from progress.actions.sending import send
from progress.models import (
    Acceptance,
    Baseline,
    BaselineRow,
    Draft,
    Finding,
    PlanChange,
    Seal,
    Severity,
    Submission,
    SubmissionState,
    WorkItem,
)
from projects.jobs import Refused
from projects.models import Member, Week, broken_link
from tests.cast import Cast, at, person
from tests.progress.cycle import CARRIED, STARTED, day_of, report
from tests.threads import Work, at_once

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 50
UNSENT = 1  # the version of a draft that waits to be sent
NOW = at("2026-06-11 10:00")
TODAY = NOW.date()
Plan = dict[str, WorkItem]
Record = Callable[[str, object], None]


def race(*works: Work) -> list[Any]:
    """What each of the works came to when all began together: its result, or the code of its refusal."""
    return at_once(*(told(work) for work in works))


def told(work: Work) -> Work:
    def run() -> Any:
        try:
            return work()
        except Refused as refusal:
            return refusal.code

    return run


def refusals(outcomes: list[Any]) -> list[str]:
    """The codes of those that were refused."""
    return [outcome for outcome in outcomes if isinstance(outcome, str)]


@pytest.fixture
def second(cast: Cast) -> Member:
    """A second reviewer."""
    return person("pmo2", "pmo")


@pytest.fixture
def sent(cast: Cast, plan: Plan) -> Submission:
    """A submission that waits, with a finding of the PMO to return."""
    submission = report(cast, {plan["1.2"]: STARTED})
    add(submission, OwnFinding(None, "", "体制表を更新してください"), by=cast.pmo, at=NOW)
    return submission


def waiting_again(submission: Submission, plan: Plan) -> None:
    """The submission as just sent, nothing of it in the plan."""
    Acceptance.objects.all().delete()
    Submission.objects.filter(pk=submission.pk).update(state=SubmissionState.SENT, version=0)
    Finding.objects.filter(kind="own").update(state="open", returned=False, adopted=True)
    blank = {"percent": Decimal(0), "actual_start": None, "actual_effort": None, "remaining_effort": None}
    WorkItem.objects.filter(pk=plan["1.2"].pk).update(**blank, reported_in=None)


def fresh(submission: Submission) -> Submission:
    return Submission.objects.select_related("week", "team").get(pk=submission.pk)


def type_into_draft(cast: Cast, item: WorkItem, week: Week, **values: str) -> None:
    edit_draft(cast.alpha, week, DraftEdit({str(item.uuid): values}, {}), by=cast.lead, at=NOW)


def next_of(week: Week) -> Week:
    return Week.objects.get(key=str(week.week_key.next))


def requested_change(cast: Cast, title: str, item: WorkItem, effort: int) -> PlanChange:
    """A plan change that waits for its decision: another planned effort for the row."""
    reasons = Reasons(title=title, reason="要件変更", effective_date=TODAY)
    change = draft_change(reasons, by=cast.pmo, at=NOW)
    add_line(change, item=item, field="planned_effort", after=Decimal(effort), by=cast.pmo, at=NOW)
    return request_change(change, by=cast.pmo, at=NOW)


# -- works: what one side does, with the record as that side has loaded it


def accepting(submission: Submission, by: Member) -> Work:
    mine = fresh(submission)
    return lambda: accept(mine, by=by, at=NOW)


def returning(submission: Submission, by: Member) -> Work:
    mine = fresh(submission)
    return lambda: return_submission(mine, note="一", answer_due=NOW, by=by, at=NOW)


def deciding_without_guard(submission: Submission, state: str) -> Work:
    """Read the state, look whether it waits, write the decision."""

    @transaction.atomic
    def work() -> bool:
        mine = fresh(submission)
        if mine.state != SubmissionState.SENT:
            return False
        mine.state = state
        mine.save(update_fields=["state"])
        return True

    return work


def sending(cast: Cast, week: Week) -> Work:
    mine = Week.objects.get(pk=week.pk)
    return lambda: send(cast.alpha, mine, by=cast.lead, at=NOW)


def sending_without_guard(draft: Draft) -> Work:
    """Look up what was sent last, and send the draft when that is another version."""

    @transaction.atomic
    def work() -> bool:
        if Draft.objects.get(pk=draft.pk).version != UNSENT:
            return False
        Draft.objects.filter(pk=draft.pk).update(version=UNSENT + 1)
        return True

    return work


def sealing(week: Week, by: Member, choices: Mapping[str, str]) -> Work:
    mine = Week.objects.get(pk=week.pk)
    return lambda: seal_week(mine, by=by, at=NOW, choices=choices)


def undoing(acceptance: Acceptance, by: Member) -> Work:
    mine = Acceptance.objects.select_related("submission__week", "submission__team", "week").get(pk=acceptance.pk)
    return lambda: undo_acceptance(mine, by=by, at=NOW)


def approving(change: PlanChange, by: Member) -> Work:
    mine = PlanChange.objects.get(pk=change.pk)
    return lambda: decide_change(mine, by=by, at=NOW, approve=True)


def rejecting(change: PlanChange, by: Member) -> Work:
    mine = PlanChange.objects.get(pk=change.pk)
    return lambda: decide_change(mine, by=by, at=NOW, approve=False)


def dismissing(finding: Finding, by: Member) -> Work:
    mine = Finding.objects.select_related("week", "team").get(pk=finding.pk)
    return lambda: dismiss(mine, "確認済み", by=by, at=NOW)


def taking_the_answer(finding: Finding, by: Member) -> Work:
    mine = Finding.objects.get(pk=finding.pk)
    return lambda: take_answer(mine, by=by, at=NOW)


# -- one submission, two reviewers


def test_two_reviewers_accept_once(cast: Cast, plan: Plan, sent: Submission, second: Member) -> None:
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        outcomes = race(accepting(sent, cast.pmo), accepting(sent, second))
        assert refusals(outcomes) == ["submission_moved_on"]
        assert Acceptance.objects.filter(undone_at=None).count() == 1
        assert WorkItem.objects.get(pk=plan["1.2"].pk).percent == 50
    assert broken_link() is None


def test_one_reviewer_who_clicks_twice_gets_one_acceptance(cast: Cast, plan: Plan, sent: Submission) -> None:
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        first, again = race(accepting(sent, cast.pmo), accepting(sent, cast.pmo))
        assert first == again
        assert Acceptance.objects.count() == 1


def test_accepting_and_returning_is_one_decision(cast: Cast, plan: Plan, sent: Submission, second: Member) -> None:
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        outcomes = race(accepting(sent, cast.pmo), returning(sent, second))
        assert refusals(outcomes) == ["submission_moved_on"]
        accepted = Acceptance.objects.filter(undone_at=None).exists()
        assert fresh(sent).is_accepted == accepted
        assert (WorkItem.objects.get(pk=plan["1.2"].pk).percent == 50) == accepted
        assert Finding.objects.get(kind="own").returned != accepted


def test_without_the_guard_both_decide(plan: Plan, sent: Submission, record_property: Record) -> None:
    """The control."""
    twice = 0
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        works = [deciding_without_guard(sent, state) for state in (SubmissionState.ACCEPTED, SubmissionState.RETURNED)]
        twice += race(*works) == [True, True]
    record_property("decided twice", f"{twice} of {ROUNDS}")
    assert twice > ROUNDS // 4


# -- sending


def test_the_same_draft_sent_from_two_tabs_is_one_revision(cast: Cast, plan: Plan) -> None:
    for number in range(ROUNDS):
        type_into_draft(cast, plan["1.2"], cast.week, note=str(number))
        first, again = race(sending(cast, cast.week), sending(cast, cast.week))
        assert first == again
        assert first.revision == number + 1


def test_without_the_guard_both_tabs_send(cast: Cast, record_property: Record) -> None:
    """The control."""
    draft, twice = Draft.objects.create(team=cast.alpha, week=cast.week, version=UNSENT), 0
    for _ in range(ROUNDS):
        Draft.objects.filter(pk=draft.pk).update(version=UNSENT)
        twice += race(sending_without_guard(draft), sending_without_guard(draft)) == [True, True]
    record_property("sent twice", f"{twice} of {ROUNDS}")
    assert twice > ROUNDS // 4


def test_an_update_is_in_the_seal_or_refused(cast: Cast, plan: Plan, record_property: Record) -> None:
    week, sent_first, choices = cast.week, 0, {"ALPHA": "provisional", "BETA": "carried"}
    for _ in range(ROUNDS):
        type_into_draft(cast, plan["1.2"], week, **STARTED)
        sent, seal = race(sending(cast, week), sealing(week, cast.pmo, choices))
        standing = seal.teams["ALPHA"]
        assert (sent == "week_sealed") == (standing["how"] == "carried")
        assert standing["submission"] in (None, getattr(sent, "pk", None))
        sent_first += sent != "week_sealed"
        week = next_of(week)
    record_property("sent before the seal", f"{sent_first} of {ROUNDS}")
    assert broken_link() is None


# -- sealing


def test_a_week_is_sealed_once(cast: Cast, plan: Plan, second: Member) -> None:
    week = cast.week
    for number in range(ROUNDS):
        outcomes = race(sealing(week, cast.pmo, CARRIED), sealing(week, second, CARRIED))
        assert refusals(outcomes) == ["week_sealed"]
        assert Seal.objects.count() == number + 1
        week = next_of(week)


def test_what_is_accepted_is_in_the_seal_or_enters_the_next_week(
    cast: Cast, plan: Plan, record_property: Record
) -> None:
    week, accepted_first = cast.week, 0
    for _ in range(ROUNDS):
        submission = report(cast, {plan["1.2"]: STARTED | {"note": week.key}}, week)
        Finding.objects.filter(week=week).update(severity="W")
        accepted, seal = race(accepting(submission, cast.pmo), sealing(week, cast.pmo, CARRIED))
        inside = seal.teams["ALPHA"]["how"] == "accepted"
        assert inside == (accepted != "week_sealed")
        accepted_first += inside
        week = next_of(week)
        if not inside:
            assert accept(fresh(submission), by=cast.pmo, at=day_of(week)).week == week
    record_property("accepted before the seal", f"{accepted_first} of {ROUNDS}")


# -- the plan


def test_a_plan_change_is_decided_once(cast: Cast, plan: Plan, record_property: Record) -> None:
    other, approved = person("pl", "pm"), 0
    for number in range(ROUNDS):
        planned = WorkItem.objects.get(pk=plan["1.3"].pk)
        change = requested_change(cast, f"{number}", planned, 7 if planned.planned_effort == 6 else 6)
        outcomes = race(approving(change, cast.pm), rejecting(change, other))
        assert refusals(outcomes) == ["change_moved_on"]
        state = PlanChange.objects.get(pk=change.pk).state
        assert Baseline.objects.filter(plan_change=change).exists() == (state == "approved")
        approved += state == "approved"
    record_property("approved", f"{approved} of {ROUNDS}")


def test_two_changes_approved_at_once_are_both_in_the_baseline(cast: Cast, plan: Plan) -> None:
    other = person("pl", "pm")
    for number in range(ROUNDS):
        efforts = {"1.2": 6 + number % 2, "1.3": 8 + number % 2}
        works = [
            approving(requested_change(cast, code, WorkItem.objects.get(pk=plan[code].pk), effort), by)
            for (code, effort), by in zip(efforts.items(), (cast.pm, other), strict=True)
        ]
        assert refusals(race(*works)) == []
        latest = Baseline.objects.latest("number")
        assert latest.number == 1 + 2 * (number + 1)
        for code, effort in efforts.items():
            assert BaselineRow.objects.get(baseline=latest, work_item=plan[code]).planned_effort == effort


def test_an_acceptance_and_a_cancellation_of_the_same_row_both_stand(cast: Cast, plan: Plan, sent: Submission) -> None:
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        WorkItem.objects.filter(pk=plan["1.2"].pk).update(status="")
        PlanChange.objects.filter(state="approved").update(state="rejected")
        Baseline.objects.exclude(number=1).delete()
        reasons = Reasons(title="中止", reason="顧客合意", effective_date=TODAY)
        change = draft_change(reasons, by=cast.pmo, at=NOW)
        cancel_row(change, item=WorkItem.objects.get(pk=plan["1.2"].pk), by=cast.pmo, at=NOW)
        request_change(change, by=cast.pmo, at=NOW)
        assert refusals(race(accepting(sent, cast.pmo), approving(change, cast.pm))) == []
        item = WorkItem.objects.get(pk=plan["1.2"].pk)
        assert (item.status, item.percent) == ("cancelled", 50)


# -- undoing


def test_undoing_a_revision_while_the_next_one_is_accepted(cast: Cast, plan: Plan, second: Member) -> None:
    """Either the first is taken back and the second comes in, or the second replaces it: never both, never neither."""
    item = plan["1.2"]
    for _ in range(ROUNDS):
        Acceptance.objects.all().delete()
        WorkItem.objects.filter(pk=item.pk).update(percent=Decimal(0), note="", actual_start=None)
        first = accept(report(cast, {item: STARTED | {"note": "一"}}), by=cast.pmo, at=NOW)
        later = report(cast, {item: {"percent": "60", "note": "二"}}, clock="16:00")
        undone, accepted = race(undoing(first, second), accepting(later, cast.pmo))
        standing = Acceptance.objects.get(undone_at=None)
        assert (standing, fresh(later).is_accepted, fresh(first.submission).state) == (accepted, True, "superseded")
        assert undone in (None, "already_undone")
        assert WorkItem.objects.get(pk=item.pk).note == "二"
        undo_acceptance(standing, by=cast.pmo, at=NOW)
        assert WorkItem.objects.get(pk=item.pk).note == ("" if undone is None else "一")
        Submission.objects.filter(team=cast.alpha).update(state=SubmissionState.SUPERSEDED)


def test_an_acceptance_is_undone_once(cast: Cast, plan: Plan, sent: Submission, second: Member) -> None:
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        made = accept(fresh(sent), by=cast.pmo, at=NOW)
        assert refusals(race(undoing(made, cast.pmo), undoing(made, second))) == ["already_undone"]
        assert WorkItem.objects.get(pk=plan["1.2"].pk).percent == 0


# -- findings


def test_a_finding_dismissed_while_the_team_sends_stays_so_or_is_refused(
    cast: Cast, plan: Plan, second: Member, record_property: Record
) -> None:
    item, dismissed_first = plan["1.1"], 0
    report(cast, {item: {"actual_start": "2026-06-01", "percent": "100"}})
    finding = Finding.objects.get(code="G021")
    for number in range(ROUNDS):
        Finding.objects.filter(pk=finding.pk).update(state="open", version=0, reason="")
        type_into_draft(cast, item, cast.week, note=str(number))
        dismissed, sent = race(dismissing(finding, second), sending(cast, cast.week))
        assert isinstance(sent, Submission)
        state = Finding.objects.get(pk=finding.pk).state
        assert (state, dismissed) in (("dismissed", None), ("open", "finding_moved_on"))
        dismissed_first += dismissed is None
    record_property("dismissed before the revision", f"{dismissed_first} of {ROUNDS}")


def test_an_answer_is_taken_once(cast: Cast, plan: Plan, sent: Submission, second: Member) -> None:
    finding = add(sent, OwnFinding(None, "", "根拠", Severity.MUST_FIX), by=cast.pmo, at=NOW)
    for _ in range(ROUNDS):
        Finding.objects.filter(pk=finding.pk).update(state="answered", version=0)
        outcomes = race(taking_the_answer(finding, cast.pmo), taking_the_answer(finding, second))
        assert refusals(outcomes) == ["finding_moved_on"]

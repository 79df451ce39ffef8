"""Two people at the same moment, on PostgreSQL: one decision, one result, nothing lost; fifty rounds each.

A race that SQLite cannot lose proves nothing (it writes one after the other), so all of this runs on PostgreSQL only.
The controls do the same without the guards and must show the double decision, or the guards would prove nothing either.
How often which side came first is said in the test's output (`-rP`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

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

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 50
NOW = at("2026-06-11 10:00")
Plan = dict[str, WorkItem]
Work = Callable[[], Any]


def at_once(*works: Work) -> list[Any]:
    """What each of the works gave when all began together: its result, or the code of its refusal."""
    start = Barrier(len(works))

    def run(work: Work) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return work()
        except Refused as refusal:
            return refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result() for done in [threads.submit(run, work) for work in works]]


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def refusals(outcomes: list[Any]) -> list[str]:
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


def accepting(submission: Submission, by: Member) -> Work:
    mine = fresh(submission)
    return lambda: accept(mine, by=by, at=NOW)


def returning(submission: Submission, by: Member) -> Work:
    mine = fresh(submission)
    return lambda: return_submission(mine, note="一", answer_due=NOW, by=by, at=NOW)


def sending(cast: Cast, week: Week) -> Work:
    mine = Week.objects.get(pk=week.pk)
    return lambda: send(cast.alpha, mine, by=cast.lead, at=NOW)


def sealing(week: Week, by: Member, choices: Mapping[str, str]) -> Work:
    mine = Week.objects.get(pk=week.pk)
    return lambda: seal_week(mine, by=by, at=NOW, choices=choices)


def undoing(acceptance: Acceptance, by: Member) -> Work:
    related = Acceptance.objects.select_related("submission__week", "submission__team", "week")
    mine = related.get(pk=acceptance.pk)
    return lambda: undo_acceptance(mine, by=by, at=NOW)


def typed(cast: Cast, item: WorkItem, week: Week, **values: str) -> None:
    edit_draft(cast.alpha, week, DraftEdit({str(item.uuid): values}, {}), by=cast.lead, at=NOW)


def next_of(week: Week) -> Week:
    return Week.objects.get(key=str(week.week_key.next))


# -- one submission, two reviewers


def test_two_reviewers_accept_once(cast: Cast, plan: Plan, sent: Submission, second: Member) -> None:
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        outcomes = at_once(accepting(sent, cast.pmo), accepting(sent, second))
        assert refusals(outcomes) == ["submission_moved_on"]
        assert Acceptance.objects.filter(undone_at=None).count() == 1
        assert WorkItem.objects.get(pk=plan["1.2"].pk).percent == 50
    assert broken_link() is None


def test_one_reviewer_who_clicks_twice_gets_one_acceptance(cast: Cast, plan: Plan, sent: Submission) -> None:
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        first, again = at_once(accepting(sent, cast.pmo), accepting(sent, cast.pmo))
        assert first == again
        assert Acceptance.objects.count() == 1


def test_accepting_and_returning_is_one_decision(cast: Cast, plan: Plan, sent: Submission, second: Member) -> None:
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        outcomes = at_once(accepting(sent, cast.pmo), returning(sent, second))
        assert refusals(outcomes) == ["submission_moved_on"]
        accepted = Acceptance.objects.filter(undone_at=None).exists()
        assert fresh(sent).is_accepted == accepted
        assert (WorkItem.objects.get(pk=plan["1.2"].pk).percent == 50) == accepted
        assert Finding.objects.get(kind="own").returned != accepted


def naively_deciding(submission: Submission, state: str) -> Work:
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


def test_without_the_guard_both_decide(plan: Plan, sent: Submission) -> None:
    """The control."""
    twice = 0
    for _ in range(ROUNDS):
        waiting_again(sent, plan)
        accepting_it = naively_deciding(sent, SubmissionState.ACCEPTED)
        twice += at_once(accepting_it, naively_deciding(sent, SubmissionState.RETURNED)) == [True, True]
    say(f"decided twice: {twice} of {ROUNDS}")
    assert twice > ROUNDS // 4


# -- sending


def test_the_same_draft_sent_from_two_tabs_is_one_revision(cast: Cast, plan: Plan) -> None:
    for number in range(ROUNDS):
        typed(cast, plan["1.2"], cast.week, note=str(number))
        first, again = at_once(sending(cast, cast.week), sending(cast, cast.week))
        assert first == again
        assert first.revision == number + 1


def test_without_the_guard_both_tabs_send(cast: Cast, plan: Plan) -> None:
    """The control: the last revision is looked up, and the draft sent when it is another one."""
    draft = Draft.objects.create(team=cast.alpha, week=cast.week, version=1)
    made: list[int] = []

    @transaction.atomic
    def work() -> None:
        last = Draft.objects.get(pk=draft.pk)
        if last.version == 1:
            Draft.objects.filter(pk=draft.pk).update(version=2)
            made.append(1)

    for _ in range(ROUNDS):
        Draft.objects.filter(pk=draft.pk).update(version=1)
        at_once(work, work)
    say(f"sent twice: {len(made) - ROUNDS} of {ROUNDS}")
    assert len(made) > ROUNDS + ROUNDS // 4


def test_an_update_is_in_the_seal_or_refused(cast: Cast, plan: Plan) -> None:
    week, first, choices = cast.week, 0, {"ALPHA": "provisional", "BETA": "carried"}
    for _ in range(ROUNDS):
        typed(cast, plan["1.2"], week, **STARTED)
        sent, seal = at_once(sending(cast, week), sealing(week, cast.pmo, choices))
        standing = seal.teams["ALPHA"]
        assert (sent == "week_sealed") == (standing["how"] == "carried")
        assert standing["submission"] in (None, getattr(sent, "pk", None))
        first += sent != "week_sealed"
        week = next_of(week)
    say(f"sent before the seal: {first} of {ROUNDS}")
    assert broken_link() is None


# -- sealing


def test_a_week_is_sealed_once(cast: Cast, plan: Plan, second: Member) -> None:
    week = cast.week
    for number in range(ROUNDS):
        outcomes = at_once(sealing(week, cast.pmo, CARRIED), sealing(week, second, CARRIED))
        assert refusals(outcomes) == ["week_sealed"]
        assert Seal.objects.count() == number + 1
        week = next_of(week)


def test_what_is_accepted_is_in_the_seal_or_enters_the_next_week(cast: Cast, plan: Plan) -> None:
    week = cast.week
    for _ in range(ROUNDS):
        submission = report(cast, {plan["1.2"]: STARTED | {"note": week.key}}, week)
        Finding.objects.filter(week=week).update(severity="W")
        accepted, seal = at_once(accepting(submission, cast.pmo), sealing(week, cast.pmo, CARRIED))
        inside = seal.teams["ALPHA"]["how"] == "accepted"
        assert inside == (accepted != "week_sealed")
        week = next_of(week)
        if not inside:
            assert accept(fresh(submission), by=cast.pmo, at=day_of(week)).week == week


# -- the plan


def asked(cast: Cast, title: str, item: WorkItem, effort: int) -> PlanChange:
    reasons = Reasons(title=title, reason="要件変更", effective_date=date(2026, 6, 11))
    change = draft_change(reasons, by=cast.pmo, at=NOW)
    add_line(change, item=item, field="planned_effort", after=Decimal(effort), by=cast.pmo, at=NOW)
    return request_change(change, by=cast.pmo, at=NOW)


def deciding(change: PlanChange, by: Member, approve: bool) -> Work:
    mine = PlanChange.objects.get(pk=change.pk)
    return lambda: decide_change(mine, by=by, at=NOW, approve=approve)


def test_a_plan_change_is_decided_once(cast: Cast, plan: Plan) -> None:
    other = person("pl", "pm")
    for number in range(ROUNDS):
        change = asked(cast, f"{number}", WorkItem.objects.get(pk=plan["1.3"].pk), 6 + number % 2)
        outcomes = at_once(deciding(change, cast.pm, True), deciding(change, other, False))
        assert refusals(outcomes) == ["change_moved_on"]
        state = PlanChange.objects.get(pk=change.pk).state
        assert Baseline.objects.filter(plan_change=change).exists() == (state == "approved")
        if state == "rejected":
            decide_change(
                asked(cast, "然", change.lines.get().work_item, 6 + number % 2), by=cast.pm, at=NOW, approve=True
            )


def test_two_changes_approved_at_once_are_both_in_the_baseline(cast: Cast, plan: Plan) -> None:
    other = person("pl", "pm")
    for number in range(ROUNDS):
        efforts = {"1.2": 6 + number % 2, "1.3": 8 + number % 2}
        works = [
            deciding(asked(cast, code, WorkItem.objects.get(pk=plan[code].pk), effort), who, True)
            for (code, effort), who in zip(efforts.items(), (cast.pm, other), strict=True)
        ]
        assert refusals(at_once(*works)) == []
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
        reasons = Reasons(title="中止", reason="顧客合意", effective_date=date(2026, 6, 11))
        change = draft_change(reasons, by=cast.pmo, at=NOW)
        cancel_row(change, item=WorkItem.objects.get(pk=plan["1.2"].pk), by=cast.pmo, at=NOW)
        request_change(change, by=cast.pmo, at=NOW)
        assert refusals(at_once(accepting(sent, cast.pmo), deciding(change, cast.pm, True))) == []
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
        undone, accepted = at_once(undoing(first, second), accepting(later, cast.pmo))
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
        assert refusals(at_once(undoing(made, cast.pmo), undoing(made, second))) == ["already_undone"]
        assert WorkItem.objects.get(pk=plan["1.2"].pk).percent == 0


# -- findings


def setting_aside(finding: Finding, by: Member) -> Work:
    mine = Finding.objects.select_related("week", "team").get(pk=finding.pk)
    return lambda: dismiss(mine, "確認済み", by=by, at=NOW)


def taking(finding: Finding, by: Member) -> Work:
    mine = Finding.objects.get(pk=finding.pk)
    return lambda: take_answer(mine, by=by, at=NOW)


def test_a_finding_set_aside_while_the_team_sends_stays_so_or_is_refused(
    cast: Cast, plan: Plan, second: Member
) -> None:
    item, kept = plan["1.1"], 0
    report(cast, {item: {"actual_start": "2026-06-01", "percent": "100"}})
    finding = Finding.objects.get(code="G021")
    for number in range(ROUNDS):
        Finding.objects.filter(pk=finding.pk).update(state="open", version=0, reason="")
        typed(cast, item, cast.week, note=str(number))
        set_aside, sent = at_once(setting_aside(finding, second), sending(cast, cast.week))
        assert isinstance(sent, Submission)
        state = Finding.objects.get(pk=finding.pk).state
        assert (state, set_aside) in (("dismissed", None), ("open", "finding_moved_on"))
        kept += set_aside is None
    say(f"set aside before the revision: {kept} of {ROUNDS}")


def test_an_answer_is_taken_once(cast: Cast, plan: Plan, sent: Submission, second: Member) -> None:
    finding = add(sent, OwnFinding(None, "", "根拠", Severity.MUST_FIX), by=cast.pmo, at=NOW)
    for _ in range(ROUNDS):
        Finding.objects.filter(pk=finding.pk).update(state="answered", version=0)
        assert refusals(at_once(taking(finding, cast.pmo), taking(finding, second))) == ["finding_moved_on"]

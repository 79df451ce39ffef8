"""Findings through the revisions and weeks: what keeps them closed, what brings them back, what carries them on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from progress.actions.declaring import declare_not_kept
from progress.actions.findings import (
    OwnFinding,
    Waiver,
    add,
    answer,
    dismiss,
    put_off,
    reopen,
    take_answer,
    waive,
    withdraw,
)
from progress.actions.reviewing import blocking, return_submission
from progress.composition import Composition, Line, unreadable
from progress.domain.rows import PlanRow
from progress.exchange.reading import Problem, ReadRow
from progress.models import Dependency, Finding, FindingState, Severity, Submission, WorkItem
from projects.jobs import Refused
from projects.models import Notification, Week
from tests.cast import Cast, at
from tests.progress.cycle import (
    DONE,
    STARTED,
    accepted,
    accepted_anyway,
    as_in_plan,
    earlier_week_sealed,
    report,
    row,
    sealed,
    sent_file,
)

Plan = dict[str, WorkItem]
REVIEW = at("2026-06-11 10:00")
UNFINISHED = {"actual_start": "2026-06-01", "percent": "100", "actual_effort": "5", "remaining_effort": "0"}
MOVED = {"planned_finish": "2026-06-19"}


@pytest.fixture(autouse=True)
def full_weight(cast: Cast, plan: Plan) -> None:
    earlier_week_sealed(cast)


def found(item: WorkItem, code: str, week: Week | None = None) -> Finding:
    chosen = Finding.objects.filter(work_item=item, code=code)
    return (chosen.filter(week=week) if week else chosen).latest("pk")


def again(finding: Finding) -> Finding:
    return Finding.objects.get(pk=finding.pk)


# -- within a week


def test_a_taken_answer_stays_taken_while_the_fact_is_the_same(cast: Cast, plan: Plan) -> None:
    report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED | {"actual_start": "2026-06-07"} | MOVED})
    finding = found(plan["1.2"], "G060")
    answer(finding, "顧客と合意済みです", by=cast.lead, at=REVIEW)
    take_answer(finding, by=cast.pmo, at=REVIEW)
    report(cast, {plan["1.2"]: {"note": "二"}}, clock="18:00")
    assert again(finding).state == FindingState.RESOLVED
    report(cast, {plan["1.2"]: {"planned_finish": "2026-06-26"}}, clock="18:10")
    assert again(finding).state == FindingState.OPEN  # another fact: asked anew


def test_what_the_file_cannot_show_is_not_repaired(cast: Cast, plan: Plan) -> None:
    rows = [as_in_plan(plan["1.2"], actual_start=date(2026, 6, 8), percent=Decimal(50)), as_in_plan(plan["1.3"])]
    finished = as_in_plan(plan["1.1"], actual_start=date(2026, 6, 1), percent=Decimal(100))
    sent_file(cast, finished, *rows)
    finding = found(plan["1.1"], "G021")
    sent_file(cast, finished, *rows, clock="18:00", leaving_out=("actual_finish",))
    assert again(finding).state == FindingState.OPEN
    repaired = as_in_plan(
        plan["1.1"], actual_start=date(2026, 6, 1), actual_finish=date(2026, 6, 5), percent=Decimal(100)
    )
    sent_file(cast, repaired, *rows, clock="18:10")
    assert again(finding).state == FindingState.RESOLVED


def test_the_pmo_asks_again_and_the_same_words_are_no_new_answer(cast: Cast, plan: Plan) -> None:
    said = {"delay_reason": "回答待ち", "countermeasure": "6/16に回答", "forecast_finish": "2026-06-17"}
    report(cast, {plan["1.1"]: {"actual_start": "2026-06-02", "percent": "60"} | said})
    late = Finding.objects.get(work_item=plan["1.1"], kind="late")
    assert late.state == FindingState.ANSWERED
    reopen(late, by=cast.pmo, at=REVIEW)
    report(cast, {plan["1.2"]: {"note": "二"}}, clock="18:00")
    assert again(late).state == FindingState.OPEN
    report(cast, {plan["1.1"]: {"countermeasure": "6/12に鈴木を追加"}}, clock="18:10")
    assert again(late).state == FindingState.ANSWERED


def test_a_dismissed_one_comes_back_only_when_it_changes(cast: Cast, plan: Plan) -> None:
    report(cast, {plan["1.1"]: UNFINISHED})
    finding = found(plan["1.1"], "G021")
    dismiss(finding, "現物を確認しました", by=cast.pmo, at=REVIEW)
    report(cast, {plan["1.1"]: {"note": "二"}}, clock="18:00")
    assert again(finding).state == FindingState.DISMISSED
    Finding.objects.filter(pk=finding.pk).update(fingerprint="something else was found")
    report(cast, {plan["1.1"]: {"note": "三"}}, clock="18:10")
    assert again(finding).state == FindingState.OPEN


def test_another_value_that_cannot_be_read_is_another_fact(cast: Cast, plan: Plan) -> None:
    item = plan["1.2"]
    line = Line(as_in_plan(item), known=True)

    def said(value: str) -> str:
        problem = Problem("number_unreadable", "remaining_effort", "K4", value)
        one = replace(
            line, row=replace(line.row, key=str(item.uuid)), read=ReadRow(line.row, "進捗", 4, problems=(problem,))
        )
        (entry,) = unreadable(Composition((one,), {}))
        return entry.fingerprint

    assert said("約3人日くらい") == said("約3人日くらい")
    assert said("約3人日くらい") != said("約3人日以上")


def new_row(name: str, line: int) -> PlanRow:
    """A row without id and code, called by its line until it is matched."""
    return replace(row("", name), key=f"new:進捗!{line}", id=f"new:進捗!{line}")


def test_a_point_of_a_new_row_stays_with_it_when_rows_come_in_above(cast: Cast, plan: Plan) -> None:
    known = [as_in_plan(plan[code]) for code in ("1.1", "1.2", "1.3")]
    sent_file(cast, *known, new_row("追加", 6))
    first = Finding.objects.get(code="G064")
    dismiss(first, "口頭で合意済み", by=cast.pmo, at=REVIEW)
    sent_file(cast, *known, new_row("さらに追加", 6), new_row("追加", 7), clock="16:00")
    assert again(first).state == FindingState.DISMISSED
    fresh = Finding.objects.filter(code="G064").exclude(pk=first.pk).get()
    assert fresh.values["task"] == "さらに追加"


def test_a_predecessor_of_the_plan_that_the_file_leaves_out_is_no_unknown_one(cast: Cast, plan: Plan) -> None:
    Dependency.objects.create(predecessor=plan["1.1"], successor=plan["1.2"])
    accepted_anyway(cast, report(cast, {plan["1.1"]: DONE}))
    cast.week = sealed(cast, cast.week)
    begun = as_in_plan(plan["1.2"], actual_start=date(2026, 6, 8), percent=Decimal(50))
    sent_file(cast, begun, as_in_plan(plan["1.3"]))  # the finished 1.1 has left the file
    # 1.1 is known, and was finished before
    assert not Finding.objects.filter(work_item=plan["1.2"], code__in=["G080", "G082"]).exists()


def test_the_row_that_answers_for_itself_says_its_forecast_as_people_read_it(cast: Cast, plan: Plan) -> None:
    said = {"delay_reason": "回答待ち", "countermeasure": "6/16に鈴木が回答", "forecast_finish": "2026-06-17"}
    late = {"actual_start": "2026-06-02", "percent": "60", "actual_effort": "4", "remaining_effort": "2"}
    report(cast, {plan["1.1"]: late | said})
    assert Finding.objects.get(work_item=plan["1.1"], kind="late").answer == (
        "回答待ち / 6/16に鈴木が回答 / 見込終了日 6/17(水)"
    )
    cast.project.__class__.objects.update(language="en")
    report(cast, {plan["1.1"]: {"forecast_finish": "2027-01-08"}}, clock="16:00")
    answer = Finding.objects.get(work_item=plan["1.1"], kind="late").answer
    assert answer.endswith("forecast finish Fri 8 Jan 2027")


def test_a_late_arrival_is_kept_on_record_and_is_nothing_to_mend(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED}, clock="18:00")
    assert Finding.objects.filter(code="G100", severity="E").exists()
    assert submission.counts["must_fix"] == 0
    accepted(cast, submission)
    submission.refresh_from_db()
    assert submission.state == "accepted"


# -- exceptions 例外承認


def waived(cast: Cast, finding: Finding, until: date) -> None:
    waive(finding, Waiver("顧客合意", cast.pm, until), by=cast.pmo, at=REVIEW)


def test_an_exception_holds_for_its_cause_until_it_expires(cast: Cast, plan: Plan) -> None:
    accepted_row = {plan["1.1"]: DONE, plan["1.2"]: STARTED | MOVED}
    submission = report(cast, accepted_row)
    waived(cast, found(plan["1.2"], "G060"), date(2026, 6, 17))
    accepted(cast, submission)
    second = sealed(cast, cast.week)
    report(cast, {plan["1.2"]: {"planned_finish": "2026-06-26", "percent": "60"}}, second)
    assert found(plan["1.2"], "G060", second).state == FindingState.WAIVED  # other values, same cause
    third = sealed(cast, second)
    report(cast, {plan["1.2"]: {"planned_finish": "2026-06-26", "percent": "70"}}, third)
    assert found(plan["1.2"], "G060", third).state == FindingState.OPEN  # ran out on 17 June


def test_an_exception_for_a_question_does_not_cover_a_fault(cast: Cast, plan: Plan) -> None:
    report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED | MOVED})
    finding = found(plan["1.2"], "G060")
    Finding.objects.filter(pk=finding.pk).update(severity="W")
    waived(cast, again(finding), date(2026, 12, 31))
    report(cast, {plan["1.2"]: {"note": "二"}}, clock="18:00")
    assert again(finding).state == FindingState.OPEN


def test_an_exception_cannot_have_run_out_before_it_begins(cast: Cast, plan: Plan) -> None:
    report(cast, {plan["1.1"]: UNFINISHED})
    for day in (date(2026, 6, 9), date(2026, 6, 10)):  # before the status date; before the day in Tokyo
        with pytest.raises(Refused, match="expiry_past"):
            waive(found(plan["1.1"], "G021"), Waiver("合意", cast.pm, day), by=cast.pmo, at=at("2026-06-11 08:00"))


def test_opening_a_remembered_dismissal_ends_the_memory(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED | MOVED})
    dismiss(found(plan["1.2"], "G060"), "誤検知", by=cast.pmo, at=REVIEW)
    accepted(cast, submission)
    second = sealed(cast, cast.week)
    moved = {plan["1.2"]: STARTED | MOVED | {"percent": "60"}}
    report(cast, moved, second)
    copy = found(plan["1.2"], "G060", second)
    assert copy.state == FindingState.DISMISSED
    assert copy.evidence == {"before": found(plan["1.2"], "G060", cast.week).pk}
    reopen(copy, by=cast.pmo, at=REVIEW)
    third = sealed(cast, second)
    report(cast, moved, third)
    assert found(plan["1.2"], "G060", third).state == FindingState.OPEN


# -- 次回まで and carrying over


def test_what_was_put_off_waits_for_its_day_and_is_then_asked_for_again(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED | MOVED})
    finding = found(plan["1.2"], "G060")
    with pytest.raises(Refused, match="promise_past"):
        put_off(finding, date(2026, 6, 10), by=cast.pmo, at=REVIEW)
    put_off(finding, date(2026, 6, 24), by=cast.pmo, at=REVIEW)
    assert not again(finding).adopted
    accepted(cast, submission)
    second = sealed(cast, cast.week)
    report(cast, {plan["1.2"]: STARTED | MOVED | {"percent": "60"}}, second)
    waiting = found(plan["1.2"], "G060", second)
    assert (waiting.promised_date, waiting.adopted, waiting.is_put_off) == (date(2026, 6, 24), False, True)
    assert again(finding).evidence == {"carried_on": 1, "week": "2026-W25"}
    third = sealed(cast, second)
    report(cast, {plan["1.2"]: STARTED | MOVED | {"percent": "70"}}, third)
    asked = found(plan["1.2"], "G060", third)
    assert (asked.adopted, asked.is_put_off) == (True, False)


def test_an_own_finding_put_off_neither_blocks_nor_is_taken_before_its_day(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED})
    own = OwnFinding(None, "", "体制表を更新してください", Severity.MUST_FIX, date(2026, 6, 17))
    finding = add(submission, own, by=cast.pmo, at=REVIEW)
    assert add(submission, own, by=cast.pmo, at=at("2026-06-11 10:01")) == finding  # the same click twice
    assert blocking(submission) == []
    answer(finding, "6/17に提出します", by=cast.lead, at=REVIEW)
    accepted(cast, submission)
    assert again(finding).state == FindingState.ANSWERED
    second = sealed(cast, cast.week)
    begun = {"actual_start": "2026-06-15", "percent": "60", "actual_effort": "3", "remaining_effort": "2"}
    late = report(cast, {plan["1.2"]: STARTED, plan["1.3"]: begun}, second)
    broken = Finding.objects.get(week=second, code="G103")
    assert (broken.severity, broken.values["count"]) == ("E", "1")
    assert broken in blocking(late)
    assert finding in Finding.objects.of_week(cast.alpha, second)  # it can be settled in the week that asks for it
    withdraw(again(finding), "受領済みでした", by=cast.pmo, at=REVIEW)
    report(cast, {plan["1.2"]: {"note": "二"}}, second, clock="18:00")
    assert again(broken).state == FindingState.RESOLVED


def test_an_answer_that_nobody_decided_about_goes_on_to_the_next_week(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.2"]: STARTED | MOVED})
    return_submission(submission, note="", answer_due=at("2026-06-11 15:00"), by=cast.pmo, at=REVIEW)
    answer(found(plan["1.2"], "G060"), "顧客と合意済みです", by=cast.lead, at=REVIEW)
    second = sealed(cast, cast.week)
    report(cast, {plan["1.2"]: STARTED | MOVED}, second)
    same = found(plan["1.2"], "G060", second)
    assert (same.state, same.answer, same.answered_by) == (FindingState.ANSWERED, "顧客と合意済みです", cast.lead)
    third = sealed(cast, second)
    report(cast, {plan["1.2"]: STARTED | {"planned_finish": "2026-06-26"}}, third)
    assert found(plan["1.2"], "G060", third).state == FindingState.OPEN  # other dates are another question


def test_an_own_finding_of_last_week_is_asked_for_until_it_is_answered(cast: Cast, plan: Plan) -> None:
    first = add(report(cast, {}), OwnFinding(None, "", "体制図を更新してください"), by=cast.pmo, at=REVIEW)
    cast.week = sealed(cast, cast.week)
    report(cast, {}, topics="順調です")
    asked = Finding.objects.get(week=cast.week, code="G103")
    answer(again(first), "11日に更新しました", by=cast.lead, at=at("2026-06-17 15:30"))
    report(cast, {}, topics="順調です。回答しました", clock="16:00")
    assert again(asked).state == FindingState.RESOLVED


def test_what_a_missing_column_hides_is_not_carried_off(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED | {"remaining_effort": "0"}})
    Finding.objects.filter(code="G031").update(severity="W", clears="answer")
    accepted(cast, submission)
    finding = found(plan["1.2"], "G031")
    cast.week = sealed(cast, cast.week)
    rows = [as_in_plan(plan["1.2"], actual_start=date(2026, 6, 8), percent=Decimal(60)), as_in_plan(plan["1.3"])]
    sent_file(cast, *rows, leaving_out=("remaining_effort", "actual_effort"))
    assert again(finding).state == FindingState.OPEN


# -- withdrawn and declared


def test_a_point_withdrawn_after_it_came_back_is_told_with_an_apology(cast: Cast, plan: Plan) -> None:
    submission = report(cast, {plan["1.1"]: UNFINISHED})
    finding = found(plan["1.1"], "G021")
    return_submission(submission, note="", answer_due=at("2026-06-11 15:00"), by=cast.pmo, at=REVIEW)
    withdraw(again(finding), "こちらの誤りでした", by=cast.pmo, at=REVIEW)
    notice = Notification.objects.get(code="finding_withdrawn")
    assert (notice.member, notice.values["reason"]) == (cast.lead, "こちらの誤りでした")


def many_rows(cast: Cast, plan: Plan) -> Submission:
    """Six rows begun a week ago without any effort booked: the team keeps none."""
    begun = {"actual_start": date(2026, 6, 1), "percent": Decimal(50), "actual_effort": Decimal(0)}
    rows = [row(f"1.{n}", f"設計{n}", **begun) for n in range(10, 16)]
    return sent_file(cast, *(as_in_plan(plan[code]) for code in ("1.1", "1.2", "1.3")), *rows)


def test_a_team_is_declared_to_keep_no_effort_from_a_check_that_hits_too_many_rows(cast: Cast, plan: Plan) -> None:
    many_rows(cast, plan)
    mass = Finding.objects.get(kind="mass", code="G029")
    other = Finding.objects.exclude(kind__in=["mass", "own"]).filter(code="G021").first()
    declare_not_kept(mass, by=cast.pmo, at=REVIEW)
    cast.alpha.refresh_from_db()
    assert cast.alpha.reports_effort is False
    assert (mass.state, mass.evidence) == (FindingState.RESOLVED, {"declared": "actual_effort"})
    assert other is None or again(other).state == FindingState.OPEN
    with pytest.raises(Refused, match="nothing_to_declare"):
        declare_not_kept(mass, by=cast.pmo, at=REVIEW)
    submission = report(cast, {}, clock="18:00", topics="二")
    assert not Finding.objects.filter(code="G029").exclude(pk=mass.pk).exists()
    assert ["G029", "not_kept.actual_effort"] in submission.not_evaluated

"""What a revision is compared with: the values last accepted before its week, however the weeks before went."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from progress.composition import compose, known_rows
from progress.models import Finding, WorkItem
from tests.cast import Cast
from tests.progress.cycle import (
    DONE,
    ON_PLAN,
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
LATE = {"delay_reason": "仕様確認の回答待ち", "countermeasure": "鈴木が回答を受け次第完了"}


def slips(cast: Cast, item: WorkItem, week, forecast: str) -> None:
    """One more week in which the row's forecast is this."""
    accepted_anyway(cast, report(cast, {item: STARTED | LATE | {"forecast_finish": forecast}}, week))


def codes(item: WorkItem, week) -> set[str]:
    found = Finding.objects.filter(work_item=item, week=week)
    return {code for finding in found for code in (finding.code, *finding.parts)}


def test_previous_is_the_last_accepted_row_and_before_previous_the_one_before(cast: Cast, plan: Plan) -> None:
    accepted(cast, report(cast, {plan["1.2"]: STARTED}))
    second = sealed(cast, cast.week)
    accepted_anyway(cast, report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED | {"percent": "60"}}, second))
    third = sealed(cast, second)
    known = known_rows(cast.alpha, third)[str(plan["1.2"].uuid)]
    assert (known.previous.percent, known.before_previous.percent) == (60, 50)
    assert known_rows(cast.alpha, second)[str(plan["1.2"].uuid)].previous.percent == 50


def test_a_carried_week_is_no_accepted_revision(cast: Cast, plan: Plan) -> None:
    item = plan["1.2"]
    slips(cast, item, cast.week, "2026-06-16")
    second = sealed(cast, cast.week)
    third = sealed(cast, second)  # nothing was sent: carried
    slips(cast, item, third, "2026-06-30")
    fourth = sealed(cast, third)
    submission = report(cast, {item: STARTED | LATE | {"forecast_finish": "2026-07-07"}}, fourth)
    known = known_rows(cast.alpha, fourth)[str(item.uuid)]
    assert known.before_previous.forecast_finish == date(2026, 6, 16)
    assert known.previous.forecast_finish == date(2026, 6, 30)
    assert "G054" in codes(item, fourth)  # moved back twice in a row, the silent week between them
    assert submission.rows.get(work_item=item).changed["forecast_finish"] == ["2026-06-30", "2026-07-07"]


def test_provisional_values_of_a_seal_were_never_accepted(cast: Cast, plan: Plan) -> None:
    report(cast, {plan["1.2"]: STARTED | {"percent": "80"}})
    second = sealed(cast, cast.week, ALPHA="provisional")
    again = report(cast, {plan["1.2"]: STARTED | {"percent": "40"}}, second)
    assert again.rows.get(work_item=plan["1.2"]).changed["percent"] == ["0", "40"]
    assert "G047" not in codes(plan["1.2"], second)


def test_what_a_revision_says_does_not_depend_on_whether_another_one_was_accepted(cast: Cast, plan: Plan) -> None:
    known = [as_in_plan(plan[code]) for code in ("1.1", "1.2", "1.3")]
    first = sent_file(cast, *known, row("1.9", "追加"))
    before = compose(cast.alpha, cast.week, first.reading, {})
    accepted(cast, first)
    after = compose(cast.alpha, cast.week, first.reading, {})
    assert [(line.known, line.row.name, line.changed) for line in after.lines] == [
        (line.known, line.row.name, line.changed) for line in before.lines
    ]
    assert after.balance == before.balance


def test_an_edit_of_a_new_row_stays_with_it_after_acceptance(cast: Cast, plan: Plan) -> None:
    first = sent_file(cast, as_in_plan(plan["1.1"]), row("1.9", "追加"))
    (key,) = first.rows.filter(work_item=None).values_list("key", flat=True)
    accepted(cast, first)
    edited = compose(cast.alpha, cast.week, first.reading, {key: {"percent": "30"}})
    assert [line.row.percent for line in edited.new] == [Decimal(30)]


def test_a_row_accepted_as_finished_may_leave_the_file(cast: Cast, plan: Plan) -> None:
    earlier_week_sealed(cast)
    accepted(cast, report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED}))
    following = sealed(cast, cast.week)
    cast.week = following
    rows = [as_in_plan(plan["1.3"], actual_start=date(2026, 6, 15), percent=Decimal(60))]
    sent_file(cast, *rows)
    missing = Finding.objects.filter(week=following, code="G063")
    assert [finding.row_key for finding in missing] == [str(plan["1.2"].uuid)]


def test_a_finished_week_leaves_no_finding_in_the_next_one(cast: Cast, plan: Plan) -> None:
    earlier_week_sealed(cast)
    accepted(cast, report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED}))
    following = sealed(cast, cast.week)
    begun = {"actual_start": "2026-06-15", "percent": "60", "actual_effort": "3", "remaining_effort": "2"}
    report(cast, {plan["1.2"]: ON_PLAN, plan["1.3"]: begun}, following)
    assert codes(plan["1.1"], following) == set()

"""A known task that a team's file cuts into rows below it counts once, before the plan takes the cut over and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from progress import snapshot
from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.planning.changes import decide_change, request_change
from progress.actions.proposing import approve_light, draft_heavy
from progress.actions.reviewing import undo_acceptance
from progress.actions.sending import send
from progress.domain.proposals import Weight
from progress.domain.rows import Kind, PlanRow
from progress.exchange.reading import Reading as ReadRows
from progress.exchange.reading import ReadRow
from progress.models import Baseline, BaselineRow, Finding, Measure, ProgressRecord, WorkItem
from progress.proposals import proposals
from projects.jobs import Refused
from projects.models import Week
from tests.cast import Cast, at
from tests.progress.cycle import (
    accepted,
    accepted_anyway,
    as_in_plan,
    day_of,
    dropped,
    earlier_week_sealed,
    report,
    row,
    sealed,
    sent_file,
)

Plan = dict[str, WorkItem]
REVIEW = at("2026-06-11 10:00")
FIRST = {  # the first part is done, the second one half: 2 + 1.5 of the five person-days
    "parent": "1.2", "planned_finish": date(2026, 6, 9), "planned_effort": Decimal(2), "percent": Decimal(100),
    "actual_start": date(2026, 6, 8), "actual_finish": date(2026, 6, 9), "actual_effort": Decimal(2),
    "remaining_effort": Decimal(0),
}  # fmt: skip
SECOND = {
    "parent": "1.2", "planned_start": date(2026, 6, 10), "planned_effort": Decimal(3), "percent": Decimal(50),
    "actual_start": date(2026, 6, 10), "actual_effort": Decimal(1), "remaining_effort": Decimal(2),
}  # fmt: skip
DONE = {
    "actual_start": date(2026, 6, 1), "actual_finish": date(2026, 6, 5), "percent": Decimal(100),
    "actual_effort": Decimal(5), "remaining_effort": Decimal(0),
}  # fmt: skip
BAC = 25  # of the four rows of the plan


def cut_file(cast: Cast, plan: Plan, *more: Any, clock: str = "15:00", **second: Any):
    """The team's file with 1.2 as a heading that adds its rows up, and two rows below it."""
    heading = as_in_plan(plan["1.2"], kind=Kind.SUMMARY, percent=None, actual_effort=Decimal(3))
    below = (row("1.2.1", "帳票設計(前半)", **FIRST), row("1.2.2", "帳票設計(後半)", **SECOND | second))
    return sent_file(
        cast, as_in_plan(plan["1.1"], **DONE), heading, *below, as_in_plan(plan["1.3"]), *more, clock=clock
    )


def figures(week: Week) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """BAC, EV and AC of the project as the plan stands."""
    total = snapshot.take(week, snapshot.standings_now(week)).rolled.project
    return total.bac, total.ev, total.ac


def test_a_task_cut_within_its_dates_and_effort_is_detailed_and_counts_once(cast: Cast, plan: Plan) -> None:
    earlier_week_sealed(cast)
    submission = cut_file(cast, plan)
    assert [(one.item, one.weight, len(one.parts)) for one in proposals(submission)] == [
        (plan["1.2"], Weight.DETAIL, 2)
    ]
    with pytest.raises(Refused, match="nothing_proposed"):  # its rows are not accepted yet
        approve_light(submission, by=cast.pmo, at=REVIEW)
    acceptance = accepted(cast, submission)
    task = WorkItem.objects.get(pk=plan["1.2"].pk)
    # Σ effort·percent / Σ effort = (2·100 + 3·50) / 5
    assert (task.kind, task.percent, task.actual_start, task.actual_finish) == ("task", 70, date(2026, 6, 8), None)
    assert (task.actual_effort, task.remaining_effort) == (3, 2)
    assert WorkItem.objects.count() == 5  # the rows below wait in the submission
    assert figures(cast.week) == (BAC, Decimal("8.5"), 8)
    change = approve_light(submission, by=cast.pmo, at=REVIEW)
    task.refresh_from_db()
    assert (task.kind, task.team, task.planned_effort, task.percent) == ("summary", None, None, None)
    below = list(WorkItem.objects.filter(parent=task))
    assert [(one.wbs_code, one.percent, one.reported_in, one.team) for one in below] == [
        ("1.2.1", 100, cast.week, cast.alpha), ("1.2.2", 50, cast.week, cast.alpha),
    ]  # fmt: skip
    rows = BaselineRow.objects.filter(baseline__plan_change=change)
    assert plan["1.2"].pk not in rows.values_list("work_item", flat=True)
    assert sorted(rows.values_list("planned_effort", flat=True)) == [2, 3, 5, 5, 10]
    assert Baseline.objects.get(number=1).rows.get(work_item=task).planned_effort == 5
    assert figures(cast.week) == (BAC, Decimal("8.5"), 8)
    assert proposals(submission) == []
    assert not Finding.objects.open().filter(code="G064").exists()
    with pytest.raises(Refused, match="new_row_in_use"):
        undo_acceptance(acceptance, by=cast.pmo, at=REVIEW)


def test_sealed_weeks_keep_the_task_and_later_ones_its_rows(client, cast: Cast, plan: Plan) -> None:
    accepted(cast, report(cast, {plan["1.2"]: {"percent": "20"}}))
    first = sealed(cast, cast.week)
    before = list(ProgressRecord.objects.filter(week=cast.week).order_by("pk").values())
    measured = list(Measure.objects.filter(week=cast.week).order_by("pk").values())
    cast.week = first
    submission = cut_file(cast, plan, clock="12:00")
    accepted_anyway(cast, submission)
    approve_light(submission, by=cast.pmo, at=day_of(first, "18:30"))
    old = Week.objects.get(key="2026-W24")
    assert list(ProgressRecord.objects.filter(week=old).order_by("pk").values()) == before
    assert list(Measure.objects.filter(week=old).order_by("pk").values()) == measured
    assert ProgressRecord.objects.get(week=old, work_item=plan["1.2"]).team == cast.alpha
    client.force_login(cast.pmo)
    assert "帳票設計" in client.get("/progress/gantt/", {"week": old.key}).text
    following = sealed(cast, first)
    kept = ProgressRecord.objects.filter(week=first)
    assert not kept.filter(work_item=plan["1.2"]).exists()
    assert sum(one.budget for one in kept) == BAC
    cast.week = following
    assert cut_file(cast, plan, clock="12:00").rows.filter(work_item=None).count() == 0  # the rows are known


def test_a_revision_finds_the_rows_of_the_cut_again(cast: Cast, plan: Plan) -> None:
    submission = cut_file(cast, plan)
    accepted(cast, submission)
    approve_light(submission, by=cast.pmo, at=REVIEW)
    again = cut_file(cast, plan, clock="18:30", percent=Decimal(80))
    accepted(cast, again, "18:40")
    assert WorkItem.objects.count() == 7
    assert WorkItem.objects.get(wbs_code="1.2.2").percent == 80
    assert figures(cast.week)[:2] == (BAC, Decimal("9.4"))


@pytest.mark.parametrize(
    "second",
    [
        {"planned_effort": Decimal(4)},
        {"planned_effort": Decimal(2)},
        {"planned_finish": date(2026, 6, 15)},
        {"planned_effort": None},
    ],
)
def test_a_cut_outside_the_frame_of_the_task_is_a_formal_change(cast: Cast, plan: Plan, second: dict[str, Any]) -> None:
    assert [one.weight for one in proposals(cut_file(cast, plan, **second))] == [Weight.FORMAL]


def test_a_formal_cut_is_drafted_and_carried_out_as_a_plan_change(client, cast: Cast, plan: Plan) -> None:
    submission = cut_file(cast, plan, planned_effort=Decimal(4))
    accepted(cast, submission)
    change = draft_heavy(submission, by=cast.pmo, at=REVIEW)
    assert [(line.work_item, line.field) for line in change.lines.all()] == [(plan["1.2"], "cut")]
    assert [one.waits_in for one in proposals(submission)] == [change.number]
    client.force_login(cast.pmo)
    english = {"headers": {"accept-language": "en"}}
    review = client.get("/progress/2026-W24/ALPHA/review/", **english).text
    assert "cut into 2 rows" in review
    assert "1.2.2 帳票設計(後半)" in review
    assert "Cut into 2 rows: 1.2.1 帳票設計(前半)" in client.get(f"/progress/changes/{change.pk}/", **english).text
    request_change(change, by=cast.pmo, at=REVIEW)
    decide_change(change, by=cast.pm, at=REVIEW, approve=True)
    assert client.get(f"/progress/rows/{plan['1.2'].uuid}/", **english).status_code == 200
    assert figures(cast.week)[0] == BAC + 1
    assert WorkItem.objects.filter(parent=plan["1.2"]).count() == 2


def test_a_cut_waits_while_a_week_would_count_the_task_or_its_rows_wrongly(cast: Cast, plan: Plan) -> None:
    submission = cut_file(cast, plan, planned_effort=Decimal(4))
    accepted(cast, submission)
    change = draft_heavy(submission, by=cast.pmo, at=REVIEW)
    change.effective_date = date(2026, 6, 11)  # after the open week
    change.save()
    request_change(change, by=cast.pmo, at=REVIEW)
    with pytest.raises(Refused, match="cut_takes_effect_later"):
        decide_change(change, by=cast.pm, at=REVIEW, approve=True)
    change.refresh_from_db()
    edit_draft(cast.alpha, cast.week, DraftEdit({str(plan["1.1"].uuid): {"note": "二"}}, {}), by=cast.lead, at=REVIEW)
    send(cast.alpha, cast.week, by=cast.lead, at=REVIEW)
    with pytest.raises(Refused, match="cut_update_waits"):
        decide_change(change, by=cast.pm, at=REVIEW, approve=True)
    assert WorkItem.objects.get(pk=plan["1.2"].pk).kind == "task"


def test_a_cut_that_the_team_took_back_is_not_carried_out(cast: Cast, plan: Plan) -> None:
    submission = cut_file(cast, plan, planned_effort=Decimal(4))
    accepted(cast, submission)
    change = draft_heavy(submission, by=cast.pmo, at=REVIEW)
    request_change(change, by=cast.pmo, at=REVIEW)
    accepted(cast, sent_file(cast, *(as_in_plan(plan[code]) for code in ("1.1", "1.2", "1.3")), clock="18:10"), "18:20")
    with pytest.raises(Refused, match="cut_not_accepted"):
        decide_change(change, by=cast.pm, at=REVIEW, approve=True)


def test_a_task_that_only_the_level_columns_name_is_cut_as_well(cast: Cast, plan: Plan) -> None:
    reading = dropped(cast, as_in_plan(plan["1.1"], **DONE), as_in_plan(plan["1.3"]))
    read = ReadRows.from_json(reading.rows)
    heading = ReadRow(
        PlanRow("group:帳票設計", "group:帳票設計", "帳票設計", Kind.SUMMARY), "進捗", 0, path=("基本設計",)
    )
    below = [
        ReadRow(replace(row(code, name, **values), parent="group:帳票設計"), "進捗", number)
        for number, (code, name, values) in enumerate((("1.2.1", "前半", FIRST), ("1.2.2", "後半", SECOND)), 9)
    ]
    reading.rows = replace(read, rows=(*read.rows, *below), groups=(heading,), hierarchy="levels").to_json()
    reading.save()
    submission = send(cast.alpha, cast.week, by=cast.lead, at=REVIEW)
    assert submission.missing == []
    assert not Finding.objects.filter(code="G063").exists()
    accepted(cast, submission)
    assert figures(cast.week) == (BAC, Decimal("8.5"), 8)
    approve_light(submission, by=cast.pmo, at=REVIEW)
    assert figures(cast.week) == (BAC, Decimal("8.5"), 8)

"""The five-minute tour (UX 2.6, 1-6) by the same actions as the pages: what a guest sees with the files to try."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from progress.actions.findings import adopt, answer
from progress.actions.reviewing import accept, begin_review, return_submission, undo_acceptance
from progress.actions.sealing import seal_week
from progress.actions.sending import preview, send
from progress.models import Finding, FindingState, Measure, Seal, Submission, SubmissionState, WorkItem
from progress.queries.points import Points, points_of
from projects.jobs import Refused, run_now
from projects.models import Week, WeekState
from reports.actions import order_weekly
from reports.demo.reading import Target, read_file
from reports.demo.world import World
from reports.models import Report

pytestmark = pytest.mark.django_db
Files = dict[str, Path]


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-19T{text}+09:00")


def drop(demo: World, team: str, who: str, file: Path, when: str) -> None:
    target = Target(demo.teams[team], week_of(demo))
    read_file(file.name, file.read_bytes(), target, by=demo.members[who], at=at(when))


def week_of(demo: World) -> Week:
    return Week.objects.get(key="2026-W47")


def points(demo: World, team: str, when: str) -> Points:
    return points_of(preview(demo.teams[team], week_of(demo), at=at(when)), returned(demo, team))


def returned(demo: World, team: str) -> list[Finding]:
    return list(Finding.objects.filter(team=demo.teams[team], week=week_of(demo), returned=True))


def sent(demo: World, team: str, who: str, when: str) -> Submission:
    return send(demo.teams[team], week_of(demo), by=demo.members[who], at=at(when))


def open_findings(demo: World, team: str):
    return Finding.objects.filter(team=demo.teams[team], week=week_of(demo), audience="team", state=FindingState.OPEN)


def test_the_tour(demo, files):
    """Billing sends, the PMO returns; five points close by themselves, the sixth is answered; the week is sealed."""
    drop(demo, "BIL", "makabe", files["BIL_11-18.xlsx"], "10:45")
    found = preview(demo.teams["BIL"], week_of(demo), at=at("10:46"))
    assert found.composed.balance | {"ignored": 0} == {
        "matched": 99, "new": 1, "missing": 2, "ignored": 0, "rejected": 0, "ambiguous": 0,
    }  # fmt: skip
    assert points(demo, "BIL", "10:46").must_fix == 6
    first = sent(demo, "BIL", "makabe", "10:50")
    assert first.is_late

    pmo = demo.members["katagiri"]
    begin_review(first, by=pmo, at=at("10:55"))
    for finding in open_findings(demo, "BIL").filter(severity="W", code="G064"):
        adopt(finding, by=pmo, at=at("10:56"))
    return_submission(first, note="", answer_due=at("15:00"), by=pmo, at=at("11:00"))
    assert {finding.code for finding in returned(demo, "BIL")} == {"G021", "G042", "G044", "G047", "G063", "G064"}

    drop(demo, "BIL", "makabe", files["BIL_11-18_corrected.xlsx"], "11:30")
    assert points(demo, "BIL", "11:31").must_fix == 1
    sixth = open_findings(demo, "BIL").get(code="G047")
    answer(sixth, "実態に合わせて見直しました。", by=demo.members["makabe"], at=at("11:33"))
    second = sent(demo, "BIL", "makabe", "11:35")
    assert sorted((finding.code, finding.state) for finding in returned(demo, "BIL")) == [
        ("G021", "resolved"), ("G041", "answered"), ("G041", "answered"),  # two late rows say all that is asked now
        ("G047", "answered"), ("G063", "resolved"), ("G063", "resolved"), ("G064", "open"),
    ]  # fmt: skip

    before = plan_of(demo, "BIL")
    acceptance = accept(second, by=pmo, at=at("11:40"))
    assert plan_of(demo, "BIL") != before
    undo_acceptance(acceptance, by=pmo, at=at("11:41"))
    assert plan_of(demo, "BIL") == before
    accept(Submission.objects.get(pk=second.pk), by=pmo, at=at("11:42"))

    ready = Submission.objects.get(week=week_of(demo), team__code="AUT")
    accept(ready, by=pmo, at=at("11:45"))
    with pytest.raises(Refused, match="blocked"):
        accept(Submission.objects.get(week=week_of(demo), team__code="MIG", revision=2), by=pmo, at=at("11:46"))

    choices = {"MEM": "carried", "MIG": "provisional"}
    seal_week(week_of(demo), by=pmo, at=at("12:00"), choices=choices)
    teams = Seal.objects.get(week=week_of(demo)).teams
    assert {code: standing["how"] for code, standing in teams.items()} == {
        "BASE": "accepted", "AUT": "accepted", "BIL": "accepted", "MEM": "carried", "MIG": "provisional",
    }  # fmt: skip
    assert Measure.objects.filter(week=week_of(demo), scope="project", name="spi").exists()
    assert Week.objects.get(key="2026-W48").state == WeekState.OPEN

    job = run_now(order_weekly(week_of(demo), language="ja", by=pmo, at=at("12:05")), at=at("12:05"))
    report = Report.objects.get(job=job)
    assert report.pdf.full_path.read_bytes().startswith(b"%PDF")


def plan_of(demo: World, team: str) -> list[tuple[object, ...]]:
    names = ("pk", "percent", "actual_start", "actual_finish", "forecast_finish", "status", "delay_reason")
    return list(WorkItem.objects.filter(team=demo.teams[team]).order_by("pk").values_list(*names))


def test_members_answer_with_the_prefilled_workbook(demo, files):
    drop(demo, "MEM", "naruse", files["MEM_11-18_answered.xlsx"], "10:45")
    assert points(demo, "MEM", "10:46").must_fix == 0
    submission = sent(demo, "MEM", "naruse", "10:50")
    assert not open_findings(demo, "MEM").exists()
    accept(submission, by=demo.members["katagiri"], at=at("10:55"))
    assert Submission.objects.get(pk=submission.pk).state == SubmissionState.ACCEPTED


def test_migration_may_send_its_own_layout_again(demo, files):
    drop(demo, "MIG", "kurusu", files["MIG_own_layout.xlsx"], "10:45")
    assert points(demo, "MIG", "10:46").must_fix == 0


def test_odd_dates_are_read_or_named_by_cell(demo, files):
    drop(demo, "BIL", "makabe", files["odd_dates.xlsx"], "10:45")
    found = preview(demo.teams["BIL"], week_of(demo), at=at("10:46")).composed
    day = week_of(demo).status_date
    rows = [line.row for line in found.lines]
    assert rows[0].actual_start == day, "R8.11.18"
    assert rows[2].percent == 90, "full-width digits"
    assert rows[3].actual_finish is not None
    assert rows[3].actual_finish > day
    assert rows[4].forecast_finish == day
    problems = [(problem.code, problem.value) for line in found.lines if line.read for problem in line.read.problems]
    assert problems == [("date_unreadable", "11/31")]


def test_a_list_of_purchases_is_refused_in_words(demo, files):
    with pytest.raises(Refused) as refused:
        drop(demo, "BIL", "makabe", files["not_a_gantt.xlsx"], "10:45")
    assert refused.value.values["why"]["code"] == "no_table"

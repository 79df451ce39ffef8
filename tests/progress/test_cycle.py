"""The weekly cycle by its actions: sent, checked, returned, answered, sent again, accepted, undone, sealed."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from progress.actions.findings import answer
from progress.actions.intake import DraftEdit, confirm_columns, edit_draft, proposed_map, receive_file
from progress.actions.reviewing import accept, begin_review, blocking, return_submission, undo_acceptance
from progress.actions.sealing import seal_week
from progress.actions.sending import preview, send
from progress.models import Finding, FindingState, Measure, ProgressRecord, ReadingState, SubmissionState, WorkItem
from projects.jobs import Refused, run_now
from projects.models import ChangeLog, Upload, Week, broken_link
from projects.weekly import open_week
from tests.cast import Cast, at

SENT, RETURNED, AGAIN, ACCEPTED = (
    at("2026-06-10 15:00"),
    at("2026-06-11 10:00"),
    at("2026-06-11 13:00"),
    at("2026-06-11 14:00"),
)
DONE = {
    "actual_start": "2026-06-01",
    "actual_finish": "2026-06-05",
    "percent": "100",
    "actual_effort": "5",
    "remaining_effort": "0",
}

STARTED = {"actual_start": "2026-06-08", "percent": "50", "actual_effort": "3", "remaining_effort": "2.5"}


def edit(cast: Cast, plan: dict[str, WorkItem], rows: dict[str, dict]) -> None:
    keyed = {str(plan[code].uuid): values for code, values in rows.items()}
    edit_draft(cast.alpha, cast.week, DraftEdit(keyed, {"topics": "順調です"}), by=cast.member, at=SENT)


def send_alpha(cast: Cast, when=SENT):
    return send(cast.alpha, cast.week, by=cast.lead, at=when)


def test_a_mended_row_closes_its_finding_by_itself(cast: Cast, plan: dict) -> None:
    finish_first_week(cast)
    edit(cast, plan, {"1.1": DONE | {"actual_finish": None}, "1.2": {"percent": "0"}, "1.3": {"percent": "0"}})
    first = send_alpha(cast)
    found = Finding.objects.get(work_item=plan["1.1"], code="G021")
    assert found.state == FindingState.OPEN
    assert found.adopted
    return_submission(first, note="お願いします", answer_due=at("2026-06-11 15:00"), by=cast.pmo, at=RETURNED)
    edit(cast, plan, {"1.1": DONE, "1.2": {"percent": "0"}, "1.3": {"percent": "0"}})
    second = send_alpha(cast, AGAIN)
    first.refresh_from_db()
    found.refresh_from_db()
    assert (first.state, second.revision) == (SubmissionState.SUPERSEDED, 2)
    assert found.state == FindingState.RESOLVED
    assert found.closed_in == second
    assert found.evidence["values"] == {"actual_finish": "2026-06-05"}


def test_a_must_fix_finding_blocks_acceptance(cast: Cast, plan: dict) -> None:
    finish_first_week(cast)
    edit(cast, plan, {"1.1": DONE | {"actual_finish": None}})
    submission = send_alpha(cast)
    with pytest.raises(Refused, match="blocked"):
        accept(submission, by=cast.pmo, at=ACCEPTED)
    plan["1.1"].refresh_from_db()
    assert plan["1.1"].percent == 0


def finish_first_week(cast: Cast) -> None:
    """Checks are only warnings in a project's first week: have one sealed before, with nothing accepted in it."""
    first = open_week(cast.week.week_key.previous, by=cast.pmo, at=at("2026-06-01 09:00"))
    carried = {"ALPHA": "carried", "BETA": "carried"}
    seal_week(first, by=cast.pmo, at=at("2026-06-04 14:00"), choices=carried)


def test_nobody_accepts_what_they_sent(cast: Cast, plan: dict) -> None:
    submission = send(cast.alpha, cast.week, by=cast.pmo, at=SENT)
    with pytest.raises(Refused, match="own_submission"):
        accept(submission, by=cast.pmo, at=ACCEPTED)


def test_undo_restores_the_plan_exactly(cast: Cast, plan: dict) -> None:
    before = list(WorkItem.objects.order_by("pk").values())
    edit(cast, plan, {"1.1": DONE, "1.2": {"percent": "20", "actual_start": "2026-06-08", "note": "着手"}})
    submission = send_alpha(cast)
    acceptance = accept(submission, by=cast.pmo, at=ACCEPTED)
    assert WorkItem.objects.get(pk=plan["1.1"].pk).actual_finish.isoformat() == "2026-06-05"
    undo_acceptance(acceptance, by=cast.pmo, at=ACCEPTED)
    assert list(WorkItem.objects.order_by("pk").values()) == before
    submission.refresh_from_db()
    assert submission.state == SubmissionState.IN_REVIEW


def test_a_late_row_with_reason_countermeasure_and_forecast_is_answered(cast: Cast, plan: dict) -> None:
    finish_first_week(cast)
    said = {"delay_reason": "仕様確認の回答待ち", "countermeasure": "6/16に鈴木が回答", "forecast_finish": "2026-06-17"}
    edit(
        cast,
        plan,
        {
            "1.1": {"actual_start": "2026-06-02", "percent": "60", "actual_effort": "4", "remaining_effort": "2"}
            | said,
            "1.2": STARTED,
        },
    )
    submission = send_alpha(cast)
    late = Finding.objects.get(work_item=plan["1.1"], kind="late")
    assert late.state == FindingState.ANSWERED
    assert blocking(submission) == []
    accept(submission, by=cast.pmo, at=ACCEPTED)
    late.refresh_from_db()
    assert late.state == FindingState.RESOLVED


def test_a_team_answers_what_was_returned(cast: Cast, plan: dict) -> None:
    finish_first_week(cast)
    edit(cast, plan, {"1.1": {"actual_start": "2026-06-02", "percent": "60"}, "1.2": STARTED})
    submission = send_alpha(cast)
    begin_review(submission, by=cast.pmo, at=RETURNED)
    return_submission(submission, note="", answer_due=at("2026-06-11 15:00"), by=cast.pmo, at=RETURNED)
    late = Finding.objects.get(work_item=plan["1.1"], kind="late")
    answer(late, "6/12に担当を追加します", by=cast.lead, at=AGAIN)
    late.refresh_from_db()
    assert (late.state, late.answer) == (FindingState.ANSWERED, "6/12に担当を追加します")


def test_the_seal_writes_the_measures_once(cast: Cast, plan: dict) -> None:
    edit(
        cast,
        plan,
        {
            "1.1": DONE,
            "1.2": {"actual_start": "2026-06-08", "percent": "50", "actual_effort": "3", "remaining_effort": "2"},
        },
    )
    accept(send_alpha(cast), by=cast.pmo, at=ACCEPTED)
    with pytest.raises(Refused, match="teams_missing"):
        seal_week(cast.week, by=cast.pmo, at=ACCEPTED)
    cast.week.refresh_from_db()
    seal = seal_week(cast.week, by=cast.pmo, at=ACCEPTED, choices={"BETA": "carried"})
    assert seal.teams["ALPHA"]["how"] == "accepted"
    assert seal.teams["BETA"]["how"] == "carried"
    measures = {(m.scope, m.name): m.value for m in Measure.objects.filter(week=cast.week)}
    # BAC 25; PV at the close of Wed 10 June: 5 + 5*3/5 + 0 + 10*8/10 = 16; EV: 5 + 5*50% = 7.5; AC of ALPHA: 5 + 3 = 8
    assert measures["project", "bac"] == 25
    assert measures["project", "pv"] == 16
    assert measures["project", "ev"] == Decimal("7.5")
    assert measures["team:ALPHA", "ac"] == 8
    assert measures["team:BETA", "ac"] is None
    assert measures["project", "late"] == 1
    assert ProgressRecord.objects.filter(week=cast.week).count() == 4
    with pytest.raises(Refused, match="week_sealed"):
        send_alpha(cast)
    assert Week.objects.current().key == "2026-W25"
    assert broken_link() is None
    assert ChangeLog.objects.filter(action="week.sealed").count() == 1


def workbook(rows: list[list]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "予定・実績"
    sheet.append(["アルファチーム 進捗表"])
    sheet.append(["WBS番号", "タスク名", "担当者", "予定", None, "実績", None, "進捗率(%)", "備考"])
    sheet.append([None, None, None, "開始日", "終了日", "開始日", "終了日", None, None])
    for columns in ("D2:E2", "F2:G2"):
        sheet.merge_cells(columns)
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.django_db(transaction=True)
def test_a_file_of_the_teams_own_layout_is_mapped_once_and_then_read_at_once(cast: Cast, plan: dict) -> None:
    rows = [
        ["1.1", "画面設計", "Member Person", "2026/6/1", "2026/6/5", "6/1", "6/5", "100%", ""],
        ["1.2", "帳票設計", "Member Person", "2026/6/8", "2026/6/12", "6/8", "", "40%", "順調"],
        ["1.3", "バッチ設計", "Lead Person", "2026/6/15", "2026/6/19", "", "", "0%", ""],
    ]
    upload = Upload("進捗.xlsx", workbook(rows))
    reading = receive_file(cast.alpha, upload, week=cast.week, by=cast.lead, at=SENT)
    run_now(reading.job)
    reading.refresh_from_db()
    assert reading.state == ReadingState.MAPPING, (reading.state, reading.refusal, reading.job.error)
    confirm_columns(reading, proposed_map(reading), by=cast.lead, at=SENT)
    found = preview(cast.alpha, cast.week, at=SENT)
    assert found.composed.balance | {"ignored": 0} == {
        "matched": 3, "new": 0, "missing": 0, "ignored": 0, "rejected": 0, "ambiguous": 0,
    }  # fmt: skip
    changed = {line.row.wbs_code: set(line.changed) for line in found.composed.changed}
    assert changed["1.1"] == {"actual_start", "actual_finish", "percent"}
    submission = send_alpha(cast)
    assert submission.rows.get(work_item=plan["1.2"]).cells["percent"] == "H5"
    again = receive_file(cast.alpha, Upload("進捗2.xlsx", workbook(rows)), week=cast.week, by=cast.lead, at=AGAIN)
    run_now(again.job)
    again.refresh_from_db()
    assert again.state == ReadingState.READY

"""Files on their way to a draft: dropped twice, read out of turn, confirmed too late, answered after sending."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from progress.actions.intake import (
    answer_row,
    close_reading,
    confirm_columns,
    draft_of,
    is_overtaken,
    keep_answer,
    proposed_map,
    receive_file,
)
from progress.actions.sending import send
from progress.exchange.raw import Refusal
from progress.exchange.reading import Reading as ReadRows
from progress.models import Reading, ReadingState, WorkItem
from projects.jobs import Refused
from projects.models import Project, Upload
from tests.cast import Cast, at
from tests.progress.cycle import as_in_plan, dropped, report, sealed, sent_file
from tests.progress.exchange.made import book_of

SENT = at("2026-06-10 15:00")
Plan = dict[str, WorkItem]


def drop(cast: Cast, content: bytes = b"PK-one", **more: object) -> Reading:
    return receive_file(cast.alpha, Upload("進捗.xlsx", content), week=cast.week, by=cast.lead, at=SENT, **more)


def test_a_file_dropped_twice_is_read_once(cast: Cast, plan: Plan) -> None:
    first = drop(cast)
    assert drop(cast) == first
    assert drop(cast, b"PK-two") != first
    by_colleague = receive_file(cast.alpha, Upload("x.xlsx", b"PK-one"), week=cast.week, by=cast.member, at=SENT)
    assert by_colleague != first
    keep_answer(first, Refusal("not_a_workbook"), at=SENT)
    assert drop(cast) != first  # read by now: whoever drops it again wants it again


def test_a_trial_is_never_taken_for_the_real_thing(cast: Cast, plan: Plan) -> None:
    trial = drop(cast, trial=True)
    assert drop(cast) != trial


def test_the_file_dropped_last_counts_whichever_is_read_last(cast: Cast, plan: Plan) -> None:
    later = dropped(cast, as_in_plan(plan["1.2"]), clock="15:01")
    earlier = drop(cast)
    assert is_overtaken(earlier)
    assert not is_overtaken(later)


def test_columns_are_not_confirmed_under_a_submission(cast: Cast, plan: Plan) -> None:
    submission = sent_file(cast, as_in_plan(plan["1.2"]))
    stale = Reading.objects.get(pk=submission.reading_id)
    stale.state = ReadingState.READY
    with pytest.raises(Refused, match="reading_not_ready"):
        confirm_columns(stale, proposed_map(stale), by=cast.lead, at=SENT)


def test_columns_are_not_confirmed_in_a_sealed_week(cast: Cast, plan: Plan) -> None:
    reading = dropped(cast, as_in_plan(plan["1.2"]))
    sealed(cast, cast.week)
    reading.week.refresh_from_db()
    with pytest.raises(Refused, match="week_sealed"):
        confirm_columns(reading, proposed_map(reading), by=cast.lead, at=SENT)


def test_a_file_is_not_put_aside_in_a_sealed_week(cast: Cast, plan: Plan) -> None:
    reading = dropped(cast, as_in_plan(plan["1.2"]))
    sealed(cast, cast.week)
    reading.week.refresh_from_db()
    with pytest.raises(Refused, match="week_sealed"):
        close_reading(reading, by=cast.lead, at=SENT)
    assert Reading.objects.get(pk=reading.pk).state == ReadingState.READY


def test_an_answer_about_a_row_makes_the_same_file_another_draft(cast: Cast, plan: Plan) -> None:
    first = sent_file(cast, as_in_plan(plan["1.2"]))
    version = draft_of(cast.alpha, cast.week).version
    answer_row(cast.alpha, "f" * 64, plan["1.3"], by=cast.lead, at=SENT)
    assert draft_of(cast.alpha, cast.week).version == version + 1
    again = send(cast.alpha, cast.week, by=cast.lead, at=SENT)
    assert again == first  # and still says the same: nothing new to send


def test_the_same_file_with_other_words_is_another_revision(cast: Cast, plan: Plan) -> None:
    first = sent_file(cast, as_in_plan(plan["1.2"]))
    second = report(cast, {}, topics="順調です", clock="16:00")
    assert second.revision == first.revision + 1


def test_a_date_without_a_year_is_meant_near_the_status_date_and_hours_by_the_project_s_day(
    cast: Cast, plan: Plan
) -> None:
    """The project runs from April 2025 to March 2027, so that 8 June lies in it twice; its day has 7.5 hours."""
    Project.objects.update(start=date(2025, 4, 1), finish=date(2027, 3, 31), hours_per_day=Decimal("7.5"))
    head = ("タスク名", "予定開始日", "予定終了日", "予定工数(人時)")
    reading = drop(cast)
    keep_answer(reading, book_of([head, ("帳票設計", "6/8", "6/12", 30)]), at=SENT)
    confirm_columns(reading, proposed_map(reading), by=cast.lead, at=SENT)
    (read,) = ReadRows.from_json(reading.rows).rows
    assert (read.row.planned_start, read.row.planned_finish) == (date(2026, 6, 8), date(2026, 6, 12))
    assert read.row.planned_effort == 4

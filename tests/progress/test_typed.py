"""What was typed in the grid before a file was dropped: nothing of it is lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from progress.actions.intake import DraftEdit, close_reading, edit_draft, let_file_stand, take_back_typed
from progress.actions.sending import preview, send
from progress.models import Draft, Submission, WorkItem
from projects.jobs import Refused
from projects.models import ChangeLog
from tests.cast import Cast, at
from tests.progress.cycle import as_in_plan, dropped

Plan = dict[str, WorkItem]
NOON = at("2026-06-10 12:00")
SUBMISSION = "/progress/2026-W24/ALPHA/"


def type_in(cast: Cast, rows: dict[WorkItem, dict[str, Any]]) -> None:
    edit = DraftEdit({str(item.uuid): values for item, values in rows.items()}, {})
    edit_draft(cast.alpha, cast.week, edit, by=cast.lead, at=NOON)


def sent_rows(cast: Cast) -> dict[str, Any]:
    submission = send(cast.alpha, cast.week, by=cast.lead, at=at("2026-06-10 15:00"))
    return {row.values["wbs_code"]: row.values for row in submission.rows.all()}


def test_what_the_file_does_not_contradict_stays_typed(cast: Cast, plan: Plan) -> None:
    one, two, three = plan["1.1"], plan["1.2"], plan["1.3"]
    type_in(cast, {
        one: {"percent": "60", "forecast_finish": "2026-06-12"},  # the file says 0 as before, and has no such column
        two: {"percent": "40.0"},  # the file says the same
        three: {"note": "打合せ済"},  # the file lacks the row
    })  # fmt: skip
    dropped(cast, as_in_plan(one), as_in_plan(two, percent=Decimal(40)))
    draft = Draft.objects.get()
    assert draft.edits == {
        str(one.uuid): {"percent": "60", "forecast_finish": "2026-06-12"}, str(three.uuid): {"note": "打合せ済"},
    }  # fmt: skip
    assert draft.replaced == {}
    found = preview(cast.alpha, cast.week, at=NOON).composed
    assert (found.balance["matched"], found.balance["missing"]) == (2, 0)
    said = sent_rows(cast)
    assert (said["1.1"]["percent"], said["1.2"]["percent"], said["1.3"]["note"]) == ("60", "40", "打合せ済")


def test_what_the_file_contradicts_is_shown_and_can_be_taken_back(client, cast: Cast, plan: Plan) -> None:
    key = str(plan["1.1"].uuid)
    type_in(cast, {plan["1.1"]: {"percent": "60", "note": "手入力"}})
    dropped(cast, *(as_in_plan(plan[code], percent=Decimal(30), note="ファイル") for code in ("1.1", "1.2", "1.3")))
    assert (Draft.objects.get().edits, Draft.objects.get().replaced) == ({}, {key: {"percent": "60", "note": "手入力"}})
    client.force_login(cast.lead)
    for page in (f"{SUBMISSION}submission/", f"{SUBMISSION}sending/"):
        text = client.get(page, headers={"accept-language": "en"}).text
        assert "The file says something else than 2 values typed before it." in text
        assert "<del>60%</del> <ins>30%</ins>" in text
    assert client.post(f"{SUBMISSION}typed/", {"key": key, "name": "percent"}).status_code == 302
    assert client.post(f"{SUBMISSION}typed/", {"key": key, "name": "percent"}).status_code == 409
    assert (Draft.objects.get().edits, Draft.objects.get().replaced) == (
        {key: {"percent": "60"}},
        {key: {"note": "手入力"}},
    )
    assert client.post(f"{SUBMISSION}typed/dismissal/").status_code == 302
    assert Draft.objects.get().replaced == {}
    assert ChangeLog.objects.get(action="draft.typed_let_go").before == {key: {"note": "手入力"}}
    said = sent_rows(cast)["1.1"]
    assert (said["percent"], said["note"]) == ("60", "ファイル")


def test_typing_again_settles_what_was_replaced(cast: Cast, plan: Plan) -> None:
    type_in(cast, {plan["1.1"]: {"percent": "60"}})
    dropped(cast, as_in_plan(plan["1.1"], percent=Decimal(30)))
    type_in(cast, {plan["1.1"]: {"percent": "70"}})
    assert Draft.objects.get().replaced == {}
    with pytest.raises(Refused, match="nothing_replaced"):
        take_back_typed(cast.alpha, cast.week, str(plan["1.1"].uuid), "percent", by=cast.lead, at=NOON)
    let_file_stand(cast.alpha, cast.week, by=cast.lead, at=NOON)
    assert not ChangeLog.objects.filter(action="draft.typed_let_go").exists()


def test_a_second_file_keeps_what_the_first_had_replaced(cast: Cast, plan: Plan) -> None:
    type_in(cast, {plan["1.1"]: {"percent": "60", "actual_start": "2026-06-02"}})
    first = {"percent": Decimal(30), "actual_start": date(2026, 6, 1)}
    dropped(cast, as_in_plan(plan["1.1"], **first))
    dropped(cast, as_in_plan(plan["1.1"], **first | {"percent": Decimal(60)}), clock="14:30")
    assert Draft.objects.get().replaced == {str(plan["1.1"].uuid): {"actual_start": "2026-06-02"}}


def test_a_file_put_aside_gives_back_what_was_typed_before_it(cast: Cast, plan: Plan) -> None:
    type_in(cast, {plan["1.1"]: {"percent": "60", "note": "手入力"}})
    reading = dropped(cast, as_in_plan(plan["1.1"], percent=Decimal(30)))
    close_reading(reading, by=cast.lead, at=NOON)
    draft = Draft.objects.get()
    assert (draft.reading, draft.replaced) == (None, {})
    assert draft.edits == {str(plan["1.1"].uuid): {"percent": "60", "note": "手入力"}}


def test_a_file_that_only_lacks_rows_is_no_update_without_change(client, cast: Cast, plan: Plan) -> None:
    dropped(cast, *(as_in_plan(plan[code]) for code in ("1.1", "1.2")))
    client.force_login(cast.lead)
    text = client.get(f"{SUBMISSION}sending/", headers={"accept-language": "en"}).text
    assert "1 row of last time is not in the file." in text
    assert "<li>1.3 バッチ設計</li>" in text
    assert "“no change”" not in text
    assert "nothing has moved since last time" not in text
    seen = Draft.objects.get().version
    assert client.post(f"{SUBMISSION}sending/", {"seen": seen}).status_code == 302
    sent = Submission.objects.get()
    assert (sent.no_change, sent.missing) == (False, [str(plan["1.3"].uuid)])


def test_the_figures_of_a_row_that_the_file_reports_anew_belong_together(cast: Cast, plan: Plan) -> None:
    key = str(plan["1.1"].uuid)
    type_in(cast, {plan["1.1"]: {"actual_start": "2026-06-02", "note": "手入力"}})
    dropped(cast, as_in_plan(plan["1.1"], percent=Decimal(30)))  # begun, but without a day
    draft = Draft.objects.get()
    assert (draft.edits, draft.replaced) == ({key: {"note": "手入力"}}, {key: {"actual_start": "2026-06-02"}})

"""One row of a draft: its inputs beside the point and in the dialog, two people at once, answers to what came back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from progress.actions.findings import OwnFinding, add, answer, withdraw
from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.reviewing import return_submission
from progress.actions.sending import send
from progress.models import Draft, Finding, FindingState, WorkItem
from progress.queries.points import slug_of
from projects.models import Contract, Week
from tests.cast import Cast, at

pytestmark = pytest.mark.usefixtures("wednesday_afternoon")
NOW = "2026-06-10 15:00"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}


@pytest.fixture
def returned(cast: Cast, plan, later_week) -> Finding:
    """Revision 1 came back with the late rows and a finding of the PMO's own, which is what this answers with."""
    edit_draft(cast.alpha, cast.week, DraftEdit({str(plan["1.2"].uuid): STARTED}, {}), by=cast.lead, at=at(NOW))
    submission = send(cast.alpha, cast.week, by=cast.lead, at=at(NOW))
    row = submission.rows.get(work_item=plan["1.2"])
    finding = add(submission, OwnFinding(row, "percent", "根拠を教えてください。"), by=cast.pmo, at=at(NOW))
    submission.refresh_from_db()
    return_submission(submission, note="お願いします", answer_due=at("2026-06-11 15:00"), by=cast.pmo, at=at(NOW))
    finding.refresh_from_db()
    return finding


STARTED = {"actual_start": "2026-06-08", "percent": "50", "actual_effort": "3", "remaining_effort": "2.5"}


def url(item: WorkItem) -> str:
    return reverse("progress:submission_row", args=["2026-W24", "ALPHA", str(item.uuid)])


def answer_url(finding: Finding, team: str = "ALPHA") -> str:
    return reverse("progress:finding_answer", args=["2026-W24", team, finding.pk])


def beside(item: WorkItem) -> dict[str, str]:
    """As htmx sends the form that stands beside a point."""
    return {"HX-Request": "true", "HX-Target": f"points-{slug_of(str(item.uuid))}"}


def over(seen: dict[str, str] | None = None, **values: str) -> dict[str, str]:
    """What a row's form sends: new values, and the ones that were seen (blank unless said)."""
    return {**values, **{f"initial-{name}": (seen or {}).get(name, "") for name in values}}


def edits(item: WorkItem) -> dict:
    return Draft.objects.get().edits[str(item.uuid)]


def test_what_is_typed_is_kept_in_the_draft_by_field(client, cast, plan):
    client.force_login(cast.member)
    data = over({"percent": "0"}, percent="62.5", actual_start="2026-06-02", note=" 順調 ", delay_reason="")
    assert client.post(url(plan["1.1"]), data).status_code == 302
    assert edits(plan["1.1"]) == {"percent": "62.5", "actual_start": "2026-06-02", "note": "順調"}
    draft = Draft.objects.get()
    assert (draft.edited_by, draft.edited_at) == (cast.member, at(NOW))
    plan["1.1"].refresh_from_db()
    assert plan["1.1"].percent == 0


def test_the_point_shows_at_once_that_it_is_mended(client, cast, plan, later_week):
    client.force_login(cast.lead)
    said = over(delay_reason="仕様の回答待ち", countermeasure="6/12に確認", forecast_finish="2026-06-17")
    answer = client.post(url(plan["1.1"]), said, headers=beside(plan["1.1"]))
    assert answer.status_code == 200
    assert "point--done" in answer.text
    assert answer["HX-Trigger"] == "draft-changed"
    assert "<html" not in answer.text


def test_the_dialog_closes_after_saving(client, cast, plan):
    client.force_login(cast.lead)
    headers = {"HX-Request": "true", "HX-Target": "row-editor"}
    form = client.get(url(plan["1.1"]), headers=headers)
    assert "<html" not in form.text
    assert 'id="row_percent"' in form.text
    answer = client.post(url(plan["1.1"]), over({"percent": "0"}, percent="30"), headers=headers)
    assert answer.status_code == 204
    assert "row-saved" in answer["HX-Trigger"]


def test_without_script_the_row_has_a_page_of_its_own(client, cast, plan):
    client.force_login(cast.lead)
    page = client.get(url(plan["1.1"]), **ENGLISH)
    assert page.status_code == 200
    assert "画面設計" in page.text
    assert 'name="percent"' in page.text
    assert "Save in the draft" in page.text


@pytest.mark.parametrize(
    "values",
    [
        {"percent": "140"}, {"percent": "-1"}, {"percent": "viel"}, {"actual_start": "2026-02-30"},
        {"status": "asleep"}, {"actual_effort": "-3"}, {"note": "あ" * 4001}, {"assignee": "あ" * 201},
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_said_at_its_field(client, cast, plan, values):
    client.force_login(cast.lead)
    answer = client.post(url(plan["1.1"]), over(**values))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == list(values)
    assert client.post(url(plan["1.1"]), over(**values), headers=beside(plan["1.1"])).status_code == 422
    assert not Draft.objects.exists()


def test_fields_that_are_not_for_typing_are_not_taken(client, cast, plan):
    client.force_login(cast.lead)
    client.post(url(plan["1.1"]), over(team="BETA", key="x", baseline_start="2026-01-01", kind="summary"))
    assert not Draft.objects.get().edits


def test_two_people_edit_two_fields_of_a_row(client, cast, plan):
    client.force_login(cast.member)
    client.post(url(plan["1.1"]), over({"percent": "0"}, percent="40"))
    client.force_login(cast.lead)
    seen = {"percent": "0"}
    assert client.post(url(plan["1.1"]), over(seen, percent="0", note="順調")).status_code == 302
    assert edits(plan["1.1"]) == {"percent": "40", "note": "順調"}


def test_the_second_of_two_people_sees_what_the_first_wrote_and_chooses(client, cast, plan):
    client.force_login(cast.member)
    client.post(url(plan["1.1"]), over({"percent": "0"}, percent="40"))
    client.force_login(cast.lead)
    answer = client.post(url(plan["1.1"]), over({"percent": "0"}, percent="60"), **ENGLISH)
    assert answer.status_code == 409
    assert "now “40%”, you typed “60%”" in answer.text
    assert edits(plan["1.1"]) == {"percent": "40"}
    form = answer.context["form"]
    again = {"percent": form["percent"].value(), "initial-percent": form.data["initial-percent"]}
    assert again == {"percent": "60", "initial-percent": "40"}
    assert client.post(url(plan["1.1"]), again).status_code == 302
    assert edits(plan["1.1"]) == {"percent": "60"}


def test_both_typing_the_same_is_no_conflict(client, cast, plan):
    for person in (cast.member, cast.lead):
        client.force_login(person)
        assert client.post(url(plan["1.1"]), over({"percent": "0"}, percent="40")).status_code == 302


def test_a_value_is_taken_back(client, cast, plan):
    client.force_login(cast.lead)
    client.post(url(plan["1.1"]), over(actual_start="2026-06-02", note="書いた"))
    client.post(url(plan["1.1"]), over({"actual_start": "2026-06-02", "note": "書いた"}, actual_start="", note=""))
    page = client.get(reverse("progress:submission", args=["2026-W24", "ALPHA"])).context["page"]
    row = next(line.row for line in page.composed.lines if line.row.wbs_code == "1.1")
    assert (row.actual_start, row.note) == (None, "")
    assert not page.composed.changed


def test_a_team_that_reports_no_effort_is_not_asked_for_it(client, cast, plan):
    client.force_login(cast.other_lead)
    page = client.get(reverse("progress:submission_row", args=["2026-W24", "BETA", str(plan["2.1"].uuid)]))
    assert "actual_effort" not in page.context["form"].fields


@pytest.mark.parametrize("in_part", [False, True])
def test_a_row_typed_while_the_week_was_sealed_is_refused_with_its_words(client, cast, plan, in_part):
    client.force_login(cast.lead)
    Week.objects.update(state="sealed")
    headers = beside(plan["1.2"]) if in_part else {}
    answer = client.post(url(plan["1.2"]), {"delay_reason": "仕様の確認待ち"}, **ENGLISH, **headers)
    assert answer.status_code == 409
    assert "is sealed" in answer.text
    assert "仕様の確認待ち" in answer.text
    assert not Draft.objects.exists()


def test_a_summary_row_and_a_sealed_week_are_only_read(client, cast, plan):
    client.force_login(cast.lead)
    assert client.get(url(plan["1.1"].parent)).context["form"] is None
    send(cast.alpha, cast.week, by=cast.lead, at=at(NOW))
    Week.objects.update(state="sealed")
    assert client.get(url(plan["1.1"])).context["form"] is None
    assert client.post(url(plan["1.1"]), over({"percent": "0"}, percent="40")).status_code == 409


def test_rows_of_others_are_not_there(client, cast, plan):
    client.force_login(cast.lead)
    assert client.get(url(plan["2.1"])).status_code == 404
    assert client.post(url(plan["2.1"]), over(percent="40")).status_code == 404
    odd = reverse("progress:submission_row", args=["2026-W24", "ALPHA", "new:進捗!12"])
    assert client.get(odd).status_code == 404
    for person in (cast.stranger, cast.owner, cast.other_lead, cast.admin):
        client.force_login(person)
        assert client.get(url(plan["1.1"])).status_code == 404
        assert client.post(url(plan["1.1"]), over(percent="40")).status_code == 404
    for person in (cast.pm, cast.auditor):
        client.force_login(person)
        assert client.get(url(plan["1.1"])).status_code == 200
        assert client.post(url(plan["1.1"]), over(percent="40")).status_code == 403
    assert not Draft.objects.exists()


def test_the_pmo_types_on_behalf(client, cast, plan):
    client.force_login(cast.pmo)
    assert client.post(url(plan["1.1"]), over({"percent": "0"}, percent="40")).status_code == 302
    assert Draft.objects.get().edited_by == cast.pmo


# -- what came back


def test_what_came_back_stands_first_with_an_answer(client, cast, plan, returned):
    client.force_login(cast.lead)
    page = client.get(reverse("progress:submission", args=["2026-W24", "ALPHA"]), **ENGLISH)
    assert page.context["page"].turn == "returned"
    assert page.context["primary"] == "resend"
    assert "お願いします" in page.text
    assert "根拠を教えてください。" in page.text
    # The late row 1.1 is to fix, the PMO's question to answer; both came back.
    assert "1 to fix and 1 to answer by Thu 11 Jun, 15:00." in page.text
    assert answer_url(returned) in page.text


def test_an_answer_is_kept_and_can_be_changed(client, cast, plan, returned):
    client.force_login(cast.lead)
    assert client.post(answer_url(returned), {"answer": "成果物2/4本です"}).status_code == 302
    returned.refresh_from_db()
    assert (returned.state, returned.answer, returned.answered_by) == (
        FindingState.ANSWERED, "成果物2/4本です", cast.lead,
    )  # fmt: skip
    answer = client.post(answer_url(returned), {"answer": "成果物3/4本です"}, headers=beside(plan["1.2"]))
    assert answer.status_code == 200
    assert "point--done" in answer.text
    returned.refresh_from_db()
    assert returned.answer == "成果物3/4本です"


def test_an_empty_answer_is_asked_for_again(client, cast, plan, returned):
    client.force_login(cast.lead)
    answer = client.post(answer_url(returned), {"answer": "  "}, **ENGLISH)
    assert answer.status_code == 422
    assert "Please write an answer." in answer.text
    assert client.post(answer_url(returned), {}, headers=beside(plan["1.2"])).status_code == 422
    returned.refresh_from_db()
    assert returned.state == FindingState.OPEN


@pytest.mark.parametrize("beside_the_point", [True, False])
def test_a_colleagues_answer_is_not_replaced_unread(client, cast, plan, returned, beside_the_point):
    seen = returned.version
    answer(returned, "先の回答です", by=cast.member, at=at(NOW))
    client.force_login(cast.lead)
    headers = beside(plan["1.2"]) if beside_the_point else {}
    refused = client.post(answer_url(returned), {"answer": "後の回答です", "seen": seen}, headers=headers)
    assert refused.status_code == 409
    assert "先の回答です" in refused.text
    assert ">後の回答です</textarea>" in refused.text
    returned.refresh_from_db()
    assert returned.answer == "先の回答です"
    assert f'name="seen" value="{returned.version}"' in refused.text
    client.post(answer_url(returned), {"answer": "後の回答です", "seen": returned.version}, headers=headers)
    returned.refresh_from_db()
    assert returned.answer == "後の回答です"


def test_an_answer_to_a_closed_finding_is_refused(client, cast, plan, returned):
    Finding.objects.filter(pk=returned.pk).update(state=FindingState.WITHDRAWN)
    client.force_login(cast.lead)
    assert client.post(answer_url(returned), {"answer": "はい"}).status_code == 409


def test_a_withdrawn_finding_is_told_with_an_apology(client, cast, plan, returned):
    withdraw(returned, "こちらの読み違いでした", by=cast.pmo, at=at(NOW))
    client.force_login(cast.lead)
    page = client.get(reverse("progress:submission", args=["2026-W24", "ALPHA"]), **ENGLISH)
    assert "Withdrawn, with our apologies" in page.text
    assert "こちらの読み違いでした" in page.text
    assert page.context["page"].points.returned("W") == 0
    assert answer_url(returned) not in page.text


def test_only_the_lead_and_the_pmo_answer(client, cast, plan, returned):
    for person, status in (
        (cast.member, 403), (cast.pm, 403), (cast.auditor, 403), (cast.other_lead, 404), (cast.owner, 404),
        (cast.stranger, 404),
    ):  # fmt: skip
        client.force_login(person)
        assert client.post(answer_url(returned), {"answer": "はい"}).status_code == status, person
    client.force_login(cast.other_lead)
    assert client.post(answer_url(returned, "BETA"), {"answer": "はい"}).status_code == 404
    client.force_login(cast.lead)
    assert client.get(answer_url(returned)).status_code == 405
    returned.refresh_from_db()
    assert returned.state == FindingState.OPEN


def test_a_finding_that_did_not_come_back_takes_no_answer(client, cast, plan, returned):
    Finding.objects.filter(pk=returned.pk).update(returned=False)
    client.force_login(cast.lead)
    assert client.post(answer_url(returned), {"answer": "はい"}).status_code == 404


def test_to_members_under_a_contract_for_work_the_pmo_does_not_speak(client, cast, plan, returned):
    cast.alpha.contract = Contract.CONTRACT_FOR_WORK
    cast.alpha.save()
    for person, told in ((cast.lead, True), (cast.member, False)):
        client.force_login(person)
        page = client.get(reverse("progress:submission", args=["2026-W24", "ALPHA"])).text
        assert ("お願いします</p>" in page) == told
        assert ("根拠を教えてください。" in page) == told


def test_a_revision_mends_only_what_came_back(client, cast, plan, returned):
    client.force_login(cast.lead)
    said = over(delay_reason="仕様の回答待ち", countermeasure="6/12に確認", forecast_finish="2026-06-17")
    client.post(url(plan["1.1"]), said)
    client.post(answer_url(returned), {"answer": "成果物2/4本です"})
    page = client.get(reverse("progress:submission", args=["2026-W24", "ALPHA"])).context["page"]
    assert page.points.returned("E") == page.points.returned("W") == 0
    client.post(reverse("progress:submission_sending", args=["2026-W24", "ALPHA"]))
    second = cast.alpha.submissions.get(revision=2)
    rows = {row.work_item.wbs_code: row.values for row in second.rows.exclude(work_item=None)}
    assert (rows["1.2"]["percent"], rows["1.2"]["actual_start"]) == ("50", "2026-06-08")
    assert rows["1.1"]["countermeasure"] == "6/12に確認"
    late = Finding.objects.get(kind="late", work_item=plan["1.1"])
    assert late.state == FindingState.ANSWERED


def test_a_plan_value_typed_at_a_point_is_a_proposal(client, cast, plan):
    client.force_login(cast.lead)
    client.post(url(plan["1.3"]), over({"planned_finish": "2026-06-19"}, planned_finish="2026-06-26"))
    send(cast.alpha, cast.week, by=cast.lead, at=at(NOW))
    plan["1.3"].refresh_from_db()
    assert plan["1.3"].planned_finish == date(2026, 6, 19)
    assert plan["1.3"].planned_effort == Decimal(5)

"""Sending: the last look, no change, late, on behalf, what stands in the way."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.reviewing import accept
from progress.models import LearntRow, Submission, SubmissionState, WorkItem
from projects.models import Notification, Week
from tests.cast import Cast, at
from tests.progress.team_files import BATCH, PAPERS, SCREENS, drop, workbook

pytestmark = pytest.mark.usefixtures("wednesday_afternoon")
NOW = "2026-06-10 15:00"
ENGLISH = {"HTTP_ACCEPT_LANGUAGE": "en"}
PAGE = "/progress/2026-W24/ALPHA/sending/"
SUBMISSION = "/progress/2026-W24/ALPHA/submission/"
FILE = "/progress/2026-W24/ALPHA/file/"


def edit(cast: Cast, item: WorkItem, **values: object) -> None:
    edit_draft(cast.alpha, cast.week, DraftEdit({str(item.uuid): values}, {}), by=cast.lead, at=at(NOW))


def test_the_last_look_says_what_is_sent_and_sending_tells_the_pmo(client, cast, plan):
    edit(cast, plan["1.1"], percent="100", actual_start="2026-06-01", actual_finish="2026-06-05", actual_effort="5")
    edit(cast, plan["1.2"], percent="40", actual_start="2026-06-08", actual_effort="2")
    client.force_login(cast.lead)
    summary = client.get(PAGE).context["summary"]
    assert (summary.changed, summary.moved, summary.finished, summary.new) == (2, 2, 1, 0)
    assert client.post(PAGE).url == SUBMISSION
    sent = Submission.objects.get()
    assert (sent.revision, sent.state, sent.sent_by, sent.is_late, sent.no_change) == (
        1,
        "sent",
        cast.lead,
        False,
        False,
    )
    assert Notification.objects.get(member=cast.pmo).url == reverse("progress:review", args=["2026-W24", "ALPHA"])
    page = client.get(SUBMISSION, **ENGLISH)
    assert page.context["page"].turn == "waiting"
    assert "Please wait for the PMO" in page.text


def test_points_left_are_counted_on_the_button(client, cast, plan, later_week):
    edit(cast, plan["1.2"], percent="100", actual_start="2026-06-08")
    client.force_login(cast.lead)
    page = client.get(PAGE, **ENGLISH)
    # 1.1 is late without reason, 1.2 stands at 100 % without a finish.
    assert page.context["page"].points.must_fix == 2
    assert "Send with 2 points to fix left" in page.text
    assert "the PMO may return it" in page.text


def test_no_change_is_sent_as_such(client, cast, plan):
    WorkItem.objects.update(planned_start="2026-07-06", planned_finish="2026-07-10")
    client.force_login(cast.lead)
    assert "nothing has moved since last time" in client.get(PAGE, **ENGLISH).text
    client.post(PAGE)
    assert Submission.objects.get().no_change
    assert "No change" in client.get(SUBMISSION, **ENGLISH).text


def test_after_the_deadline_it_counts_as_late(client, cast, plan):
    with time_machine.travel(at("2026-06-11 09:00"), tick=False):
        client.force_login(cast.lead)
        client.post(PAGE)
        page = client.get(SUBMISSION, **ENGLISH)
    sent = Submission.objects.get()
    assert (sent.is_late, sent.days_late) == (True, 1)
    assert "Late (1 working day)" in page.text


def test_the_pmo_says_when_and_how_it_arrived(client, cast, plan):
    with time_machine.travel(at("2026-06-11 09:00"), tick=False):
        client.force_login(cast.pmo)
        assert "received_at" in client.get(PAGE).context["form"].fields
        assert client.post(PAGE).status_code == 422
        future = client.post(PAGE, {"received_at": "2026-06-11T09:30", "means": "mail"}, **ENGLISH)
        assert future.status_code == 422
        assert "lies in the future" in future.text
        assert client.post(PAGE, {"received_at": "2026-06-10T16:50", "means": "pigeon"}).status_code == 422
        assert client.post(PAGE, {"received_at": "2026-06-10T16:50", "means": "mail"}).url == SUBMISSION
        page = client.get(SUBMISSION, **ENGLISH)
    sent = Submission.objects.get()
    assert (sent.on_behalf, sent.received_by_means, sent.received_at) == (True, "mail", at("2026-06-10 16:50"))
    assert not sent.is_late
    assert "Sent on behalf" in page.text


def test_an_accepted_update_is_thanked_for_with_what_it_brought(client, cast, plan):
    edit(cast, plan["1.1"], percent="100", actual_start="2026-06-01", actual_finish="2026-06-05", actual_effort="5")
    client.force_login(cast.lead)
    client.post(PAGE)
    accept(Submission.objects.get(), by=cast.pmo, at=at("2026-06-10 16:00"))
    page = client.get(SUBMISSION, **ENGLISH)
    assert page.context["page"].turn == "accepted"
    assert "Revision 1 is accepted, thank you. It brought: 1 row moved on" in page.text


def test_an_accepted_revision_can_be_replaced_by_a_later_one(client, cast, plan):
    edit(cast, plan["1.1"], percent="100", actual_start="2026-06-01", actual_finish="2026-06-05", actual_effort="5")
    client.force_login(cast.lead)
    client.post(PAGE)
    accept(Submission.objects.get(), by=cast.pmo, at=at("2026-06-10 15:30"))
    with time_machine.travel(at("2026-06-10 16:00"), tick=False):
        row = reverse("progress:submission_row", args=["2026-W24", "ALPHA", str(plan["1.2"].uuid)])
        client.post(row, {"percent": "30", "initial-percent": "0"})
        assert client.get(SUBMISSION).context["primary"] == "send"
        assert client.post(PAGE).status_code == 302
    assert list(Submission.objects.order_by("revision").values_list("state", flat=True)) == [
        "accepted_with_points", "sent",
    ]  # fmt: skip


def test_doubtful_rows_are_decided_before_sending(client, cast, plan):
    client.force_login(cast.lead)
    renamed = ("1.2", "帳票設計(改)", *PAPERS[2:])
    reading = drop(client, FILE, workbook([SCREENS, renamed, BATCH]))
    form = client.get(reverse("progress:reading", args=[reading.uuid])).context["form"]
    columns = {name: form[name].value() or "" for name in form.fields}
    client.post(reverse("progress:reading_columns", args=[reading.uuid]), columns)
    answer = client.post(PAGE, **ENGLISH)
    assert answer.status_code == 409
    assert "rows fit more than one row of the plan" in answer.text
    assert not Submission.objects.exists()
    assert not LearntRow.objects.exists()


def test_a_sealed_week_takes_nothing(client, cast, plan):
    Week.objects.update(state="sealed")
    client.force_login(cast.lead)
    assert "<form" not in client.get(PAGE).text.split('id="main"')[1].split("</main>")[0]
    assert client.post(PAGE).status_code == 409
    assert not Submission.objects.exists()


def test_a_team_without_rows_cannot_send(client, cast):
    client.force_login(cast.lead)
    answer = client.post(PAGE, **ENGLISH)
    assert answer.status_code == 409
    assert "No row of the plan belongs to this team yet." in answer.text


def test_who_may_look_and_who_may_send(client, cast, plan):
    for person, look, send in (
        (cast.member, 200, 403), (cast.pm, 200, 403), (cast.auditor, 200, 403), (cast.owner, 404, 404),
        (cast.other_lead, 404, 404), (cast.stranger, 404, 404), (cast.admin, 404, 404),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(PAGE).status_code == look, person
        assert client.post(PAGE).status_code == send, person
    assert client.delete(PAGE).status_code in (403, 404, 405)
    assert not Submission.objects.exists()


def test_proposals_of_plan_changes_are_named(client, cast, plan):
    edit(cast, plan["1.3"], planned_finish="2026-06-26")
    client.force_login(cast.lead)
    assert [line.row.wbs_code for line in client.get(PAGE).context["proposals"]] == ["1.3"]


def test_a_second_send_is_a_new_revision(client, cast, plan):
    client.force_login(cast.lead)
    client.post(PAGE)
    edit(cast, plan["1.2"], percent="40", actual_start="2026-06-08")
    client.post(PAGE)
    first, second = Submission.objects.order_by("revision")
    assert (first.state, second.state, second.revision) == (SubmissionState.SUPERSEDED, "sent", 2)

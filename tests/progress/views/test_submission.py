"""The team's week: whose turn it is, points with their inputs, texts, the workbook, sending."""

from __future__ import annotations

import io

import openpyxl
import pytest
import time_machine
from django.urls import reverse

from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.reviewing import accept, return_submission
from progress.models import Draft, Finding, FindingState, Submission, SubmissionState
from projects.models import Contract, Week
from tests.cast import Cast, at

NOW = "2026-06-10 15:00"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def wednesday_afternoon():
    with time_machine.travel(at(NOW), tick=False):
        yield


@pytest.fixture
def later_week(cast: Cast) -> Week:
    """Checks are only warnings in a project's first week: one was sealed before."""
    times = ("opens_at", "submission_due", "findings_due", "resubmission_due", "papers_due", "meeting_at", "report_at")
    return Week.objects.create(
        key="2026-W23", status_date="2026-06-03", state="sealed", **dict.fromkeys(times, at("2026-06-03 17:00"))
    )


def url(name: str, *more: object, team: str = "ALPHA") -> str:
    return reverse(f"progress:{name}", args=["2026-W24", team, *more])


def row_url(item) -> str:
    return url("submission_row", str(item.uuid))


def typed(item, **values: str) -> dict[str, str]:
    """What the row's form sends: new values beside the ones that were seen (all blank before)."""
    seen = {"percent": "0"}
    return values | {f"initial-{name}": seen.get(name, "") for name in values}


def edit(cast: Cast, plan: dict, code: str, **values: object) -> None:
    rows = {str(plan[code].uuid): values}
    edit_draft(cast.alpha, cast.week, DraftEdit(rows, {}), by=cast.lead, at=at(NOW))


def test_the_page_says_the_deadline_and_what_there_is_to_do(client, cast, plan, later_week):
    client.force_login(cast.lead)
    page = client.get(url("submission"), HTTP_ACCEPT_LANGUAGE="en")
    assert page.status_code == 200
    # Planned until the 5th and from the 8th: two rows are due on Wednesday the 10th, the third begins on the 15th.
    assert page.context["page"].rows_to_update == 2
    assert "2 h 0 min left" in page.text
    assert "画面設計" in page.text and "帳票設計" in page.text
    assert [row.line.row.wbs_code for row in page.context["grid"]] == ["1.1", "1.2"]
    assert len(client.get(url("submission"), {"show": "all"}).context["grid"]) == 4


def test_a_value_typed_beside_a_point_mends_it(client, cast, plan, later_week):
    edit(cast, plan, "1.1", percent="100", actual_start="2026-06-01", actual_effort="5", remaining_effort="0")
    client.force_login(cast.lead)
    page = client.get(url("submission"))
    assert 'name="actual_finish"' in page.text
    before = page.context["page"].points.must_fix
    client.post(row_url(plan["1.1"]), typed(plan["1.1"], actual_finish="2026-06-05"))
    assert client.get(url("submission")).context["page"].points.must_fix == before - 2
    assert Draft.objects.get().edits[str(plan["1.1"].uuid)]["actual_finish"] == "2026-06-05"


def test_an_update_typed_in_the_page_is_sent(client, cast, plan):
    edit(cast, plan, "1.1", percent="100", actual_start="2026-06-01", actual_finish="2026-06-05", actual_effort="5")
    client.force_login(cast.lead)
    assert client.get(url("submission_sending")).status_code == 200
    assert client.post(url("submission_sending")).url == url("submission")
    sent = Submission.objects.get()
    assert (sent.revision, sent.state, sent.sent_by, sent.no_change) == (1, "sent", cast.lead, False)
    assert client.get(url("submission")).context["page"].turn == "waiting"

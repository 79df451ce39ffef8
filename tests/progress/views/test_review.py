"""The review: rows and findings, the decision, and who may make it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.reviewing import return_submission
from progress.actions.sending import send
from progress.models import Finding, FindingState, Override, Submission, SubmissionState
from reports.gather import scopes
from reports.gather.view import Look, view_of
from tests.cast import Cast, at
from tests.progress.test_cycle import finish_first_week

SENT = at("2026-06-10 15:00")
UNFINISHED = {"actual_start": "2026-06-01", "percent": "100", "actual_effort": "5", "remaining_effort": "0"}


@pytest.fixture
def sent(cast: Cast, plan: dict) -> Submission:
    finish_first_week(cast)
    edit_draft(cast.alpha, cast.week, DraftEdit({str(plan["1.1"].uuid): UNFINISHED}, {}), by=cast.lead, at=SENT)
    return send(cast.alpha, cast.week, by=cast.lead, at=SENT)


def url(name: str, submission: Submission) -> str:
    return reverse(f"progress:{name}", args=[submission.week.key, submission.team.code])


def finding_of(submission: Submission, code: str) -> Finding:
    return Finding.objects.get(submission=submission, code=code)


def test_changed_rows_stand_old_to_new_with_their_findings(client: Client, cast: Cast, sent: Submission) -> None:
    client.force_login(cast.pmo)
    text = client.get(url("review", sent), headers={"Accept-Language": "en"}).content.decode()
    assert "画面設計" in text
    assert "<del>0%</del> <ins>100%</ins>" in text
    assert "G021" in text
    assert "バッチ設計" not in text  # nothing moved there


@pytest.mark.parametrize(("language", "word"), [("en", "Sent again"), ("ja", "再提出済")])
def test_a_later_revision_is_told_as_sent_again(
    client: Client, cast: Cast, sent: Submission, plan: dict, language: str, word: str
) -> None:
    """The review, the page of a row and the report's figures say what the desk says."""
    return_submission(sent, note="", answer_due=at("2026-06-11 15:00"), by=cast.pmo, at=SENT)
    mended = {str(plan["1.1"].uuid): {"actual_finish": "2026-06-05"}}
    edit_draft(cast.alpha, cast.week, DraftEdit(mended, {}), by=cast.lead, at=SENT)
    second = send(cast.alpha, cast.week, by=cast.lead, at=SENT)
    client.force_login(cast.pmo)
    asked = {"Accept-Language": language}
    badge = f'<span class="badge badge--sent">{word}</span>'
    assert badge in client.get(url("review", second), headers=asked).text
    assert badge in client.get(reverse("progress:row", args=[plan["1.1"].uuid]), headers=asked).text
    with translation.override(language):
        view = view_of(cast.week, Look())
        assert [team.state for team in scopes.teams(view, {"ALPHA": second}) if team.state] == [word]


@pytest.mark.parametrize("who", ["stranger", "lead", "other_lead", "owner", "member"])
def test_the_review_is_not_there_for_others(client: Client, cast: Cast, sent: Submission, who: str) -> None:
    client.force_login(getattr(cast, who))
    for name in ("review", "return", "acceptance"):
        assert client.get(url(name, sent)).status_code == 404


@pytest.mark.parametrize("who", ["pm", "auditor"])
def test_readers_cannot_decide(client: Client, cast: Cast, sent: Submission, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(url("review", sent)).status_code == 200
    for name in ("return", "acceptance"):
        assert client.post(url(name, sent)).status_code == 403
    finding = finding_of(sent, "G021")
    assert client.post(reverse("progress:finding_dismissal", args=[finding.pk]), {"reason": "x"}).status_code == 403
    sent.refresh_from_db()
    assert sent.state == SubmissionState.SENT


def test_the_letter_names_the_findings_and_returning_sends_it(client: Client, cast: Cast, sent: Submission) -> None:
    client.force_login(cast.pmo)
    page = client.get(url("return", sent), headers={"Accept-Language": "ja"}).content.decode()
    assert "画面設計" in page
    answer = client.post(url("return", sent), {"note": "ご確認ください", "answer_due": "2026-06-11T15:00"})
    sent.refresh_from_db()
    assert answer.status_code == 302
    assert (sent.state, sent.return_note) == (SubmissionState.RETURNED, "ご確認ください")
    assert finding_of(sent, "G021").returned


def test_a_return_without_a_date_is_asked_again(client: Client, cast: Cast, sent: Submission) -> None:
    client.force_login(cast.pmo)
    assert client.post(url("return", sent), {"note": "x"}).status_code == 422


def test_acceptance_waits_for_must_fix_findings_and_is_undone(
    client: Client, cast: Cast, sent: Submission, plan: dict
) -> None:
    client.force_login(cast.pmo)
    assert client.post(url("acceptance", sent)).status_code == 409
    for finding in Finding.objects.filter(team=cast.alpha, severity="E"):
        client.post(reverse("progress:finding_dismissal", args=[finding.pk]), {"reason": "現物を確認しました"})
    assert client.post(url("acceptance", sent)).status_code == 302
    plan["1.1"].refresh_from_db()
    assert plan["1.1"].percent == 100
    assert client.post(url("acceptance_undoing", sent)).status_code == 302
    plan["1.1"].refresh_from_db()
    assert plan["1.1"].percent == 0
    assert client.post(url("acceptance_undoing", sent)).status_code == 404


def test_each_thing_one_can_do_to_a_finding(client: Client, cast: Cast, sent: Submission) -> None:
    client.force_login(cast.pmo)
    finding = finding_of(sent, "G021")

    def post(name: str, **data: str) -> str:
        assert client.post(reverse(f"progress:finding_{name}", args=[finding.pk]), data).status_code == 302
        finding.refresh_from_db()
        return finding.state

    post("leaving_out")
    assert not finding.adopted
    post("adoption")
    assert finding.adopted
    assert post("dismissal") == FindingState.OPEN  # a reason is needed
    assert post("dismissal", reason="誤検知") == FindingState.DISMISSED
    assert post("reopening") == FindingState.OPEN
    late = "2099-12-31"
    assert post("waiver", reason="顧客合意", approver=str(cast.pm.pk), expires_on="2000-01-01") == FindingState.OPEN
    assert post("waiver", reason="顧客合意", approver=str(cast.pm.pk), expires_on=late) == FindingState.WAIVED
    assert finding.approver == cast.pm


def test_the_pmo_writes_a_finding_of_its_own_and_sets_a_value(
    client: Client, cast: Cast, sent: Submission, plan: dict
) -> None:
    client.force_login(cast.pmo)
    row = sent.rows.get(work_item=plan["1.2"])
    data = {"row_key": row.key, "field": "percent", "severity": "W", "text": "<b>根拠</b>をお願いします"}
    assert client.post(url("review_finding", sent), data).status_code == 302
    own = Finding.objects.get(kind="own")
    assert own.work_item == plan["1.2"]
    assert own.adopted
    assert "&lt;b&gt;根拠" in client.get(url("review", sent)).content.decode()
    setting = reverse("progress:review_override", args=[sent.week.key, "ALPHA", row.position])
    assert client.post(setting, {"field": "percent", "value": "abc", "reason": "電話"}).status_code == 422
    assert client.post(setting, {"field": "percent", "value": "120", "reason": "電話"}).status_code == 422
    assert client.post(setting, {"field": "team", "value": "1", "reason": "電話"}).status_code == 422
    assert client.post(setting, {"field": "percent", "value": "30", "reason": "電話で確認"}).status_code == 302
    assert Override.objects.get().value == "30"


@pytest.mark.parametrize("query", ["?show=nonsense", "?revision=0", "?revision=abc", "?revision=99999999999999999999"])
def test_odd_filters_do_no_harm(client: Client, cast: Cast, sent: Submission, query: str) -> None:
    client.force_login(cast.pmo)
    assert client.get(url("review", sent) + query).status_code in (200, 404)


def test_unknown_ones_are_not_found_and_get_changes_nothing(client: Client, cast: Cast, sent: Submission) -> None:
    client.force_login(cast.pmo)
    assert client.get(reverse("progress:review", args=["2026-W24", "NONE"])).status_code == 404
    assert client.post(reverse("progress:finding_adoption", args=[10**9])).status_code == 404
    assert client.get(reverse("progress:finding_adoption", args=[finding_of(sent, "G021").pk])).status_code in (
        403,
        405,
    )


def test_the_number_of_queries_is_fixed(
    client: Client, cast: Cast, sent: Submission, django_assert_max_num_queries
) -> None:
    client.force_login(cast.pmo)
    with django_assert_max_num_queries(QUERIES):
        client.get(url("review", sent) + "?show=all")


QUERIES = 24

"""What the PMO decides beside accepting: points put off, habits declared, values kept, plan edits approved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from progress.actions.findings import OwnFinding, add
from progress.actions.overriding import Overriding, override
from progress.models import Finding, Override, PlanChange, Severity, Submission, WorkItem
from tests.cast import Cast, at
from tests.progress.cycle import DONE, STARTED, accepted, earlier_week_sealed, report, sealed

Plan = dict[str, WorkItem]
NEXT_WEEK = {"planned_start": "2026-06-15", "planned_finish": "2026-06-19"}


@pytest.fixture
def sent(cast: Cast, plan: Plan) -> Submission:
    earlier_week_sealed(cast)
    return report(cast, {plan["1.1"]: DONE, plan["1.2"]: STARTED | NEXT_WEEK})


def url(name: str, submission: Submission, *more: object) -> str:
    return reverse(f"progress:{name}", args=[submission.week.key, submission.team.code, *more])


def page(client: Client, submission: Submission) -> str:
    return client.get(url("review", submission), headers={"Accept-Language": "en"}).content.decode()


def test_a_point_is_put_off_to_a_day(client: Client, cast: Cast, sent: Submission) -> None:
    client.force_login(cast.pmo)
    finding = Finding.objects.get(code="G060")
    path = reverse("progress:finding_putting_off", args=[finding.pk])
    assert client.post(path, {"until": "someday"}).status_code == 302
    assert client.post(path, {"until": "2026-06-01"}).status_code == 302
    finding.refresh_from_db()
    assert finding.promised_date is None  # neither is a day to come
    client.post(path, {"until": "2099-06-24"})
    finding.refresh_from_db()
    assert (finding.promised_date, finding.adopted) == (date(2099, 6, 24), False)
    assert "put off until" in page(client, sent)


def test_a_point_of_an_earlier_week_is_settled_where_it_is_asked_for(
    client: Client, cast: Cast, plan: Plan, sent: Submission
) -> None:
    own = add(
        sent,
        OwnFinding(None, "", "体制表を更新してください", Severity.PLEASE_ANSWER),
        by=cast.pmo,
        at=at("2026-06-10 16:00"),
    )
    Finding.objects.filter(pk=own.pk).update(returned=True)
    accepted(cast, sent)
    following = sealed(cast, cast.week)
    later = report(cast, {plan["1.2"]: {"percent": "60"}}, following)
    client.force_login(cast.lead)
    assert "体制表を更新してください" in client.get(url("submission", later)).content.decode()
    answered = client.post(url("finding_answer", later, own.pk), {"answer": "6/17に提出しました"})
    assert answered.status_code == 302
    client.force_login(cast.pmo)
    assert f"finding-{own.pk}" in page(client, later)
    client.post(reverse("progress:finding_answer_taking", args=[own.pk]))
    own.refresh_from_db()
    assert own.state == "resolved"


def test_a_value_that_the_team_sent_otherwise_again_is_asked_about(
    client: Client, cast: Cast, plan: Plan, sent: Submission
) -> None:
    wanted = Overriding(plan["1.2"], "percent", Decimal(70), "電話で確認")
    made = override(sent, wanted, by=cast.pmo, at=at("2026-06-10 16:00"))
    client.force_login(cast.pmo)
    assert "Which one stands?" not in page(client, sent)
    again = report(cast, {plan["1.2"]: {"percent": "90"}}, clock="17:00")
    assert "You set percent complete to 70%; the team sent 90% again. Which one stands?" in page(client, again)
    position = again.rows.get(work_item=plan["1.2"]).position
    kept = {"field": "percent", "value": made.value, "reason": made.reason}
    assert client.post(url("review_override", again, position), kept).status_code == 302
    assert "Which one stands?" not in page(client, again)  # answered: the PMO's
    standing = Override.objects.get(lifted_at=None)
    assert client.post(url("override_lifting", again, standing.pk)).status_code == 302
    assert client.post(url("override_lifting", again, standing.pk)).status_code == 409
    assert not Override.objects.filter(lifted_at=None).exists()


def test_light_plan_edits_are_approved_by_pmo_or_pm_and_heavy_ones_drafted(
    client: Client, cast: Cast, plan: Plan, sent: Submission
) -> None:
    client.force_login(cast.auditor)
    assert client.post(url("proposals_approval", sent)).status_code == 403
    client.force_login(cast.pm)
    text = page(client, sent)
    assert "Plan edits that acceptance leaves alone" in text
    assert "Approve 1 light edit" in text
    assert client.post(url("proposals_draft", sent)).status_code == 403
    assert client.post(url("proposals_approval", sent)).status_code == 302
    assert PlanChange.objects.get().number == "MC-001"
    assert client.post(url("proposals_approval", sent)).status_code == 409
    assert "Plan edits that acceptance leaves alone" not in page(client, sent)
    heavy = report(cast, {plan["1.3"]: {"planned_effort": "9"}}, clock="17:00")
    client.force_login(cast.pmo)
    assert "Draft a plan change (1 row)" in page(client, heavy)
    answer = client.post(url("proposals_draft", heavy))
    change = PlanChange.objects.get(state="draft")
    assert answer.headers["Location"] == reverse("progress:change", args=[change.pk])
    assert f"in {change.number}" in page(client, heavy)
    assert client.post(url("proposals_draft", heavy)).status_code == 409


def test_a_habit_is_declared_from_its_finding(client: Client, cast: Cast, plan: Plan, sent: Submission) -> None:
    mass = Finding.objects.create(
        submission=sent, team=cast.alpha, week=cast.week, code="G029", kind="mass", severity="W", clears="answer",
        values={"declares": "actual_effort", "count": "9", "kind": "mass"}, fingerprint="m", created_at=sent.sent_at,
    )  # fmt: skip
    client.force_login(cast.pmo)
    assert "This team does not keep it" in page(client, sent)
    client.post(reverse("progress:finding_declaration", args=[mass.pk]))
    cast.alpha.refresh_from_db()
    mass.refresh_from_db()
    assert (cast.alpha.reports_effort, mass.state) == (False, "resolved")


def test_the_same_click_drafts_one_plan_change(client: Client, cast: Cast, plan: Plan) -> None:
    client.force_login(cast.pmo)
    data = {"title": "範囲の見直し", "reason": "顧客要望", "effective_date": "2026-06-15", "impact": ""}
    answers = [client.post(reverse("progress:change_draft"), data) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert PlanChange.objects.count() == 1

"""One row of the plan with its history."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from progress.actions.planning.changes import Reasons, add_line, decide_change, draft_change, request_change
from progress.domain.neutral import row_to_json
from progress.domain.rows import PlanRow
from progress.models import Baseline, Finding, ProgressRecord, Submission, SubmissionRow, WorkItem
from projects.models import Purpose, Upload, store
from tests.cast import at
from tests.progress.plans import make_baseline, make_plan

NOON = at("2026-06-10 12:00")


@pytest.fixture
def plan(cast) -> dict[str, WorkItem]:
    rows = make_plan(cast)
    make_baseline(cast)
    return rows


def page(item: WorkItem) -> str:
    return reverse("progress:row", args=[item.uuid])


def sent(cast, item: WorkItem) -> Submission:
    """The row in a submission of ALPHA, from a file, with its source cell."""
    file = store(Upload("alpha.xlsx", b"x"), purpose=Purpose.GANTT, team=cast.alpha, at=NOON, by=cast.lead)
    submission = Submission.objects.create(
        team=cast.alpha, week=cast.week, revision=1, file=file, sent_by=cast.lead, sent_at=NOON, received_at=NOON
    )
    row = PlanRow(key=str(item.uuid), id="1.1", name=item.name, percent=Decimal(60))
    SubmissionRow.objects.create(
        submission=submission, position=1, key=row.key, work_item=item, values=row_to_json(row), sheet="予定",
        row_number=7, changed={"percent": ["40", "60"]}, cells={"percent": "K7"},
    )  # fmt: skip
    return submission


def test_the_page_tells_plan_baseline_weeks_submissions_and_changes(client, cast, plan):
    item = plan["screens"]
    submission = sent(cast, item)
    values = PlanRow(key=str(item.uuid), id="1.1", name=item.name, percent=Decimal(40), delay_reason="回答待ち")
    ProgressRecord.objects.create(
        week=cast.week, work_item=item, team=cast.alpha, how="accepted", values=row_to_json(values), is_late=True
    )
    why = Reasons(title="延伸", reason="r", effective_date=date(2026, 6, 12))
    change = draft_change(why, by=cast.pmo, at=NOON)
    add_line(change, item=item, field="planned_finish", after=date(2026, 6, 16), by=cast.pmo, at=NOON)
    decide_change(request_change(change, by=cast.pmo, at=NOON), by=cast.pm, at=NOON, approve=True)
    client.force_login(cast.pmo)
    text = client.get(page(item)).text
    source = reverse("projects:file", args=[submission.file.uuid])
    for told in ("回答待ち", "予定!7", "K7", "CR-001", submission.file.name, source):
        assert told in text, told
    assert [version.baseline.number for version in client.get(page(item)).context["page"].baselines] == [1, 2]


def test_a_team_sees_its_row_without_the_registers_of_the_pmo(client, cast, plan):
    sent(cast, plan["screens"])
    client.force_login(cast.lead)
    shown = client.get(page(plan["screens"]))
    assert "K7" in shown.text
    assert (shown.context["page"].changes, shown.context["page"].history) == ([], [])


def test_a_row_handed_over_does_not_show_the_submissions_of_its_former_team(client, cast, plan):
    sent(cast, plan["screens"])
    WorkItem.objects.filter(pk=plan["screens"].pk).update(team=cast.beta)
    client.force_login(cast.other_lead)
    assert client.get(page(plan["screens"])).context["page"].sent == []


def finding(cast, item: WorkItem, submission: Submission, **values) -> Finding:
    facts = {"kind": "own", "severity": "E", "clears": "answer", "text": "期限の根拠は", "returned": True}
    return Finding.objects.create(
        submission=submission, team=submission.team, week=submission.week, work_item=item, created_at=NOON,
        **(facts | values),
    )  # fmt: skip


def told(client, member, item: WorkItem) -> list[str]:
    client.force_login(member)
    return [one.text for one in client.get(page(item)).context["page"].findings]


def test_findings_are_told_with_severity_state_week_and_answer(client, cast, plan):
    item = plan["screens"]
    finding(cast, item, sent(cast, item), state="answered", answer="6/12に回答")
    client.force_login(cast.pmo)
    text = client.get(page(item), headers={"accept-language": "en"}).text
    for said in ("期限の根拠は", "Must fix", "Answered", "6/12に回答"):
        assert said in text, said


def test_a_team_reads_the_findings_returned_to_it_and_no_other(client, cast, plan):
    item, submission = plan["screens"], sent(cast, plan["screens"])
    finding(cast, item, submission, text="返却済")
    finding(cast, item, submission, text="検討中", returned=False)
    finding(cast, item, submission, text="計画の宿題", audience="pmo")
    assert told(client, cast.lead, item) == ["返却済"]
    assert told(client, cast.pmo, item) == ["返却済", "検討中", "計画の宿題"]


def test_a_row_handed_over_does_not_tell_the_findings_of_its_former_team(client, cast, plan):
    item = plan["screens"]
    finding(cast, item, sent(cast, item))
    WorkItem.objects.filter(pk=item.pk).update(team=cast.beta)
    assert told(client, cast.other_lead, item) == []


def test_the_original_plan_is_that_of_the_first_baseline(client, cast, plan):
    item, first = plan["screens"], Baseline.objects.get()
    client.force_login(cast.pmo)
    original = client.get(page(item)).context["page"].original
    assert (original.baseline, original.planned_finish) == (first, item.planned_finish)


def test_a_summary_row_has_a_page(client, cast, plan):
    client.force_login(cast.pmo)
    assert client.get(page(plan["design"])).status_code == 200


def test_who_may_read(client, cast, plan):
    readers = {"pmo", "pm", "auditor", "lead", "member"}
    for name in (*readers, "other_lead", "owner", "admin", "stranger"):
        client.force_login(getattr(cast, name))
        assert client.get(page(plan["screens"])).status_code == (200 if name in readers else 404), name


def test_an_unknown_row_is_not_found_and_the_page_takes_no_post(client, cast, plan):
    client.force_login(cast.pmo)
    assert client.get(reverse("progress:row", args=["00000000-0000-4000-8000-000000000000"])).status_code == 404
    assert client.get("/progress/rows/nonsense/").status_code == 404
    assert client.post(page(plan["screens"])).status_code in (403, 405)


def test_odd_history_is_shown_as_it_is(client, cast, plan):
    sent(cast, plan["screens"])
    rows = SubmissionRow.objects.all()
    odd = rows.get()
    odd.pk, odd.position = None, 2
    odd.changed = {"planned_start": [None, "not a date"], "percent": ["x", None], "unknown": [1, {"a": 2}]}
    odd.save()
    client.force_login(cast.pmo)
    assert "not a date" in client.get(page(plan["screens"])).text


def test_the_page_takes_a_fixed_number_of_queries(client, cast, plan, django_assert_num_queries):
    submission = sent(cast, plan["screens"])
    first = SubmissionRow.objects.get()
    for position in range(2, 30):
        first.pk, first.position = None, position
        first.submission = submission
        first.save()
    client.force_login(cast.pmo)
    client.get(page(plan["screens"]))
    for code in ("L1", "L2", "L3"):
        finding(cast, plan["screens"], submission, text=code)
    with django_assert_num_queries(17):
        client.get(page(plan["screens"]))

"""The pages of background work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse

from projects.job_texts import STEPS
from projects.models import ChangeLog, Job, JobState
from tests.cast import at

PATH = "/jobs/"
HTMX = {"HX-Request": "true"}


def job(**fields: object) -> Job:
    values = {
        "kind": "weekly_report",
        "period": "2026-W24",
        "scope": str(Job.objects.count()),
        "created_at": at("2026-06-10 09:00"),
    }
    return Job.objects.create(**{**values, **fields})


def page_of(row: Job) -> str:
    return reverse("projects:job", args=[row.pk])


def test_everybody_sees_the_own_jobs_and_their_keepers_all(client, cast):
    job(requested_by=cast.lead), job(requested_by=cast.pmo), job()
    for person, count in ((cast.lead, 1), (cast.pmo, 3), (cast.admin, 3), (cast.pm, 0)):
        client.force_login(person)
        assert len(client.get(PATH).context["rows"]) == count


def test_the_list_is_filtered_by_state(client, cast):
    job(state=JobState.FAILED, error="no_such_week", result={"refused": {"week": "2026-W99"}}), job()
    client.force_login(cast.pmo)
    response = client.get(PATH, {"state": "failed"})
    assert [row.state for row, _title, _reason in response.context["rows"]] == ["failed"]
    assert "2026-W99" in response.text


@pytest.mark.parametrize("query", [{"state": "x"}, {"page": "x"}, {"page": "0"}])
def test_an_odd_filter_shows_all(client, cast, query):
    job()
    client.force_login(cast.pmo)
    response = client.get(PATH, query)
    assert (response.status_code, len(response.context["rows"])) == (422, 1)


def test_the_list_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    for _ in range(20):
        job(requested_by=cast.lead)
    client.force_login(cast.pmo)
    with django_assert_num_queries(8):
        client.get(PATH)


def test_a_running_job_shows_its_progress_and_asks_again(client, cast):
    row = job(state=JobState.RUNNING, done_steps=1, all_steps=4, requested_by=cast.lead)
    client.force_login(cast.lead)
    text = client.get(page_of(row)).text
    assert 'value="25"' in text
    assert f'hx-get="{page_of(row)}"' in text


@pytest.mark.parametrize(("language", "words"), [("en", "writing the workbook"), ("ja", "Excelの作成")])
def test_the_step_of_a_job_is_told_in_words(client, cast, language, words):
    row = job(state=JobState.RUNNING, done_steps=2, all_steps=4, step="xlsx", requested_by=cast.lead)
    client.force_login(cast.lead)
    asked = {"Accept-Language": language}
    assert f"<dd>{words}</dd>" in client.get(page_of(row), headers=asked).text
    progress = client.get(page_of(row), headers={**HTMX, **asked}).text
    assert words in progress
    assert "xlsx" not in progress


def test_every_step_a_job_tells_has_words():
    sources = [*Path().glob("*/jobs.py"), Path("projects/mailing.py"), Path("reports/issuing.py")]
    told = [re.findall(r'run\.progress\([^"\n]+"(\w+)"', path.read_text()) for path in sources]
    assert {code for codes in told for code in codes} == set(STEPS)


def test_the_answer_to_htmx_is_the_progress_alone(client, cast):
    row = job(state=JobState.RUNNING, requested_by=cast.lead)
    client.force_login(cast.lead)
    response = client.get(page_of(row), headers=HTMX)
    assert "<html" not in response.text
    assert "HX-Trigger" not in response


def test_a_job_that_has_ended_asks_no_more_and_says_so(client, cast):
    row = job(state=JobState.DONE, requested_by=cast.lead)
    client.force_login(cast.lead)
    response = client.get(page_of(row), headers=HTMX)
    assert "hx-get" not in response.text
    assert response["HX-Trigger"] == "job-finished"


def test_the_technical_text_is_for_administrators(client, cast):
    row = job(state=JobState.FAILED, error="Traceback: secret path", requested_by=cast.lead)
    for person, seen in ((cast.lead, False), (cast.pmo, False), (cast.admin, True)):
        client.force_login(person)
        assert ("secret path" in client.get(page_of(row)).text) is seen


def test_a_refusal_of_another_app_is_told_in_its_words(client, cast):
    row = job(
        state=JobState.FAILED, error="week_sealed", result={"refused": {"week": "2026-W24"}}, requested_by=cast.pmo
    )
    client.force_login(cast.pmo)
    assert "6/10時点の週は締め済" in client.get(page_of(row)).context["reason"]


def test_the_own_job_is_cancelled_and_started_again(client, cast):
    row = job(requested_by=cast.lead)
    client.force_login(cast.lead)

    assert client.post(f"{page_of(row)}cancellation/").url == page_of(row)
    assert client.post(f"{page_of(row)}cancellation/").status_code == 409
    assert client.post(f"{page_of(row)}retry/").url == page_of(row)
    assert client.post(f"{page_of(row)}retry/").status_code == 409

    row.refresh_from_db()
    assert row.state == JobState.QUEUED
    assert list(ChangeLog.objects.order_by("pk").values_list("action", flat=True))[-2:] == [
        "job.cancelled",
        "job.retried",
    ]


def test_an_administrator_steers_every_job_and_the_pmo_only_the_own(client, cast):
    row = job()
    client.force_login(cast.pmo)
    assert client.get(page_of(row)).status_code == 200
    assert {client.post(f"{page_of(row)}{action}/").status_code for action in ("cancellation", "retry")} == {403}
    client.force_login(cast.admin)
    assert client.post(f"{page_of(row)}cancellation/").status_code == 302


def test_other_peoples_jobs_are_not_found(client, cast):
    row = job(requested_by=cast.lead)
    for person in (cast.other_lead, cast.owner, cast.stranger):
        client.force_login(person)
        assert client.get(page_of(row)).status_code == 404
        assert {client.post(f"{page_of(row)}{action}/").status_code for action in ("cancellation", "retry")} == {404}


def test_unknown_jobs_are_not_found_and_actions_want_post(client, cast):
    row = job(requested_by=cast.lead)
    client.force_login(cast.lead)
    assert client.get("/jobs/99999/").status_code == 404
    assert client.post("/jobs/99999/retry/").status_code == 404
    assert client.get(f"{page_of(row)}retry/").status_code == 405
    assert client.post(page_of(row)).status_code in (403, 405)


def test_one_page_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    row = job(requested_by=cast.lead)
    client.force_login(cast.lead)
    with django_assert_num_queries(7):
        client.get(page_of(row))

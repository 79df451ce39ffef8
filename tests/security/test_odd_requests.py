"""Requests no browser makes: NUL and broken bytes, numbers beyond measure, days outside our time, odd verbs."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from progress.models import Finding, WorkItem
from projects.models import Project
from tests.cast import Cast
from tests.matrix.world import World
from tests.matrix.world import world as world
from tests.security.databases import on_both

WEEK = "2026-W24"
HUGE = "9" * 30
NUL_PATHS = (
    "/progress/%00/desk/", f"/progress/{WEEK}/%00/submission/", f"/progress/{WEEK}/ALPHA/rows/%00/",
    "/reports/%00/rows/", "/reports/%00/weekly/", "/reports/%00/weekly/preview/", "/progress/%00/seal/",
    "/progress/%00/ALPHA/review/", "/welcome/%00/", "/%00",
)  # fmt: skip
ODD_PATHS = (
    f"/settings/phases/{HUGE}/", f"/settings/phases/{'9' * 5000}/", f"/jobs/{HUGE}/", f"/progress/changes/{HUGE}/",
    "/progress/%ED%A0%80/desk/", "/progress/%FF/desk/", f"/progress/{WEEK}/ALPHA/rows/a%0D%0Ab/",
    "/progress/9999-W53/desk/", "/progress/0000-W00/desk/", "/static/%2e%2e/%2e%2e/secret.key", "/files/..%2f..%2f/",
)  # fmt: skip
ODD_QUESTIONS = (
    "/activity/?until=9999-12-31", "/activity/?since=0001-01-01", "/activity/changes.csv?until=9999-12-31",
    f"/activity/?person={HUGE}", "/activity/?person=%00", "/activity/?record=%00", f"/inbox/?page={HUGE}",
    f"/jobs/?page={'9' * 5000}", "/settings/calendar/?week=0001-W01", "/settings/calendar/?week=9999-W52",
    "/settings/calendar/?team=%00", "/progress/wbs/?team=%00&phase=%00", f"/progress/wbs/?page={HUGE}",
    f"/progress/{WEEK}/ALPHA/review/?revision={HUGE}", f"/reports/{WEEK}/rows/?scope=team:%00&sort=%00",
    "/reports/dashboard/?week=%00", f"/reports/{WEEK}/rows/?page=0&page=-1", "/activity/?since=2026-06-01&since=x",
)  # fmt: skip


@pytest.fixture
def pmo(world: World) -> Client:
    return signed_in(world.cast.pmo)


def signed_in(person: Any) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return client


@on_both
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_nul_in_the_path_is_a_bad_request(pmo: Client, database: str, method: str) -> None:
    for path in NUL_PATHS:
        assert getattr(pmo, method)(path).status_code == 400, path


@on_both
@pytest.mark.parametrize("name", ["session", "csrf", "language", "messages", "theme"])
def test_a_nul_in_a_cookie_is_a_bad_request(db: None, database: str, name: str) -> None:
    client = Client(raise_request_exception=False)
    response = client.get("/sign-in/", headers={"cookie": f'{name}="\\000abcdefghijk"'})
    assert response.status_code == 400
    assert "default-src 'none'" in response["Content-Security-Policy"]


@on_both
def test_odd_paths_lead_nowhere(pmo: Client, database: str) -> None:
    for path in ODD_PATHS:
        assert pmo.get(path).status_code == 404, path


@on_both
def test_odd_questions_are_answered(pmo: Client, database: str) -> None:
    for url in ODD_QUESTIONS:
        assert pmo.get(url).status_code in (200, 302, 404, 422), url


ODD_MOMENTS = ("0001-01-01T00:00", "9999-12-31T23:59")
ODD_DAYS = ("0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31")


def sent_as_shown(client: Client, url: str, **changed: str) -> int:
    """POST the form of the page with these fields changed; the status."""
    page = client.get(url).text
    shown = dict(re.findall(r'<input[^>]*\bname="([a-z_]+)"[^>]*\bvalue="([^"]*)"', page))
    chosen = re.findall(r'<select[^>]*\bname="([a-z_]+)".*?<option value="([^"]*)" selected', page, re.DOTALL)
    return client.post(url, {**shown, **dict(chosen), **changed}).status_code


@pytest.mark.parametrize("day", ODD_DAYS)
def test_a_project_does_not_run_outside_our_time(pmo: Client, day: str) -> None:
    field = "start" if day < "2000" else "finish"
    assert sent_as_shown(pmo, "/settings/", **{field: day}) == 422
    assert sent_as_shown(pmo, "/settings/", finish="2027-03-30") == 302
    assert Project.get().finish == date(2027, 3, 30)
    assert pmo.get("/progress/wbs/").status_code == 200


@on_both
@pytest.mark.parametrize("moment", ODD_MOMENTS)
def test_no_moment_outside_our_time_is_asked_for_or_told(pmo: Client, database: str, moment: str) -> None:
    Finding.objects.update(adopted=True, state="open")
    answer = pmo.post(f"/progress/{WEEK}/ALPHA/return/", {"note": "x", "answer_due": moment})
    assert answer.status_code == 422
    answer = pmo.post(f"/progress/{WEEK}/ALPHA/sending/", {"received_at": moment, "means": "mail"})
    assert answer.status_code == 422
    assert pmo.get("/progress/stage/").status_code == 200


@pytest.mark.parametrize("day", ODD_DAYS)
def test_rows_keep_to_our_time(world: World, day: str) -> None:
    member, pmo = signed_in(world.cast.member), signed_in(world.cast.pmo)
    item = WorkItem.objects.filter(team=world.cast.alpha).first()
    typed = {"initial-actual_start": "", "actual_start": day}
    assert member.post(f"/progress/{WEEK}/ALPHA/rows/{item.uuid}/", typed).status_code == 422
    override = {"field": "actual_start", "value": day, "reason": "r"}
    assert pmo.post(f"/progress/{WEEK}/ALPHA/review/rows/0/override/", override).status_code == 422


@pytest.mark.parametrize(
    ("field", "value"), [("percent", "99.999"), ("actual_effort", "1e9"), ("assignee", "x" * 201), ("note", "x" * 4001)]
)
def test_an_override_fits_the_field_it_fills(pmo: Client, field: str, value: str) -> None:
    override = {"field": field, "value": value, "reason": "r"}
    assert pmo.post(f"/progress/{WEEK}/ALPHA/review/rows/0/override/", override).status_code == 422


def test_unusual_verbs_get_the_same_decision_as_the_usual_ones(cast: Cast) -> None:
    reader, stranger, pmo = (signed_in(person) for person in (cast.auditor, cast.stranger, cast.pmo))
    for verb in ("put", "patch", "delete", "trace"):
        assert getattr(stranger, verb)("/settings/").status_code == 404
        assert getattr(reader, verb)("/settings/").status_code == 403
        assert getattr(pmo, verb)("/settings/").status_code == 405
        assert getattr(pmo, verb)("/sign-in/").status_code == 405
    assert stranger.head("/settings/").status_code == stranger.options("/settings/").status_code == 404
    assert pmo.head("/settings/").content == b""
    assert pmo.head("/setup/completion/").status_code == 405

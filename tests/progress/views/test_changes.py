"""The register of plan changes and the page that drafts one."""

from __future__ import annotations

import pytest
from django.urls import reverse

from progress.actions.planning.changes import Reasons, draft_change
from progress.models import PlanChange
from tests.cast import at
from tests.progress.plans import make_baseline, make_plan

REGISTER, DRAFT = "/progress/changes/", "/progress/changes/draft/"
FILLED = {"title": "延伸", "reason": "仕様確認の回答待ち", "impact": "", "effective_date": "2026-06-10"}


@pytest.fixture
def plan(cast):
    rows = make_plan(cast)
    make_baseline(cast)
    return rows


def drafts(cast, count: int) -> None:
    for number in range(count):
        why = Reasons(title=f"変更{number}", reason="理由", effective_date=cast.week.status_date)
        draft_change(why, by=cast.pmo, at=at("2026-06-09 12:00"))


def test_the_register_lists_and_filters_by_state(client, cast, plan):
    drafts(cast, 2)
    client.force_login(cast.auditor)
    assert "CR-002" in client.get(REGISTER).text
    assert "CR-002" in client.get(REGISTER, {"state": "draft"}).text
    assert "CR-002" not in client.get(REGISTER, {"state": "approved"}).text


@pytest.mark.parametrize("odd", [{"state": "nonsense"}, {"page": "x"}, {"page": "999"}, {"page": "-1"}])
def test_odd_filters_narrow_nothing(client, cast, plan, odd):
    drafts(cast, 1)
    client.force_login(cast.pmo)
    page = client.get(REGISTER, odd)
    assert page.status_code == 200
    assert "CR-001" in page.text


def test_an_empty_register_says_when_changes_begin(client, cast):
    client.force_login(cast.pmo)
    assert DRAFT not in client.get(REGISTER).text


def test_a_draft_begins_with_its_reasons(client, cast, plan):
    client.force_login(cast.pmo)
    assert client.get(DRAFT).status_code == 200
    answer = client.post(DRAFT, FILLED)
    change = PlanChange.objects.get()
    assert answer.url == reverse("progress:change", args=[change.pk])
    assert (change.number, change.title, change.requested_by) == ("CR-001", "延伸", cast.pmo)


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "x" * 201), ("reason", " "), ("effective_date", "2026-02-30"), ("title", "a\0b")],
)
def test_odd_input_is_answered_beside_the_field(client, cast, plan, field, value):
    client.force_login(cast.pmo)
    assert client.post(DRAFT, {**FILLED, field: value}).status_code == 422
    assert not PlanChange.objects.exists()


def test_before_the_first_baseline_a_draft_is_refused_in_words(client, cast):
    client.force_login(cast.pmo)
    assert client.post(DRAFT, FILLED).status_code == 409


def test_only_the_pmo_drafts(client, cast, plan):
    rights = {"pmo": (200, 200, 302), "pm": (200, 404, 404), "auditor": (200, 404, 404)}
    people = ("pmo", "pm", "auditor", "owner", "lead", "member", "other_lead", "admin", "stranger")
    for name in people:
        client.force_login(getattr(cast, name))
        pages = (client.get(REGISTER), client.get(DRAFT), client.post(DRAFT, FILLED))
        assert tuple(page.status_code for page in pages) == rights.get(name, (404, 404, 404)), name


def test_the_register_takes_no_post(client, cast, plan):
    client.force_login(cast.pmo)
    assert client.post(REGISTER).status_code in (403, 405)


def test_the_register_takes_a_fixed_number_of_queries(client, cast, plan, django_assert_num_queries):
    drafts(cast, 30)
    client.force_login(cast.pmo)
    client.get(REGISTER)
    with django_assert_num_queries(9):
        client.get(REGISTER)

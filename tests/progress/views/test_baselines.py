"""The page of baselines."""

from __future__ import annotations

import pytest
from django.urls import reverse

from progress.actions.planning.baselines import propose_baseline
from progress.models import Baseline, WorkItem
from tests.cast import at
from tests.progress.plans import leaf, make_baseline, make_plan

PAGE, PROPOSAL = "/progress/baselines/", "/progress/baselines/proposal/"
FROM = {"effective_date": "2026-04-01"}


@pytest.fixture
def proposed(cast) -> Baseline:
    make_plan(cast)
    return propose_baseline(cast.project, by=cast.pmo, at=at("2026-04-01 09:00"))


def approval(baseline: Baseline) -> str:
    return reverse("progress:baseline_approval", args=[baseline.pk])


def test_without_a_plan_the_page_says_what_to_do(client, cast):
    client.force_login(cast.pmo)
    page = client.get(PAGE)
    assert page.status_code == 200
    assert reverse("progress:wbs_import") in page.text


def test_the_pmo_proposes_and_the_pm_approves(client, cast):
    make_plan(cast)
    client.force_login(cast.pmo)
    assert PROPOSAL in client.get(PAGE).text
    assert client.post(PROPOSAL, FROM).url == PAGE
    baseline = Baseline.objects.get()
    assert approval(baseline) not in client.get(PAGE).text
    client.force_login(cast.pm)
    assert approval(baseline) in client.get(PAGE).text
    assert client.post(approval(baseline)).url == PAGE
    baseline.refresh_from_db()
    assert baseline.approved_by == cast.pm


def test_blocking_points_are_listed_with_links_and_refuse(client, cast):
    plan = make_plan(cast)
    WorkItem.objects.filter(pk=plan["run"].pk).update(planned_finish=None)
    client.force_login(cast.pmo)
    page = client.get(PAGE).text
    assert reverse("progress:row", args=[plan["run"].uuid]) in page
    assert PROPOSAL not in page
    assert client.post(PROPOSAL, FROM).status_code == 409


def test_an_approved_baseline_stands_in_the_list(client, cast):
    make_plan(cast)
    make_baseline(cast)
    client.force_login(cast.auditor)
    text = client.get(PAGE).text
    assert "20.0" in text  # 5 + 3 + 4 + 8 person-days
    assert PROPOSAL not in text


def test_a_proposal_that_is_gone_is_not_found_and_a_second_approval_is_refused(client, cast, proposed):
    client.force_login(cast.pm)
    assert client.post(reverse("progress:baseline_approval", args=[proposed.pk + 99])).status_code == 404
    client.post(approval(proposed))
    assert client.post(approval(proposed)).status_code == 409


@pytest.mark.parametrize("day", ["", "2026-13-01", "tomorrow"])
def test_odd_dates_are_answered_beside_the_field(client, cast, day):
    make_plan(cast)
    client.force_login(cast.pmo)
    assert client.post(PROPOSAL, {"effective_date": day}).status_code == 422
    assert not Baseline.objects.exists()


def test_who_may_read_and_who_may_act(client, cast, proposed):
    rights = {  # read, propose, approve
        "pmo": (200, 302, 403),
        "pm": (200, 403, 302),
        "auditor": (200, 403, 403),
        "owner": (404, 404, 404),
        "lead": (404, 404, 404),
        "member": (404, 404, 404),
        "admin": (404, 404, 404),
        "stranger": (404, 404, 404),
    }
    for name in ("stranger", "lead", "member", "owner", "admin", "auditor", "pmo", "pm"):
        client.force_login(getattr(cast, name))
        proposal = Baseline.objects.filter(approved_at=None).first() or proposed
        found = (
            client.get(PAGE).status_code,
            client.post(PROPOSAL, FROM).status_code,
            client.post(approval(Baseline.objects.filter(approved_at=None).first() or proposal)).status_code,
        )
        assert found == rights[name], name


def test_actions_take_no_get(client, cast, proposed):
    client.force_login(cast.pmo)
    assert client.get(PROPOSAL).status_code == 405
    assert client.get(approval(proposed)).status_code == 405
    assert client.post(PAGE).status_code in (403, 405)


def test_the_page_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    plan = make_plan(cast)
    for number in range(30):
        leaf(cast, f"行{number}", wbs_code=f"1.9.{number}", parent=plan["design"], sort_key=3100 + number)
    client.force_login(cast.pmo)
    client.get(PAGE)
    with django_assert_num_queries(15):
        client.get(PAGE)

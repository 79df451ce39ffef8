"""The first page after sign-in: the one of the role."""

from __future__ import annotations

import pytest

from projects.models import Assignment, Week


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("pmo", "/reports/today/"),
        ("pm", "/reports/today/"),
        ("auditor", "/reports/today/"),
        ("owner", "/reports/dashboard/"),
        ("lead", "/progress/2026-W24/ALPHA/submission/"),
        ("member", "/progress/2026-W24/ALPHA/submission/"),
        ("other_lead", "/progress/2026-W24/BETA/submission/"),
        ("admin", "/settings/"),
    ],
)
def test_everybody_is_led_to_the_page_of_the_role(client, cast, name, page):
    client.force_login(getattr(cast, name))
    assert client.get("/").url == page


@pytest.mark.parametrize(("name", "page"), [("pmo", "/setup/"), ("admin", "/setup/"), ("pm", "/reports/today/")])
def test_a_workspace_that_is_not_set_up_leads_its_keepers_to_the_checklist(client, cast, name, page):
    cast.project.set_up = False
    cast.project.save()
    client.force_login(getattr(cast, name))
    assert client.get("/").url == page


def test_somebody_of_two_teams_chooses_one(client, cast):
    Assignment.objects.create(member=cast.member, role="member", team=cast.beta, share=50)
    client.force_login(cast.member)
    text = client.get("/").text
    assert 'href="/progress/2026-W24/ALPHA/submission/"' in text
    assert 'href="/progress/2026-W24/BETA/submission/"' in text


def test_a_team_that_has_ended_leads_nowhere(client, cast):
    cast.alpha.active = False
    cast.alpha.save()
    client.force_login(cast.lead)
    assert client.get("/").url == "/reports/dashboard/"


def test_before_the_first_week_a_lead_sees_the_dashboard(client, cast):
    Week.objects.all().delete()
    client.force_login(cast.lead)
    assert client.get("/").url == "/reports/dashboard/"


def test_who_has_not_signed_in_is_asked_to(client, db):
    assert client.get("/").url == "/sign-in/?next=/"


def test_the_first_page_takes_no_post(client, cast):
    client.force_login(cast.pmo)
    assert client.post("/").status_code == 403

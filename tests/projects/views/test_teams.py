"""The pages of teams and companies."""

from __future__ import annotations

import pytest
from django.urls import reverse

from projects.models import Assignment, ChangeLog, Company, Team

LIST, NEW = "/settings/teams/", "/settings/teams/new/"
FILLED = {
    "code": "gamma", "name": "ガンマ", "name_2": "Gamma", "company": "", "contract": "quasi_mandate", "order": "3",
    "keeps_effort": "on", "active": "on", "submission_time": "16:30",
}  # fmt: skip


@pytest.fixture
def page(cast) -> str:
    return reverse("projects:team", args=[cast.beta.pk])


def test_the_list_shows_what_a_team_keeps_and_who_leads_it(client, cast):
    client.force_login(cast.auditor)
    text = client.get(LIST).text
    assert "Lead Person" in text
    assert "協力会社" in text
    beta = next(team for team in client.get(LIST).context["teams"] if team.code == "BETA")
    assert (beta.not_kept, [place.member for place in beta.people]) == ({"actual_effort"}, [cast.other_lead])


def test_who_left_is_no_longer_counted(client, cast):
    Assignment.objects.filter(member=cast.lead).update(finish="2026-01-01")
    client.force_login(cast.pmo)
    alpha = next(team for team in client.get(LIST).context["teams"] if team.code == "ALPHA")
    assert [place.member for place in alpha.people] == [cast.member]


def test_empty_lists_say_what_to_do(client, cast):
    Team.objects.all().delete()
    Company.objects.all().delete()
    client.force_login(cast.pmo)
    text = client.get(LIST).text
    assert f'href="{NEW}"' in text
    assert 'href="/settings/companies/new/"' in text


def test_the_list_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    for number in range(10):
        team = Team.objects.create(code=f"T{number}", name="T", company=cast.alpha.company)
        Assignment.objects.create(member=cast.lead, team=team, role="lead")
    client.force_login(cast.pmo)
    with django_assert_num_queries(9):
        client.get(LIST)


def test_a_team_is_added_with_what_it_does_not_keep(client, cast):
    client.force_login(cast.pmo)
    assert client.get(NEW).status_code == 200
    assert client.post(NEW, FILLED).url == LIST
    team = Team.objects.get(code="GAMMA")
    assert team.not_kept == {"actual_effort", "links"}
    assert (team.contract, str(team.submission_time)) == ("quasi_mandate", "16:30:00")
    assert ChangeLog.objects.filter(action="team.added").count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", "ALPHA"),
        ("code", "ga mma"),
        ("name", ""),
        ("contract", "x"),
        ("company", "999"),
        ("submission_time", "25:00"),
    ],
)
def test_odd_input_is_refused_at_its_field(client, cast, field, value):
    client.force_login(cast.pmo)
    response = client.post(NEW, {**FILLED, field: value})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}


def test_a_team_is_changed_and_can_be_switched_off(client, cast, page):
    client.force_login(cast.pmo)
    values = {**FILLED, "code": "BETA"}
    del values["active"]
    assert client.post(page, values).url == LIST
    team = Team.objects.get(pk=cast.beta.pk)
    assert (team.active, team.name, team.reports_effort) == (False, "ガンマ", False)


def test_a_box_somebody_else_ticked_meanwhile_is_told(client, cast, page):
    Team.objects.filter(pk=cast.beta.pk).update(reports_effort=True)
    client.force_login(cast.pmo)

    response = client.post(page, {**FILLED, "initial-reports_effort": "False", "initial-name": "ベータ"})

    assert response.status_code == 409
    assert [entry.label.lower() for entry in response.context["conflicts"]] == [
        str(Team._meta.get_field("reports_effort").verbose_name)
    ]
    assert response.context["form"]["reports_effort"].value() is True  # untouched by this editor: as it stands now


def test_a_hidden_value_that_was_tampered_with_counts_as_a_conflict(client, cast, page):
    client.force_login(cast.pmo)
    response = client.post(page, {**FILLED, "initial-submission_time": "not a time"})
    assert response.status_code == 409


def test_a_used_team_stays_and_an_unused_one_goes(client, cast, page):
    client.force_login(cast.pmo)
    assert client.post(f"{page}removal/").status_code == 409
    unused = Team.objects.create(code="OLD", name="Old")
    assert client.post(reverse("projects:team_removal", args=[unused.pk])).url == LIST
    assert not Team.objects.filter(code="OLD").exists()


def test_strangers_learn_nothing_and_readers_do_not_write(client, cast, page):
    for person in (cast.stranger, cast.other_lead, cast.owner):
        client.force_login(person)
        assert {client.get(path).status_code for path in (LIST, NEW, page)} == {404}
    client.force_login(cast.pm)
    assert client.get(page).status_code == 200
    assert (client.post(page, FILLED).status_code, client.post(f"{page}removal/").status_code) == (403, 403)


def test_unknown_teams_are_not_found_and_actions_want_post(client, cast, page):
    client.force_login(cast.pmo)
    assert client.get("/settings/teams/999/").status_code == 404
    assert client.post("/settings/teams/999/removal/").status_code == 404
    assert client.get(f"{page}removal/").status_code == 405

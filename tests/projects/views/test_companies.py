"""The pages of one company."""

from __future__ import annotations

import pytest
from django.urls import reverse

from projects.models import ChangeLog, Company

NEW = "/settings/companies/new/"
TEAMS = "/settings/teams/"


@pytest.fixture
def page(cast) -> str:
    return reverse("projects:company", args=[cast.beta.company_id])


def test_a_subcontractor_is_added(client, cast):
    client.force_login(cast.pmo)
    assert client.get(NEW).status_code == 200
    filled = {
        "name": "つむぎ野テック合同会社",
        "name_2": "Tsumugino Tech LLC",
        "contracted_by": str(cast.beta.company_id),
    }
    assert client.post(NEW, filled).url == TEAMS
    assert Company.objects.get(name_2="Tsumugino Tech LLC").contracted_by == cast.beta.company
    assert ChangeLog.objects.filter(action="company.added").count() == 1


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("contracted_by", "999"), ("name", "x" * 201)])
def test_odd_input_is_refused_at_its_field(client, cast, field, value):
    client.force_login(cast.pmo)
    response = client.post(NEW, {"name": "X", field: value})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}


def test_a_company_is_changed(client, cast, page):
    client.force_login(cast.pmo)
    assert client.post(page, {"name": "茜雲ソリューション", "is_customer": "on"}).url == TEAMS
    company = Company.objects.get(pk=cast.beta.company_id)
    assert (company.name, company.is_customer) == ("茜雲ソリューション", True)


def test_a_company_that_would_be_its_own_subcontractor_is_refused(client, cast, page):
    client.force_login(cast.pmo)
    response = client.post(page, {"name": "協力会社", "contracted_by": str(cast.beta.company_id)})
    assert response.status_code == 409
    assert "協力会社" in str(response.context["form"].non_field_errors())


def test_a_company_with_a_team_stays_and_one_without_goes(client, cast, page):
    client.force_login(cast.pmo)
    assert client.post(f"{page}removal/").status_code == 409
    unused = Company.objects.create(name="X")
    assert client.post(reverse("projects:company_removal", args=[unused.pk])).url == TEAMS


def test_strangers_learn_nothing_and_readers_do_not_write(client, cast, page):
    for person in (cast.stranger, cast.lead, cast.owner):
        client.force_login(person)
        assert {client.get(path).status_code for path in (NEW, page)} == {404}
    client.force_login(cast.auditor)
    assert client.get(page).status_code == 200
    assert (client.post(page, {"name": "X"}).status_code, client.post(f"{page}removal/").status_code) == (403, 403)


def test_unknown_companies_are_not_found_and_actions_want_post(client, cast, page):
    client.force_login(cast.pmo)
    assert client.get("/settings/companies/999/").status_code == 404
    assert client.get(f"{page}removal/").status_code == 405

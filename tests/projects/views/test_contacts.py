"""The pages of people without a login."""

from __future__ import annotations

import pytest
from django.urls import reverse

from projects.models import ChangeLog, Contact

NEW, MEMBERS = "/settings/contacts/new/", "/settings/members/"
FILLED = {"name": "深谷 正臣", "name_2": "Fukaya Masaomi", "title": "システム企画部長", "email": "", "phone": ""}


@pytest.fixture
def contact(cast) -> Contact:
    return Contact.objects.create(name="石動 早苗", company=cast.beta.company)


@pytest.fixture
def page(contact) -> str:
    return reverse("projects:contact", args=[contact.pk])


def test_a_contact_is_added_and_listed(client, cast):
    client.force_login(cast.pmo)
    assert client.get(NEW).status_code == 200
    assert client.post(NEW, {**FILLED, "company": str(cast.beta.company_id)}).url == MEMBERS
    assert Contact.objects.get().company == cast.beta.company
    assert ChangeLog.objects.filter(action="contact.added").count() == 1
    assert "システム企画部長" in client.get(MEMBERS).text


def test_the_same_contact_is_not_added_twice(client, cast):
    client.force_login(cast.pmo)
    assert client.post(NEW, FILLED).url == MEMBERS
    assert client.post(NEW, FILLED).status_code == 409
    assert client.post(NEW, {**FILLED, "title": "部長"}).url == MEMBERS
    assert Contact.objects.count() == ChangeLog.objects.filter(action="contact.added").count() == 2


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("email", "x"), ("company", "999"), ("title", "x" * 101)])
def test_odd_input_is_refused_at_its_field(client, cast, field, value):
    client.force_login(cast.pmo)
    response = client.post(NEW, {**FILLED, field: value})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}


def test_a_contact_is_changed_and_removed(client, cast, contact, page):
    client.force_login(cast.pmo)
    assert client.post(page, FILLED).url == MEMBERS
    assert Contact.objects.get().title == "システム企画部長"
    assert client.post(f"{page}removal/").url == MEMBERS
    assert not Contact.objects.exists()


def test_the_second_editor_sees_both_values(client, cast, contact, page):
    Contact.objects.update(title="部長")
    client.force_login(cast.pmo)
    response = client.post(page, {**FILLED, "initial-title": ""})
    assert response.status_code == 409
    assert [(entry.theirs, entry.mine) for entry in response.context["conflicts"]] == [("部長", "システム企画部長")]


def test_strangers_learn_nothing_and_readers_do_not_write(client, cast, page):
    for person in (cast.stranger, cast.lead, cast.owner):
        client.force_login(person)
        assert {client.get(path).status_code for path in (NEW, page)} == {404}
    client.force_login(cast.auditor)
    assert client.get(page).status_code == 200
    assert (client.post(page, FILLED).status_code, client.post(f"{page}removal/").status_code) == (403, 403)


def test_unknown_contacts_are_not_found_and_removal_wants_post(client, cast, page):
    client.force_login(cast.pmo)
    assert client.get("/settings/contacts/999/").status_code == 404
    assert client.get(f"{page}removal/").status_code == 405

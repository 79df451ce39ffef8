"""The pages of a member's places."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from projects.models import Assignment, ChangeLog


@pytest.fixture
def new(cast) -> str:
    return reverse("projects:assignment_new", args=[cast.stranger.pk])


@pytest.fixture
def page(cast) -> str:
    return reverse("projects:assignment", args=[cast.lead.assignments.get().pk])


def filled(cast, **changes: object) -> dict[str, object]:
    return {"role": "lead", "team": cast.beta.pk, "share": "50", "start": "2026-06-01", "finish": "", **changes}


def test_a_person_gets_a_role_in_a_team_for_a_time(client, cast, new):
    client.force_login(cast.admin)
    assert client.get(new).status_code == 200

    response = client.post(new, filled(cast, is_responsible="on", finish="2026-08-31"))

    assert response.url == reverse("projects:member", args=[cast.stranger.pk])
    place = cast.stranger.assignments.get()
    assert (place.team, place.role, place.share, place.is_responsible) == (cast.beta, "lead", 50, True)
    assert place.finish == date(2026, 8, 31)
    assert ChangeLog.objects.filter(action="assignment.added").count() == 1


def test_a_role_of_the_project_has_no_team(client, cast, new):
    client.force_login(cast.admin)
    assert client.post(new, filled(cast, role="auditor", team="")).status_code == 302
    assert cast.stranger.assignments.get().team is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"role": "lead", "team": ""}, "team"),
        ({"role": "pmo"}, "team"),
        ({"role": "king"}, "role"),
        ({"share": "0"}, "share"),
        ({"share": "101"}, "share"),
        ({"finish": "2026-05-31"}, "finish"),
        ({"start": ""}, "start"),
        ({"team": "999"}, "team"),
    ],
)
def test_odd_input_is_refused_at_its_field(client, cast, new, changes, field):
    client.force_login(cast.admin)
    response = client.post(new, filled(cast, **changes))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert not cast.stranger.assignments.exists()


def test_the_same_place_twice_is_refused(client, cast, new):
    client.force_login(cast.admin)
    client.post(new, filled(cast))
    assert client.post(new, filled(cast, start="2026-07-01")).status_code == 409
    assert cast.stranger.assignments.count() == 1


def test_a_place_gets_its_last_day(client, cast, page):
    client.force_login(cast.admin)
    assert client.get(page).status_code == 200
    filling = filled(cast, team=cast.alpha.pk, share="100", start="2000-01-01", finish="2026-06-30")
    assert client.post(page, filling).url == reverse("projects:member", args=[cast.lead.pk])
    assert cast.lead.assignments.get().finish == date(2026, 6, 30)


def test_two_administrators_do_not_overwrite_each_other(client, cast, page):
    Assignment.objects.filter(member=cast.lead).update(share=80)
    client.force_login(cast.admin)
    response = client.post(page, filled(cast, **{"initial-share": "100"}))
    assert response.status_code == 409
    assert [(entry.theirs, entry.mine) for entry in response.context["conflicts"]] == [("80", "50")]


def test_a_mistake_is_removed(client, cast, page):
    client.force_login(cast.admin)
    assert client.post(f"{page}removal/").url == reverse("projects:member", args=[cast.lead.pk])
    assert not cast.lead.assignments.exists()


def test_only_administrators_come_here(client, cast, new, page):
    for person in (cast.stranger, cast.lead, cast.owner):
        client.force_login(person)
        assert {client.get(path).status_code for path in (new, page)} == {404}
        assert client.post(f"{page}removal/").status_code == 404
    for person in (cast.pmo, cast.pm, cast.auditor):
        client.force_login(person)
        assert {client.post(path, filled(cast)).status_code for path in (new, page)} == {404}
        assert client.post(f"{page}removal/").status_code == 403
    assert Assignment.objects.count() == 7


def test_unknown_places_are_not_found_and_removal_wants_post(client, cast, page):
    client.force_login(cast.admin)
    assert client.get("/settings/assignments/99999/").status_code == 404
    assert client.get("/settings/members/99999/assignments/new/").status_code == 404
    assert client.get(f"{page}removal/").status_code == 405

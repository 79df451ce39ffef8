"""The pages of the phases."""

from __future__ import annotations

import pytest
from django.urls import reverse

from progress.models import WorkItem
from projects.models import ChangeLog, Phase

LIST, NEW = "/settings/phases/", "/settings/phases/new/"
FILLED = {
    "code": "st",
    "name": "総合テスト",
    "name_2": "System test",
    "start": "2026-08-01",
    "finish": "2026-09-30",
    "order": "3",
}


@pytest.fixture
def page(cast) -> str:
    return reverse("projects:phase", args=[cast.design.pk])


def seen(phase: Phase) -> dict[str, str]:
    """What the hidden fields of the form hold after reading this phase."""
    values = {name: getattr(phase, name) for name in ("code", "name", "name_2", "start", "finish", "order")}
    return {f"initial-{name}": "" if value is None else str(value) for name, value in values.items()}


def test_the_list_shows_the_phases_in_order(client, cast):
    client.force_login(cast.auditor)
    text = client.get(LIST).text
    assert text.index("基本設計") < text.index("結合テスト")
    assert NEW not in text


def test_a_code_that_is_taken_is_told_without_the_names_of_tables(client, cast):
    client.force_login(cast.pmo)
    answer = client.post(NEW, {**FILLED, "code": cast.design.code}, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert "This code is taken. Please choose another." in answer.text


def test_an_empty_list_says_what_to_do(client, cast):
    Phase.objects.all().delete()
    client.force_login(cast.pmo)
    assert 'href="/settings/phases/new/"' in client.get(LIST).text


def test_the_list_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    Phase.objects.bulk_create(Phase(code=f"X{number}", name="X") for number in range(20))
    client.force_login(cast.pmo)
    with django_assert_num_queries(7):
        client.get(LIST)


def test_a_phase_is_added_with_its_code_in_capitals(client, cast):
    client.force_login(cast.pmo)
    assert client.get(NEW).status_code == 200
    assert client.post(NEW, FILLED).url == LIST
    phase = Phase.objects.get(code="ST")
    assert (phase.name_2, str(phase.finish)) == ("System test", "2026-09-30")
    assert ChangeLog.objects.get(action="phase.added").actor == cast.pmo


def test_a_new_phase_comes_after_the_last(client, cast):
    client.force_login(cast.pmo)
    assert 'name="order" value="3"' in client.get(NEW).text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("code", ""),
        ("code", "BD"),
        ("code", "日本"),
        ("code", "A" * 17),
        ("name", ""),
        ("name", "a\0b"),
        ("start", "2026-13-01"),
        ("finish", "2026-07-31"),
        ("start", "2026-03-31"),
        ("finish", "2026-10-01"),
        ("order", "-1"),
        ("order", "x"),
    ],
)
def test_odd_input_is_refused_at_its_field(client, cast, field, value):
    client.force_login(cast.pmo)
    response = client.post(NEW, {**FILLED, field: value})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert Phase.objects.count() == 2


def test_a_phase_outside_the_project_names_the_projects_dates(client, cast):
    cast.pmo.language = "en"
    cast.pmo.save()
    client.force_login(cast.pmo)
    response = client.post(NEW, {**FILLED, "finish": "2026-10-01"})
    assert "Wed 1 Apr" in response.text
    assert "Wed 30 Sep" in response.text


def test_a_phase_is_changed(client, cast, page):
    client.force_login(cast.pmo)
    assert "基本設計" in client.get(page).text
    assert client.post(page, {**FILLED, "code": "BD", **seen(cast.design)}).url == LIST
    assert Phase.objects.get(pk=cast.design.pk).name == "総合テスト"


def test_the_second_editor_sees_both_values_and_then_chooses(client, cast, page):
    old = seen(cast.design)
    Phase.objects.filter(pk=cast.design.pk).update(name="外部設計", order=7)
    client.force_login(cast.pmo)

    mine = {"code": "BD", "name": "概要設計", "name_2": "Basic design", "order": "1", "start": "", "finish": ""}
    response = client.post(page, {**mine, **old})

    assert response.status_code == 409
    assert [(entry.theirs, entry.mine) for entry in response.context["conflicts"]] == [
        ("外部設計", "概要設計"),
        ("7", "1"),
    ]
    again = response.context["form"]
    assert (again["name"].value(), again["order"].value()) == ("概要設計", "7")
    assert Phase.objects.get(pk=cast.design.pk).name == "外部設計"

    then = {f"initial-{name}": again.data[f"initial-{name}"] for name in mine}
    assert client.post(page, {**mine, "order": "7", **then}).status_code == 302
    assert Phase.objects.get(pk=cast.design.pk).name == "概要設計"


def test_a_phase_is_removed_unless_the_plan_needs_it(client, cast, page):
    client.force_login(cast.pmo)
    row = WorkItem.objects.create(name="Row", team=cast.alpha, phase=cast.design)
    refused = client.post(f"{page}removal/")
    assert refused.status_code == 409
    assert f'id="record" method="post" action="{page}"' in refused.text  # saving from here must not remove
    row.delete()
    assert client.post(f"{page}removal/").url == LIST
    assert not Phase.objects.filter(code="BD").exists()


def test_strangers_learn_nothing(client, cast, page):
    for person in (cast.stranger, cast.lead, cast.owner):
        client.force_login(person)
        assert {client.get(path).status_code for path in (LIST, NEW, page)} == {404}
        assert client.post(f"{page}removal/").status_code == 404


def test_readers_read_and_do_not_write(client, cast, page):
    client.force_login(cast.auditor)
    assert client.get(page).status_code == 200
    assert "disabled" in client.get(page).text
    assert client.get(NEW).status_code == 404
    assert client.post(page, {**FILLED, **seen(cast.design)}).status_code == 403
    assert client.post(f"{page}removal/").status_code == 403


def test_unknown_phases_are_not_found_and_actions_want_post(client, cast, page):
    client.force_login(cast.pmo)
    assert client.get("/settings/phases/999/").status_code == 404
    assert client.post("/settings/phases/999/removal/").status_code == 404
    assert client.get(f"{page}removal/").status_code == 405
    assert client.post(LIST).status_code in (403, 405)

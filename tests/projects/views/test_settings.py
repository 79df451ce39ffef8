"""The project's settings and its weekly rhythm."""

from __future__ import annotations

from datetime import time

import pytest

from projects.forms.settings import FRAME, RHYTHM
from projects.models import ChangeLog, Phase, Project

PATH = "/settings/"


def filled(project: Project, **changes: str) -> dict[str, str]:
    """The form as the browser sends it after reading this project."""
    values = {name: getattr(project, name) for name in (*FRAME, *RHYTHM)}
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    seen = {f"initial-{name}": text for name, text in texts.items()}
    return {**texts, **seen, "version": str(project.version), **changes}


def test_the_settings_are_saved(client, cast):
    client.force_login(cast.pmo)
    assert "試験プロジェクト" in client.get(PATH).text

    response = client.post(PATH, filled(cast.project, customer="ことのはカード", code="ｃａｒｄ", papers_time="18:00"))

    assert response.url == PATH
    saved = Project.get()
    assert (saved.customer, saved.code, saved.papers_time, saved.version) == ("ことのはカード", "CARD", time(18), 1)
    assert ChangeLog.objects.get(action="project.changed").after["customer"] == "ことのはカード"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("code", "カード"),
        ("finish", "2026-03-31"),
        ("start", "x"),
        ("language", "fr"),
        ("hours_per_day", "0"),
        ("hours_per_day", "24.5"),
        ("hours_per_day", "NaN"),
        ("percent_cap", "101"),
        ("status_weekday", "6"),
        ("findings_time", "11:59x"),
        ("version", "x"),
    ],
)
def test_odd_input_is_refused_at_its_field(client, cast, field, value):
    client.force_login(cast.pmo)
    response = client.post(PATH, filled(cast.project, **{field: value}))
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {field}
    assert Project.get().version == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"findings_weekday": "2", "findings_time": "16:00"}, "findings_time"),
        ({"resubmission_time": "11:00"}, "resubmission_time"),
        ({"papers_weekday": "2", "papers_time": "09:00"}, "papers_time"),
        ({"meeting_weekday": "3", "meeting_time": "16:00"}, "meeting_time"),
        ({"report_weekday": "2", "report_time": "10:00"}, "report_time"),
    ],
)
def test_a_rhythm_out_of_order_is_refused_where_it_breaks(client, cast, changes, field):
    client.force_login(cast.pmo)
    response = client.post(PATH, filled(cast.project, **changes))
    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_a_meeting_on_the_monday_after_a_friday_status_date_is_in_order(client, cast):
    client.force_login(cast.pmo)
    days = {"status_weekday": "4", "findings_weekday": "0", "resubmission_weekday": "0", "papers_weekday": "0"}
    rest = {"meeting_weekday": "1", "report_weekday": "0", "opening_weekday": "2"}
    assert client.post(PATH, filled(cast.project, **days, **rest)).status_code == 302


@pytest.mark.parametrize(("field", "value"), [("start", "2026-04-02"), ("finish", "2026-09-29")])
def test_the_project_cannot_leave_a_phase_outside(client, cast, field, value):
    Phase.objects.filter(pk=cast.design.pk).update(start="2026-04-01", finish="2026-09-30")
    client.force_login(cast.pmo)
    response = client.post(PATH, filled(cast.project, **{field: value}))
    assert response.status_code == 422
    assert "BD" in str(response.context["form"].errors[field])


def test_the_second_editor_sees_both_values_and_chooses(client, cast):
    first, second = (
        filled(cast.project, customer="First"),
        filled(cast.project, phone="03-0000-0000", customer="Second"),
    )
    client.force_login(cast.admin)
    client.post(PATH, first)
    client.force_login(cast.pmo)

    response = client.post(PATH, second)

    assert response.status_code == 409
    assert [(entry.theirs, entry.mine) for entry in response.context["conflicts"]] == [("First", "Second")]
    assert Project.get().customer == "First"
    again = response.context["form"]
    assert (again["version"].value(), again["phone"].value()) == ("1", "03-0000-0000")
    assert client.post(PATH, again.data.dict()).status_code == 302
    assert (Project.get().customer, Project.get().phone, Project.get().version) == ("Second", "03-0000-0000", 2)


def test_a_newer_version_with_other_changes_is_told_too(client, cast):
    mine = filled(cast.project, phone="03-0000-0000")
    client.force_login(cast.pmo)
    client.post(PATH, filled(cast.project, customer="First"))

    response = client.post(PATH, mine)

    assert response.status_code == 409
    assert (response.context["form"]["customer"].value(), Project.get().phone) == ("First", "")


def test_the_page_takes_a_fixed_number_of_queries(client, cast, django_assert_num_queries):
    client.force_login(cast.pmo)
    with django_assert_num_queries(7):
        client.get(PATH)


def test_strangers_learn_nothing_and_readers_do_not_write(client, cast):
    for person in (cast.stranger, cast.lead, cast.owner):
        client.force_login(person)
        assert (client.get(PATH).status_code, client.post(PATH, {}).status_code) == (404, 404)
    for person in (cast.pm, cast.auditor):
        client.force_login(person)
        assert client.get(PATH).status_code == 200
        assert client.post(PATH, filled(cast.project, customer="X")).status_code == 403
    assert Project.get().customer == ""


def test_fields_nobody_may_set_are_ignored(client, cast):
    client.force_login(cast.pmo)
    client.post(PATH, filled(cast.project, is_demo="on", set_up="", customer="X"))
    assert (Project.get().is_demo, Project.get().set_up, Project.get().customer) == (False, True, "X")


def test_other_methods_are_refused(client, cast):
    client.force_login(cast.pmo)
    assert client.delete(PATH).status_code in (403, 405)

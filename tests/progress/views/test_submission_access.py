"""Who reaches the team's week: its own people, the PMO, readers; nothing of another team appears."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.urls import reverse

from progress.actions.intake import DraftEdit, edit_draft
from progress.models import Draft, WorkItem
from projects.models import Assignment
from tests.cast import at

pytestmark = pytest.mark.usefixtures("wednesday_afternoon")
NOW = "2026-06-10 15:00"


def url(name: str, *more: object, team: str = "ALPHA", week: str = "2026-W24") -> str:
    return reverse(f"progress:{name}", args=[week, team, *more])


@pytest.mark.parametrize("person", ["stranger", "owner", "admin", "other_lead"])
def test_to_others_the_team_is_not_there(client, cast, plan, person):
    client.force_login(getattr(cast, person))
    assert client.get(url("submission")).status_code == 404
    assert client.get(url("submission_workbook")).status_code == 404
    for action in ("submission_file", "submission_texts", "submission_carrying", "submission_pre_check"):
        assert client.post(url(action)).status_code == 404, action
    assert not Draft.objects.exists()


@pytest.mark.parametrize("person", ["pm", "auditor"])
def test_readers_read_and_do_not_write(client, cast, plan, person):
    client.force_login(getattr(cast, person))
    page = client.get(url("submission"))
    assert page.status_code == 200
    assert "<form" not in page.text.split('id="main"')[1].split("</main>")[0]
    for action in ("submission_file", "submission_texts", "submission_carrying", "submission_pre_check"):
        assert client.post(url(action)).status_code == 403, action


def test_nobody_signed_in_signs_in(client, cast, plan):
    assert client.get(url("submission")).url.startswith("/sign-in/")


def test_unknown_weeks_and_teams_are_not_there(client, cast, plan):
    client.force_login(cast.pmo)
    assert client.get(url("submission", week="2026-W99")).status_code == 404
    assert client.get(url("submission", week="nonsense")).status_code == 404
    assert client.get(url("submission", team="GAMMA")).status_code == 404


def test_pages_are_read_and_actions_are_posted(client, cast, plan):
    client.force_login(cast.lead)
    assert client.post(url("submission")).status_code == 403
    for action in ("submission_file", "submission_texts", "submission_carrying", "submission_pre_check"):
        assert client.get(url(action)).status_code == 405, action


def test_nothing_of_another_team_appears(client, cast, plan):
    WorkItem.objects.filter(team=cast.beta).update(name="カナリア", assignee="Canary Person", delay_reason="黄色い鳥")
    edit_draft(cast.beta, cast.week, DraftEdit({}, {"topics": "カナリアの話"}), by=cast.other_lead, at=at(NOW))
    client.force_login(cast.lead)
    for path in (url("submission"), url("submission") + "?show=all", url("submission_sending")):
        page = client.get(path).text
        assert not any(word in page for word in ("カナリア", "Canary", "黄色い鳥", "ベータ"))
    book = openpyxl.load_workbook(io.BytesIO(client.get(url("submission_workbook")).content))
    values = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any("カナリア" in value or "Canary" in value for value in values)


def test_a_person_of_two_teams_reaches_both(client, cast, plan):
    Assignment.objects.create(member=cast.member, role="member", team=cast.beta)
    client.force_login(cast.member)
    assert client.get(url("submission")).status_code == 200
    assert client.get(url("submission", team="BETA")).status_code == 200

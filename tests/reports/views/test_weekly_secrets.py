"""What must not leave the PMO by way of a report, and that nobody gets less than their roles are given."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from projects.models import Assignment
from reports.actions import issue_report
from reports.editions import documents
from reports.gather import Edition
from reports.gather.report import view_for
from reports.models import Delivery, Recipient, Report, ReportComment, ReportState
from tests.cast import Cast
from tests.reports.editions import MADE, edition

LIST, PATH, NEXT = "/reports/weekly/", "/reports/2026-W24/weekly/", "/reports/2026-W25/weekly/"
INTERNAL = "社内メモCANARY"
pytestmark = pytest.mark.django_db


def say(client: Client, path: str, **said: str) -> None:
    assert client.post(f"{path}comment/", {"section": "status", "text": INTERNAL, "seen": 0, **said}).status_code == 302


def test_an_internal_note_stays_internal_when_it_is_carried_over(client: Client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    say(client, PATH, internal="on")
    note = next(part for part in client.get(f"{NEXT}preview/").text.split('<div class="note" ')[1:] if INTERNAL in part)
    assert f'name="taken_inside" value="{INTERNAL}"' in note
    assert 'name="internal" checked' in note
    say(client, NEXT, text="公開の一文", taken_inside=INTERNAL)  # even if the box is not ticked
    kept = ReportComment.objects.get(week__key="2026-W25")
    assert (kept.text, kept.internal) == (f"公開の一文\n{INTERNAL}", True)


def test_an_open_note_is_carried_over_as_one(client: Client, sealed: Cast) -> None:
    client.force_login(sealed.pmo)
    say(client, PATH)
    text = client.get(f"{NEXT}preview/").text
    assert f'name="taken" value="{INTERNAL}"' in text
    assert 'name="internal" checked' not in text
    assert 'name="taken_inside"' not in text
    say(client, NEXT, text="", taken=INTERNAL)
    assert not ReportComment.objects.get(week__key="2026-W25").internal


@pytest.mark.parametrize(("reader", "told"), [("pm", True), ("owner", True), ("lead", False), ("member", False)])
def test_a_team_is_not_told_why_an_edition_replaces_another(
    client: Client, sealed: Cast, reader: str, told: bool
) -> None:
    made = edition(sealed, 1)
    Report.objects.update(state=ReportState.ISSUED, issued_at=made.made_at, supersedes="ベータの再提出を反映")
    client.force_login(getattr(sealed, reader))
    for path in (LIST, PATH):
        assert ("ベータ" in client.get(path).text) is told, path


def test_the_reason_is_printed_for_those_who_read_of_every_team(sealed: Cast) -> None:
    """It may name a team: the others are told that their edition replaces another, no more."""
    told = Edition("ja", "P-WR", "2.0", MADE, sealed.pmo, supersedes="ベータの再提出を反映")
    with translation.override("ja"):
        notices = {reader.key: "".join(made.notices) for reader, made in documents(view_for(sealed.week, told), told)}
    assert {key: "ベータ" in text for key, text in notices.items()} == {
        "": True, "owner": True, "team:ALPHA": False, "team:BETA": False,
    }  # fmt: skip
    assert all("差し替える" in text for text in notices.values())


def test_a_person_with_two_roles_gets_the_files_of_both(sealed: Cast) -> None:
    made = edition(sealed, 1)
    Assignment.objects.create(member=sealed.pm, role="pmo")
    Recipient.objects.create(role="pm", with_pdf=True, with_xlsx=False)
    Recipient.objects.create(role="pmo", with_pdf=False, with_xlsx=True)
    Report.objects.update(state=ReportState.APPROVED)
    issue_report(Report.objects.get(pk=made.pk), by=sealed.pmo, at=MADE + timedelta(hours=1))
    given = Delivery.objects.filter(member=sealed.pm).values_list("file__name", flat=True)
    assert set(given) == {"report_v1.pdf", "report_v1.xlsx"}


def test_no_edition_replaces_an_issued_one_without_the_printed_reason(client: Client, sealed: Cast) -> None:
    first, second = edition(sealed, 1), edition(sealed, 2)
    Report.objects.filter(pk=first.pk).update(state=ReportState.ISSUED, issued_at=MADE)
    Report.objects.filter(pk=second.pk).update(supersedes="")
    client.force_login(sealed.pm)
    answer = client.post(f"{PATH}{second.pk}/approval/", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 409
    assert "Edition 1.0 has been issued already." in answer.text
    Report.objects.filter(pk=second.pk).update(state=ReportState.APPROVED)
    client.force_login(sealed.pmo)
    assert client.post(f"{PATH}{second.pk}/issue/").status_code == 409
    Report.objects.filter(pk=second.pk).update(supersedes="訂正")
    assert client.post(f"{PATH}{second.pk}/issue/").status_code == 302

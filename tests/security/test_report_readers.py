"""Whose copy of an issued report a person may read who has several roles, none any more, or a place that hears nothing.

The PMO's points and words stand in a team's edition: of a team under a contract for work they are for its lead alone.
"""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from projects.models import Assignment, File, Member, Team
from reports.actions import approve_report, issue_report
from reports.models import Delivery, Report
from tests.cast import Cast, at, person
from tests.progress.conftest import plan as plan
from tests.reports.conftest import sealed as sealed
from tests.reports.conftest import sent as sent
from tests.reports.editions import copy_for, edition

pytestmark = pytest.mark.django_db
PAGES = ("/reports/weekly/", "/reports/2026-W24/weekly/")
EDITIONS = ("whole", "owner", "ALPHA", "BETA")


def drafted(cast: Cast) -> dict[str, tuple[File, ...]]:
    """The files of an edition that nobody has issued, by its readers."""
    report = edition(cast, 1)
    copies = {"owner": None, "ALPHA": cast.alpha, "BETA": cast.beta}
    return {"whole": report.files, **{name: copy_for(report, team).files for name, team in copies.items()}}


def issue(cast: Cast) -> None:
    report = Report.objects.get()
    approve_report(report, by=cast.pm, at=at("2026-06-11 16:00"))
    issue_report(report, by=cast.pmo, at=at("2026-06-11 17:00"))


def place(member: Member, role: str, team: Team | None = None, **days: date) -> Member:
    Assignment.objects.create(member=member, role=role, team=team, **days)
    return member


def read_by(member: Member, files: dict[str, tuple[File, ...]]) -> tuple[set[str], set[str]]:
    """Editions that are downloaded, and those that a page links to."""
    client = Client()
    client.force_login(member)
    answers = [client.get(page) for page in PAGES]
    text = "".join(answer.text for answer in answers if answer.status_code == 200)
    linked = {name for name in EDITIONS if any(f"/files/{file.uuid}/" in text for file in files[name])}
    return {name for name in EDITIONS for file in files[name] if downloads(client, file)}, linked


def downloads(client: Client, file: File) -> bytes:
    """What comes; nothing for who may not."""
    answer = client.get(f"/files/{file.uuid}/")
    return b"".join(answer.streaming_content) if answer.status_code == 200 else b""


def people(cast: Cast) -> dict[str, tuple[Member, set[str]]]:
    """Written by hand: what each of them may read once it is issued."""
    long_ago = {"start": date(2026, 1, 1), "finish": date(2026, 1, 31)}
    to_come = {"start": date(2099, 1, 1)}
    return {
        "owner who leads a team": (place(place(person("p1"), "project_owner"), "lead", cast.beta), {"owner", "BETA"}),
        "owner and member": (place(place(person("p2"), "project_owner"), "member", cast.alpha), {"owner", "ALPHA"}),
        "lead of two teams": (place(place(person("p3"), "lead", cast.alpha), "lead", cast.beta), {"ALPHA", "BETA"}),
        "member under a contract for work": (place(person("p4"), "member", cast.beta), set()),
        "member there, lead elsewhere": (place(place(person("p5"), "member", cast.beta), "lead", cast.alpha),
                                         {"ALPHA"}),
        "lead and member there": (place(place(person("p6"), "member", cast.beta), "lead", cast.beta), {"BETA"}),
        "whose place has ended": (place(person("p7"), "lead", cast.alpha, **long_ago), set()),
        "whose place begins later": (place(person("p8"), "project_owner", None, **to_come), set()),
        "administrator": (cast.admin, set()),
    }  # fmt: skip


def test_everybody_reads_the_copies_written_for_them_and_no_other(sealed: Cast) -> None:
    files, who = drafted(sealed), people(sealed)
    assert {name: read_by(member, files) for name, (member, _own) in who.items()} == dict.fromkeys(who, (set(), set()))
    issue(sealed)
    for name, (member, own) in who.items():
        assert read_by(Member.objects.get(pk=member.pk), files) == (own, own), name


def test_what_is_handed_out_can_be_read_by_whom_it_is_given(sealed: Cast) -> None:
    drafted(sealed)
    people(sealed)
    issue(sealed)
    given = [(one.member, one.file) for one in Delivery.objects.select_related("member", "file")]
    assert len({member.username for member, _file in given}) > 6
    for member, file in given:
        assert File.objects.visible_to(member).filter(pk=file.pk).exists(), (member.username, file.name)


def test_who_is_shut_out_reads_nothing_any_more(sealed: Cast) -> None:
    files = drafted(sealed)
    issue(sealed)
    client = Client()
    client.force_login(sealed.lead)
    Member.objects.filter(pk=sealed.lead.pk).update(is_active=False)
    assert client.get(f"/files/{files['ALPHA'][0].uuid}/").status_code in (302, 404)
    assert not File.objects.visible_to(Member.objects.get(pk=sealed.lead.pk)).exists()
    assert not Report.objects.visible_to(Member.objects.get(pk=sealed.lead.pk)).exists()


def test_other_bytes_than_were_issued_are_never_served(sealed: Cast) -> None:
    """A copy that somebody put in the place of the issued one is a file the disk has lost."""
    files = drafted(sealed)
    issue(sealed)
    client = Client()
    client.force_login(sealed.owner)
    file = files["owner"][0]
    whole = file.full_path.read_bytes()
    assert downloads(client, file) == whole
    file.full_path.write_bytes(whole[:-1] + b"X")
    assert client.get(f"/files/{file.uuid}/").status_code == 404

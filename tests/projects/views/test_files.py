"""Downloads: only what the person may see, and never shown by the browser itself."""

from __future__ import annotations

import uuid

import pytest

from projects.models import File, Purpose, Upload, store
from tests.cast import at


@pytest.fixture
def file(cast, settings, tmp_path) -> File:
    settings.MEDIA_ROOT = tmp_path
    page = Upload("進捗_0610.html", b"<script>alert(1)</script>", "text/html")
    return store(page, purpose=Purpose.GANTT, at=at("2026-06-10 09:00"), team=cast.alpha)


def test_the_team_gets_its_file_as_an_attachment_under_its_name(client, cast, file):
    client.force_login(cast.lead)
    response = client.get(f"/files/{file.uuid}/")
    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E9%80%B2%E6%8D%97_0610.html"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_another_team_and_strangers_learn_nothing(client, cast, file):
    for person in (cast.other_lead, cast.owner, cast.admin, cast.stranger):
        client.force_login(person)
        assert client.get(f"/files/{file.uuid}/").status_code == 404


def test_who_is_not_signed_in_is_sent_to_the_sign_in(client, file):
    assert client.get(f"/files/{file.uuid}/").url.startswith("/sign-in/")


def test_a_draft_report_is_not_for_its_readers_yet(client, cast, file):
    File.objects.filter(pk=file.pk).update(purpose=Purpose.REPORT, team=None)
    client.force_login(cast.owner)
    assert client.get(f"/files/{file.uuid}/").status_code == 404
    File.objects.filter(pk=file.pk).update(is_public=True)
    assert b"".join(client.get(f"/files/{file.uuid}/").streaming_content)


def test_a_teams_edition_of_an_issued_report_is_for_that_team_and_not_for_the_owner(client, cast, file):
    File.objects.filter(pk=file.pk).update(purpose=Purpose.REPORT, team=cast.alpha, is_public=True)
    for name, status in {"lead": 200, "member": 200, "other_lead": 404, "owner": 404, "stranger": 404}.items():
        client.force_login(getattr(cast, name))
        answer = client.get(f"/files/{file.uuid}/")
        assert answer.status_code == status, name
        assert status == 404 or b"".join(answer.streaming_content)


def test_a_file_the_disk_has_lost_is_not_found(client, cast, file):
    file.full_path.unlink()
    client.force_login(cast.lead)
    assert client.get(f"/files/{file.uuid}/").status_code == 404


def test_unknown_files_are_not_found_and_nothing_is_written_here(client, cast, file):
    client.force_login(cast.lead)
    assert client.get(f"/files/{uuid.uuid4()}/").status_code == 404
    assert client.get("/files/not-a-uuid/").status_code == 404
    assert client.post(f"/files/{file.uuid}/").status_code in (403, 405)

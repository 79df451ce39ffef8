"""Files nobody should send: too many, too large, oddly named, with a made-up type, with names no column holds."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from progress.actions.intake import Upload, confirm_columns, proposed_map, read_now, receive_file
from progress.actions.sending import send
from progress.models import ReadingState
from projects.models import File
from tests.cast import Cast, at
from tests.matrix.test_access import body_of
from tests.progress.team_files import ROWS, workbook
from tests.security.databases import on_both

NOW = at("2026-06-10 15:00")
PATH = "/progress/2026-W24/ALPHA/file/"
MULTIPART = "multipart/form-data; boundary=edge"
HEAD = b'Content-Disposition: form-data; name="file"; filename="%s"'
Part = tuple[bytes, bytes]


@pytest.fixture
def lead(cast: Cast, settings: Any, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    client = Client(raise_request_exception=False)
    client.force_login(cast.lead)
    return client


def body(parts: list[Part]) -> bytes:
    return b"".join(b"--edge\r\n" + head + b"\r\n\r\n" + content + b"\r\n" for head, content in parts) + b"--edge--\r\n"


def post(client: Client, *parts: Part, **headers: str) -> int:
    return client.generic("POST", PATH, body(list(parts)), MULTIPART, **headers).status_code


@on_both
@pytest.mark.parametrize(
    "stated", [b"x" * 500, b"text/\0html", "テキスト/表".encode(), b"text/\x0bhtml", b"a/b; charset=x", b"/"]
)
def test_a_made_up_content_type_is_unknown(lead: Client, database: str, stated: bytes) -> None:
    assert post(lead, (HEAD % b"a.xlsx" + b"\r\nContent-Type: " + stated, b"PK")) == 302
    assert File.objects.get().content_type in ("application/octet-stream", "a/b")
    response = lead.get(f"/files/{File.objects.get().uuid}/")
    assert response["Content-Type"] in ("application/octet-stream", "a/b")
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert body_of(response) == "PK"


@on_both
@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"../../x.xlsx", "x.xlsx"),
        (b"..\\..\\x.xlsx", "x.xlsx"),
        (b"a\0b.xlsx", "ab.xlsx"),
        (("長" * 200 + ".xlsx").encode(), "長" * 145 + ".xlsx"),
        (b"&#xD800;.xlsx", "\ufffd.xlsx"),
        ("a\u202exslx.csv".encode(), "axslx.csv"),
        (b"A.XLSX", "A.XLSX"),
        (b"=cmd.csv", "=cmd.csv"),
    ],
)
def test_a_file_keeps_a_name_that_harms_nobody(lead: Client, database: str, sent: bytes, kept: str) -> None:
    assert post(lead, (HEAD % sent, b"PK")) == 302
    file = File.objects.get()
    assert file.name == kept
    assert file.full_path.parent.parent.parent.name == "media"
    response = lead.get(f"/files/{file.uuid}/")
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment; ")
    assert body_of(response) == "PK"


@pytest.mark.parametrize("name", [b"a.exe", b"a.xlsx;b.html", b"a.xlsx ", b".xlsx", b"xlsx"])
def test_other_kinds_of_files_are_refused_in_words(lead: Client, name: bytes) -> None:
    assert post(lead, (HEAD % name, b"PK")) == 409
    assert not File.objects.exists()


def test_the_limit_is_one_for_the_whole_request(lead: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    other = HEAD.replace(b'"file"', b'"other"') % b"a.xlsx"
    assert post(lead, (other, b"x" * 600), (HEAD % b"a.xlsx", b"x" * 600)) == 422
    assert post(lead, (HEAD % b"a.xlsx", b"x" * 1001)) == 422
    assert not File.objects.exists()
    assert post(lead, (HEAD % b"a.xlsx", b"x" * 1000)) == 302


def test_what_is_many_times_too_large_is_not_even_read(lead: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    assert post(lead, (HEAD % b"a.xlsx", b"x" * 6000)) == 400


def test_many_files_and_broken_bodies_are_bad_requests(lead: Client) -> None:
    part = (HEAD % b"a.xlsx", b"x")
    assert post(lead, *[part] * 11) == 400
    assert lead.generic("POST", PATH, b"x", "multipart/form-data").status_code == 400
    assert post(lead, (HEAD % b"a.xlsx", b"")) == 422


def test_nothing_of_an_upload_stays_behind(lead: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1000
    for size in (1001, 1000):
        post(lead, (HEAD % b"a.xlsx", b"x" * size))
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []


def with_sheet_named(name: str) -> bytes:
    """The team's file with a sheet named as Excel would not let anybody."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(ROWS))) as book, zipfile.ZipFile(out, "w") as other:
        for part in book.namelist():
            content = book.read(part)
            other.writestr(
                part, content.replace("進捗".encode(), name.encode()) if part == "xl/workbook.xml" else content
            )
    return out.getvalue()


@on_both
@pytest.mark.parametrize("name", ["S" * 300, "表" * 150, "&lt;b&gt;" * 40, "_x0000__xD800_"])
def test_a_sheet_may_be_called_anything(cast: Cast, plan: dict, database: str, name: str) -> None:
    upload = Upload("a.xlsx", with_sheet_named(name))
    reading = receive_file(cast.alpha, upload, week=cast.week, by=cast.lead, at=NOW)
    assert read_now(reading, at=NOW) == ""
    assert reading.state == ReadingState.MAPPING
    confirm_columns(reading, proposed_map(reading), by=cast.lead, at=NOW)
    sent = send(cast.alpha, cast.week, by=cast.lead, at=NOW)
    assert all(len(row.sheet) <= 100 for row in sent.rows.all())

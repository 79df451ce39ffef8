"""Excel files as a team makes them, dropped on its page."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from progress.models import Reading, ReadingState
from projects.jobs import run_now

HEADERS = ("WBS番号", "タスク名", "担当者", "予定開始日", "予定終了日", "実績開始日", "実績終了日", "進捗率(%)", "備考")
SCREENS = ("1.1", "画面設計", "Member Person", "2026/6/1", "2026/6/5", "2026/6/1", "2026/6/5", "100%", "")
PAPERS = ("1.2", "帳票設計", "Member Person", "2026/6/8", "2026/6/12", "2026/6/8", "", "40%", "順調")
BATCH = ("1.3", "バッチ設計", "Lead Person", "2026/6/15", "2026/6/19", "", "", "0%", "")
ROWS = (SCREENS, PAPERS, BATCH)
FILE = "/progress/2026-W24/ALPHA/file/"


def workbook(rows: Iterable[Iterable[Any]], headers: Iterable[str] = HEADERS, sheet: str = "進捗") -> bytes:
    """A sheet with a title, a header and these rows (from row 3 on)."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    for row in (["アルファチーム 進捗表"], list(headers), *map(list, rows)):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "進捗.xlsx") -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, content)}


def drop(client: Any, path: str, content: bytes, name: str = "進捗.xlsx") -> Reading:
    """Drop the file on the page and let the worker read it."""
    response = client.post(path, upload(content, name))
    assert response.status_code == 302, response.text
    reading = Reading.objects.latest("pk")
    run_now(reading.job)
    reading.refresh_from_db()
    return reading


def reading_url(reading: Reading, name: str = "reading") -> str:
    return reverse(f"progress:{name}", args=[reading.uuid])


def columns_of(client, reading: Reading, **changes: str) -> dict[str, str]:
    """The form of the columns as it stands on the page, with changes."""
    form = client.get(reading_url(reading), {"tab": "columns"}).context["form"]
    return {name: form[name].value() or "" for name in form.fields} | changes


def confirm(client, reading: Reading, **changes: str):
    return client.post(reading_url(reading, "reading_columns"), columns_of(client, reading, **changes))


def ready(client, rows=ROWS, headers=HEADERS) -> Reading:
    """A dropped file whose columns are confirmed."""
    reading = drop(client, FILE, workbook(rows, headers))
    assert confirm(client, reading).status_code == 302
    reading.refresh_from_db()
    assert reading.state == ReadingState.READY
    return reading


def two_sheets(second=None) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook(ROWS)))
    sheet = book.create_sheet("先月")
    for row in second or [HEADERS, *ROWS]:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

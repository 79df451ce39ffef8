"""Excel files as a team makes them, dropped on its page."""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from progress.models import Reading
from projects.jobs import run_now

HEADERS = ("WBS番号", "タスク名", "担当者", "予定開始日", "予定終了日", "実績開始日", "実績終了日", "進捗率(%)", "備考")
SCREENS = ("1.1", "画面設計", "Member Person", "2026/6/1", "2026/6/5", "2026/6/1", "2026/6/5", "100%", "")
PAPERS = ("1.2", "帳票設計", "Member Person", "2026/6/8", "2026/6/12", "2026/6/8", "", "40%", "順調")
BATCH = ("1.3", "バッチ設計", "Lead Person", "2026/6/15", "2026/6/19", "", "", "0%", "")
ROWS = (SCREENS, PAPERS, BATCH)


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

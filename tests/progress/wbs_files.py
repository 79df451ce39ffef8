"""WBS workbooks of the tests, made cell by cell, and their way through reading and column confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from progress.actions.intake import confirm_columns, proposed_map, receive_file
from progress.models import Reading, ReadingState
from projects.jobs import run_now
from projects.models import Upload
from tests.cast import Cast, at

HEADERS = ("WBS番号", "タスク名", "工程", "チーム", "担当者", "予定開始日", "予定終了日", "予定工数", "先行タスク")
ROWS: tuple[tuple[Any, ...], ...] = (
    ("1", "基本設計", "基本設計", "", "", None, None, None, ""),
    ("1.1", "画面設計", "基本設計", "アルファ", "田中", date(2026, 6, 8), date(2026, 6, 12), 5, ""),
    ("1.2", "レビュー", "基本設計", "ALPHA", "田中", date(2026, 6, 15), date(2026, 6, 17), 3, "1.1"),
    ("2", "結合テスト", "結合テスト", "", "", None, None, None, ""),
    ("2.1", "仕様書", "結合テスト", "ベータ", "鈴木", date(2026, 7, 1), date(2026, 7, 6), 4, "1.2"),
    ("2.2", "実施", "結合テスト", "ベータ", "鈴木", date(2026, 7, 7), date(2026, 7, 16), 8, "2.1SS+2"),
)
NOON = at("2026-04-01 12:00")


def workbook(rows: Sequence[Sequence[Any]] = ROWS, headers: Sequence[str] = HEADERS) -> bytes:
    """One sheet 「WBS」 with a title, the headers in row 3 and the rows below."""
    book = Workbook()
    sheet = book.active
    sheet.title = "WBS"
    sheet["A1"] = "試験プロジェクト WBS"
    for column, header in enumerate(headers, 1):
        sheet.cell(3, column, header)
    for number, row in enumerate(rows, 4):
        for column, value in enumerate(row, 1):
            if value not in (None, ""):
                sheet.cell(number, column, value)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def changed(place: tuple[int, int], value: Any, rows: Sequence[Sequence[Any]] = ROWS) -> list[list[Any]]:
    """The rows with one cell (row, column from 0) changed."""
    found = [list(row) for row in rows]
    found[place[0]][place[1]] = value
    return found


def read_wbs(cast: Cast, content: bytes | None = None, name: str = "WBS.xlsx") -> Reading:
    """The file uploaded by the PMO, read by the job, its proposed columns confirmed."""
    reading = receive_file(None, Upload(name, content or workbook()), week=None, by=cast.pmo, at=NOON)
    run_now(reading.job)
    reading.refresh_from_db()
    if reading.state == ReadingState.MAPPING:
        confirm_columns(reading, proposed_map(reading), by=cast.pmo, at=NOON)
    return Reading.objects.select_related("file").get(pk=reading.pk)

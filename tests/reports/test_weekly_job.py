"""The weekly report from the seal to its two files, by the job that makes it."""

from __future__ import annotations

import io

import openpyxl
import pypdf
import pytest

from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.reviewing import accept
from progress.actions.sealing import seal_week
from progress.actions.sending import send
from projects.jobs import run_now
from projects.models import JobState
from reports.actions import order_weekly
from reports.models import Report
from tests.cast import Cast, at
from tests.progress.conftest import plan as plan

pytestmark = pytest.mark.django_db(transaction=True)
DONE = {"actual_start": "2026-06-01", "actual_finish": "2026-06-05", "percent": "100", "actual_effort": "5", "remaining_effort": "0"}


@pytest.fixture
def sealed(cast: Cast, plan: dict) -> Cast:
    edit_draft(cast.alpha, cast.week, DraftEdit({str(plan["1.1"].uuid): DONE}, {"topics": "設計を終えました"}), by=cast.lead, at=at("2026-06-10 15:00"))
    submission = send(cast.alpha, cast.week, by=cast.lead, at=at("2026-06-10 15:00"))
    accept(submission, by=cast.pmo, at=at("2026-06-11 14:00"))
    seal_week(cast.week, by=cast.pmo, at=at("2026-06-11 14:30"), choices={"BETA": "carried"})
    return cast


def texts(report: Report) -> tuple[str, str]:
    pdf = pypdf.PdfReader(io.BytesIO(report.pdf.full_path.read_bytes()))
    book = openpyxl.load_workbook(io.BytesIO(report.xlsx.full_path.read_bytes()))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return "\n".join(page.extract_text() for page in pdf.pages), "\n".join(cells)


@pytest.mark.parametrize(("language", "late"), [("ja", "移行設計"), ("en", "移行設計")])
def test_a_sealed_week_becomes_one_report_with_both_files(sealed: Cast, language: str, late: str) -> None:
    job = order_weekly(sealed.week, language=language, by=sealed.pmo, at=at("2026-06-11 15:00"))
    assert run_now(job).state == JobState.DONE, job.error
    report = Report.objects.get(job=job)
    pdf, xlsx = texts(report)
    for text in (pdf, xlsx):
        assert late in text
        assert "設計を終えました" in text
    # BAC 25, PV 16 (5 + 3 + 0 + 8), EV 5: planned 64 %, actual 20 %, SPI 0.31
    assert "64" in pdf and "20" in pdf and "0.31" in pdf


def test_a_second_click_while_one_waits_makes_no_second_report(sealed: Cast) -> None:
    first = order_weekly(sealed.week, language="ja", by=sealed.pmo, at=at("2026-06-11 15:00"))
    second = order_weekly(sealed.week, language="ja", by=sealed.pmo, at=at("2026-06-11 15:01"))
    assert first == second


def test_a_job_run_twice_makes_one_report(sealed: Cast) -> None:
    job = run_now(order_weekly(sealed.week, language="ja", by=sealed.pmo, at=at("2026-06-11 15:00")))
    run_now(job)
    assert Report.objects.count() == 1

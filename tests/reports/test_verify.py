"""manage.py verify_report: what was stored holds, what somebody changed is named by its cell."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from projects.jobs import run_now
from reports.actions import approve_report, order_issue, order_weekly
from reports.models import Report
from reports.verifying import verify
from tests.cast import Cast, at


@pytest.fixture
def files(sealed: Cast, tmp_path: Path) -> dict[str, Path]:
    """The report of the sealed week, its files copied as somebody who received them has them."""
    job = run_now(order_weekly(sealed.week, language="ja", by=sealed.pmo, at=at("2026-06-12 10:00")))
    report = Report.objects.select_related("pdf", "xlsx").get(job=job)
    copies = (shutil.copyfile(file.full_path, tmp_path / file.name) for file in report.files)
    return {path.suffix: Path(path) for path in copies}


def command(path: Path) -> str:
    out = io.StringIO()
    call_command("verify_report", str(path), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("ending", [".pdf", ".xlsx"])
def test_what_was_made_from_the_sealed_data_holds(files, ending):
    verdict = verify(files[ending])
    assert verdict.holds
    assert verdict.known
    assert verdict.figures > 10
    assert f"{verdict.figures}" in command(files[ending])


def test_a_figure_that_was_changed_is_named_by_its_cell(files):
    book = openpyxl.load_workbook(files[".xlsx"])
    page = next(page for page in book if any(isinstance(cell.value, float) for row in page.iter_rows() for cell in row))
    cell = next(cell for row in page.iter_rows() for cell in row if isinstance(cell.value, float))
    told = cell.value
    cell.value = told + 1
    book.save(files[".xlsx"])
    verdict = verify(files[".xlsx"])
    assert not verdict.known
    (difference,) = verdict.differences
    assert (difference.place, difference.found) == (f"{page.title}!{cell.coordinate}", str(told))
    with pytest.raises(CommandError) as raised:
        command(files[".xlsx"])
    assert raised.value.returncode == 1


def test_a_pdf_that_was_changed_does_not_hold(files):
    files[".pdf"].write_bytes(files[".pdf"].read_bytes() + b"%")
    assert not verify(files[".pdf"]).holds


def test_a_file_from_elsewhere_is_no_report(files, tmp_path, sealed):
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    with pytest.raises(SystemExit) as ended:
        command(other)
    assert ended.value.code == 1
    with pytest.raises(CommandError) as raised:
        command(tmp_path / "none.pdf")
    assert raised.value.returncode == 2


def test_a_draft_that_somebody_saved_again_is_compared_with_the_draft(files, sealed):
    """Draft and signed paper have the same name: the nearer one is meant."""
    report = Report.objects.get()
    approve_report(report, by=sealed.pm, at=at("2026-06-12 11:00"))
    assert run_now(order_issue(report, by=sealed.pmo, at=at("2026-06-12 11:30"))).state == "done"
    book = openpyxl.load_workbook(files[".xlsx"])
    book.save(files[".xlsx"])
    verdict = verify(files[".xlsx"])
    assert (verdict.known, verdict.differences) == (False, [])

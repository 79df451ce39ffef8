"""manage.py make_report: the same job as on schedule, its files copied; exit codes and reasons."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from projects import jobs
from projects.jobs import Refused, claim
from projects.models import Job, JobState
from reports import jobs as report_jobs
from reports.actions import order_weekly
from reports.models import Report
from tests.cast import Cast, at
from tests.progress.cycle import sealed
from tests.support import ROOT

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the files look like is tested elsewhere."""
    monkeypatch.setattr(report_jobs, "ensure_fonts", lambda _: None)
    monkeypatch.setattr(report_jobs.pdf, "render", lambda *_: b"%PDF-1.4")
    monkeypatch.setattr(report_jobs.xlsx, "render", lambda *_: b"PK")


@pytest.fixture
def week(cast: Cast, plan: dict) -> str:
    sealed(cast, cast.week)
    return cast.week.key


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    """Exit code, output and errors of the command."""
    code = 0
    try:
        call_command("make_report", *map(str, words))
    except SystemExit as end:
        code = int(end.code or 0)
    except CommandError as usage:
        code = usage.returncode
    told = capsys.readouterr()
    return code, told.out, told.err


def test_both_files_are_made_and_named(week: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "folder"
    code, out, err = run(capsys, "weekly", "--week", week, "--output", folder)
    assert (code, err) == (0, "")
    assert sorted(Path(line).suffix for line in out.split()) == [".pdf", ".xlsx"]
    assert all(Path(line).parent == folder and Path(line).stat().st_size for line in out.split())
    report = Report.objects.get()
    assert (report.language, report.made_by.username, report.is_provisional) == ("ja", "pmo", False)
    assert run(capsys, "weekly", "--week", week, "--lang", "en", "--output", folder)[0] == 0
    assert len(list(folder.iterdir())) == 4


def test_a_job_that_a_worker_has_taken_is_waited_for(
    cast: Cast, week: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "WAIT_SECONDS", 0.02)
    order_weekly(cast.week, language="ja", by=None, at=at("2026-06-11 15:00"))
    taken = claim(at("2030-01-01 00:00"))

    def work() -> None:
        time.sleep(0.3)
        jobs.run_job(taken)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    code, out, _err = run(capsys, "weekly", "--week", week, "--output", tmp_path)
    worker.join()
    assert code == 0
    assert len(out.split()) == 2
    assert Report.objects.count() == Job.objects.filter(kind="weekly_report").count() == 1


def test_a_job_that_fails_is_told_and_stays_for_the_worker(
    week: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> bytes:
        raise RuntimeError("no ink")

    monkeypatch.setattr(report_jobs.pdf, "render", broken)
    code, out, err = run(capsys, "weekly", "--week", week, "--output", tmp_path)
    assert (code, out) == (1, "")
    assert err.strip()
    assert "Traceback" not in err
    assert Job.objects.get(kind="weekly_report").state == JobState.QUEUED


def test_a_refusal_of_the_job_is_told_in_words(
    week: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(*_: object) -> bytes:
        raise Refused("no_such_week", week="2026-W24")

    monkeypatch.setattr(report_jobs.pdf, "render", refusing)
    code, _out, err = run(capsys, "weekly", "--week", week, "--output", tmp_path)
    assert code == 1
    assert "「2026-W24」" in err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--week", "W24"], 2),
        (["--week", "2026-W40"], 1),
        (["--week", "2026-W24", "--user", "lead"], 2),
        (["--week", "2026-W24", "--user", "nobody"], 2),
    ],
)
def test_no_report_is_made_on_a_mistake(
    week: str, tmp_path: Path, words: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(capsys, "weekly", *words, "--output", tmp_path)[0] == code
    assert not Job.objects.filter(kind="weekly_report").exists()


def test_a_file_is_no_folder(week: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "there").write_text("a file")
    assert run(capsys, "weekly", "--week", week, "--output", tmp_path / "there")[0] == 2


@pytest.mark.parametrize(
    "words", [[], ["monthly", "--output", "x"], ["weekly"], ["weekly", "--output", "x", "--lang", "fr"]]
)
def test_missing_words_are_a_usage_error_of_the_real_program(words: list[str]) -> None:
    command = [sys.executable, "manage.py", "make_report", *words]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2
    assert "usage:" in done.stderr

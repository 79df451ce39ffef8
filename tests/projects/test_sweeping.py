"""What killed processes leave is taken away after a day; what is needed, or still being written, stays."""

from __future__ import annotations

import os
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from projects.models import File, Purpose, Upload, store
from projects.sweeping import sweep, sweep_daily
from projects.tasks import tick

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture(autouse=True)
def folders(settings, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()


def aged(path: Path, age: timedelta) -> Path:
    """A file as somebody left it so long ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"12345")
    moment = (timezone.now() - age).timestamp()
    os.utime(path, (moment, moment))
    return path


def kept_file() -> File:
    return store(Upload("a.xlsx", b"PK"), purpose=Purpose.GANTT, at=timezone.now())


def test_what_nobody_knows_goes_after_a_day(db, tmp_path):
    orphans = [
        aged(tmp_path / "uploads" / "tmp1.upload.xlsx", DAY + HOUR),
        aged(tmp_path / "media" / "gantt" / "202606" / "orphan", DAY + HOUR),
        aged(tmp_path / "media" / "report" / "202606" / "half.abc.tmp", DAY + HOUR),
    ]
    swept = sweep(timezone.now())
    assert (swept.files, swept.size) == (3, 15)
    assert not any(path.exists() for path in orphans)


def test_what_is_younger_or_known_stays(db, tmp_path):
    file = kept_file()
    os.utime(file.full_path, (0, 0))
    young = [aged(tmp_path / "uploads" / "x", DAY - HOUR), aged(file.full_path.parent / "x.tmp", DAY - HOUR)]
    assert sweep(timezone.now()).files == 0
    assert file.full_path.exists()
    assert all(path.exists() for path in young)


def test_a_workspace_without_any_file_is_swept_too(db, settings):
    settings.FILE_UPLOAD_TEMP_DIR.rmdir()
    assert sweep(timezone.now()).files == 0


def test_sessions_that_have_run_out_go(db):
    now = timezone.now()
    for key, expires in (("gone", now - HOUR), ("there", now + HOUR)):
        Session.objects.create(session_key=key, session_data="", expire_date=expires)
    assert sweep(now).sessions == 1
    assert Session.objects.get().session_key == "there"


def test_ticks_sweep_once_a_day(db, tmp_path):
    left = tmp_path / "uploads" / "left"
    aged(left, 2 * DAY)
    tick()
    assert not left.exists()
    aged(left, 2 * DAY)
    tick()
    assert left.exists()
    assert sweep_daily(timezone.now() + DAY + HOUR).files == 1


def test_the_command_says_what_it_took(db, tmp_path):
    aged(tmp_path / "uploads" / "left", 2 * DAY)
    out = StringIO()
    call_command("sweep_files", stdout=out)
    assert out.getvalue() == "1 files (5 bytes) and 0 sessions were taken away.\n"

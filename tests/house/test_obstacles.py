"""What keeps the workspace from starting is one clear sentence and exit code 1, and nothing is left half-written."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from pmo.lib.obstacle import CODES
from projects.obstacle_texts import TEXTS, language
from projects.preparation import SQLITE
from tests.house.programs import clean_environment
from tests.support import ROOT, free_port

SECONDS = 300  # generous: other tests may keep both cores busy
UP = (sys.executable, str(ROOT / "manage.py"), "up")


def up(folder: Path, *, lang: str = "en", before: str = "", **values: str) -> subprocess.CompletedProcess[str]:
    """Start with this data folder; `before`: shell words run first, in a mount namespace of their own."""
    command = [*UP, "--lang", lang, "--port", str(free_port())]
    if before:
        command = ["unshare", "--mount", "sh", "-c", f'{before} && exec "$@"', str(folder), *command]
    environment = clean_environment(PMO_VAR=str(folder), **values)
    return subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=SECONDS
    )


def told(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a start that was given up."""
    assert done.returncode == 1, done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr.strip()


@pytest.fixture
def mounts() -> None:
    if os.geteuid() != 0 or subprocess.run(["unshare", "--mount", "true"], check=False).returncode != 0:
        pytest.skip("a read-only or full disk can be made by root alone")


def test_every_code_has_its_sentence() -> None:
    assert {*CODES.values(), *SQLITE.values(), "database_silent", "database_url"} == set(TEXTS)


@pytest.mark.parametrize(
    ("words", "spoken"),
    [(["up", "--lang", "en"], "en"), (["up", "--lang=ja"], "ja"), (["up", "--lang"], "en"), ([], "en")],
)
def test_the_language_is_the_one_asked_for_else_the_terminals(
    words: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert language(words) == spoken


def test_a_file_in_place_of_the_data_folder_is_named(tmp_path: Path) -> None:
    place = tmp_path / "data"
    place.write_text("mine")
    assert told(up(place)) == (
        f"There is a file where the data folder {place} should be. "
        "Please move that file away, or set PMO_VAR to another folder."
    )
    assert "データフォルダー" in told(up(place, lang="ja"))
    assert place.read_text() == "mine"


def test_bin_start_passes_it_on(tmp_path: Path) -> None:
    clone, place = tmp_path / "clone", tmp_path / "data"
    shutil.copytree(ROOT / "bin", clone / "bin")
    lock = shutil.copy(ROOT / "requirements.lock", clone)
    (clone / ".venv" / "bin").mkdir(parents=True)
    python = clone / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nshift\nexec "{sys.executable}" "{ROOT}/manage.py" "$@"\n')
    python.chmod(0o755)
    mark = subprocess.run(["cksum"], input=Path(lock).read_bytes(), capture_output=True, check=True)
    (clone / ".venv" / "requirements.lock.installed").write_bytes(mark.stdout.replace(b" ", b""))
    place.touch()
    command = [clone / "bin" / "start", "--lang", "en"]
    environment = clean_environment(PMO_VAR=str(place))
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    assert "There is a file where the data folder" in told(done)


def test_a_database_file_that_is_none_is_kept_and_named(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    file.write_bytes(b"no database at all " * 300)
    assert f"The file {file} is damaged or no database." in told(up(tmp_path))
    assert file.read_bytes() == b"no database at all " * 300


def test_a_database_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").mkdir()
    assert f"This user may not write to {tmp_path}/db.sqlite3" in told(up(tmp_path))


def test_a_server_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    port = free_port()
    done = told(up(tmp_path, PMO_DATABASE_URL=f"postgres://pmo:geheim@127.0.0.1:{port}/pmo"))
    assert f"PMO_DATABASE_URL (127.0.0.1:{port}/pmo) cannot be reached" in done
    assert "geheim" not in done


def test_a_database_url_that_is_none_is_named(tmp_path: Path) -> None:
    done = told(up(tmp_path, PMO_DATABASE_URL="mysql://pmo:geheim@127.0.0.1/pmo"))
    assert done.startswith("PMO_DATABASE_URL cannot be read.")
    assert "geheim" not in done


@pytest.mark.usefixtures("mounts")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    done = up(tmp_path, before='mount --bind "$0" "$0" && mount -o remount,ro,bind "$0"')
    assert f"The data folder {tmp_path} can only be read." in told(done)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("mounts")
@pytest.mark.parametrize("kilobytes", [8, 16, 1_500, 3_000])
def test_a_full_disk_is_named_whatever_was_being_made(tmp_path: Path, kilobytes: int) -> None:
    """The key, the database, the static files."""
    assert f"The disk of the data folder {tmp_path} is full." in told(
        up(tmp_path, before=f'mount -t tmpfs -o size={kilobytes}k tmpfs "$0"')
    )


@pytest.mark.usefixtures("mounts")
def test_a_full_disk_leaves_no_half_font(tmp_path: Path) -> None:
    """Only whole files stay: a start with room goes on from there."""
    script = 'mount -t tmpfs -o size=9000k tmpfs "$0"; "$@"; ls -A "$0/fonts"'
    command = ["unshare", "--mount", "sh", "-c", script, str(tmp_path), *UP, "--lang", "en", "--port", str(free_port())]
    environment = clean_environment(PMO_VAR=str(tmp_path))
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=SECONDS)
    assert f"The disk of the data folder {tmp_path} is full." in done.stderr
    assert done.stdout.splitlines()[1:] == [".lock"]

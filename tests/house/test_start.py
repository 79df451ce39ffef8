"""bin/start: finds a Python, keeps .venv in step with the lock, starts and stops everything."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.house.programs import Program, are_gone, clean_environment, data_folder, running
from tests.support import ROOT, free_port, wait_until

TOOLS = ("sh", "dirname", "cat", "cksum", "tr", "rm", "mkdir", "ls")


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The shell part of the project in a folder with a difficult name, asking for no packages."""
    folder = tmp_path / "私の project"
    shutil.copytree(ROOT / "bin", folder / "bin")
    (folder / "requirements.lock").write_text("# nothing\n")
    return folder


@pytest.fixture
def bare(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine without any Python."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in TOOLS:
        (tools / name).symlink_to(str(shutil.which(name)))
    return {"PATH": str(tools), "HOME": str(tmp_path / "home"), "LANG": "C.UTF-8"}


def add_program(environment: dict[str, str], name: str, text: str) -> None:
    path = Path(environment["PATH"]) / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def start(clone: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", clone / "bin" / "start"], check=False, capture_output=True, text=True, env=environment, cwd="/"
    )


def shell(clone: Path, environment: dict[str, str], words: str) -> subprocess.CompletedProcess[str]:
    """Run words of bin/environment.sh."""
    script = f'set -eu; root=$1; . "$root/bin/environment.sh"; {words}'
    return subprocess.run(
        ["sh", "-c", script, "sh", str(clone)], check=False, capture_output=True, text=True, env=environment, cwd="/"
    )


def test_without_a_python_one_line_says_what_to_do(clone: Path, bare: dict[str, str]) -> None:
    done = start(clone, bare)
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "install one" in done.stderr


def test_the_line_is_japanese_on_a_japanese_machine(clone: Path, bare: dict[str, str]) -> None:
    done = start(clone, bare | {"LANG": "ja_JP.UTF-8"})
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "導入してから" in done.stderr


def test_an_old_python_is_none(clone: Path, bare: dict[str, str]) -> None:
    add_program(bare, "python3", f'echo 3.11; exec "{sys.executable}" -c "raise SystemExit(1)"')
    assert len(start(clone, bare).stderr.splitlines()) == 1


def test_a_shim_that_refuses_is_skipped(clone: Path, bare: dict[str, str]) -> None:
    add_program(bare, "python3.14", 'echo "pyenv: python3.14: command not found" >&2; exit 127')
    add_program(bare, "python3.13", "exit 1")
    add_program(bare, "python3", f'exec "{sys.executable}" "$@"')
    done = shell(clone, bare, "find_python")
    assert done.stdout.strip() == sys.executable
    assert done.stderr == ""


def test_a_python_that_only_pyenv_keeps_is_found(clone: Path, bare: dict[str, str]) -> None:
    versions = Path(bare["HOME"]) / ".pyenv" / "versions"
    for name, text in (("3.11.1", "exit 1"), ("3.13.0", f'exec "{sys.executable}" "$@"')):
        (versions / name / "bin").mkdir(parents=True)
        add_program(bare | {"PATH": str(versions / name / "bin")}, "python3", text)
    assert shell(clone, bare, "find_python").stdout.strip() == sys.executable


def test_the_environment_is_made_once_and_again_when_the_lock_changes_or_it_was_left_half_made(clone: Path) -> None:
    environment, install = clean_environment(), "install requirements.lock"
    first = shell(clone, environment, install)
    assert (first.returncode, len(first.stdout.splitlines())) == (0, 1)
    second = shell(clone, environment, install)
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")

    (clone / "requirements.lock").write_text("# something else\n")
    marker = clone / ".venv" / "marker"
    marker.touch()
    assert shell(clone, environment, install).stdout != ""
    assert marker.exists()

    (clone / ".venv" / "incomplete").touch()
    assert shell(clone, environment, install).returncode == 0
    assert not marker.exists()
    assert not (clone / ".venv" / "incomplete").exists()


def test_both_locks_agree_so_that_tests_and_product_share_one_environment() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("requirements.lock") - pins("requirements-dev.lock") == set()


# -- the whole thing, once ---------------------------------------------------------------------------------------------


def up(folder: Path, log: Path, port: int) -> AbstractContextManager[Program]:
    command = [sys.executable, ROOT / "manage.py", "up", "--port", str(port), "--lang", "en"]
    return running(command, log, clean_environment(PMO_VAR=str(folder)), cwd=Path("/"))


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_folder(tmp_path_factory.mktemp("work space"))


def test_it_serves_restarts_refuses_a_second_one_and_stops_cleanly(workspace: Path, tmp_path: Path) -> None:
    port = free_port()
    with up(workspace, tmp_path / "first.log", port) as first:
        assert first.says(f"ready: http://127.0.0.1:{port}"), first.text()
        assert first.says(f"http://127.0.0.1:{port}/welcome/"), first.text()
        with urlopen(f"http://127.0.0.1:{port}/health/") as answer:
            assert answer.status == 200
        family = first.family()
        assert open_to_others(workspace) == []

        with up(workspace, tmp_path / "same.log", free_port()) as same:
            assert same.process.wait(60) == 1
        assert same.text().splitlines() == [f"The workspace in {workspace} is running already: http://127.0.0.1:{port}"]
        with up(tmp_path / "other", tmp_path / "port.log", port) as other:
            assert other.process.wait(60) == 1
        assert other.text().splitlines() == [
            f"Port {port} is taken: stop the program there, or choose another port (--port {port + 1})."
        ]

        web = next(child for child in family if "granian" in " ".join(child.cmdline()))
        web.kill()
        assert first.says("web ended (status -9)"), first.text()
        assert wait_until(lambda: is_healthy(port))
        family = [*family, *first.family()]
        assert first.stop(signal.SIGINT) == 0
        assert are_gone(family)

    remember(workspace, "our company")
    made = made_files(workspace)
    with up(workspace, tmp_path / "second.log", port) as second:
        assert second.says("ready: "), second.text()
        assert made_files(workspace) == made
        assert "our company" in companies(workspace)
        family = second.family()
        second.process.kill()
        assert wait_until(lambda: are_gone(family))


def open_to_others(workspace: Path) -> list[str]:
    """Files that another user of the machine could read, apart from what every browser gets."""
    parts = [part for part in workspace.iterdir() if part.name not in ("fonts", "static")]
    files = [path for part in parts for path in (part, *part.rglob("*")) if path.is_file()]
    assert workspace / "db.sqlite3" in files
    return [str(path) for path in files if path.stat().st_mode & 0o077]


def made_files(workspace: Path) -> dict[str, int]:
    """When the files were written that a start makes at most once: fonts, static files, the key."""
    places = ("fonts/*.ttf", "static/**/*", "secret.key")
    return {str(path): path.stat().st_mtime_ns for place in places for path in workspace.glob(place)}


def remember(workspace: Path, name: str) -> None:
    with sqlite3.connect(workspace / "db.sqlite3") as connection:
        row = "INSERT INTO projects_company (name, name_2, is_own, is_customer) VALUES (?, '', 0, 0)"
        connection.execute(row, [name])
    connection.close()


def companies(workspace: Path) -> set[str]:
    with sqlite3.connect(workspace / "db.sqlite3") as connection:
        names = {name for (name,) in connection.execute("SELECT name FROM projects_company")}
    connection.close()
    return names


def is_healthy(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def test_a_fresh_clone_starts_with_one_command(tmp_path: Path) -> None:
    """The committed state, in a folder with a space in its name, with a virtual environment of its own."""
    clone, port = tmp_path / "fresh clone", free_port()
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True, capture_output=True)
    command = ["sh", clone / "bin" / "start", "--port", str(port)]
    with running(command, tmp_path / "log", clean_environment(), cwd=Path("/")) as program:
        assert program.says(f"ready: http://127.0.0.1:{port}", 150), program.text()
        assert (clone / "var" / "db.sqlite3").exists()
        assert (clone / "var" / "secret.key").stat().st_mode & 0o077 == 0
        assert program.stop(signal.SIGTERM) == 0

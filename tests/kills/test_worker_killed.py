"""A worker killed with SIGKILL while it makes reports, again and again: no report is lost, none is made twice."""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from pmo.lib.commands import native
from pmo.lib.supervise import kill_group
from tests.house.programs import clean_environment, data_folder, running
from tests.support import ROOT, wait_until

pytestmark = pytest.mark.kills
KILLS = 20
KILLS_OF_ONE = "25"  # chance may kill one job again and again; giving it up is another rule, tested elsewhere
LEASE = "2"
KILLED_AT_MOST = 4  # of one job: the fifth attempt must be left to live (JOB_MAX_ATTEMPTS)
LONGEST_WAIT = 0.9  # seconds from seeing a running job to the kill: about as long as a report takes
SECONDS = 110.0


type Attempt = tuple[int, int]  # a job and its fence: every claim raises the fence


@dataclass(frozen=True)
class Workspace:
    """A data folder where reports are ordered and made, seen from outside."""

    folder: Path
    environment: dict[str, str]

    def rows(self, statement: str) -> list[tuple]:
        address = f"file:{self.folder / 'db.sqlite3'}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=20)) as database:
            return database.execute(statement).fetchall()

    def running(self) -> dict[Attempt, int]:
        """What is marked as running, also by workers that are dead, with the number of attempts."""
        rows = self.rows("SELECT id, fence, attempts FROM projects_job WHERE state = 'running'")
        return {(job, fence): attempts for job, fence, attempts in rows}

    def left(self) -> int:
        return self.rows("SELECT count(*) FROM projects_job WHERE state IN ('queued', 'running')")[0][0]

    def shell(self, code: str) -> list[str]:
        return [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]

    def run(self, command: list[str]) -> None:
        done = subprocess.run(command, check=False, capture_output=True, text=True, env=self.environment, cwd=ROOT)
        assert done.returncode == 0, done.stderr


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = data_folder(tmp_path)
    found = Workspace(
        folder, clean_environment(PMO_VAR=str(folder), PMO_LEASE_SECONDS=LEASE, PMO_JOB_ATTEMPTS=KILLS_OF_ONE)
    )
    found.run([sys.executable, "manage.py", "prepare"])
    return found


@dataclass
class Assassin:
    """Kills workers at moments drawn from a seed, and starts the next one."""

    workspace: Workspace
    chance: random.Random
    stack: ExitStack
    kills: int = 0
    before: frozenset[Attempt] = frozenset()  # what dead workers have left as running

    def worker(self) -> int:
        """A worker in a process group of its own; returns the group."""
        self.before = frozenset(self.workspace.running())
        log = self.workspace.folder / f"worker-{self.kills}.log"
        program = running(native("worker", "", 0), log, self.workspace.environment, ROOT)
        return self.stack.enter_context(program).process.pid

    def moments(self, since: float) -> Iterator[str]:
        """Kill worker after worker; yields when each kill came and how long after its job was seen running."""
        while self.kills < KILLS:
            waited = self.wait_and_kill(self.worker())
            self.kills += 1
            yield f"{time.monotonic() - since:.1f}s(+{waited:.2f})"

    def wait_and_kill(self, group: int) -> float:
        """Kill the group at a random moment while it runs a job that can bear it."""
        while True:
            assert wait_until(self.may_die, SECONDS), "nothing runs that may be killed"
            waited = self.chance.uniform(0, LONGEST_WAIT)
            time.sleep(waited)
            if self.may_die():
                kill_group(group)
                return waited

    def may_die(self) -> bool:
        """Whether the present worker runs something, and nothing that must not be killed again."""
        own = {attempt: tries for attempt, tries in self.workspace.running().items() if attempt not in self.before}
        return bool(own) and max(own.values()) <= KILLED_AT_MOST


def test_twenty_killed_workers_lose_and_double_no_report(workspace: Workspace, capsys) -> None:
    seed = int(os.environ.get("PMO_KILL_SEED") or random.SystemRandom().randrange(10**6))
    since = time.monotonic()
    with ExitStack() as stack:
        code = "from pathlib import Path; from tests.kills.scenery import tick_for_ever; tick_for_ever(Path({!r}))"
        ticks = workspace.shell(code.format(str(workspace.folder)))
        stack.enter_context(running(ticks, workspace.folder / "ticks.log", workspace.environment, ROOT))
        assassin = Assassin(workspace, random.Random(seed), stack)
        moments = list(assassin.moments(since))
        with capsys.disabled():
            sys.stdout.write(f"\nPMO_KILL_SEED={seed}: {assassin.kills} kills at {', '.join(moments)}\n")
        (workspace.folder / "enough").touch()
        assassin.worker()
        assert wait_until(lambda: workspace.left() == 0, SECONDS), workspace.rows(
            "SELECT state, error FROM projects_job"
        )
    assert_all_there_once(workspace)


FILES = 2 * 3  # PDF and workbook: the whole report, the owner's page, the edition of the one team


def assert_all_there_once(workspace: Workspace) -> None:
    """Every job is done with one report, every file of a report is on the disk and is whole, and no other file is."""
    states = workspace.rows("SELECT state, count(*) FROM projects_job GROUP BY state")
    assert [state for state, _reports in states] == ["done"], workspace.rows("SELECT state, error FROM projects_job")
    reports = states[0][1]
    made = workspace.rows("SELECT count(*), count(DISTINCT job_id) FROM reports_report")
    assert made == [(reports, reports)]
    editions = workspace.rows("SELECT count(DISTINCT language || edition) FROM reports_report")
    assert editions == [(reports,)]
    known = dict(workspace.rows("SELECT path, sha256 FROM projects_file"))
    media = workspace.folder / "media"
    on_disk = {str(path.relative_to(media)): path for path in media.rglob("*") if path.is_file()}
    assert set(on_disk) == set(known)
    assert len(known) == FILES * reports
    for name, path in on_disk.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == known[name]

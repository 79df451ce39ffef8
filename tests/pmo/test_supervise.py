"""The supervisor with real processes: each test starts one in a process of its own and looks at what it leaves."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from pmo.lib.supervise import Child, Patience, Runner
from tests.support import ROOT, wait_until

SECONDS = 20.0

# Writes its process id, starts a helper of its own that would live on, and waits.
PLAIN = """
import subprocess, sys, time, pathlib
helper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
log = pathlib.Path({log!r})
with log.open("a") as file:
    file.write(f"{{__import__('os').getpid()}} {{helper.pid}}\\n")
time.sleep(600)
"""
STUBBORN = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)" + PLAIN
BROKEN = "raise SystemExit(3)"

SUPERVISOR = """
import fcntl, os, sys
from pathlib import Path
from pmo.lib.supervise import Child, Patience, Supervisor

folder = Path(sys.argv[1])
lock = os.open(folder / "lock", os.O_RDWR | os.O_CREAT)
fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)

def say(event):
    print(event.kind, event.child, event.status, flush=True)

def child(path):
    return Child(path.stem, (sys.executable, str(path)), (folder / f"{path.stem}.log").exists, stop_seconds=1.0)

children = [child(path) for path in sorted(folder.glob("*.py"))]
sys.exit(Supervisor(children, say, Patience(first_pause=0.05, start=10, tries=3), keep=[lock]).run())
"""


@dataclass(frozen=True, slots=True)
class Running:
    folder: Path
    process: subprocess.Popen[str]

    def words(self) -> list[str]:
        """The next event as the supervisor tells it."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().split()

    def pids(self, name: str) -> list[tuple[int, int]]:
        """(process, its helper) of each life of the child, in order."""
        log = self.folder / f"{name}.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [(int(first), int(second)) for first, second in (line.split() for line in lines)]

    def everyone(self) -> list[int]:
        return [pid for log in self.folder.glob("*.log") for pair in self.pids(log.stem) for pid in pair]


def lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start a supervisor over children given as name=program text."""
    started: list[Running] = []

    def run(**programs: str) -> Running:
        for name, text in programs.items():
            (tmp_path / f"{name}.py").write_text(textwrap.dedent(text).format(log=str(tmp_path / f"{name}.log")))
        command = [sys.executable, "-c", SUPERVISOR, str(tmp_path)]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(Running(tmp_path, process))
        return started[-1]

    yield run
    for running in started:
        running.process.kill()
        running.process.communicate()
        wait_until(lambda running=running: not any(map(lives, running.everyone())))


def test_it_is_ready_when_every_child_is(start: Callable[..., Running]) -> None:
    running = start(one=PLAIN, two=PLAIN)
    assert running.words() == ["ready", "0"]
    assert running.pids("one")
    assert running.pids("two")


def test_a_killed_child_is_started_again_and_its_helper_is_gone(start: Callable[..., Running]) -> None:
    running = start(one=PLAIN, two=PLAIN)
    assert running.words() == ["ready", "0"]
    first, helper = running.pids("one")[0]
    psutil.Process(first).kill()
    assert running.words() == ["ended", "one", "-9"]
    assert wait_until(lambda: len(running.pids("one")) == 2)
    assert not lives(helper)
    assert lives(running.pids("one")[1][0])
    assert len(running.pids("two")) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_ends_everything_and_is_no_error(start: Callable[..., Running], number: signal.Signals) -> None:
    running = start(one=PLAIN, two=PLAIN)
    assert running.words() == ["ready", "0"]
    running.process.send_signal(number)
    assert running.process.wait(SECONDS) == 0
    assert not any(map(lives, running.everyone()))


def test_a_child_that_ignores_the_stop_signal_is_killed_when_its_time_is_over(start: Callable[..., Running]) -> None:
    running = start(one=STUBBORN)
    assert running.words() == ["ready", "0"]
    since = time.monotonic()
    running.process.terminate()
    assert running.process.wait(SECONDS) == 0
    assert time.monotonic() - since >= 1.0
    assert not any(map(lives, running.everyone()))


@pytest.mark.parametrize("program", [PLAIN, STUBBORN])
def test_a_supervisor_killed_without_warning_leaves_no_orphan(start: Callable[..., Running], program: str) -> None:
    running = start(one=program, two=PLAIN)
    assert running.words() == ["ready", "0"]
    running.process.kill()
    running.process.wait()
    assert wait_until(lambda: not any(map(lives, running.everyone())))


def test_the_lock_is_held_until_the_orphans_are_gone(start: Callable[..., Running]) -> None:
    running = start(one=STUBBORN)
    assert running.words() == ["ready", "0"]
    running.process.kill()
    running.process.wait()
    take = "import fcntl, os, sys; fcntl.flock(os.open(sys.argv[1], os.O_RDWR), fcntl.LOCK_EX)"  # waits for the lock
    subprocess.run([sys.executable, "-c", take, str(running.folder / "lock")], check=True, timeout=SECONDS)
    assert not any(map(lives, running.everyone()))


def test_a_killed_watchdog_is_replaced_and_the_new_one_knows_the_children(start: Callable[..., Running]) -> None:
    running = start(one=PLAIN)
    assert running.words() == ["ready", "0"]
    supervisor = psutil.Process(running.process.pid)

    def watchdogs() -> list[psutil.Process]:
        alive = [child for child in supervisor.children() if lives(child.pid)]
        return [child for child in alive if "supervise.py" in " ".join(child.cmdline())]

    assert wait_until(lambda: bool(watchdogs()))  # between fork and exec it has another name
    old = watchdogs()[0]
    old.kill()
    assert wait_until(lambda: any(one.pid != old.pid for one in watchdogs()))
    running.process.kill()
    running.process.wait()
    assert wait_until(lambda: not any(map(lives, running.everyone())))


def test_a_start_that_fails_three_times_is_given_up(start: Callable[..., Running]) -> None:
    running = start(one=PLAIN, two=BROKEN)
    told = running.process.communicate(timeout=SECONDS)[0].splitlines()
    assert told == ["ended two 3", "ended two 3", "failed two 3", "stopping  0"]
    assert running.process.returncode == 1
    assert not any(map(lives, running.everyone()))


def test_pauses_double_up_to_the_longest() -> None:
    runner = Runner(Child("one", ("false",)), Patience(first_pause=1.0, longest_pause=10.0))
    pauses = []
    for failures in range(1, 7):
        runner.failures = failures
        pauses.append(runner.pause())
    assert pauses == [1, 2, 4, 8, 10, 10]

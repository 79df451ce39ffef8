"""Keeps a few programs running together: restarts the dead with back-off, stops all of them at once.

Every child leads a process group of its own, so a key pressed in the terminal reaches the supervisor alone, and what a
child leaves behind is ended with it. A second process, the watchdog, reads from a pipe the supervisor holds open: when
the supervisor goes without a word (SIGKILL), the watchdog ends the groups. Standard library only; POSIX.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GLANCE_SECONDS = 0.25


def at_once() -> bool:
    """The readiness of a child that needs no probe."""
    return True


@dataclass(frozen=True, slots=True)
class Child:
    """One program to keep running in `folder`; `is_ready` is asked again and again until it says yes."""

    name: str
    command: tuple[str, ...]
    is_ready: Callable[[], bool] = at_once
    stop_seconds: float = 10.0
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Patience:
    """Pauses before a restart (doubled each time), and how long and how often a start may fail; seconds."""

    first_pause: float = 0.5
    longest_pause: float = 30.0
    steady: float = 20.0
    start: float = 120.0
    tries: int = 3


@dataclass(frozen=True, slots=True)
class Event:
    """What the supervisor has to say: `ready`, `ended`, `failed`, `late` or `stopping`, and of which child."""

    kind: str
    child: str = ""
    status: int = 0


def end_groups(groups: Collection[int], seconds: float) -> None:
    """Ask the leaders of the process groups to stop; after `seconds` kill whatever is left of the groups."""
    for group in groups:
        with suppress(ProcessLookupError):
            os.kill(group, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    left = set(groups)
    while left and time.monotonic() < deadline:
        left = {group for group in left if is_there(group)}
        time.sleep(0.05)
    for group in left:
        kill_group(group)


def is_there(group: int) -> bool:
    """Whether any process of the group exists."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS: only zombies are left
        return False
    return True


def kill_group(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


class Watchdog:
    """A process that ends the groups it knows when this one is gone; it holds the descriptors `keep` till then."""

    def __init__(self, seconds: float, keep: Sequence[int] = ()) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=tuple(keep),
        )

    def tell(self, sign: str, group: int) -> None:
        """`+` watch the group, `-` forget it."""
        if self.process.stdin:
            with suppress(BrokenPipeError):
                os.write(self.process.stdin.fileno(), f"{sign}{group}\n".encode())

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()


def watch(seconds: float) -> None:
    """The watchdog's own life: read until the pipe closes, then end what is still on the list."""
    groups: set[int] = set()
    for line in sys.stdin:
        change = groups.add if line[0] == "+" else groups.discard
        change(int(line[1:]))
    end_groups(groups, seconds)


@dataclass(slots=True)
class Runner:
    """A child's present life: its process, how often it failed in a row and when it may start again."""

    child: Child
    patience: Patience
    process: subprocess.Popen[bytes] | None = None
    ready: bool = False
    failures: int = 0
    since: float = 0.0
    start_at: float = 0.0

    def start(self) -> int:
        """Start the program as the leader of a new process group; returns the group's id."""
        self.process = subprocess.Popen(
            self.child.command, stdin=subprocess.DEVNULL, process_group=0, cwd=self.child.folder
        )
        self.since = time.monotonic()
        return self.process.pid

    def ended(self) -> int | None:
        """The status of a process that has just ended, once; its group is swept and the next start put off."""
        if self.process is None or self.process.poll() is None:
            return None
        status, now = self.process.returncode, time.monotonic()
        kill_group(self.process.pid)
        self.process = None
        self.failures = 1 if now - self.since > self.patience.steady else self.failures + 1
        self.start_at = now + self.pause()
        return status

    def pause(self) -> float:
        return min(self.patience.longest_pause, self.patience.first_pause * float(2 ** min(self.failures - 1, 16)))

    def is_due(self) -> bool:
        return self.process is None and time.monotonic() >= self.start_at

    def asks(self) -> bool:
        """Whether the child is up: asked of a running process until the first yes."""
        self.ready = self.ready or (self.process is not None and self.child.is_ready())
        return self.ready


@dataclass(slots=True)
class Supervisor:
    """Runs the children until a stop signal comes; tells `say` what happens."""

    children: Sequence[Child]
    say: Callable[[Event], None]
    patience: Patience = field(default_factory=Patience)
    keep: Sequence[int] = ()
    runners: list[Runner] = field(default_factory=list)
    stops: int = 0
    ready: bool = False
    watchdog: Watchdog | None = None

    def run(self) -> int:
        """0 after a stop signal, 1 when the children did not come up."""
        self.runners = [Runner(child, self.patience) for child in self.children]
        with wake_on_signals(self.note_signal) as pipe:
            try:
                return self.keep_running(pipe)
            finally:
                self.stop(pipe)

    def note_signal(self) -> None:
        self.stops += 1

    def keep_running(self, pipe: int) -> int:
        since = time.monotonic()
        while not self.stops:
            self.guard()
            trouble = [event for runner in self.runners if (event := self.tend(runner))]
            if not self.ready and not trouble and time.monotonic() - since > self.patience.start:
                trouble = [Event("late", runner.child.name) for runner in self.runners if not runner.ready]
            if trouble:
                self.say(trouble[0])
                return 1
            self.announce()
            wait_for(pipe)
        return 0

    def guard(self) -> None:
        """Have a watchdog that knows every group."""
        if self.watchdog is None or self.watchdog.process.poll() is not None:
            self.watchdog = Watchdog(max((child.stop_seconds for child in self.children), default=0), self.keep)
            for runner in self.runners:
                if runner.process:
                    self.watchdog.tell("+", runner.process.pid)

    def tend(self, runner: Runner) -> Event | None:
        """Look after one child; returns the event that ends the start, if any."""
        group = runner.process.pid if runner.process else 0
        status = runner.ended()
        if status is not None:
            self.tell("-", group)
            if not self.ready and runner.failures >= self.patience.tries:
                return Event("failed", runner.child.name, status)
            self.say(Event("ended", runner.child.name, status))
        if runner.is_due():
            self.tell("+", runner.start())
        return None

    def tell(self, sign: str, group: int) -> None:
        if self.watchdog:
            self.watchdog.tell(sign, group)

    def announce(self) -> None:
        if not self.ready and all(runner.asks() for runner in self.runners):
            self.ready = True
            self.say(Event("ready"))

    def stop(self, pipe: int) -> None:
        """End every child: SIGTERM, its own time to stop, SIGKILL to the group; a second signal kills at once."""
        self.say(Event("stopping"))
        asked = self.stops
        running = {runner.process: runner.child.stop_seconds for runner in self.runners if runner.process}
        for process in running:
            process.terminate()
        since = time.monotonic()
        while running:
            for process, seconds in list(running.items()):
                if self.stops > asked or time.monotonic() - since > seconds:
                    kill_group(process.pid)
                if process.poll() is not None:
                    kill_group(process.pid)
                    self.tell("-", process.pid)
                    del running[process]
            if running:
                wait_for(pipe)
        if self.watchdog:
            self.watchdog.close()


@contextmanager
def wake_on_signals(note: Callable[[], None]) -> Iterator[int]:
    """Call `note` at each stop signal; the yielded descriptor becomes readable at any signal, SIGCHLD included."""
    reader, writer = os.pipe()
    for end in (reader, writer):
        os.set_blocking(end, False)
    handlers = {number: signal.signal(number, lambda *_: note()) for number in STOP_SIGNALS}
    handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
    wakeup = signal.set_wakeup_fd(writer)
    try:
        yield reader
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        os.close(reader)
        os.close(writer)


def wait_for(pipe: int, seconds: float = GLANCE_SECONDS) -> None:
    """Sleep until a signal or the next glance."""
    if select.select([pipe], [], [], seconds)[0]:
        with suppress(BlockingIOError):
            os.read(pipe, 512)


if __name__ == "__main__":
    watch(float(sys.argv[1]))

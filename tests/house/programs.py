"""Programs that tests start for real, with a clean environment and everything they say in a file."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from pmo.lib.supervise import Watchdog, kill_group
from tests.support import ROOT, wait_until

SECONDS = 120.0  # generous: other tests may keep both cores busy


def clean_environment(**values: str) -> dict[str, str]:
    """This process's environment without the settings of the test run, in English unless told otherwise."""
    dropped = ("PMO_", "PYTEST_", "DJANGO_", "LC_", "LANG", "FAILPOINT")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {"LANG": "C.UTF-8"} | values


def data_folder(folder: Path) -> Path:
    """The same folder with the fonts in it, where this clone has made them already: that saves seconds."""
    made = ROOT / "var" / "fonts"
    if made.exists():
        shutil.copytree(made, folder / "fonts")
    return folder


@dataclass(frozen=True, slots=True)
class Program:
    """A running program and the file its output goes to."""

    process: subprocess.Popen[bytes]
    log: Path

    def text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def says(self, words: str, seconds: float = SECONDS) -> bool:
        """Whether it says these words before it ends or the time is up."""
        wait_until(lambda: words in self.text() or self.process.poll() is not None, seconds)
        return words in self.text()

    def family(self) -> list[psutil.Process]:
        """The program and all it started."""
        parent = psutil.Process(self.process.pid)
        return [parent, *parent.children(recursive=True)]

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        """Send a stop signal; returns the status it ends with."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)


@contextmanager
def running(
    command: Sequence[str | Path], log: Path, environment: Mapping[str, str], cwd: Path | None = None
) -> Iterator[Program]:
    """Start the program in a group of its own; whatever happens, it is gone in the end."""
    watchdog = Watchdog(5)
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, process_group=0, env=environment, cwd=cwd
        )
    watchdog.tell("+", process.pid)
    try:
        yield Program(process, log)
    finally:
        if process.poll() is None:
            process.terminate()
            wait_until(lambda: process.poll() is not None)
        kill_group(process.pid)
        process.wait()
        watchdog.close()


def are_gone(family: Sequence[psutil.Process]) -> bool:
    """Whether none of the processes lives (a zombie does not)."""

    def lives(process: psutil.Process) -> bool:
        try:
            return process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    return not any(map(lives, family))

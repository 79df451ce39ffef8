"""Runs the tests in phases, each with the servers it needs and a budget of time; bin/test calls it.

python -m tests.run [PHASE...] [pytest arguments]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from pmo.lib.messages import compile_messages

ROOT = Path(__file__).resolve().parents[1]
SLOWEST = 20
SET_UP_MINUTES = 3
NO_TESTS = 5


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the tests: what is chosen, how long it should take at most, on how many workers, with which servers."""

    name: str
    marks: str
    minutes: float
    workers: int = 0
    servers: bool = False


PHASES = (
    Phase("sqlite", "not (postgres or browser or kills or matrix)", minutes=8, workers=2),
    Phase("postgres", "postgres", minutes=4, servers=True),
    Phase("browser", "browser and not postgres", minutes=6),
    Phase("kills", "kills and not (postgres or browser)", minutes=3),
    Phase("matrix", "matrix and not (postgres or browser or kills)", minutes=3),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one phase came to."""

    phase: Phase
    status: int
    seconds: float
    counts: dict[str, int]
    times: list[tuple[float, str]]

    def line(self) -> str:
        over = "" if self.seconds <= self.phase.minutes * 60 else ", OVER BUDGET"
        state = "no tests" if self.status == NO_TESTS else "failed" if self.status else "passed"
        return f"{self.phase.name:9} {state:8} {clock(self.seconds)} of {clock(self.phase.minutes * 60)}{over}"


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def run_phase(phase: Phase, extra: list[str], folder: Path) -> Outcome:
    print(f"\n== {phase.name}: {phase.marks} (budget {clock(phase.minutes * 60)})", flush=True)
    report = folder / f"{phase.name}.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-m", phase.marks, f"--junitxml={report}", *extra]
    if phase.workers:
        command += ["-n", str(phase.workers), "--dist", "worksteal"]
    if phase.servers:
        command = [sys.executable, "-m", "tests.servers", *command]
    since = time.monotonic()
    status = subprocess.run(command, check=False, cwd=ROOT, env=environment(folder / phase.name)).returncode
    return Outcome(phase, status, time.monotonic() - since, *read_report(report))


def environment(folder: Path) -> dict[str, str]:
    """The caller's environment without settings of a real workspace, and with a data folder for this phase."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PMO_") or name == "PMO_CORPUS"}
    folder.mkdir()
    return kept | {"PMO_TEST_FOLDER": str(folder)}


def read_report(path: Path) -> tuple[dict[str, int], list[tuple[float, str]]]:
    """Counts by outcome, and (seconds, test) of every test, from pytest's own report."""
    if not path.exists():
        return {"errors": 1}, []
    suite = next(ET.parse(path).iter("testsuite"))
    bad = {name: int(suite.get(name, 0)) for name in ("failures", "errors", "skipped")}
    times = [
        (float(case.get("time", 0)), f"{case.get('classname')}::{case.get('name')}") for case in suite.iter("testcase")
    ]
    return {"passed": int(suite.get("tests", 0)) - sum(bad.values()), **bad}, times


def summary(outcomes: Iterable[Outcome]) -> list[str]:
    """The slowest tests, the phases, and a closing line as pytest writes it."""
    outcomes = list(outcomes)
    slow = sorted((time for outcome in outcomes for time in outcome.times), reverse=True)[:SLOWEST]
    total = {
        word: sum(outcome.counts.get(name, 0) for outcome in outcomes)
        for name, word in (("failures", "failed"), ("passed", "passed"), ("skipped", "skipped"), ("errors", "errors"))
    }
    told = ", ".join(f"{count} {word}" for word, count in total.items() if count or word == "passed")
    seconds = sum(outcome.seconds for outcome in outcomes)
    return [
        f"\n== the {len(slow)} slowest tests",
        *(f"{took:7.2f} s  {name}" for took, name in slow),
        "\n== phases",
        *(outcome.line() for outcome in outcomes),
        f"{f' {told} in {seconds:.2f}s ({clock(seconds)}) ':=^79}",
    ]


def set_up_line() -> str:
    """How long bin/test took before it came here."""
    began = int(os.environ.get("PMO_TEST_BEGAN") or time.time())
    return f"== set-up took {clock(time.time() - began)} of {clock(SET_UP_MINUTES * 60)}"


def main(words: list[str]) -> int:
    chosen = [phase for phase in PHASES if phase.name in words] or list(PHASES)
    extra = [word for word in words if word not in {phase.name for phase in PHASES}]
    compile_messages(ROOT / "locale")
    print(set_up_line())
    folder = Path(tempfile.mkdtemp(prefix="pmo-test-"))
    try:
        outcomes = [run_phase(phase, extra, folder) for phase in chosen]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print("\n".join(summary(outcomes)))
    return max(outcome.status for outcome in outcomes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Runs work on untrusted input in a process of its own, with its own memory, CPU and time limits.

Parent: `run_limited("package.module", path, Limits())` starts `python -m package.module PATH LIMITS` and returns the
JSON object it wrote to its standard output. Child: `python -m` module whose main calls `answer_with(function)`.
No answer, whatever the cause, is `NoAnswer`; nothing the child does can harm the parent.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
MEBIBYTE = 1 << 20
KEPT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
LARGE = 3  # exit code of a child whose answer would be longer than its limit


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use: bytes of memory and of answer, seconds of CPU and of wall time (SECURITY 3.5)."""

    memory: int = 700 * MEBIBYTE
    cpu_seconds: int = 20
    wall_seconds: float = 28
    answer: int = 24 * MEBIBYTE


class NoAnswer(RuntimeError):
    """The child gave no usable answer; `reason` is "time", "died", "large" or "garbled"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def run_limited(
    module: str, argument_path: str | os.PathLike[str], limits: Limits | None = None, options: Sequence[str] = ()
) -> dict[str, Any]:
    """The JSON object that `python -m module argument_path LIMITS *options` answers; raises NoAnswer."""
    limits = limits or Limits()
    command = [sys.executable, "-m", module, os.fspath(argument_path), json.dumps(asdict(limits)), *options]
    with tempfile.TemporaryFile() as answer:
        _run(command, limits, answer)
        answer.seek(0)
        return _parsed(answer.read(limits.answer))


def _run(command: list[str], limits: Limits, answer: IO[bytes]) -> None:
    child = subprocess.Popen(
        command,
        cwd=ROOT,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = _wait(child, limits.wall_seconds)
    except subprocess.TimeoutExpired:
        raise NoAnswer("time") from None
    finally:
        _end(child)
    if code != 0:
        raise NoAnswer({-signal.SIGXCPU: "time", LARGE: "large"}.get(code, "died"))


def _wait(child: subprocess.Popen[bytes], seconds: float) -> int:
    """The exit code as soon as there is one (Popen.wait looks only every 50 ms); raises TimeoutExpired."""
    if sys.platform == "linux":
        process = os.pidfd_open(child.pid)
        watch = select.poll()
        watch.register(process, select.POLLIN)
        try:
            watch.poll(seconds * 1000)
        finally:
            os.close(process)
        return child.wait(0.001)
    return child.wait(seconds)


def _environment() -> Mapping[str, str]:
    """Nothing of the server's secrets reaches the child."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "2"}


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _parsed(text: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        raise NoAnswer("garbled") from None
    if not isinstance(answer, dict):
        raise NoAnswer("garbled")
    return answer


def restrain(limits: Limits) -> None:
    """Limit the process that calls this, for good: memory, CPU, size of what it writes, no core files."""
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 1),
        (resource.RLIMIT_FSIZE, limits.answer, limits.answer),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        ceiling = resource.getrlimit(what)[1]
        allowed = hard if ceiling == resource.RLIM_INFINITY else min(hard, ceiling)
        resource.setrlimit(what, (min(soft, allowed), allowed))


def answer_with(function: Callable[..., dict[str, Any]], arguments: Sequence[str] | None = None) -> int:
    """The child's main: restrain itself, call `function(path, *options)`, write its answer; the exit code."""
    path, given, *options = sys.argv[1:] if arguments is None else arguments
    limits = Limits(**json.loads(given))
    restrain(limits)
    answer = json.dumps(function(path, *options), ensure_ascii=False, separators=(",", ":")).encode()
    if len(answer) > limits.answer:
        return LARGE
    sys.stdout.buffer.write(answer)
    sys.stdout.flush()
    return 0

"""Untrusted work runs in a child with limits of its own; whatever it does, the parent gets an answer in time."""

from __future__ import annotations

import os
import time

import pytest

from pmo.lib.limited import MEBIBYTE, Limits, NoAnswer, run_limited

CHILD = "tests.pmo.limited_child"
SMALL = Limits(memory=300 * MEBIBYTE, cpu_seconds=2, wall_seconds=4, answer=MEBIBYTE)


def test_the_answer_of_the_child_comes_back(monkeypatch):
    monkeypatch.setenv("PMO_SECRET_KEY", "not for the child")
    found = run_limited(CHILD, "/some/file", SMALL, ("tell",))
    assert found["path"] == "/some/file"
    assert found["limits"] == {"RLIMIT_AS": 300 * MEBIBYTE, "RLIMIT_CPU": 2, "RLIMIT_CORE": 0}
    assert "PMO_SECRET_KEY" not in found["environment"]


@pytest.mark.parametrize(
    ("deed", "reason"),
    [("eat", "died"), ("die", "died"), ("spin", "time"), ("sleep", "time"), ("flood", "large"), ("garble", "garbled")],
)
def test_a_child_that_misbehaves_gives_no_answer(deed, reason):
    since = time.monotonic()
    with pytest.raises(NoAnswer) as silence:
        run_limited(CHILD, "/some/file", SMALL, (deed,))
    assert silence.value.reason == reason
    assert time.monotonic() - since < 15


def test_nothing_is_left_running_when_time_is_up():
    before = children()
    with pytest.raises(NoAnswer):
        run_limited(CHILD, "/some/file", Limits(wall_seconds=0.3), ("sleep",))
    assert children() == before


def children() -> set[str]:
    """Process ids whose parent is this process."""
    found = set()
    for name in os.listdir("/proc"):
        if name.isdigit() and parent_of(name) == os.getpid():
            found.add(name)
    return found


def parent_of(pid: str) -> int | None:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return int(file.read().rpartition(")")[2].split()[1])
    except OSError:
        return None

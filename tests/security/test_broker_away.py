"""A broker that refuses or is frozen costs a page no more than its time-out, once; the job row is what counts."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.house.programs import clean_environment
from tests.servers import Valkey
from tests.support import ROOT, free_port

# Three hints as pages give them: the first one, the next, and one after the silence.
HINTS = """
import json, resource, sys, time
import django
django.setup()
from projects import jobs
if sys.argv[1:] == ["full"]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

def seconds():
    since = time.monotonic()
    jobs.hint()
    return time.monotonic() - since

found = [seconds(), seconds()]
jobs.broker.silent_until = 0
print(json.dumps([*found, seconds()]))
"""
REFUSED, FROZEN, SILENT = 1.8, 4.0, 0.5  # seconds at most, on a busy machine (2 are the time-out)


def hints(broker: str, folder: Path, *words: str) -> list[float]:
    environment = clean_environment(
        PMO_VAR=str(folder), PMO_BROKER_URL=broker, DJANGO_SETTINGS_MODULE="pmo.settings", PYTHONPATH=str(ROOT)
    )
    done = subprocess.run(
        [sys.executable, "-c", HINTS, *words],
        check=False, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "the broker takes no hint" in done.stderr
    return [float(value) for value in json.loads(done.stdout)]


def test_a_broker_that_refuses_costs_next_to_nothing(tmp_path: Path) -> None:
    first, second, later = hints(f"redis://127.0.0.1:{free_port()}/0", tmp_path)
    assert first < REFUSED
    assert second < SILENT
    assert later < REFUSED


def test_a_frozen_broker_costs_one_page_its_time_out(tmp_path: Path, valkey: Valkey) -> None:
    valkey.signal(signal.SIGSTOP)
    try:
        first, second, later = hints(valkey.url, tmp_path)
    finally:
        valkey.signal(signal.SIGCONT)
    assert first < FROZEN
    assert second < SILENT
    assert later < FROZEN


def test_a_full_disk_under_the_embedded_broker_is_silent_too(tmp_path: Path) -> None:
    assert max(hints("", tmp_path, "full")) < REFUSED

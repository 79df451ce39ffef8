"""Time and memory of loading the sample project into an empty workspace (limit: 30 s on two cores).

    python bench/demo_load.py [--lang ja|en]

The workspace is prepared first (database, fonts), as `bin/start` does; that is not counted. Wall time and CPU seconds
of the load and of its parts (the set-up, each week, the files to try), and the peak memory with that of the readers.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="pmo-bench-")
os.environ["PMO_VAR"] = FOLDER.name
os.environ["DJANGO_SETTINGS_MODULE"] = "pmo.settings"

import django  # noqa: E402

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

from pmo.lib.fonts import ensure_fonts  # noqa: E402
from projects import triggers  # noqa: E402
from reports.demo import load  # noqa: E402
from reports.demo.files_to_try import write_files  # noqa: E402
from reports.demo.setting_up import set_up  # noqa: E402
from reports.demo.story.timeline import OPEN  # noqa: E402
from reports.demo.world import World  # noqa: E402

LOADED_AT = datetime.fromisoformat("2026-11-19T10:40+09:00")


def prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    triggers.ensure()
    converted = ROOT / "var" / "fonts"  # those of the clone, if it has been started once
    if converted.is_dir():
        (settings.VAR / "fonts").symlink_to(converted)
    ensure_fonts(settings.VAR / "fonts")


@contextmanager
def timed(name: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{name:8} {time.perf_counter() - wall:7.2f} s   {time.process_time() - cpu:7.2f} s cpu", flush=True)


def run(language: str) -> None:
    world = World(language, LOADED_AT)
    with transaction.atomic():
        with timed("set-up"):
            set_up(world)
        for story, rows in world.reports:
            with timed(story.name):
                (load.live_open_week if story.name == OPEN else load.sealed_week)(world, story, rows)
        load.finish(world)
    with timed("files"):
        write_files(world, settings.VAR / "demo")


def peak() -> float:
    """Megabytes, of this process and the largest reader."""
    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Load the sample project and say how long it took.")
    parser.add_argument("--lang", choices=("ja", "en"), default="ja")
    chosen = parser.parse_args()
    prepare()
    with timed("all"):
        run(chosen.lang)
    print(f"peak memory {peak():.0f} MB; load average {os.getloadavg()[0]:.1f}")

"""Time and memory of making the weekly report of the sample project, from the records to the stored files.

    python bench/weekly_report.py [WEEK]

Loads the sample project into a folder of its own first (once; PMO_BENCH names another one). Each case runs in a process
of its own: the first run (with loading), the median of five warm ones, and its peak memory. Beside them bare ReportLab
and openpyxl write the cells of the same report, and a bare query reads the same records.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
FOLDER = Path(os.environ.get("PMO_BENCH") or Path(tempfile.gettempdir()) / "pmo-bench")
os.environ |= {"PMO_VAR": str(FOLDER), "DJANGO_SETTINGS_MODULE": "pmo.settings"}

import django  # noqa: E402

django.setup()

from django.utils import timezone, translation  # noqa: E402

from bench.bare import BARE, FONTS  # noqa: E402
from pmo.lib.fonts import ensure_fonts  # noqa: E402
from progress.models import ProgressRecord  # noqa: E402
from projects.jobs import run_now  # noqa: E402
from projects.models import Week  # noqa: E402
from reports import pdf, xlsx  # noqa: E402
from reports.actions import order_weekly  # noqa: E402
from reports.content.blocks import Document  # noqa: E402
from reports.content.weekly import build_weekly  # noqa: E402
from reports.gather import Edition, gather  # noqa: E402

WARM_RUNS = 5
LANGUAGE = "ja"


def document(week: Week) -> Document:
    with translation.override(LANGUAGE):
        return build_weekly(gather(week, Edition(LANGUAGE, "N", "1.0", timezone.now())))


def whole_job(week: Week) -> object:
    """Ordered, gathered, printed twice and stored."""
    job = run_now(order_weekly(week, language=LANGUAGE, by=None, at=timezone.now()))
    if job.state != "done":
        raise RuntimeError(job.error)
    return job


def bare_reading(week: Week) -> object:
    return list(ProgressRecord.objects.filter(week=week).values_list())


def printing(render: Callable[[Document], bytes]) -> Callable[[Week], Callable[[], object]]:
    """A case that prints a document gathered before the clock starts."""

    def prepare(week: Week) -> Callable[[], object]:
        ready = document(week)
        return lambda: render(ready)

    return prepare


def doing(act: Callable[[Week], object]) -> Callable[[Week], Callable[[], object]]:
    return lambda week: lambda: act(week)


CASES: dict[str, Callable[[Week], Callable[[], object]]] = {
    "whole job": doing(whole_job),
    "figures and content": doing(document),
    "records, bare query": doing(bare_reading),
    "PDF, ours": printing(lambda ready: pdf.render(ready, ensure_fonts(FONTS))),
    "Excel, ours": printing(xlsx.render),
    **{name: printing(render) for name, render in BARE.items()},
}


def prepare_folder() -> None:
    if (FOLDER / "db.sqlite3").exists():
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    ensure_fonts(FONTS)
    (FOLDER / "fonts").symlink_to(FONTS)
    for words in (("prepare",), ("load_demo", "--lang", LANGUAGE)):
        subprocess.run([sys.executable, "manage.py", *words], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)


def run(case: str, key: str) -> None:
    """Measure one case and print it as JSON."""
    act = CASES[case](Week.objects.get(key=key))
    times = []
    for _ in range(1 + WARM_RUNS):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"first": times[0], "warm": statistics.median(times[1:]), "peak": peak}))


def main(key: str) -> None:
    prepare_folder()
    key = key or Week.objects.sealed().order_by("status_date").last().key
    rows = ProgressRecord.objects.filter(week__key=key).count()
    print(f"Weekly report of {key}, {rows} rows\n\n| case | first | warm | peak memory |\n|---|---|---|---|")
    for case in CASES:
        command = [sys.executable, __file__, case, key]
        found = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        print(f"| {case} | {found['first'] * 1000:.0f} ms | {found['warm'] * 1000:.0f} ms | {found['peak']:.0f} MiB |")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        run(sys.argv[1], sys.argv[2])
    else:
        main(sys.argv[1] if len(sys.argv) > 1 else "")

"""Time and memory of reading a 2,000-row "this week's Excel" from the file to matched rows, beside the bare libraries.

    python bench/read_workbook.py [ROWS]

Ours: limited child, recognition, mapping, matching, changes. Bare: calamine and openpyxl (read only) fetching the
values, nothing else. Each case runs in a process of its own: the median of five runs, the CPU seconds of one run and
the peak memory, of ours with those of its child.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from django.conf import settings  # noqa: E402

settings.configure(USE_I18N=False)

from openpyxl import load_workbook  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402

from progress.domain.rows import Kind, PlanRow, Status  # noqa: E402
from progress.exchange.changes import changes  # noqa: E402
from progress.exchange.dates import Period  # noqa: E402
from progress.exchange.excel import WeekFacts, write_week  # noqa: E402
from progress.exchange.files import read_file  # noqa: E402
from progress.exchange.mapping import apply  # noqa: E402
from progress.exchange.matching import match  # noqa: E402
from progress.exchange.recognise import recognise  # noqa: E402

RUNS = 5
A_GROUP = 20
DAY = date(2026, 11, 18)
PERIOD = Period(date(2026, 4, 1), date(2027, 3, 31), near=DAY)
FACTS = WeekFacts("Bench", "AUT", "Authorisation", "2026-W47", DAY)


def plan(count: int) -> list[PlanRow]:
    """Groups of twenty rows: a summary and nineteen tasks with every field a team keeps."""
    return [summary(number) if number % A_GROUP == 0 else task(number) for number in range(count)]


def summary(number: int) -> PlanRow:
    code = str(number // A_GROUP + 1)
    return PlanRow(f"key-{number}", code, f"機能{code}", Kind.SUMMARY, code, phase="結合テスト")


def task(number: int) -> PlanRow:
    group = str(number // A_GROUP + 1)
    start = DAY - timedelta(days=number % 40)
    return PlanRow(
        f"key-{number}",
        f"T{number:05}",
        f"結合テスト実施 {number}",
        wbs_code=f"{group}.{number % A_GROUP}",
        parent=group,
        phase="結合テスト",
        assignee="鴨下 健吾、桐山 奈緒",
        deliverable="結合テスト結果報告書",
        planned_start=start,
        planned_finish=start + timedelta(days=9),
        planned_effort=Decimal("7.5"),
        actual_start=start,
        percent=Decimal(50),
        actual_effort=Decimal("3.25"),
        remaining_effort=Decimal("4.5"),
        forecast_finish=DAY + timedelta(days=7),
        status=Status.IN_PROGRESS,
        delay_reason="仕様確認の回答待ち",
        countermeasure="11/20回答後2日で完了",
        note="備考",
    )


def ours(path: Path, count: int) -> int:
    known = [replace(row, percent=None) for row in plan(count)]
    raw = read_file(path)
    reading = apply(raw, recognise(raw).map, PERIOD)
    matching = match(reading, known)
    changes(known, matching.plan_rows)
    return len(matching.rows)


def bare_calamine(path: Path, _count: int) -> int:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    return sum(1 for row in rows if any(value != "" for value in row))


def bare_openpyxl(path: Path, _count: int) -> int:
    sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    sheet.reset_dimensions()
    return sum(1 for row in sheet.iter_rows(values_only=True) if any(value is not None for value in row))


CASES: dict[str, Callable[[Path, int], int]] = {
    "ours": ours,
    "bare calamine": bare_calamine,
    "bare openpyxl": bare_openpyxl,
}


def measure(case: str, path: Path, count: int) -> None:
    """Run one case and print its figures as JSON."""
    seconds = []
    rows = 0
    before = cpu(resource.getrusage(resource.RUSAGE_SELF))
    for _ in range(RUNS):
        since = time.perf_counter()
        rows = CASES[case](path, count)
        seconds.append(time.perf_counter() - since)
    own, child = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    used = (cpu(own) + cpu(child) - before) / RUNS
    figures = {"rows": rows, "median": statistics.median(seconds), "cpu": used}
    print(json.dumps({**figures, "peak": own.ru_maxrss, "child": child.ru_maxrss}))


def cpu(usage: resource.struct_rusage) -> float:
    return usage.ru_utime + usage.ru_stime


def report(count: int) -> None:
    rows = plan(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "week.xlsx"
        since = time.perf_counter()
        path.write_bytes(write_week(rows, FACTS, "ja"))
        print(f"{count:,} rows: written in {time.perf_counter() - since:.2f} s, {path.stat().st_size / 1024:,.0f} KiB")
        for case in CASES:
            command = [sys.executable, __file__, "--case", case, str(path), str(count)]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
            found = json.loads(answer.stdout)
            memory = f"{found['peak'] / 1024:4.0f} MiB" + (
                f" + child {found['child'] / 1024:.0f} MiB" if found["child"] else ""
            )
            times = f"{found['median']:6.3f} s, CPU {found['cpu']:6.3f} s"
            print(f"{case:14} {times}, peak {memory} ({found['rows']:,} rows)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--case"]:
        measure(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        report(int(sys.argv[1]) if len(sys.argv) > 1 else 2_000)

"""Time of the whole catalogue over a plan: run() and entries(), beside a bare pass that only reads every field.

python bench/checks.py [ROWS]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from progress.domain.checks import entries, run
from progress.domain.rows import Kind, PlanRow
from projects.domain.calendar import japanese_calendar
from tests.progress.domain.check_cases import SD, context, row

REAL = japanese_calendar(date(2026, 4, 1), date(2026, 9, 30))


def many_rows(count: int) -> list[PlanRow]:
    """A plan with a summary over every nineteen rows, thirty people, links backwards, a third of it finished."""
    made = []
    for n in range(count):
        start = date(2026, 5, 1) + timedelta(days=n * 37 % 90)
        finish = start + timedelta(days=n % 14)
        plain = row(n, planned_start=start, planned_finish=finish, assignee=f"担当{n % 30}", parent=f"T{n // 20 * 20}")
        kind = Kind.SUMMARY if n % 20 == 0 else Kind.TASK
        made.append(replace(plain, kind=kind, predecessors=(f"T{n * 7 % (n + 1)}",) if n % 3 else ()))
    return [replace(one, actual_finish=one.planned_finish) if n % 3 == 0 else one for n, one in enumerate(made)]


def fastest(work: Callable[[], object]) -> float:
    """CPU milliseconds of the best of five."""
    found = []
    for _round in range(5):
        since = time.process_time()
        work()
        found.append(time.process_time() - since)
    return min(found) * 1000


def main(count: int) -> None:
    plan = many_rows(count)
    terms = context(
        calendar=REAL, members=frozenset(f"担当{n}" for n in range(30)), baseline_ids=frozenset(one.id for one in plan),
        previous_ids={one.id: one.name for one in plan}, absences={f"担当{n}": [SD] for n in range(30)},
    )  # fmt: skip
    outcome = run(plan, terms)
    names = [one.name for one in fields(PlanRow)]
    sys.stdout.write(f"{count} rows, {len(outcome.hits)} hits of {len({hit.code for hit in outcome.hits})} checks\n")
    sys.stdout.write(f"run      {fastest(lambda: run(plan, terms)):8.1f} ms CPU\n")
    sys.stdout.write(f"entries  {fastest(lambda: entries(outcome.hits, plan, terms)):8.1f} ms CPU\n")
    bare = fastest(lambda: [getattr(one, name) for one in plan for name in names])
    sys.stdout.write(f"limit    {bare:8.1f} ms CPU (every field of every row read once)\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)

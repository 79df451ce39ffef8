"""The distance of a row from the progress line against the published vector."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from progress.domain.progress_line import offset_days
from progress.domain.rows import PlanRow
from projects.domain.calendar import japanese_calendar

VECTORS = Path(__file__).parents[2] / "vectors" / "vectors.json"
VECTOR = json.loads(VECTORS.read_text(encoding="utf-8"))["progress_line"]
CALENDAR = japanese_calendar(date(2026, 1, 1), date(2026, 12, 31))
SD = date.fromisoformat(VECTOR["status_date"])


@pytest.mark.parametrize("case", VECTOR["rows"], ids=[f"TV-INZ-{n}" for n in range(1, 1 + len(VECTOR["rows"]))])
def test_a_row_stands_where_the_vector_says(case: dict) -> None:
    start, finish = date.fromisoformat(case["ps"]), date.fromisoformat(case["pf"])
    done = finish if case["status"] in ("done", "completed", "complete") else None
    plan = {"planned_start": start, "planned_finish": finish}
    row = PlanRow("k", "k", "n", **plan, percent=Decimal(case["pct"]), actual_finish=done)
    assert offset_days(row, SD, CALENDAR) == Decimal(str(case["delta"]))


def test_a_row_without_dates_has_no_place() -> None:
    assert offset_days(PlanRow("k", "k", "n"), SD, CALENDAR) is None

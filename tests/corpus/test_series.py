"""Fourteen real versions of one plan: what we say was added, removed and changed equals an independent comparison."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from progress.domain.rows import PlanRow
from progress.exchange import corpus as collection
from progress.exchange.changes import changes
from progress.exchange.corpus import Project
from progress.exchange.files import read_file
from progress.exchange.mapping import apply
from progress.exchange.matching import match
from progress.exchange.recognise import recognise

pytestmark = [pytest.mark.corpus, pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")]
Rows = dict[str, dict[str, Any]]
HEADERS = {
    "资源": "assignee", "计划开始时间": "planned_start", "计划结束时间": "planned_finish",
    "实际开始时间": "actual_start", "实际结束时间": "actual_finish", "作业进度": "percent", "前置任务": "predecessors",
}  # fmt: skip


# --- the independent comparison: openpyxl, no code of the product ---
def rows_of(path: Path, before: Rows) -> Rows:
    """Whole task text -> values; what Excel could not calculate stays as it was."""
    grid = list(load_workbook(path, data_only=True)["WBS"].iter_rows(values_only=True))
    head = next(number for number, row in enumerate(grid) if "任务" in row)
    at = {text: column for column, text in enumerate(grid[head]) if isinstance(text, str)}
    found: Rows = {}
    for row in grid[head + 1 :]:
        task = str(row[at["任务"]] or "").strip()
        if task:
            old = before.get(task, {})
            found[task] = {field: plain(field, row[at[text]], old.get(field)) for text, field in HEADERS.items()}
    return found


def plain(field: str, value: Any, before: Any) -> Any:
    if isinstance(value, str) and value.startswith("#"):
        return before
    if isinstance(value, datetime):
        return value.date()
    if field == "percent" and value is not None:
        return (Decimal(repr(value)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return (value or "").strip() or None if isinstance(value, str | None) else value


def difference(before: Rows, after: Rows) -> tuple[set[str], set[str], set[str]]:
    added, removed = after.keys() - before.keys(), before.keys() - after.keys()
    return added, removed, {task for task in after.keys() & before.keys() if after[task] != before[task]}


# --- the product's way ---
def text_of(row: PlanRow) -> str:
    return f"{row.wbs_code} {row.name}"


def week(path: Path, project: Project) -> tuple[set[str], set[str], set[str]]:
    raw = read_file(path)
    found = recognise(raw, project.remembered)
    if found.how == "unknown":
        found = collection.confirmed(raw, found)
    project.remembered = [found.map]
    matching = match(apply(raw, found.map, collection.WEEKS_AROUND), project.known)
    told = changes(project.known, matching.plan_rows, HEADERS.values())
    by_key: Mapping[str, PlanRow] = {row.key: row for row in (*project.known, *matching.plan_rows)}
    project.known = [replace(row, key=text_of(row)) for row in matching.plan_rows]
    return tuple({text_of(by_key[key]) for key in keys} for keys in (told.added, told.missing, told.rows))


def test_added_removed_and_changed_rows_equal_an_independent_comparison(corpus):
    before: Rows = {}
    project = Project()
    seen = []
    for path in sorted((corpus / "08_series" / "yulong_wbs").iterdir()):
        after = rows_of(path, before)
        expected = difference(before, after)
        assert week(path, project) == expected, path.name
        seen.append(tuple(map(len, expected)))
        before = after
    assert len(seen) == 14
    assert seen[6][:2] == (23, 60)  # the version that replaces the whole plan

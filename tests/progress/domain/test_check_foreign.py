"""Rows of other teams: findings tell neither names nor values of them, and compare dates only along planned links."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from progress.domain.checks import PlanFields
from progress.domain.rows import Kind
from tests.progress.domain.check_cases import hits_of, june, row

THEIRS = replace(
    row(7), key="theirs", id="B7", name="他社の極秘作業", planned_start=june(1), planned_finish=june(30),
    actual_finish=None, predecessors=(),
)  # fmt: skip
MINE = row(predecessors=("B7",), actual_start=june(8), planned_start=june(8))
FOREIGN = {"others": (THEIRS,), "foreign": frozenset({"theirs"})}
DATES = (MINE.planned_start, MINE.planned_finish, MINE.planned_effort)


@pytest.mark.parametrize("code", ["G080", "G081"])
def test_a_link_that_only_the_team_types_asks_nothing_about_another_teams_row(code):
    assert hits_of([MINE], code, others=(THEIRS,))
    assert hits_of([MINE], code, **FOREIGN) == []
    assert hits_of([MINE], code, **FOREIGN, live_plan={MINE.key: PlanFields(*DATES, ("T0",))}) == []


@pytest.mark.parametrize("code", ["G080", "G081"])
def test_a_planned_link_names_another_teams_row_by_its_id_alone(code):
    (hit,) = hits_of([MINE], code, **FOREIGN, live_plan={MINE.key: PlanFields(*DATES, ("B7",))})
    assert hit.values["predecessor"] == "B7"
    assert THEIRS.name not in str(hit.values)


def test_a_row_of_another_team_is_still_a_known_predecessor():
    assert hits_of([MINE], "G082", **FOREIGN) == []


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("G070", {"planned_finish": june(19)}),
        ("G071", {"percent": Decimal(99)}),
        ("G072", {"planned_effort": Decimal(1)}),
        ("G073", {"actual_finish": june(9), "actual_start": june(1)}),
    ],
)
def test_a_summary_row_with_another_teams_rows_below_is_not_measured_by_them(code, changes):
    parent = replace(row(9), kind=Kind.SUMMARY, **{"percent": Decimal(0), **changes})
    rows = [parent, row(1, parent="T9")]
    below = replace(THEIRS, parent="T9")
    assert hits_of(rows, code, others=(below,))
    assert hits_of(rows, code, others=(below,), foreign=frozenset({"theirs"})) == []

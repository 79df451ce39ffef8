"""How heavy plan edits are: detailing, minor, formal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from progress.domain.proposals import Edit, Planned, Weight, weights
from progress.domain.rows import Kind

WEEK = Planned(date(2026, 6, 8), date(2026, 6, 12), Decimal(5))
LATER = Planned(date(2026, 6, 15), date(2026, 6, 19), Decimal(5))


def edit(key: str, after: Planned, before: Planned | None = WEEK, **more: object) -> Edit:
    return Edit(key, "1", "設計", Kind.TASK, before, after, **more)


def days(first: int, last: int, effort: int) -> Planned:
    return Planned(date(2026, 6, first), date(2026, 6, last), Decimal(effort))


SPLIT = [edit("old", days(8, 9, 2)), edit("new", days(10, 12, 3), None)]


@pytest.mark.parametrize(
    ("edits", "weight"),
    [
        (SPLIT, Weight.DETAIL),
        ([SPLIT[0], edit("new", days(10, 15, 3), None)], Weight.MINOR),  # beyond the dates of the row
        ([SPLIT[0], edit("new", days(10, 12, 4), None)], Weight.FORMAL),  # more effort in all
        ([SPLIT[0], replace(SPLIT[1], parent="2")], Weight.MINOR),  # not under the same parent
        ([edit("a", LATER)], Weight.MINOR),  # moved, nothing else
        ([edit("a", days(8, 12, 4)), edit("b", days(15, 19, 6), LATER)], Weight.MINOR),  # a day handed over
        ([edit("a", days(8, 12, 4)), replace(edit("b", days(15, 19, 6), LATER), phase="試験")], Weight.FORMAL),
        ([edit("a", days(8, 12, 6))], Weight.FORMAL),
        ([edit("new", WEEK, None)], Weight.FORMAL),  # work nobody planned
        ([edit("a", LATER, reaches_out=True)], Weight.FORMAL),
        ([edit("a", WEEK, reaches_out=True)], Weight.MINOR),  # renamed only
        ([edit("a", WEEK, is_structural=True)], Weight.FORMAL),
        ([replace(edit("a", LATER), kind=Kind.MILESTONE)], Weight.FORMAL),
        ([edit("a", Planned(None, date(2026, 6, 12), Decimal(5)))], Weight.FORMAL),
        ([edit("a", Planned(date(2026, 6, 8), date(2026, 6, 12), None))], Weight.FORMAL),
    ],
)
def test_a_batch_of_edits_has_its_weight(edits: list[Edit], weight: Weight) -> None:
    assert set(weights(edits).values()) == {weight}


def test_heavy_edits_do_not_pull_light_ones_with_them() -> None:
    found = weights([*SPLIT, edit("milestone", LATER, reaches_out=True), replace(edit("moved", LATER), parent="3")])
    assert found == {
        "old": Weight.DETAIL, "new": Weight.DETAIL, "milestone": Weight.FORMAL, "moved": Weight.MINOR,
    }  # fmt: skip


def test_nothing_weighs_nothing() -> None:
    assert weights([]) == {}

"""The outline: ancestors, order and derived summary rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from progress.domain.outline import Values, circles, depths, lineage, roll_up, top_down

PARENTS = {"1": None, "1.1": "1", "1.1.1": "1.1", "1.2": "1", "2": None}
JUNE_8, JUNE_23 = date(2026, 6, 8), date(2026, 6, 23)


def test_ancestors_come_nearest_first():
    assert lineage(PARENTS, "1.1.1") == ("1.1", "1")
    assert lineage(PARENTS, "2") == ()


def test_depth_is_the_number_of_rows_above():
    assert depths(PARENTS) == {"1": 0, "1.1": 1, "1.1.1": 2, "1.2": 1, "2": 0}


def test_a_parent_that_does_not_exist_is_no_ancestor():
    assert lineage({"a": "gone"}, "a") == ()


def test_a_circle_of_parents_ends_and_is_named():
    parents = {"a": "b", "b": "c", "c": "a", "d": "a", "e": None}
    assert lineage(parents, "a") == ("b", "c")
    assert circles(parents) == {"a", "b", "c"}


def test_reading_order_keeps_children_under_their_parent():
    assert top_down(PARENTS, ["2", "1.2", "1", "1.1.1", "1.1"]) == ["2", "1", "1.2", "1.1", "1.1.1"]


def test_reading_order_loses_no_row_of_a_circle():
    assert top_down({"a": "b", "b": "a", "c": None}, ["a", "b", "c"]) == ["c", "a", "b"]


def test_a_summary_row_spans_its_leaves_and_weighs_percent_by_effort():
    """8 person-days at 50 % and 4 at 0 %: 400 / 12 = 33.33 % (DOMAIN 4.3, G071, not-triggering example)."""
    leaves = {
        "1.1.1": Values(JUNE_8, date(2026, 6, 19), Decimal(8), JUNE_8, None, Decimal(4), Decimal(50)),
        "1.2": Values(date(2026, 6, 10), JUNE_23, Decimal(4), None, None, None, Decimal(0)),
    }
    found = roll_up(PARENTS, leaves)
    top = found["1"]
    assert (top.planned_start, top.planned_finish, top.planned_effort) == (JUNE_8, JUNE_23, Decimal(12))
    assert (top.actual_start, top.actual_finish, top.actual_effort) == (JUNE_8, None, Decimal(4))
    assert round(top.percent, 2) == Decimal("33.33")
    assert set(found) == {"1", "1.1"}


def test_a_summary_row_is_finished_when_all_its_leaves_are():
    leaves = {"1.1.1": Values(actual_finish=date(2026, 6, 11)), "1.2": Values(actual_finish=date(2026, 6, 12))}
    assert roll_up(PARENTS, leaves)["1"].actual_finish == date(2026, 6, 12)


def test_a_blank_percent_beside_a_known_one_is_nothing_done():
    leaves = {"1.1.1": Values(planned_effort=Decimal(3)), "1.2": Values(planned_effort=Decimal(1), percent=Decimal(80))}
    assert roll_up(PARENTS, leaves)["1"].percent == Decimal(20)
    assert roll_up(PARENTS, leaves)["1.1"].percent is None


def test_what_no_leaf_knows_stays_unknown():
    assert roll_up(PARENTS, {"1.2": Values()})["1"] == Values()

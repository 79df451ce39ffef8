"""What a late row endangers: the next milestone, else the end of its phase."""

from __future__ import annotations

from datetime import date

import pytest

from progress.domain.endangered import by_nearest, endangered_day

GATES = [date(2026, 6, 3), date(2026, 6, 30)]
PHASE_END = date(2026, 7, 31)


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        (date(2026, 6, 1), GATES[0]),
        (date(2026, 6, 3), GATES[0]),
        (date(2026, 6, 4), GATES[1]),
        (date(2026, 7, 1), PHASE_END),
        (None, PHASE_END),
    ],
)
def test_the_next_milestone_from_the_planned_finish_on(planned, expected):
    assert endangered_day(planned, GATES, PHASE_END) == expected


def test_without_milestone_and_phase_nothing_is_endangered():
    assert endangered_day(date(2026, 7, 1), GATES, None) is None


def test_rows_come_by_what_they_endanger_then_by_planned_finish_and_the_rest_last():
    rows = [
        ("no phase", date(2026, 7, 1), None),
        ("second gate", date(2026, 6, 20), PHASE_END),
        ("second gate, longer late", date(2026, 6, 10), PHASE_END),
        ("first gate", date(2026, 6, 2), PHASE_END),
    ]
    assert by_nearest(rows, reversed(GATES)) == ["first gate", "second gate, longer late", "second gate", "no phase"]

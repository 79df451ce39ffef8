"""What a hit is: its fingerprint, its values, and what it holds up (DESIGN, Findings)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from progress.domain.checks import Clears, Severity, blocks, holds_plan, run
from projects.domain.calendar import japanese_calendar
from tests.progress.domain.check_cases import DONE_BEFORE, FINISHED, context, day, hits_of, june, row

# -- what holds up what


@pytest.mark.parametrize(
    ("severity", "clears", "before", "after", "plan"),
    [
        ("E", "value", True, True, False),
        ("E", "answer", True, False, False),
        ("E", "plan", False, False, True),
        ("E", "record", False, False, False),
        ("W", "value", False, False, False),
        ("W", "plan", False, False, False),
        ("I", "record", False, False, False),
    ],
)
def test_what_blocks_acceptance_before_and_after_the_answer_is_taken(severity, clears, before, after, plan):
    how = Severity(severity), Clears(clears)
    assert (blocks(*how), blocks(*how, answer_taken=True), holds_plan(*how)) == (before, after, plan)


# -- fingerprints


def test_a_fingerprint_stays_while_only_names_and_waiting_times_change():
    def of(**changes):
        return hits_of([row(actual_effort=Decimal(0), **changes)], "G029")[0].fingerprint

    assert of() == of(name="別の名前") == of(wbs_code="9.9")
    assert of() != of(actual_start=june(9))
    assert len(of()) == 32


def test_a_fingerprint_tells_rows_fields_and_values_apart():
    future = row(**{**FINISHED, "actual_start": june(16), "actual_finish": june(16)})
    marks = [hit.fingerprint for hit in hits_of([future, replace(future, key="other")], "G025")]
    assert len(set(marks)) == len(marks) == 4


def test_values_are_text_with_dates_in_iso_form_and_plain_numbers():
    (hit,) = hits_of(row(planned_effort=Decimal("12.50")), "G076")
    assert hit.values == {"row": "1.1", "task": "作業1", "value": "12.5", "days": "10"}


def test_the_calendar_of_the_project_gives_the_same_hits():
    rows = [row(), row(2, planned_finish=june(20)), row(3, planned_finish=june(11)), DONE_BEFORE]
    real = japanese_calendar(day("2026-04-01"), day("2026-09-30"))
    assert run(rows, context(calendar=real)) == run(rows, context())

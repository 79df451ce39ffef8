"""The published example rows: each triggers its check, or does not (DOMAIN 4.3, checks.json)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from progress.domain.checks import BY_CODE, CHECKS, Family, run
from tests.progress.domain.check_cases import (
    CALENDAR,
    CATALOGUE,
    DONE_BEFORE,
    context,
    day,
    example_context,
    example_rows,
    row,
)

EXAMPLES = [
    pytest.param(line["code"], line[kind], kind == "trigger", id=f"{line['code']}-{kind.replace('_', '-')}")
    for line in CATALOGUE
    for kind in ("trigger", "no_trigger")
]
# The parameters as the catalogue writes them, "20pt" and "90%" without their unit.
PARAMETERS = {line["code"]: line["param"].rstrip("pt%") for line in CATALOGUE if line["param"]}


def codes_on_the_row(difference: dict) -> set[str]:
    rows = example_rows(difference)
    outcome = run(rows, example_context(difference))
    return {hit.code for hit in outcome.hits if hit.key in (rows[0].key, "")}


def test_the_catalogue_has_144_example_rows():
    assert len(EXAMPLES) == 144


@pytest.mark.parametrize(("code", "difference", "fires"), EXAMPLES)
def test_an_example_row_raises_its_check_or_does_not(code, difference, fires):
    assert (code in codes_on_the_row(difference)) is fires


@pytest.mark.parametrize(("code", "difference", "fires"), EXAMPLES)
def test_every_check_is_evaluated_where_its_examples_need_it(code, difference, fires):
    outcome = run(example_rows(difference), example_context(difference))
    expected = {"G054"} - ({"G054"} if "prev2" in difference else set())
    expected |= set() if "hdr" in difference.get("_sub", {}) else {"G102"}
    assert {name for name, _reason in outcome.not_evaluated} == expected


def test_the_clean_row_with_a_finished_predecessor_raises_nothing():
    rows = [row(), DONE_BEFORE]
    assert [hit.code for hit in run(rows, context()).hits if hit.key in (rows[0].key, "")] == []


@pytest.mark.parametrize("line", [pytest.param(line, id=line["code"]) for line in CATALOGUE])
def test_the_table_agrees_with_the_published_catalogue(line):
    check = BY_CODE[line["code"]]
    assert (check.severity, check.clears, check.scope) == (line["severity"], line["clears"], line["scope"])
    expected = PARAMETERS.get(line["code"])
    assert check.parameter == (None if expected is None else Decimal(expected))
    assert bool(check.parameter_key) == (check.parameter is not None)


def test_the_table_has_the_72_checks_once_each_in_the_order_of_the_catalogue():
    assert [check.code for check in CHECKS] == [line["code"] for line in CATALOGUE]
    assert len(CHECKS) == len(BY_CODE) == 72


def test_late_rows_and_plan_homework_are_the_families_the_catalogue_names():
    late = {*(f"G{n:03}" for n in range(40, 47)), "G054", "G055", "G085"}
    plan = {"G075", "G076", "G077", "G081", "G082", "G083", "G084", "G090", "G091"}
    assert {check.code for check in CHECKS if check.family is Family.LATE} == late
    assert {check.code for check in CHECKS if check.family is Family.PLAN} == plan


def test_the_calendar_of_these_tests_has_the_working_days_of_the_vectors():
    assert CALENDAR.working_days(day("2026-05-01"), day("2026-05-31")) == 18
    assert CALENDAR.working_days(day("2026-09-01"), day("2026-09-30")) == 19

from __future__ import annotations

import json
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from progress.domain.indices import Blank, EacMethod, IndexOptions, Indices, Totals, indices, tcpi_eac, why_blank

VECTORS = json.loads((Path(__file__).parents[2] / "vectors" / "vectors.json").read_text(), parse_float=Decimal)
HALF_OF_LAST_DECIMAL = Decimal("0.0000005")
MEASURES = [f.name for f in fields(Indices) if f.name != "eac_method"]


def number(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def totals(bac: object, pv: object, ev: object, ac: object, **more: Decimal | None) -> Totals:
    return Totals(number(bac), number(pv), number(ev), number(ac), **more)


def agree(value: Decimal | None, printed: object) -> bool:
    expected = number(printed)
    if value is None or expected is None:
        return value is expected
    return abs(value - expected) <= HALF_OF_LAST_DECIMAL


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in VECTORS["evm"]])
def test_indices_are_those_of_the_published_example(case):
    given_totals, expected = case["in"], case["out"]
    found = indices(totals(*(given_totals[name] for name in ("BAC", "PV", "EV", "AC"))))
    values = {name: getattr(found, name.lower()) for name in expected}
    assert {name: value for name, value in values.items() if not agree(value, expected[name])} == {}


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in VECTORS["tcpi"]])
def test_the_efficiency_still_needed_is_that_of_the_published_example(case):
    known = totals(case["BAC"], None, case["EV"], case["AC"])
    if "EAC" in case:
        assert agree(tcpi_eac(known, number(case["EAC"])), case["TCPI_EAC"])
    else:
        assert agree(indices(known).tcpi_bac, case["TCPI_BAC"])


@pytest.mark.parametrize("months", [pytest.param(12, id="TV-EVM-7")])
def test_the_duration_by_spi_is_that_of_the_published_example(months):
    spi = indices(totals(120_000, 23_000, 20_000, 25_000)).spi
    assert round(months / spi, 1) == Decimal("13.8")


def test_the_estimate_is_not_spoilt_by_a_rounded_cpi():
    assert indices(totals(4000, 3000, 2500, 2800)).eac1 == 4480  # exactly; printed as 4,479 from a rounded CPI


def test_percentages_are_of_bac():
    found = indices(totals(4000, 3000, 2500, 2800))
    assert (found.complete_percent, found.planned_percent, found.spent_percent) == (Decimal("62.5"), 75, 70)
    assert agree(found.sv_percent, "-16.666667")
    assert found.cv_percent == -12
    assert agree(found.cr, "0.744048")  # 0.892857 x 0.833333


def test_the_chosen_estimate_leads_to_etc_vac_and_tcpi():
    known = totals(4000, 3000, 2500, 2800, remaining=Decimal(1700))
    found = indices(known, IndexOptions(EacMethod.BOTTOM_UP))
    assert (found.eac5, found.eac, found.etc, found.vac) == (4500, 4500, 1700, -500)
    assert found.tcpi_eac == Decimal(1500) / Decimal(1700)
    assert indices(known, IndexOptions(EacMethod.ATYPICAL)).eac == 4300


def test_the_weights_of_the_mixed_estimate_are_parameters():
    even = IndexOptions(cpi_weight=Decimal("0.5"), spi_weight=Decimal("0.5"))
    expected = 2800 + 1500 / ((2500 / 2800 + 2500 / 3000) / 2)
    assert abs(float(indices(totals(4000, 3000, 2500, 2800), even).eac4) - expected) < 1e-9


def test_bottom_up_has_no_value_while_an_open_row_lacks_its_remaining_effort():
    known = totals(4000, 3000, 2500, 2800)
    assert indices(known).eac5 is None
    assert why_blank("eac5", known) is Blank.REMAINING_UNKNOWN


def test_level_of_effort_is_left_out_of_spi_only():
    found = indices(totals(100, 50, 40, 45, loe=Decimal(10)))
    assert found.spi == Decimal("0.75")  # (40 - 10) / (50 - 10)
    assert (found.sv, found.sv_percent, found.complete_percent) == (-10, -20, 40)


def test_without_a_baseline_nothing_but_the_bottom_up_estimate_has_a_value():
    known = totals(None, None, None, 12, remaining=Decimal(8))
    found = indices(known)
    assert found.eac5 == 20
    assert [name for name in MEASURES if getattr(found, name) is not None] == ["eac5"]
    assert why_blank("spi", known) is Blank.NO_BASELINE


@pytest.mark.parametrize(
    ("measure", "known", "reason"),
    [
        ("spi", totals(100, 0, 5, 3), Blank.PLANNED_ZERO),
        ("cpi", totals(100, 10, 5, 0), Blank.ACTUAL_ZERO),
        ("cpi", totals(100, 10, 5, None), Blank.EFFORT_NOT_REPORTED),
        ("eac1", totals(100, 10, 0, 5), Blank.EARNED_ZERO),
        ("tcpi_bac", totals(100, 100, 90, 100), Blank.OVERSPENT),
        ("spi", totals(0, 0, 0, 0), Blank.BUDGET_ZERO),
        ("tcpi_eac", totals(100, 100, 100, 90), Blank.NOTHING_LEFT),
        ("spi", totals(100, 50, 40, 45), None),
    ],
)
def test_a_missing_index_says_why(measure, known, reason):
    assert why_blank(measure, known) is reason


AMOUNTS = st.sampled_from([None, *(Decimal(n) for n in (0, 1, 3, 7, 10, 40))])


@given(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS, st.sampled_from(MEASURES))
def test_every_index_has_either_a_value_or_a_reason(bac, pv, ev, ac, remaining, measure):
    known = Totals(bac, pv, ev, ac, remaining)
    value = getattr(indices(known), measure)
    assert (value is None) is (why_blank(measure, known) is not None)
    assert value is None or value.is_finite()


@given(*(st.decimals("0.01", 5000, places=2) for _ in range(4)))
def test_the_indices_keep_their_identities(bac, pv, ev, ac):
    found = indices(Totals(bac, pv, ev, ac))
    assert abs(found.cr - found.cpi * found.spi) < Decimal("1e-15")
    assert abs(found.eac1 - bac / found.cpi) < Decimal("1e-9") * found.eac1
    assert found.eac2 - ac == bac - ev
    assert found.vac == bac - found.eac
    assert found.etc == found.eac - ac

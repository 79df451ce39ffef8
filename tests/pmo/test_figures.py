from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmo.lib.figures import half_up, show, show_days, show_index, show_percent


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("0.125", 2, "0.13"),
        ("0.135", 2, "0.14"),
        ("-0.125", 2, "-0.13"),
        ("0.5", 0, "1"),
        ("2.5", 0, "3"),
        ("0.1249999999999999999999999999", 2, "0.12"),
        ("-0.004", 2, "0.00"),
    ],
)
def test_halves_are_rounded_away_from_zero(value, places, expected):
    assert str(half_up(Decimal(value), places)) == expected


def test_an_index_has_two_decimals():
    assert show_index(Decimal(2500) / Decimal(3000), "ja") == "0.83"
    assert show_index(Decimal("0.945"), "en") == "0.95"


def test_a_percentage_has_no_decimals():
    assert show_percent(Decimal("71.5"), "ja") == "72%"
    assert show_percent(Decimal("-4.5"), "ja") == "▲5%"
    assert show_percent(100, "en") == "100%"


def test_days_have_one_decimal_and_the_minus_of_the_language():
    assert show_days(Decimal("-3.45"), "ja") == "▲3.5"
    assert show_days(Decimal("-3.45"), "en") == "−3.5"
    assert show_days(Decimal(2733), "ja") == "2,733.0"
    assert show_days(Decimal("-0.04"), "ja") == "0.0"


@pytest.mark.parametrize("shown", [show_index, show_percent, show_days])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_unknown_is_a_dash(shown, language):
    assert shown(None, language) == "—"


def test_the_precision_of_the_caller_does_not_matter():
    with localcontext(prec=3):
        assert show(Decimal("1234567.885"), 2, "en") == "1,234,567.89"


@given(st.decimals(-1_000_000, 1_000_000, places=6), st.integers(0, 3))
def test_rounding_moves_a_value_by_at_most_half_a_unit(value, places):
    assert abs(half_up(value, places) - value) <= Decimal(5).scaleb(-places - 1)

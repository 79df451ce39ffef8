from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from reports.content.blocks import Cell, Colour, Kind, Mark
from reports.content.show import Style, arrow, date_format, is_behind, number_format, show, stored

JA, EN = Style("ja", date(2026, 11, 18)), Style("en", date(2026, 11, 18))


@pytest.mark.parametrize(
    ("value", "kind", "ja", "en"),
    [
        (None, Kind.INDEX, "—", "—"),
        ("", Kind.TEXT, "", ""),
        ("=1+1", Kind.TEXT, "=1+1", "=1+1"),
        (1234, Kind.INTEGER, "1,234", "1,234"),
        (Decimal("2733"), Kind.DAYS, "2,733.0", "2,733.0"),
        (Decimal("0.25"), Kind.DAYS, "0.3", "0.3"),
        (Decimal("-3.45"), Kind.DAYS_DIFFERENCE, "▲3.5", "−3.5"),
        (Decimal("2.0"), Kind.DAYS_DIFFERENCE, "+2.0", "+2.0"),
        (Decimal("-0.04"), Kind.DAYS_DIFFERENCE, "0.0", "0.0"),
        (-7, Kind.WORKING_DAYS, "▲7", "−7"),
        (Decimal("75.5"), Kind.PERCENT, "76%", "76%"),
        (Decimal("-4.4"), Kind.POINTS, "▲4pt", "−4pt"),
        (Decimal("0.835"), Kind.INDEX, "0.84", "0.84"),
        (Decimal("0.01"), Kind.INDEX_DIFFERENCE, "+0.01", "+0.01"),
        (date(2026, 11, 18), Kind.DATE, "11/18", "18 Nov"),
        (date(2027, 2, 6), Kind.DATE, "2027/2/6", "6 Feb 2027"),
        (Cell(Decimal(76), Mark.CARRIED), Kind.PERCENT, "76%*", "76%*"),
        (Cell(None, Mark.PROVISIONAL), Kind.INDEX, "—**", "—**"),
    ],
)
def test_values_are_written_as_a_reader_of_the_language_expects(value: object, kind: Kind, ja: str, en: str) -> None:
    assert (show(value, kind, JA), show(value, kind, EN)) == (ja, en)


@pytest.mark.parametrize(
    ("value", "kind", "behind"),
    [
        (Decimal("-0.1"), Kind.DAYS_DIFFERENCE, True),
        (Decimal("-0.04"), Kind.DAYS_DIFFERENCE, False),
        (-1, Kind.INTEGER, False),
    ],
)
def test_behind_is_what_is_negative_as_printed(value: Decimal | int, kind: Kind, behind: bool) -> None:
    assert is_behind(value, kind) is behind


@pytest.mark.parametrize(
    ("now", "before", "sign"),
    [
        (Colour.RED, Colour.YELLOW, "↓"),
        (Colour.BLUE, Colour.RED, "↑"),
        (Colour.BLUE, Colour.BLUE, "→"),
        (Colour.GREY, Colour.RED, ""),
        (Colour.RED, None, ""),
    ],
)
def test_the_arrow_says_better_same_or_worse(now: Colour, before: Colour | None, sign: str) -> None:
    assert arrow(now, before) == sign


def test_a_workbook_keeps_fractions_for_percentages_and_everything_else_exactly() -> None:
    assert stored(Decimal("76.4"), Kind.PERCENT) == Decimal("0.764")
    assert stored(Cell(Decimal("-3.45"), Mark.CARRIED), Kind.DAYS_DIFFERENCE) == Decimal("-3.45")
    assert stored(date(2026, 11, 18), Kind.DATE) == date(2026, 11, 18)


@pytest.mark.parametrize(
    ("kind", "format_"),
    [
        (Kind.DAYS, '#,##0.0;"▲"#,##0.0;#,##0.0'),
        (Kind.DAYS_DIFFERENCE, '"+"#,##0.0;"▲"#,##0.0;#,##0.0'),
        (Kind.PERCENT, '0%;"▲"0%;0%'),
        (Kind.POINTS, '"+"#,##0"pt";"▲"#,##0"pt";#,##0"pt"'),
        (Kind.DATE, "m/d"),
        (Kind.TEXT, "@"),
    ],
)
def test_number_formats_show_what_the_pdf_prints(kind: Kind, format_: str) -> None:
    assert number_format(kind, JA) == format_


def test_a_figure_that_rounds_to_zero_has_no_sign_in_excel_either() -> None:
    assert number_format(Kind.DAYS_DIFFERENCE, JA, None, Decimal("-0.04")) == "#,##0.0;#,##0.0"


def test_figures_that_are_not_final_carry_their_sign_in_the_format() -> None:
    assert number_format(Kind.INDEX, EN, Mark.CARRIED).startswith('#,##0.00"*";"−"')


def test_dates_of_another_year_show_it() -> None:
    assert date_format(date(2027, 2, 6), JA) == "yyyy/m/d"
    assert date_format(date(2026, 2, 6), EN) == "d mmm"

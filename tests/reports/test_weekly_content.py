from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from progress.domain.lights import Dimension
from reports.content.blocks import Charts, Colour, Document, Gap, KeyFigures, Kind, Lights, Mark, Paragraph, Table
from reports.content.show import raw
from reports.content.week_figures import Curve, LightFigure, ScopeFigures, WeekFigures
from reports.content.weekly import build_weekly
from tests.reports.sample import TEAMS, Sample


def built(figures: WeekFigures) -> Document:
    with translation.override(figures.language):
        return build_weekly(figures)


@pytest.fixture
def document() -> Document:
    return built(Sample("en").week())


def table(document: Document, key: str) -> Table:
    return next(one for one in document.tables if one.key == key)


def column(found: Table, label: str) -> list[object]:
    place = [one.label for one in found.columns].index(label)
    return [raw(row.cells[place]) for row in found.rows]


def blocks(document: Document, kind: type) -> list:
    return [block for section in document.sections for block in section.blocks if isinstance(block, kind)]


def test_the_sections_come_in_the_order_of_the_report(document: Document) -> None:
    keys = ["status", "topics", "progress", "late", "done", "evm", "findings", "sources"]
    assert [section.key for section in document.sections] == keys


def test_sections_without_data_are_left_out() -> None:
    bare = Sample("en").week()
    empty = WeekFigures("en", bare.header, ScopeFigures("Whole project"))
    document = built(empty)
    assert [section.key for section in document.sections] == ["status"]
    assert [block.text for block in blocks(document, Paragraph)] == ["There are no figures for this week yet."]


def test_every_row_has_a_cell_for_every_column(document: Document) -> None:
    assert {len(row.cells) - len(one.columns) for one in document.tables for row in one.rows} == {0}


def test_tables_have_keys_of_their_own(document: Document) -> None:
    keys = [one.key for one in document.tables]
    assert len(keys) == len(set(keys))


def test_figures_stay_exact_and_marked(document: Document) -> None:
    earned = table(document, "earned-value")
    rows = {row.cells[0]: row for row in earned.rows}
    billing = next(row for row in TEAMS if row[1] == "Billing")
    assert raw(rows["Billing"].cells[1]) == Decimal(billing[2])
    assert raw(rows["Billing"].cells[5]) == Decimal(billing[4]) - Decimal(billing[3])
    assert {cell.mark for cell in rows["Billing"].cells[1:]} == {Mark.CARRIED}
    assert {cell.mark for cell in rows["Platform"].cells[1:]} == {None}


def test_late_rows_are_critical_first_then_by_delay(document: Document) -> None:
    late = table(document, "late")
    order = list(zip(column(late, "Critical"), column(late, "Delay (working days)"), strict=True))
    assert order == sorted(order, key=lambda pair: (pair[0] != "Yes", pair[1]))
    assert len(order) == 28


def test_without_knowledge_of_the_critical_path_there_is_no_such_column() -> None:
    figures = Sample("en").week()
    plain = replace(figures, late=tuple(replace(row, critical=None) for row in figures.late))
    assert "Critical" not in [one.label for one in table(built(plain), "late").columns]


def test_a_week_without_late_rows_says_so() -> None:
    figures = replace(Sample("en").week(), late=())
    (section,) = [one for one in built(figures).sections if one.key == "late"]
    assert section.blocks == (Gap("No row is late."),)


def test_lights_that_nobody_evaluated_are_grey(document: Document) -> None:
    (lights,) = blocks(document, Lights)
    assert [light.colour for light in lights.items] == [
        Colour.GREY,
        Colour.BLUE,
        Colour.RED,
        Colour.GREY,
        Colour.GREY,
    ]
    assert lights.items[0].word == "Not evaluated"


def test_an_overridden_light_shows_its_reason() -> None:
    light = LightFigure(
        Dimension.RISK, Colour.YELLOW, override="two people join", override_by="Segawa", rule=Colour.RED
    )
    (lights,) = blocks(built(replace(Sample("en").week(), lights=(light,))), Lights)
    assert lights.items[4].colour is Colour.YELLOW
    assert lights.items[4].override == "Set by Segawa: two people join (by rule: Action needed)"


def test_a_light_says_what_sets_it(document: Document) -> None:
    (lights,) = blocks(document, Lights)
    assert lights.items[2].reason == "Integration test gate: 5 working days later than planned"
    assert lights.items[1].reason == ""


def test_the_summary_says_what_changed_since_last_week(document: Document) -> None:
    text = blocks(document, Paragraph)[0].text
    assert text == (
        "Progress is 76% against a plan of 80% (−4pt). SPI is 0.95 and CPI 0.95. "
        "31 rows are late, 3 more than last week."
    )


def test_no_cpi_is_told_of_where_effort_is_not_reported() -> None:
    figures = Sample("ja").week()
    text = blocks(built(replace(figures, project=replace(figures.project, cpi=None))), Paragraph)[0].text
    assert "SPIは0.95です。" in text
    assert "CPI" not in text


@pytest.mark.parametrize(("late", "words"), [(28, "as last week"), (1, "1 row is late, 27 fewer"), (30, "2 more")])
def test_late_rows_are_counted_in_words(late: int, words: str) -> None:
    figures = Sample("en").week()
    text = blocks(built(replace(figures, project=replace(figures.project, rows_late=late))), Paragraph)[0].text
    assert words in text


def test_key_figures_carry_the_change_against_last_week(document: Document) -> None:
    (figures,) = blocks(document, KeyFigures)
    assert [(item.label, item.change) for item in figures.items if item.kind is Kind.INTEGER] == [("Late rows", 3)]
    (spi,) = [item for item in figures.items if item.label == "SPI"]
    assert spi.change == Decimal("2075") / Decimal("2179.05") - Decimal("1974.25") / Decimal("2087.4")


def test_unknown_figures_are_not_compared() -> None:
    figures = replace(Sample("en").week(), previous=None)
    (found,) = blocks(built(figures), KeyFigures)
    assert {item.change for item in found.items} == {None}


def test_findings_are_totalled_but_rounds_are_not(document: Document) -> None:
    assert [raw(cell) for cell in table(document, "findings").rows[-1].cells] == ["Total", 10, 16, 9, 1, ""]


def test_the_s_curve_holds_the_points_of_the_figures(document: Document) -> None:
    figures = Sample("en").week()
    chart = blocks(document, Charts)[0].charts[0]
    assert [series.points for series in chart.series] == [
        figures.curve.planned,
        figures.curve.current_plan,
        figures.curve.actual,
    ]
    assert [series.name for series in chart.series] == ["Original plan", "Current plan", "Actual"]


def test_with_one_baseline_the_plan_is_called_plan() -> None:
    figures = Sample("en").week()
    single = Curve(planned=figures.curve.planned, actual=figures.curve.actual)
    chart = blocks(built(replace(figures, curve=single)), Charts)[0].charts[0]
    assert [series.name for series in chart.series] == ["Plan", "Actual"]


def test_the_cover_names_the_document_and_what_is_carried(document: Document) -> None:
    facts = {fact.label: fact.value for fact in document.facts}
    assert facts["Document number"] == "CARD-WR-046"
    assert facts["Status date"] == "Wed 18 Nov 2026"
    assert facts["Period covered"] == "12 Nov – 18 Nov"
    assert document.notices == ("Billing: no accepted submission for this week, values as of 11 Nov stand",)
    assert document.band


def test_a_final_report_has_no_band_and_no_marks() -> None:
    document = built(Sample("en").week(provisional=False))
    assert (document.band, document.notices) == ("", ())


def test_a_report_made_on_leap_day_is_dated() -> None:
    figures = Sample("en").week()
    leap = replace(figures, header=replace(figures.header, status_date=date(2028, 2, 29)))
    assert "Tue 29 Feb 2028" in [fact.value for fact in built(leap).facts]


def test_comments_stand_in_their_section(document: Document) -> None:
    (section,) = [one for one in document.sections if one.key == "progress"]
    assert section.blocks[-1] == Paragraph("Recovery will be judged as of 25 Nov.")


def test_a_comment_alone_makes_its_section() -> None:
    figures = replace(Sample("en").week(), findings=(), comments={"findings": "Nothing was open."})
    assert [one.key for one in built(figures).sections][-2] == "findings"


def test_teams_that_report_no_effort_are_explained(document: Document) -> None:
    notes = table(document, "earned-value").footnotes
    assert notes == (
        "AC, CPI —: Billing does not report actual effort.",
        "AC, CV and CPI of the project cover the teams that report effort: 74% of BAC.",
    )


def test_dates_of_the_sample_stay_dates(document: Document) -> None:
    assert all(isinstance(day, date) for day in column(table(document, "late"), "Planned finish"))
    assert column(table(document, "trend"), "Status date")[-1] - timedelta(weeks=1) == date(2026, 11, 11)

"""Charts in a browser: what a pointer, a finger and the keys read of them, on the page of every chart."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATH = "/reports/style/"


@pytest.fixture
def visit(sign_in, live_server, cast: Cast):
    """Open the page with every chart."""

    def go(width: int = 1440, **options: object) -> Page:
        page = sign_in("lead", width, **options)
        page.goto(live_server.url + PATH)
        return page

    return go


def first_chart(page: Page) -> tuple[Locator, Locator]:
    figure = page.locator("figure.chart").first
    figure.scroll_into_view_if_needed()
    return figure, figure.locator("output")


def middle(mark: Locator) -> tuple[float, float]:
    box = mark.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def mark_of(figure: Locator, series: str, number: int) -> Locator:
    return figure.locator(f"svg:visible [data-series='{series}']").nth(number)


def test_the_pointer_reads_the_nearest_value_and_leaving_hides_it(visit) -> None:
    page = visit()
    figure, output = first_chart(page)
    x, y = middle(mark_of(figure, "計画", 4))
    page.mouse.move(x + 6, y - 9)
    expect(output).to_have_text("9/23  計画  44%")
    expect(output).to_have_css("opacity", "1")
    outer, inner = figure.bounding_box(), output.bounding_box()
    assert inner["x"] >= outer["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"] + 1
    page.mouse.move(2, 2)
    expect(output).to_have_text("")
    expect(output).to_have_css("opacity", "0")


def test_marks_in_the_same_place_are_read_together(visit) -> None:
    page = visit()
    figure, output = first_chart(page)
    page.mouse.move(*middle(mark_of(figure, "計画", 0)))
    expect(output).to_contain_text("8/26  計画  2%")
    expect(output).to_contain_text("8/26  実績  2%")


def test_the_keys_walk_over_the_values_and_hold_them_until_escape(visit) -> None:
    page = visit()
    figure, output = first_chart(page)
    figure.focus()
    for key, words in (
        ("ArrowRight", "8/26  計画  2%"),
        ("ArrowRight", "9/2  計画  8%"),
        ("ArrowDown", "9/2  実績  7%"),
        ("End", "9/30  実績  50%"),
        ("ArrowRight", "9/30  実績  50%"),
        ("Home", "8/26  実績  2%"),
        ("ArrowUp", "8/26  計画  2%"),
    ):
        page.keyboard.press(key)
        expect(output).to_have_text(words)
    figure.locator("svg:visible").hover(position={"x": 1, "y": 1})
    page.mouse.move(2, 2)
    expect(output).to_have_text("8/26  計画  2%")  # the keyboard holds it
    page.keyboard.press("Escape")
    expect(output).to_have_text("")


def test_a_tap_reads_a_value_on_a_phone(visit) -> None:
    page = visit(390, has_touch=True, is_mobile=True)
    figure, output = first_chart(page)
    x, y = middle(mark_of(figure, "実績", 3))
    page.touchscreen.tap(x + 4, y + 4)
    expect(output).to_have_text("9/16  実績  26%")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_every_chart_with_values_has_them_as_a_table(visit) -> None:
    page = visit()
    charts = page.locator("figure.chart")
    assert charts.count() >= 12
    for figure in charts.all():
        marks = figure.locator("svg:visible [data-value]").count()
        assert figure.locator("details table").count() == (1 if marks else 0)

"""The Gantt page in a browser: a row's panel, the keys, the search, at a desk."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.cast import Cast
from tests.progress.conftest import plan as plan
from tests.progress.test_cycle import finish_first_week

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATH = "/progress/gantt/"


@pytest.fixture
def visit(sign_in, live_server, cast: Cast, plan: dict):
    """Open the chart of the first sealed week as the PMO."""
    finish_first_week(cast)

    def go(width: int = 1440) -> Page:
        page = sign_in("pmo", width)
        page.goto(live_server.url + PATH)
        return page

    return go


def test_a_name_opens_the_panel_and_escape_gives_the_focus_back(visit) -> None:
    page = visit()
    name, panel = page.locator("[data-gantt-row]", has_text="帳票設計"), page.locator("#row-panel")
    expect(panel).to_be_hidden()
    name.click()
    expect(panel).to_be_visible()
    expect(panel).to_be_focused()
    expect(panel.locator("#row-panel-title")).to_have_text("帳票設計")
    expect(panel).to_contain_text("この行への指摘")
    assert panel.evaluate("one => one.scrollWidth <= one.clientWidth")
    assert panel.locator(".table-scroll").evaluate_all("all => all.every(one => one.scrollWidth <= one.clientWidth)")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(name).to_be_focused()


def test_keys_move_between_the_rows_and_space_opens_one(visit) -> None:
    page = visit()
    rows = page.locator("[data-gantt-row]")
    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("l")
    expect(page.locator(".row--late [data-gantt-row]").nth(1)).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#row-panel")).to_be_visible()


def test_slash_goes_to_a_row_and_the_choice_stands_in_the_address(visit) -> None:
    page = visit()
    page.keyboard.press("Shift+Slash")
    expect(page.locator("[data-keys-here]")).to_contain_text("行へ移動")
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("input[name=text]")).to_be_focused()
    page.keyboard.type("1.3")
    page.keyboard.press("Enter")
    expect(page.locator("[data-gantt-row]")).to_have_count(1)
    expect(page.locator("[data-gantt-row]")).to_contain_text("バッチ設計")
    assert "text=1.3" in page.url


def test_plus_and_minus_change_the_scale(visit) -> None:
    page = visit()
    page.keyboard.press("Shift+Semicolon")
    page.wait_for_url("**zoom=day**")
    page.keyboard.press("Minus")
    page.wait_for_url("**zoom=week**")


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(visit, width: int) -> None:
    page = visit(width)
    page.locator("[data-gantt-row]").first.click()
    expect(page.locator("#row-panel")).to_be_visible()
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []

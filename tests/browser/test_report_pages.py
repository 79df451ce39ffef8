"""Every page around the weekly report in a browser: axe finds nothing, nothing is wider than the page, no error."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from reports.actions import approve_report, issue_report
from tests.cast import Cast, at
from tests.progress.conftest import plan as plan
from tests.reports.conftest import sealed as sealed
from tests.reports.conftest import sent as sent
from tests.reports.editions import edition

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = {
    "pmo": (
        "/reports/today/", "/reports/dashboard/", "/reports/dashboard/?view=latest", "/reports/weekly/",
        "/reports/2026-W24/weekly/", "/reports/2026-W24/weekly/preview/",
        "/reports/2026-W24/weekly/preview/?reader=owner", "/reports/2026-W24/weekly/preview/?reader=team:ALPHA",
        "/reports/2026-W24/rows/?scope=project", "/progress/gantt/",
    ),
    "owner": ("/reports/dashboard/", "/reports/dashboard/?view=whole", "/reports/weekly/", "/reports/2026-W24/weekly/"),
    "lead": ("/reports/dashboard/", "/reports/weekly/", "/reports/2026-W24/weekly/", "/progress/gantt/"),
}  # fmt: skip
LOOKS = [(1440, "light", "ja-JP"), (1440, "dark", "en-GB"), (390, "light", "en-GB"), (390, "dark", "ja-JP")]


# Texts in cells with fewer than two and a half characters on a line, although they take several.
SQUEEZED = """() => [...document.querySelectorAll("td, th, dt, dd")].flatMap((cell) => {
    const texts = document.createNodeIterator(cell, NodeFilter.SHOW_TEXT), found = []
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
        const parent = text.parentElement, words = text.data.trim(), range = document.createRange()
        range.selectNodeContents(text)
        const lines = range.getClientRects().length
        const seen = parent.checkVisibility() && !parent.closest(".visually-hidden, thead, svg")
        if (seen && lines > 1 && words.length / lines < 2.5) found.push(words)
    }
    return found
})"""


@pytest.fixture
def issued(sealed: Cast) -> Cast:
    report = edition(sealed, 1)
    approve_report(report, by=sealed.pm, at=at("2026-06-11 16:00"))
    issue_report(report, by=sealed.pmo, at=at("2026-06-11 16:30"))
    return sealed


@pytest.fixture
def visit(issued: Cast, sign_in) -> Callable[[str, int, str, str], Page]:
    """A signed-in page beside an issued report."""

    def go(name: str, width: int, theme: str, locale: str) -> Page:
        return sign_in(name, width, locale=locale, color_scheme=theme, reduced_motion="reduce")

    return go


@pytest.mark.parametrize(("width", "locale"), [(1440, "ja-JP"), (390, "ja-JP"), (390, "en-GB")])
def test_no_cell_is_squeezed_to_a_character_per_line(visit, live_server, width: int, locale: str) -> None:
    page = visit("pmo", width, "light", locale)
    for path in PAGES["pmo"]:
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('.lights__one').forEach((light) => { light.open = true })")
        assert page.evaluate(SQUEEZED) == [], path


@pytest.mark.parametrize(("width", "theme", "locale"), LOOKS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_and_nothing_overflows(visit, live_server, name, width, theme, locale) -> None:
    page = visit(name, width, theme, locale)
    for path in PAGES[name]:
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        found = Axe().run(page, options={"preload": False}).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0, path


SHORT = """[...document.querySelectorAll(".document .table--block :is(th, td)")]
    .filter((cell) => cell.checkVisibility() && cell.textContent.trim().length < 7 && cell.textContent.trim())
    .filter((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1;
    })
    .map((cell) => cell.textContent.trim())"""


@pytest.mark.parametrize("reader", ["", "team:ALPHA"])
def test_a_document_has_room_for_its_tables_and_sheets(visit, live_server, reader) -> None:
    """No short word is broken, nothing that fits a page of paper has to be scrolled, a sheet takes the whole width."""
    page = visit("pmo", 1440, "light", "ja-JP")
    page.goto(f"{live_server.url}/reports/2026-W24/weekly/preview/?language=ja&reader={reader}")
    assert page.evaluate(SHORT) == []
    hidden = "[...document.querySelectorAll('.document .table-scroll')].map((box) => box.scrollWidth - box.clientWidth)"
    assert max(page.evaluate(hidden)) == 0
    document, sheet = (page.locator(one).first.bounding_box() for one in (".document", ".charts--sheets > .chart"))
    assert document["width"] > 900
    assert sheet["width"] > 850
    alone = page.locator(".document .chart--half:only-child")
    assert bool(alone.count()) is bool(reader)  # a team's bars stand alone: no larger than beside others
    assert all(one.bounding_box()["width"] < 600 for one in alone.all())
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_the_pmo_takes_a_text_over_and_the_page_comes_back_to_it(visit, live_server) -> None:
    page = visit("pmo", 1440, "light", "en-GB")
    page.goto(live_server.url + "/reports/2026-W24/weekly/preview/?language=en")
    note = page.locator("#note-evm")
    note.locator("summary").click()
    words = note.locator("details p").inner_text()
    note.get_by_role("button", name="Use this text").click()
    expect(page.locator("#text-evm")).to_have_value(words)
    expect(page.locator("section[aria-labelledby=section-evm]")).to_contain_text(words)
    expect(note).to_be_in_viewport()


def test_saving_one_comment_keeps_what_is_typed_in_another(visit, live_server) -> None:
    page = visit("pmo", 1440, "light", "en-GB")
    page.goto(live_server.url + "/reports/2026-W24/weekly/preview/")
    page.fill("#text-status", "not saved yet")
    page.fill("#text-progress", "saved")
    page.click("#save-progress")
    expect(page.locator("#messages .message")).to_be_in_viewport()
    assert page.input_value("#text-progress") == "saved"
    assert page.input_value("#text-status") == "not saved yet"
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type) or dialog.dismiss())
    page.click("nav.chips a >> nth=0")
    expect(page.locator("#text-status")).to_have_value("not saved yet")
    assert asked == ["beforeunload"]

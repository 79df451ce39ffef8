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

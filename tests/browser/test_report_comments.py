"""Comments of the weekly report in a browser: keys, texts taken over, and two people at the same comment."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from reports.comments import Wording, write_comment
from reports.models import ReportComment
from tests.cast import Cast, at
from tests.progress.conftest import plan as plan
from tests.reports.conftest import sealed as sealed
from tests.reports.conftest import sent as sent

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATH = "/reports/2026-W24/weekly/preview/?language=en"


@pytest.fixture
def page(sealed: Cast, sign_in, live_server) -> Page:
    """The preview as the PMO has it, in English."""
    page = sign_in("pmo", locale="en-GB", reduced_motion="reduce")
    page.goto(live_server.url + PATH)
    return page


def test_c_goes_to_the_comment_and_p_to_the_page_of_the_section_with_the_focus(page: Page) -> None:
    link = page.locator('#sections a[href="#section-evm"]')
    link.focus()
    page.keyboard.press("c")
    expect(page.locator("#text-evm")).to_be_focused()
    page.keyboard.type("cp")
    expect(page.locator("#text-evm")).to_have_value("cp")
    link.focus()
    page.keyboard.press("p")
    expect(page.locator("#section-evm")).to_be_focused()
    expect(page.locator("#section-evm")).to_be_in_viewport()
    page.keyboard.press("c")
    expect(page.locator("#text-evm")).to_be_focused()


def test_without_focus_they_take_the_section_that_is_read(page: Page) -> None:
    page.keyboard.press("c")
    expect(page.locator("#text-status")).to_be_focused()
    for section in ("late", "evm"):
        page.evaluate("document.activeElement.blur()")
        page.locator(f"#section-{section}").evaluate("element => element.scrollIntoView()")
        page.keyboard.press("c")
        expect(page.locator(f"#text-{section}")).to_be_focused()


def test_a_section_that_prints_nothing_has_its_comment_but_no_page(page: Page) -> None:
    link = page.locator('#sections a[href="#note-decisions"]')
    link.focus()
    page.keyboard.press("p")
    expect(link).to_be_focused()
    page.keyboard.press("c")
    expect(page.locator("#text-decisions")).to_be_focused()


def test_the_keys_of_the_page_are_listed(page: Page) -> None:
    page.keyboard.press("?")
    here = page.locator("[data-keys-here]")
    keys = dict(zip(here.locator("dt").all_inner_texts(), here.locator("dd").all_inner_texts(), strict=True))
    assert keys == {"c": "Comment of this section", "p": "This section as printed"}


def test_a_text_is_taken_over_below_what_was_typed_and_not_saved(page: Page) -> None:
    page.fill("#text-evm", "typed and not saved")
    note = page.locator("#note-evm")
    note.locator("summary").click()
    words = note.locator("details p").inner_text()
    note.get_by_role("button", name="Use this text").click()
    expect(page.locator("#text-evm")).to_have_value(f"typed and not saved\n{words}")
    assert ReportComment.objects.get(section="evm").text == f"typed and not saved\n{words}"


@pytest.fixture
def overtaken(page: Page, sealed: Cast) -> Page:
    """The PM has written into the section that the PMO types into."""
    write_comment(sealed.week, Wording("evm", "theirs", 0), by=sealed.pm, at=at("2026-06-11 13:05"))
    page.fill("#text-evm", "mine")
    page.click("#save-evm")
    expect(page.locator("#note-evm.note--two")).to_be_visible()
    return page


def beside(one: Locator, other: Locator) -> bool:
    left, right = one.bounding_box(), other.bounding_box()
    assert left
    assert right
    return left["x"] + left["width"] <= right["x"] and left["y"] < right["y"] + right["height"]


def test_two_texts_of_a_comment_stand_side_by_side_or_on_a_phone_below_each_other(overtaken: Page) -> None:
    theirs, mine = overtaken.locator("#saved-evm"), overtaken.locator("#text-evm")
    expect(theirs).to_contain_text("theirs")
    expect(mine).to_have_value("mine")
    expect(mine).to_be_focused()
    assert beside(theirs, mine)
    assert Axe().run(overtaken, options={"preload": False}).response["violations"] == []
    overtaken.set_viewport_size({"width": 390, "height": 900})
    assert not beside(theirs, mine)
    assert overtaken.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


def test_what_came_back_unsaved_is_not_left_without_asking(overtaken: Page) -> None:
    asked: list[str] = []
    overtaken.on("dialog", lambda dialog: asked.append(dialog.type) or dialog.dismiss())
    overtaken.click("nav.chips a >> nth=0")
    expect(overtaken.locator("#text-evm")).to_have_value("mine")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize(
    ("button", "kept"),
    [("Keep mine instead", "mine"), ("Keep both, mine first", "mine\ntheirs"), ("Keep what is saved", "theirs")],
)
def test_the_ways_out_of_two_texts(overtaken: Page, button: str, kept: str) -> None:
    overtaken.locator("#note-evm").get_by_role("button", name=button).click()
    expect(overtaken.locator("#note-evm:not(.note--two) #text-evm")).to_have_value(kept)
    assert ReportComment.objects.get(section="evm").text == kept

"""The team's week in a browser: from point to point with Enter, one row in its dialog, one's own rows on a phone."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from progress.models import Draft
from tests.cast import Cast
from tests.progress.conftest import plan as plan
from tests.progress.test_cycle import finish_first_week

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATH = "/progress/2026-W24/ALPHA/submission/"


@pytest.fixture
def visit(sign_in, live_server, cast: Cast, plan: dict):
    """Open the team's week as somebody, at a desk or with a phone."""
    finish_first_week(cast)

    def go(name: str, width: int = 1440) -> Page:
        page = sign_in(name, width)
        page.goto(live_server.url + PATH)
        return page

    return go


def test_enter_saves_a_point_and_goes_on_to_the_next(visit, plan: dict) -> None:
    page = visit("lead")
    first, second = (page.locator(".point", has_text=name) for name in ("画面設計", "帳票設計"))
    page.keyboard.press("n")
    expect(first.locator("[name=delay_reason]")).to_be_focused()
    page.keyboard.type("仕様の回答待ち")
    first.locator("[name=forecast_finish]").fill("2026-06-17")
    first.locator("[name=countermeasure]").fill("6/12に確認")
    first.locator("[name=countermeasure]").press("Enter")
    expect(first).to_have_class(re.compile("point--done"))
    expect(second.locator("[name=delay_reason]")).to_be_focused()
    expect(page.locator("#grid")).to_contain_text("6/12に確認")
    edits = Draft.objects.get().edits[str(plan["1.1"].uuid)]
    assert edits == {
        "delay_reason": "仕様の回答待ち", "countermeasure": "6/12に確認", "forecast_finish": "2026-06-17",
    }  # fmt: skip


def test_enter_that_ends_a_conversion_saves_nothing(visit) -> None:
    page = visit("lead")
    point = page.locator(".point", has_text="画面設計")
    point.locator("[name=delay_reason]").fill("かいとうまち")
    point.locator("[name=delay_reason]").dispatch_event(
        "keydown", {"key": "Enter", "code": "Enter", "isComposing": True, "bubbles": True, "cancelable": True}
    )
    page.wait_for_timeout(300)
    assert not Draft.objects.exists()


def test_a_row_is_edited_in_its_dialog_and_typed_points_stay(visit, plan: dict) -> None:
    page = visit("lead")
    typed = page.locator(".point", has_text="画面設計").locator("[name=delay_reason]")
    typed.fill("まだ保存していない")
    page.locator("#grid tbody th a", has_text="帳票設計").click()
    editor = page.locator("#row-editor")
    editor.locator("[name=percent]").fill("30")
    editor.locator("button.button--primary").click()
    expect(page.locator("#row-dialog")).to_be_hidden()
    expect(page.locator("#grid")).to_contain_text("30%")
    expect(typed).to_have_value("まだ保存していない")
    assert Draft.objects.get().edits[str(plan["1.2"].uuid)] == {"percent": "30"}


def test_on_a_phone_one_sees_the_own_rows_and_no_file(visit) -> None:
    page = visit("lead", 390)  # whose one row begins next week
    expect(page.locator("input[type=file]")).to_be_hidden()
    expect(page.locator("#grid tbody tr", has_text="画面設計")).to_be_hidden()
    page.goto(page.url + "?show=all")
    expect(page.locator("#grid tbody tr", has_text="画面設計")).to_be_visible()
    expect(page.locator(".point", has_text="画面設計")).to_be_visible()  # a lead answers for everybody
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing(visit, width: int) -> None:
    page = visit("lead", width)
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []

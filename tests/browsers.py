"""The system's Chromium, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.support import missing

NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The path of an installed Chromium."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless browser for the session; take `browser.new_context(...)` for each person."""
    path = chromium()
    if path is None:
        missing("Chromium is not installed (apt install chromium)")
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps an event loop in the test's thread
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def is_error(line: ConsoleMessage) -> bool:
    """Not of a form that was refused because a colleague was faster: the page says so."""
    return line.type == "error" and "status of 409" not in line.text


@pytest.fixture
def sign_in(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """A page on which a person of the cast is signed in, `options` for its context; nothing may fail on the way."""
    errors: list[str] = []

    def go(name: str, width: int = 1440, **options: object) -> Page:
        context = browser.new_context(**{"locale": "ja-JP", "viewport": {"width": width, "height": 900}, **options})
        page = context.new_page()
        page.on("pageerror", lambda problem: errors.append(str(problem)))
        page.on("console", lambda line: errors.append(line.text) if is_error(line) else None)
        page.goto(live_server.url + "/sign-in/")
        page.fill("input[name=login]", name)
        page.fill("input[name=password]", f"{name}-password")
        page.press("input[name=password]", "Enter")
        expect(page.locator("header.shell__header")).to_be_visible()
        return page

    yield go
    assert errors == []

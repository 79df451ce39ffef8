"""The page of components in a browser: every state is there, axe finds nothing, nothing is wider than the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from progress.models import FindingState, PlanChangeState, ReadingState, Severity
from projects.models import JobState, WeekState
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RECORDS = (WeekState, FindingState, Severity, PlanChangeState, ReadingState, JobState)
LOOKS = [
    (width, theme, locale) for width in (1440, 390) for theme in ("light", "dark") for locale in ("ja-JP", "en-GB")
]
WIDER = """() => [...document.querySelectorAll('main *')].filter(one => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > document.documentElement.clientWidth + 1
    && !one.closest('.table-scroll, .tabs, svg, .visually-hidden');
}).map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def visit(browser: Browser, live_server, cast: Cast) -> Iterator[Callable[[int, str, str], Page]]:
    """The page, signed in; nothing may fail on the way."""
    errors: list[str] = []

    def go(width: int, theme: str, locale: str) -> Page:
        context = browser.new_context(
            locale=locale, viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
        )
        page = context.new_page()
        page.on("pageerror", lambda problem: errors.append(str(problem)))
        page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
        page.goto(live_server.url + "/sign-in/")
        page.fill("input[name=login]", "lead")
        page.fill("input[name=password]", "lead-password")
        page.press("input[name=password]", "Enter")
        expect(page.locator("header.shell__header")).to_be_visible()
        page.goto(live_server.url + "/style/")
        page.wait_for_load_state("networkidle")
        return page

    yield go
    assert errors == []


@pytest.mark.parametrize(("width", "theme", "locale"), LOOKS)
def test_axe_finds_nothing_and_nothing_overflows(visit, width, theme, locale) -> None:
    page = visit(width, theme, locale)
    found = Axe().run(page, options={"preload": False}).response["violations"]
    assert [(one["id"], [node["html"][:160] for node in one["nodes"]][:4]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    assert page.evaluate(WIDER) == []


def test_every_state_of_every_record_has_its_badge_with_a_word_and_a_mark(visit) -> None:
    page = visit(1440, "light", "ja-JP")
    codes = {
        "not_sent", "draft", "pre_check", "sent", "in_review", "returned", "sent_again", "accepted",
        "accepted_with_points", "superseded", "provisional", "reviewed", "approved", "issued", "late",
        *(state.value for states in RECORDS for state in states),
    }  # fmt: skip
    for code in sorted(codes):
        badge = page.locator(f"#states .badge--{code}:not(.badge--plain)").first
        assert badge.inner_text().strip(), code
        assert len(badge.evaluate("one => getComputedStyle(one, '::before').content")) > 2, code


def test_a_sample_of_running_work_asks_nothing(visit) -> None:
    page = visit(1440, "light", "en-GB")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(1500)
    assert asked == []
    assert page.locator("#work .job").count() == len(JobState)

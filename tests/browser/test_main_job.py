"""The main job by two people: a team's own Excel file goes from the drop zone to the figures of the report."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from projects.jobs import drain
from projects.models import Member, Week
from tests.cast import Cast
from tests.progress.conftest import plan as plan
from tests.progress.test_cycle import finish_first_week, workbook

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# 1.1 says 100 % without an actual finish: the one thing to mend.
FIRST = [
    ["1.1", "画面設計", "Member Person", "2026/6/1", "2026/6/5", "6/1", "", "100%", ""],
    ["1.2", "帳票設計", "Member Person", "2026/6/8", "2026/6/12", "6/8", "", "60%", "順調"],
    ["1.3", "バッチ設計", "Lead Person", "2026/6/15", "2026/6/19", "", "", "0%", ""],
]
MENDED = [[*FIRST[0][:6], "6/5", *FIRST[0][7:]], *FIRST[1:]]


@pytest.fixture
def worker() -> Iterator[None]:
    """Does the background work while the browser looks on."""
    stop = threading.Event()

    def work() -> None:
        try:
            while not stop.wait(0.2):
                drain(seconds=5)
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    stop.set()
    thread.join(timeout=60)


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Browser, base: str, name: str, language: str) -> None:
        Member.objects.filter(username=name).update(language=language)
        locale = {"ja": "ja-JP", "en": "en-GB"}[language]
        self.page: Page = browser.new_context(locale=locale, viewport={"width": 1440, "height": 900}).new_page()
        self.base = base
        self.errors: list[str] = []
        self.page.on("pageerror", lambda problem: self.errors.append(str(problem)))
        self.page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)
        self.open("/sign-in/")
        self.page.fill("input[name=login]", name)
        self.page.fill("input[name=password]", f"{name}-password")
        self.page.press("input[name=password]", "Enter")
        expect(self.page.locator("header.shell__header")).to_be_visible()

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def press(self, form: str) -> None:
        """Press the button of the form with this address."""
        self.page.locator(f'form[action$="{form}"] button').first.click()

    def drop(self, rows: list, path: Path) -> None:
        path.write_bytes(workbook(rows))
        self.open("/progress/2026-W24/ALPHA/submission/")
        self.page.set_input_files('form[action$="/file/"] input[type=file]', str(path))
        self.page.wait_for_url(re.compile(r"/progress/readings/"))

    def confirm_columns(self) -> None:
        button = self.page.locator('form[action$="/columns/"] button.button--primary')
        button.first.click(timeout=60_000)

    def send(self) -> None:
        self.page.locator('form[action$="/sending/"] button').first.click(timeout=60_000)
        self.page.wait_for_url(re.compile(r"/submission/"))

    def text(self) -> str:
        return self.page.locator("main").inner_text()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_real_file_goes_from_the_team_to_the_report(
    browser: Browser, live_server, cast: Cast, plan: dict, worker: None, tmp_path: Path, language: str
) -> None:
    finish_first_week(cast)
    lead = Person(browser, live_server.url, "lead", language)
    pmo = Person(browser, live_server.url, "pmo", language)

    lead.drop(FIRST, tmp_path / "進捗.xlsx")
    lead.confirm_columns()
    expect(lead.page.locator("main")).to_contain_text("画面設計", timeout=60_000)
    lead.send()

    pmo.open("/progress/2026-W24/ALPHA/review/")
    expect(pmo.page.locator("main")).to_contain_text("G021")
    pmo.open("/progress/2026-W24/ALPHA/return/")
    pmo.page.locator("main form button.button--primary").click()
    pmo.page.wait_for_url(re.compile(r"/desk/"))

    lead.drop(MENDED, tmp_path / "進捗2.xlsx")
    lead.send()

    pmo.open("/progress/2026-W24/ALPHA/acceptance/")
    pmo.page.locator("main form button.button--primary").click()
    pmo.page.wait_for_url(re.compile(r"/desk/"))
    pmo.open("/progress/2026-W24/seal/")
    pmo.page.locator("main form button.button--primary").click()
    pmo.page.wait_for_url(re.compile(r"/desk/"))
    assert Week.objects.get(key="2026-W24").is_sealed

    pmo.open("/progress/desk/")
    pmo.open("/reports/dashboard/?week=2026-W24")
    # BAC 25; PV 5 + 3 + 8 = 16 (Wed 10 June); EV 5 + 5*60 % = 8: planned 64 %, actual 32 %, SPI 0.50
    for figure in ("64%", "32%", "0.50"):
        expect(pmo.page.locator("main")).to_contain_text(figure)

    pdf, book = make_report(pmo, language)
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    for figure in ("64", "32", "0.50", "移行設計"):
        assert figure in text
    numbers = [cell.value for sheet in openpyxl.load_workbook(io.BytesIO(book)) for row in sheet for cell in row]
    assert {8, 16, 25} <= {float(value) for value in numbers if isinstance(value, int | float)}
    assert lead.errors == []
    assert pmo.errors == []


def make_report(pmo: Person, language: str) -> tuple[bytes, bytes]:
    """Ask for the report and download both files of the whole project's, which stand first."""
    pmo.open("/reports/2026-W24/weekly/")
    pmo.page.select_option("form#making [name=language]", language)
    pmo.page.locator('button[form="making"], form#making button').first.click()
    links = pmo.page.locator('a[href*="/files/"]')
    expect(links.first).to_be_visible(timeout=90_000)
    found = {}
    for link in links.all()[:2]:
        with pmo.page.expect_download() as waiting:
            link.click()
        name = waiting.value.suggested_filename
        found[name.rsplit(".", 1)[-1]] = Path(waiting.value.path()).read_bytes()
    return found["pdf"], found["xlsx"]

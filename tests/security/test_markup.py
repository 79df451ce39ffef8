"""Names and texts that are markup, formulas or both, everywhere a person can put one: shown, never run.

Every page is parsed: no handler, no style, no script of its own, no address that runs something. Every export is
opened: no formula, no link outwards. The naughty strings of the shared collection are tried where it is there.
"""

from __future__ import annotations

import csv
import io
import json
import random
import sys
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.dom.minidom import parseString

import openpyxl
import pypdf
import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from reportlab.pdfgen.canvas import Canvas

from progress.models import Draft, Finding, PlanChange, PlanChangeLine, Submission, WorkItem
from projects.jobs import run_now
from projects.models import CalendarDay, Company, Contact, File, Job, Member, Notification, Phase, Project, Team
from reports.actions import order_weekly
from reports.models import Report
from tests.cast import at
from tests.matrix.table import TABLE
from tests.matrix.test_access import PEOPLE
from tests.matrix.world import World
from tests.matrix.world import world as world
from tests.printing import fonts as fonts

pytestmark = pytest.mark.matrix
WEEK = "2026-W24"
EVIL = "=1+1\"'><svg/onload=alert(1)>{{7*7}}</script><script>alert(2)</script>&lt;b&gt;%s{0}"
SHORT = "=<img src=x onerror=alert(1)>"
MANY = 20  # naughty strings tried in one run, drawn by a seed that is printed
SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Reader(HTMLParser):
    """Notes whatever in a page could run."""

    def __init__(self) -> None:
        super().__init__()
        self.live: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        text = self.get_starttag_text() or ""
        if any(name.startswith("on") for name in said) or "style" in said or "srcdoc" in said:
            self.live.append(text)
        if tag in ("iframe", "object", "embed", "base", "frame") or (tag == "script" and not is_own_script(said)):
            self.live.append(text)
        addresses = (said.get(name) or "" for name in ("href", "src", "action", "formaction", "hx-get", "hx-post"))
        if any(
            address.strip().lower().startswith(("javascript:", "data:text", "vbscript:", "//")) for address in addresses
        ):
            self.live.append(text)


def is_own_script(said: dict[str, str | None]) -> bool:
    is_data = said.get("type") in ("application/json", "importmap")
    return is_data or "nonce" in said or str(said.get("src", "")).startswith("/static/")


FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Project: ("name", "name_2", "customer", "confidentiality", "phone"),
    Team: ("name", "name_2"),
    Phase: ("name", "name_2"),
    Company: ("name", "name_2"),
    Member: ("name", "name_2", "phone"),
    Contact: ("name", "name_2", "title", "phone"),
    CalendarDay: ("name", "name_2"),
    WorkItem: ("name", "assignee", "deliverable", "delay_reason", "countermeasure", "note", "wbs_code", "own_id"),
    File: ("name",),
    Draft: ("topics", "next_week", "concerns", "requests"),
    Submission: ("topics", "next_week", "concerns", "requests", "return_note", "received_by_means"),
    Finding: ("text", "answer", "reason", "sheet", "cell"),
    PlanChange: ("title", "reason", "impact", "decision_note"),
    Job: ("step", "error"),
}
VALUES = ("team", "week", "title", "number", "revision", "findings", "task", "predecessor", "assignee", "named", "cell")


def poison(text: str) -> None:
    """Write the text wherever the product keeps what somebody typed."""
    for model, names in FIELDS.items():
        model.objects.update(**{name: fitting(model, name, text) for name in names})
    Finding.objects.update(returned=True, adopted=True, values=dict.fromkeys(VALUES, text), evidence={"x": text})
    PlanChangeLine.objects.update(before=text, after=text)
    Notification.objects.update(values=dict.fromkeys(VALUES, text))
    Member.objects.update(spellings=[text])


def fitting(model: type[models.Model], name: str, text: str) -> str:
    longest = model._meta.get_field(name).max_length
    return text[:longest] if longest else text


def pages(world: World) -> Iterator[tuple[str, str]]:
    """(letter, URL) of every page by the first role that reads it and by a lead, with the views that show more."""
    for name, row in TABLE.items():
        if name == "account_logout" or not (row.get or row.public):
            continue
        for letter in dict.fromkeys((row.get or "P")[0] + ("L" if "L" in row.get else "")):
            yield letter, reverse(name, args=world.args(row.args, "ALPHA"))
    typed = "%22%3E%3Csvg%20onload%3Dalert(1)%3E"
    change, row = PlanChange.objects.first(), WorkItem.objects.filter(team=world.cast.alpha).first()
    yield from (
        ("P", f"{path}={typed}") for path in ("/progress/wbs/?text", "/activity/?record", f"/reports/{WEEK}/rows/?text")
    )
    yield "P", f"/progress/changes/{change.pk}/?row={row.uuid}&text={typed}"
    yield "P", "/reports/dashboard/?view=latest"
    yield "L", f"/progress/{WEEK}/ALPHA/submission/?show=all&points=all"
    yield "P", f"/progress/{WEEK}/ALPHA/review/?show=all"
    yield "P", f"/no/{typed}/"


def look_at(response: HttpResponse, place: str) -> list[str]:
    """What of this answer could run."""
    kind = response["Content-Type"]
    body = body_of_file(response)
    if kind.startswith("text/html"):
        reader = Reader()
        reader.feed(body.decode())
        return [f"{place}: {tag}" for tag in reader.live]
    if kind.startswith("text/csv"):
        return [f"{place}: {cell}" for cell in formulas_of_csv(body.decode("utf-8-sig"))]
    return [f"{place}: {cell}" for cell in formulas_of_workbook(body)] if "spreadsheet" in kind else []


def body_of_file(response: HttpResponse) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def formulas_of_csv(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text)):
        yield from (cell for cell in row if cell.startswith(SIGNS) and not is_number(cell))


def is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


LIVE_IN_PDF = {"/JavaScript", "/JS", "/URI", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/AA", "/SubmitForm"}


def live_in_pdf(content: bytes) -> list[str]:
    """Names of what acts, opens or carries, in the objects of a PDF (in compressed bytes any three letters turn up)."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    objects = [reader.trailer, *(reader.get_object(number) for number in range(1, int(reader.trailer["/Size"])))]
    return [name for one in objects for name in names_in(one) if name in LIVE_IN_PDF]


def names_in(value: Any) -> Iterator[str]:
    """Keys and names of a PDF object; what it refers to is an object of its own."""
    if isinstance(value, pypdf.generic.NameObject):
        yield str(value)
    if isinstance(value, dict):
        for key in value:
            yield from (str(key), *names_in(value.raw_get(key)))
    if isinstance(value, list):
        for one in value:
            yield from names_in(one)


def formulas_of_workbook(content: bytes) -> Iterator[str]:
    if content[:2] != b"PK" or not zipfile.is_zipfile(io.BytesIO(content)):
        return
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            part = parts.read(name)
            if name.endswith((".xml", ".rels")):
                parseString(part)  # sound XML, whatever the texts are
            if b'TargetMode="External"' in part or b"ddeLink" in part:
                yield f"{name} leads outwards"
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        cells = (cell for row in sheet.iter_rows() for cell in row)
        yield from (f"{sheet.title}!{cell.coordinate} {cell.value}" for cell in cells if cell.data_type == "f")
        lists = (rule.formula1 or "" for rule in sheet.data_validations.dataValidation)
        yield from (text for text in lists if "svg" in text or "onerror" in text)


def live(world: World, clients: dict[str, Client]) -> list[str]:
    found = []
    for number, (letter, url) in enumerate(list(pages(world))):
        headers = {"HX-Request": "true"} if number % 2 else {}
        response = clients[letter].get(url, headers=headers)
        assert response.status_code < 500, url
        found += look_at(response, f"{letter} {url} {headers}")
    return found


@pytest.fixture
def clients(world: World) -> dict[str, Client]:
    found = {letter: Client(raise_request_exception=False) for letter in PEOPLE}
    for letter, client in found.items():
        client.force_login(getattr(world.cast, PEOPLE[letter]))
    return found


@pytest.mark.parametrize("text", [EVIL, SHORT])
def test_nothing_typed_runs_in_a_page_or_an_export(world: World, clients: dict[str, Client], text: str) -> None:
    poison(text)
    assert live(world, clients) == []


def test_what_would_run_is_seen() -> None:
    reader = Reader()
    reader.feed(f"<p>{EVIL}</p><a href='javascript:x'>x</a>")
    assert len(reader.live) == 3
    assert list(formulas_of_csv('a,=1+1\n-5,"@x"')) == ["=1+1", "@x"]
    kept = io.BytesIO()
    paper = Canvas(kept)
    paper.linkURL("javascript:x", (0, 0, 9, 9))
    paper.save()
    assert set(live_in_pdf(kept.getvalue())) == {"/URI"}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nor_in_the_weekly_report(world: World, fonts: Any, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.jobs.ensure_fonts", lambda _folder: fonts)
    poison(EVIL)
    job = run_now(order_weekly(world.cast.week, language=language, by=world.cast.pmo, at=at("2026-06-11 15:00")))
    report = Report.objects.get(job=job)
    assert list(formulas_of_workbook(report.xlsx.full_path.read_bytes())) == []
    assert live_in_pdf(report.pdf.full_path.read_bytes()) == []


def test_naughty_strings_of_the_collection_are_shown_like_any_other(
    world: World, clients: dict[str, Client], corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = corpus / "06_naughty"
    naughty = [text for text in json.loads((folder / "blns.json").read_text(encoding="utf-8")) if text.strip("\0")]
    naughty += (folder / "formula_injection_payloads.txt").read_text(encoding="utf-8").splitlines()
    seed = random.SystemRandom().randrange(10**6)
    chosen = random.Random(seed).sample([text.replace("\0", "") for text in naughty], MANY)
    with capsys.disabled():
        sys.stdout.write(f"\nnaughty strings: {len(naughty)} known, {MANY} tried, seed {seed}\n")
    poison("\n".join(chosen))
    assert live(world, clients) == []

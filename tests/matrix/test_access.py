"""Every URL by GET and POST, every role, own, another team's and nobody's object, against the hand-written table."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator

import pypdf
import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse

from projects.checks import walk
from tests.matrix.table import TABLE, Row
from tests.matrix.world import CANARY, World
from tests.matrix.world import world as world

pytestmark = pytest.mark.matrix

PEOPLE = {
    "P": "pmo", "M": "pm", "A": "auditor", "O": "owner", "D": "admin", "L": "lead", "m": "member", "X": "other_lead",
    "S": "stranger",
}  # fmt: skip
OWN = {"L": "ALPHA", "m": "ALPHA", "X": "BETA"}
ANSWERED = {200, 302, 303, 400, 409, 410, 422}


def test_the_table_names_every_url_and_no_other() -> None:
    names = {name for name, _route, _pattern in walk(get_resolver().url_patterns)}
    assert names - set(TABLE) == set(), "URLs that the table does not know"
    assert set(TABLE) - names == set(), "rows of the table without a URL"


def reaches(who: str, row: Row, side: str) -> bool:
    """Whether the object is within this role's reach: a team's people only reach their own team's."""
    if row.scope == "person":
        return OWN.get(who) == side and who != "m"
    return not (row.scope == "team" and who in OWN and OWN[who] != side)


def expected(who: str, row: Row, method: str, side: str) -> set[int]:
    """The status codes that are right for one cell."""
    if row.public:
        return {200, 302, 303, 400, 403, 404, 405, 410, 422}
    allowed = row.get if method == "GET" else row.post
    if who not in allowed:
        return refused(who, row, method, side)
    if side == "nobody" or not reaches(who, row, side):
        return {404}
    return ANSWERED | {row.empty}


def refused(who: str, row: Row, method: str, side: str) -> set[int]:
    """Strangers 404; readers who write 403; who reads elsewhere may learn that a URL takes no GET, and nothing more."""
    if who == "S" or (method == "GET" and row.get):
        return {404}
    if method == "POST" and who in row.get and reaches(who, row, side) and side != "nobody":
        return {403}
    return {403, 404, 405}


def cells() -> Iterator[tuple[str, Row, str, str]]:
    for name, row in TABLE.items():
        for method in ("GET", "POST"):
            for side in ("ALPHA", "BETA", "nobody") if row.args else ("ALPHA",):
                yield name, row, method, side


def ask(client: Client, name: str, args: list, method: str) -> HttpResponse:
    """One request whose writes are taken back."""
    url = reverse(name, args=args)
    with transaction.atomic():
        response = client.get(url) if method == "GET" else client.post(url, {})
        response.body = body_of(response)
        transaction.set_rollback(True)
    return response


def body_of(response: HttpResponse) -> str:
    """All text of an answer, also inside workbooks and PDF files."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            return "".join(book.read(part).decode("utf-8", "replace") for part in book.namelist())
    if content[:4] == b"%PDF":
        return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    return content.decode("utf-8", "replace")


def test_every_cell_answers_as_the_table_says(world: World, capsys: pytest.CaptureFixture) -> None:
    wrong, leaks, count = [], [], 0
    for who, person in PEOPLE.items():
        cache.clear()  # what throttles password forms counts requests, not rights
        client = Client(raise_request_exception=False)
        client.force_login(getattr(world.cast, person))
        for name, row, method, side in cells():
            if name == "account_logout":
                continue  # it would end this client's session; its own test covers it
            response = ask(client, name, world.args(row.args, side), method)
            count += 1
            if response.status_code not in expected(who, row, method, side):
                wrong.append(f"{person} {method} {name} {side}: {response.status_code}")
            foreign = CANARY["BETA" if OWN.get(who) == "ALPHA" else "ALPHA"] if who in OWN else ""
            if foreign and foreign in response.body:
                leaks.append(f"{person} {method} {name} {side}")
            if who in "SDO" and any(canary in response.body for canary in CANARY.values()):
                leaks.append(f"{person} {method} {name} {side}")
    with capsys.disabled():
        sys.stdout.write(f"\naccess matrix: {count} cells, {len(wrong)} wrong, {len(leaks)} leaks\n")
    assert not leaks, leaks
    assert not wrong, "\n".join(wrong)


def test_nobody_signed_in_is_sent_to_the_sign_in_page(world: World) -> None:
    client = Client()
    for name, row, method, side in cells():
        if row.public:
            continue
        response = ask(client, name, world.args(row.args, side), method)
        assert response.status_code == 302, name
        assert response["Location"].startswith(reverse("account_login")), name


def test_a_leak_would_be_seen(world: World) -> None:
    """The guard works: the lead of BETA does read BETA's canary."""
    client = Client()
    client.force_login(world.cast.other_lead)
    response = ask(client, "progress:row", world.args("row", "BETA"), "GET")
    assert CANARY["BETA"] in response.body

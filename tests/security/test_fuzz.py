"""Odd values into every form and every query string, as somebody who may use it: an answer, never an error (500)."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from tests.matrix.table import TABLE
from tests.matrix.test_access import PEOPLE
from tests.matrix.world import World
from tests.matrix.world import world as world
from tests.security.odd import FoundForm, Mutator, all_names, forms_of

BOTH = [pytest.param("any", marks=pytest.mark.matrix), pytest.param("postgres", marks=pytest.mark.postgres)]
TURNS = 4
SEED = int(os.environ.get("PMO_FUZZ_SEED", "0")) or random.SystemRandom().randrange(1, 10**6)
URLENCODED = "application/x-www-form-urlencoded"
LEFT_OUT = {"account_logout"}  # would end the session of the one who asks


@dataclass
class Surface:
    """The people signed in, and every form and page they find."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    raised: list[BaseException] = field(default_factory=list)
    answers: Counter[int] = field(default_factory=Counter)

    @property
    def count(self) -> int:
        return self.answers.total()

    def __post_init__(self) -> None:
        for letter, name in PEOPLE.items():
            client = self.clients[letter] = Client(raise_request_exception=False)
            client.force_login(getattr(self.world.cast, name))

    def note(self, sender: object, **kwargs: object) -> None:
        self.raised.append(sys.exc_info()[1] or RuntimeError("unknown"))

    def ask(self, letter: str, method: str, url: str, body: str = "", **headers: str) -> HttpResponse:
        """One request whose writes are taken back."""
        self.raised.clear()
        with transaction.atomic():
            if method == "GET":
                response = self.clients[letter].get(url, headers=headers)
            else:
                response = self.clients[letter].generic(method, url, body.encode(), URLENCODED, headers=headers)
            response.body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        self.answers[response.status_code] += 1
        if response.status_code >= 500 or self.raised:
            reason = "; ".join(f"{type(one).__name__}: {str(one)[:160]}" for one in self.raised)
            self.problems.append(f"{letter} {method} {url[:200]} {body[:300]} -> {response.status_code} {reason}")
        return response

    def pages(self) -> Iterator[tuple[str, str]]:
        """(letter, URL) of every page, each by the first role that may read it and by the lead of a team."""
        for name, row in TABLE.items():
            if name in LEFT_OUT or not (row.get or row.public):
                continue
            for letter in dict.fromkeys((row.get or "P")[0] + ("L" if "L" in row.get else "")):
                yield letter, reverse(name, args=self.world.args(row.args, "ALPHA"))

    def forms(self) -> dict[tuple[str, str], FoundForm]:
        """Every form that is shown to somebody, by who and where it goes."""
        found: dict[tuple[str, str], FoundForm] = {}
        for letter, url in self.pages():
            response = self.ask(letter, "GET", url)
            if not response["Content-Type"].startswith("text/html"):
                continue
            for form in forms_of(response.body.decode(), url):
                if form.method == "post" and is_ours(form.action):
                    found.setdefault((letter, form.action), form)
        return found

    def writable(self) -> Iterator[tuple[str, str]]:
        """(letter, URL) of everything that takes a POST, whether a page shows a form for it or not."""
        for name, row in TABLE.items():
            if name not in LEFT_OUT and (row.post or row.public):
                yield (row.post or "P")[0], reverse(name, args=self.world.args(row.args, "ALPHA"))


def is_ours(action: str) -> bool:
    try:
        return resolve(urlsplit(action).path).url_name not in LEFT_OUT
    except Resolver404:
        return False


@pytest.fixture
def surface(world: World) -> Iterator[Surface]:
    found = Surface(world)
    got_request_exception.connect(found.note)
    yield found
    got_request_exception.disconnect(found.note)


def told(surface: Surface, capsys: pytest.CaptureFixture[str], what: str) -> None:
    with capsys.disabled():
        told = ", ".join(f"{status}: {count}" for status, count in sorted(surface.answers.items()))
        sys.stdout.write(f"\n{what}: {surface.count} requests ({told}), seed {SEED}, {len(surface.problems)} errors\n")
    assert not surface.problems, "\n".join(surface.problems)


@pytest.mark.parametrize("database", BOTH)
def test_odd_values_in_every_form_are_answered(
    surface: Surface, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mutator = Mutator(SEED, all_names())
    shown = surface.forms()
    for (letter, action), form in shown.items():
        for body in mutator.bodies(form, TURNS):
            surface.ask(letter, "POST", action, body)
    known = {urlsplit(action).path for _letter, action in shown}
    for letter, url in surface.writable():
        form = FoundForm(url, "post", dict.fromkeys(mutator.chance.sample(mutator.names, 6), ""))
        for body in mutator.bodies(form, 2 if url in known else TURNS):
            surface.ask(letter, "POST", url, body)
    assert surface.count > 300
    told(surface, capsys, "odd values in forms")


@pytest.mark.parametrize("database", BOTH)
def test_odd_questions_of_every_page_are_answered(
    surface: Surface, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mutator = Mutator(SEED + 1, [*all_names(), "q", "next", "week", "scope", "page", "show", "tab"])
    for letter, url in list(surface.pages()):
        form = FoundForm(url, "get", dict.fromkeys(mutator.chance.sample(mutator.names, 6), ""))
        for body in mutator.bodies(form, 2):
            surface.ask(letter, "GET", f"{url}?{body}")
    told(surface, capsys, "odd questions")

"""What every test relies on: the cast, real servers, the browser, and append-only tables that tests may empty."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import translation

from projects import triggers
from tests.support import ROOT, missing

pytest_plugins = ["tests.cast", "tests.servers", "tests.browsers"]

hypothesis.settings.register_profile("house", deadline=None)  # two busy cores: time says nothing
hypothesis.settings.load_profile("house")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgres") and connection.vendor != "postgresql":
        missing("the database of this run is not PostgreSQL: bin/test postgres")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> None:
    """The database of the tests has the triggers of the real one."""
    with django_db_blocker.unblock():
        triggers.ensure()


@pytest.fixture(autouse=True, scope="session")
def append_only_tables_can_be_emptied() -> Iterator[None]:
    """The one place that lifts the triggers: around the flush after a test with real transactions."""
    flush = TransactionTestCase._fixture_teardown

    def lifted(case: TransactionTestCase) -> None:
        triggers.lift()
        flush(case)
        triggers.ensure()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted)
        yield


@pytest.fixture(autouse=True)
def nobody_has_signed_in_yet() -> None:
    """The cache counts attempts at signing in by address and minute: all tests come from one address."""
    cache.clear()


@pytest.fixture(autouse=True)
def each_test_begins_in_the_default_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A request leaves its reader's language behind in this thread; the next test must not inherit it.

    Nor does it matter which language the terminal of the tests speaks.
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real files (PMO_CORPUS); a skip where it is not there."""
    folder = Path(os.environ.get("PMO_CORPUS") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no collection of real files at {folder}: set PMO_CORPUS")
    return folder

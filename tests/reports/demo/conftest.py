"""The sample project, loaded once per module as on Thursday 2026-11-19, 10:40, and rolled back afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from reports.demo.files_to_try import write_files
from reports.demo.load import load
from reports.demo.world import World
from tests.printing import fonts
from tests.reports.conftest import fonts_at_hand

__all__ = ["fonts", "fonts_at_hand"]
LOADED_AT = datetime.fromisoformat("2026-11-19T10:40+09:00")


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker, fonts_at_hand: None) -> Iterator[World]:
    """The loaded world; what a test changes is taken back with the test."""
    outer = transaction.atomic()
    with django_db_blocker.unblock():
        outer.__enter__()
        world = load("ja", LOADED_AT)
    yield world
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


@pytest.fixture(scope="module")
def files(demo: World, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The files to try, by name."""
    with django_db_blocker.unblock():
        return {path.name: path for path in write_files(demo, tmp_path_factory.mktemp("demo"))}

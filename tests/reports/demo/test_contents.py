"""What the editions of the sample project say is the same in every process, so that its digest can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime

import pytest
from django.utils import translation

from reports.content.blocks import Fact
from reports.editions import documents
from reports.gather import Edition
from reports.gather.report import view_for

MADE = datetime.fromisoformat("2026-11-12T17:35+09:00")


def unordered(value: object) -> Iterator[object]:
    """Sets anywhere inside: their order, and with it the digest, is another in every process."""
    if isinstance(value, (set, frozenset)):
        yield value
    inner = [getattr(value, one.name) for one in fields(value)] if is_dataclass(value) else value
    if isinstance(inner, (tuple, list)):
        for one in inner:
            yield from unordered(one)


@pytest.mark.django_db
def test_nothing_in_a_document_is_in_the_order_of_a_set(demo) -> None:
    edition = Edition("ja", "CCR-WR-2026-W46", "1.0", MADE)
    with translation.override("ja"):
        made = [document for _reader, document in documents(view_for(demo.weeks["S12"], edition), edition)]
    assert len(made) == 7
    assert list(unordered(made)) == []
    assert " at 0x" not in repr(made)


def test_a_set_is_seen_wherever_it_stands() -> None:
    assert list(unordered([(Fact("", (frozenset({1}),)),)])) == [frozenset({1})]

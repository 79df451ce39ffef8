"""Every notice that the product writes has a sentence."""

from __future__ import annotations

import re

import pytest

from projects.models import Notification
from projects.notification_texts import TEXTS, sentence
from tests.support import ROOT

WRITTEN = re.compile(r"""(?:Notice\(|tell_team\(\w+,\s*|tell\(\w+,\s*)\s*f?"([\w{}]+)\"""")
SPELLED_OUT = {"change_{state}": {"change_approved", "change_rejected"}}


def codes() -> set[str]:
    """The codes of all notices in the sources of the apps."""
    sources = [path for app in ("projects", "progress", "reports") for path in (ROOT / app).rglob("*.py")]
    found = {code for path in sources for code in WRITTEN.findall(path.read_text(encoding="utf-8"))}
    return set().union(*(SPELLED_OUT.get(code, {code}) for code in found))


def test_the_sources_write_notices_and_each_has_a_sentence():
    assert {"returned", "change_approved"} <= codes()
    assert codes() <= set(TEXTS)


@pytest.mark.parametrize("code", TEXTS)
def test_a_sentence_stands_without_its_values(code):
    assert "—" in sentence(Notification(code=code, values={}), {}, {}) or "%" not in str(TEXTS[code])

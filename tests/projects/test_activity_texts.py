"""Every action that any app writes into the change log has its sentence."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from projects.activity_texts import ACTIONS
from tests.support import ROOT

CODE = re.compile(r"[a-z_]+\.[a-z_]+")


def written() -> Iterator[tuple[str, str]]:
    """(file, code) of every `action="…"`; an f-string counts with what stands before its first value."""
    for app in ("projects", "progress", "reports"):
        for path in sorted((ROOT / app).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.keyword) and node.arg == "action":
                    yield from ((path.name, code) for code in codes(node.value))


def codes(value: ast.expr) -> list[str]:
    if isinstance(value, ast.JoinedStr):
        first = value.values[0]
        return [str(first.value)] if isinstance(first, ast.Constant) else []
    return [
        str(node.value) for node in ast.walk(value) if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def test_every_action_has_a_sentence():
    there = [(name, code) for name, code in written() if CODE.fullmatch(code) and code not in ACTIONS]
    assert there == []


def test_every_family_of_actions_has_sentences():
    families = {code for _name, code in written() if code.endswith(".")}
    assert {family for family in families if not any(code.startswith(family) for code in ACTIONS)} == set()


def test_the_sources_are_really_read():
    assert {"phase.added", "member.deactivated", "submission.accepted"} <= {code for _name, code in written()}


def test_a_sentence_takes_the_record_at_most_once():
    assert all(str(text).count("{}") <= 1 for text in ACTIONS.values())

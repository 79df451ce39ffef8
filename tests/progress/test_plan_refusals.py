"""Every refusal of the plan's actions has a sentence that its own values fill."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

from progress.actions import planning
from progress.plan_refusals import sentence
from projects.jobs import Refused

SAMPLES = {"day": date(2026, 6, 10), "field": "planned_start"}


def refusals() -> list[tuple[str, tuple[str, ...]]]:
    """(code, names of values) of every `Refused(...)` written in the package."""
    found = set()
    for path in Path(planning.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
                assert isinstance(node.args[0], ast.Constant)
                found.add((node.args[0].value, tuple(keyword.arg for keyword in node.keywords)))
    return sorted(found)


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "names"), refusals())
def test_a_refusal_speaks_in_words(code, names):
    text = sentence(Refused(code, **{name: SAMPLES.get(name, "x") for name in names}))
    assert text != code
    assert "{" not in text
    assert "%(" not in text


def test_the_refusals_were_found():
    assert len(refusals()) > 20

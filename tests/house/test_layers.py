"""The linters look at every app: a new one cannot be forgotten."""

from __future__ import annotations

import tomllib

import pytest

from tests.support import ROOT

TOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
APPS = {path.parent.name for path in ROOT.glob("*/apps.py")}
CONTRACTS = {contract["name"]: contract for contract in TOOLS["importlinter"]["contracts"]}


def test_there_are_apps() -> None:
    assert {"pmo", "projects", "progress", "reports"} <= APPS


def test_the_import_contracts_and_the_type_checker_know_every_app() -> None:
    assert set(TOOLS["importlinter"]["root_packages"]) == APPS
    assert set(TOOLS["mypy"]["packages"]) == APPS


def test_every_app_has_its_layer() -> None:
    layers = " ".join(CONTRACTS["Apps import downwards only"]["layers"])
    named = {word.strip("()").partition(".")[0] for word in layers.split()}
    assert named >= APPS


@pytest.mark.parametrize("app", sorted(APPS))
def test_every_calculation_is_pure_and_strictly_typed(app: str) -> None:
    if not (ROOT / app / "domain").exists():
        return
    assert f"{app}.domain" in CONTRACTS["Calculations know neither Django nor files"]["source_modules"]
    strict = next(table["module"] for table in TOOLS["mypy"]["overrides"] if table.get("disallow_untyped_calls"))
    assert f"{app}.domain.*" in strict

"""What the README says is so."""

from __future__ import annotations

import re

import pytest
from django.core.management import get_commands, load_command_class

from tests.support import ROOT

READMES = ("README.md", "README.ja.md")
TEXTS = (*READMES, "docs/architecture.md", "docker-compose.yml")


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code(name: str) -> list[str]:
    """The indented lines, without their remarks."""
    return [line.partition("#")[0].strip() for line in text(name).splitlines() if line.startswith("    ")]


@pytest.mark.parametrize("name", READMES)
def test_links_lead_somewhere(name: str) -> None:
    links = re.findall(r"(?<!!)\[[^]]+\]\(([^)#]+)\)", text(name))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("name", READMES)
def test_the_first_two_commands_start_the_sample_and_an_empty_project(name: str) -> None:
    assert code(name)[:2] == ["bin/start --demo", "bin/start"]


def test_both_languages_tell_the_same_number_of_commands_in_the_same_order() -> None:
    first, second = ([line.split()[:3] for line in code(name)] for name in READMES)
    assert [line[0] for line in first] == [line[0] for line in second]


@pytest.mark.parametrize("name", TEXTS)
def test_every_command_named_exists(name: str) -> None:
    named = set(re.findall(r'manage\.py"?,? "?([a-z_]+)', text(name)))
    assert named
    assert named <= set(get_commands())


@pytest.mark.parametrize("name", READMES)
def test_every_option_of_the_command_line_exists(name: str) -> None:
    for line in code(name):
        words = re.search(r"manage\.py (\w+)(.*)", line)
        if words is None:
            continue
        command = load_command_class(get_commands()[words[1]], words[1])
        known = command.create_parser("manage.py", words[1])._option_string_actions
        assert set(re.findall(r"--[a-z-]+", words[2])) <= set(known), line

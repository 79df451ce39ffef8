"""Every template compiles, is formatted by djade, and obeys the content security policy."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.template.loader import get_template

from tests.support import ROOT

FOLDER = ROOT / "templates"
TEMPLATES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.html"))
INLINE = re.compile(
    r"""<style|\sstyle\s*=|\son[a-z]+\s*=|\shx-on|javascript:|\shx-(?:vals|headers|vars)\s*=\s*["']js:"""
    r"""|<script(?![^>]*\ssrc=)(?![^>]*application/json)""",
    re.IGNORECASE,
)

TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


def inline(text: str) -> list[str]:
    """What the policy would refuse: styles and scripts that stand in the page itself."""
    return [found.group() for found in INLINE.finditer(TAGS.sub("", text))]


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_has_inline_style_or_script(name):
    assert inline((FOLDER / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "bad",
    [
        '<p style="color:red">', "<style>p {}</style>", '<a onclick="x()">', "<script>x()</script>",
        '<a href="javascript:x()">', '<a hx-on:click="x()">', """<a hx-vals='js:{a: 1}'>""",
    ],
)  # fmt: skip
def test_the_guard_sees_inline_style_and_script(bad):
    assert inline(bad)


def test_djade_has_nothing_to_format():
    files = [str(FOLDER / name) for name in TEMPLATES]
    run = subprocess.run(
        [Path(sys.executable).with_name("djade"), "--target-version", "6.1", "--check", *files],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr

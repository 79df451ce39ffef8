"""Colours that are used together keep their contrast in both themes (WCAG 2.2: 1.4.3 text, 1.4.11 graphics)."""

from __future__ import annotations

import re

import pytest

from tests.support import ROOT

TOKENS = (ROOT / "static" / "css" / "tokens.css").read_text("utf-8")
PAIR = re.compile(r"--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
COLOURS = {name: {"light": light, "dark": dark} for name, light, dark in PAIR.findall(TOKENS)}
TEXT, GRAPHIC = 4.5, 3.0
GROUNDS = ("canvas", "surface", "raised", "sunken", "hover", "selected", "accent-soft")
SOFT = ("bad-soft", "warn-soft", "good-soft", "note-soft", "quiet-soft")

READ = [
    *((ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in (*GROUNDS, *SOFT)),
    *(("accent", ground) for ground in (*GROUNDS, *SOFT)),  # links stand in callouts and messages too
    ("on-accent", "accent-fill"),
    ("on-accent", "accent-fill-hover"),
    *((tone, ground) for tone in ("bad", "warn", "good") for ground in (*GROUNDS, f"{tone}-soft")),
    ("note", "note-soft"),
    ("note", "surface"),
    ("bad", "warn-soft"),  # a figure behind plan that is not final either
    *(
        (line, ground)
        for line in ("chart-actual", "chart-plan", "chart-closed", "chart-extra")
        for ground in ("surface", "canvas")
    ),
]
SEEN = [
    *(("line-input", ground) for ground in ("surface", "canvas", "raised")),
    *(("focus", ground) for ground in (*GROUNDS, *SOFT)),
    *((mark, ground) for mark in ("bad-mark", "warn-mark", "good-mark") for ground in GROUNDS),
    *((f"{tone}-mark", f"{tone}-soft") for tone in ("bad", "warn", "good")),
    *((edge, ground) for edge in ("accent", "note") for ground in ("surface", "hover")),  # changed rows, noted cells
    *(("accent-fill", ground) for ground in ("surface", "canvas", "sunken")),  # how far a job is
    *(("chart-planned", ground) for ground in ("surface", "canvas")),
]


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def below(pairs: list[tuple[str, str]], least: float, theme: str) -> list[str]:
    ratios = {pair: contrast(COLOURS[pair[0]][theme], COLOURS[pair[1]][theme]) for pair in pairs}
    return [f"{one} on {other}: {ratio:.2f}" for (one, other), ratio in ratios.items() if ratio < least]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_read_on_every_ground_it_stands_on(theme: str) -> None:
    assert below(READ, TEXT, theme) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_of_inputs_marks_and_focus_are_seen(theme: str) -> None:
    assert below(SEEN, GRAPHIC, theme) == []


def test_the_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)  # the best-known grey that just fails
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_every_colour_of_the_tokens_is_read() -> None:
    named = re.findall(r"--([\w-]+):\s*light-dark\(#", TOKENS)
    assert sorted(COLOURS) == sorted(named)
    assert len(COLOURS) > 40

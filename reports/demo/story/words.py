"""A text in both languages."""

from __future__ import annotations

from typing import NamedTuple


class Text(NamedTuple):
    """Japanese and English; user data of the demo is written in one of them."""

    ja: str
    en: str

    def of(self, language: str) -> str:
        return self.en if language == "en" else self.ja

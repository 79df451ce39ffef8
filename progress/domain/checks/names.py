"""Texts as people type them, made comparable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SEPARATORS = re.compile(r"[,、，/／;；&＆\n]+")
SPACES = re.compile(r"\s+")


def plain(text: str) -> str:
    """One form for full and half width, without blanks at the ends: for ids and change numbers."""
    return unicodedata.normalize("NFKC", text).strip()


@lru_cache(maxsize=4096)
def person(name: str) -> str:
    """A person's name for comparing: one width, no blanks, small letters."""
    return SPACES.sub("", unicodedata.normalize("NFKC", name)).casefold()


@lru_cache(maxsize=4096)
def assignees(text: str) -> tuple[str, ...]:
    """The people of an assignee cell as typed, in order: 「田中、佐藤」 are two. A middle dot stays part of a name."""
    return tuple(name for part in SEPARATORS.split(text) if (name := part.strip()))

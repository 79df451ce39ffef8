"""What a notice says, by its code, in the reader's language."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext_lazy as _

UNKNOWN = _("There is news on this page.")

TEXTS: dict[str, Any] = {}


def text_of(code: str, values: dict[str, Any]) -> str:
    """The sentence of a notice; values the notice does not have are shown as 「—」."""
    return str(TEXTS.get(code, UNKNOWN)) % defaultdict(lambda: "—", values)

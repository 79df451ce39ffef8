"""What holds up the import of a WBS, in words; what the reading of a file says stands in `reading_texts`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from progress.exchange.columns import NoTable
from progress.exchange.raw import Refusal
from progress.exchange.reading import Aside
from progress.reading_texts import REJECTED, no_table_sentence, refusal_sentence

BLOCKERS: dict[str, Any] = {
    "no_rows": ngettext_lazy("The file holds no task.", "The file holds no task.", "count"),
    "circles": ngettext_lazy(
        "%(count)s row stands under itself. Correct the column of parents in the file.",
        "%(count)s rows stand under themselves in a circle. Correct the column of parents in the file.", "count",
    ),
    "lost": ngettext_lazy(
        "%(count)s value, link or row cannot be taken over. Correct the file, or choose to leave it out.",
        "%(count)s values, links or rows cannot be taken over. Correct the file, or choose to leave them out.", "count",
    ),
    "teams_unknown": ngettext_lazy(
        "%(count)s name of a team is not known. Say which team it is.",
        "%(count)s names of teams are not known. Say which teams they are.", "count",
    ),
    "rows_without_team": ngettext_lazy(
        "%(count)s task belongs to no team. Choose a team for the rows without one.",
        "%(count)s tasks belong to no team. Choose a team for the rows without one.", "count",
    ),
}  # fmt: skip
LINK_LOST = _("The predecessor “%(value)s” is not in the file, or means several rows. Correct it.")


def blocker_text(code: str, count: int) -> str:
    return str(BLOCKERS[code] % {"count": count})


def link_text(value: str) -> str:
    return str(LINK_LOST) % {"value": value}


def rejection_text(aside: Aside) -> str:
    """Why a row of the file is not read at all."""
    template = REJECTED.get(aside.reason)
    return str(template) % {"value": aside.value, "cell": aside.cell or aside.number} if template else aside.reason


def refusal_text(refusal: Mapping[str, Any]) -> str:
    """Why no plan could be read from a file (Reading.refusal)."""
    if refusal.get("code") == "no_table":
        return no_table_sentence(NoTable.from_json(refusal["values"]))
    return refusal_sentence(Refusal.from_json(refusal)) if refusal else ""


def place(sheet: str, cell: str) -> str:
    """Where it stands: sheet!cell."""
    return f"{sheet}!{cell}" if cell else sheet

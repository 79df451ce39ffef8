"""The words of reading files: values that cannot be read, rows that are not read, what holds up an import."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

# By Problem.code: what stands in a cell and what to do about it.
PROBLEMS: dict[str, Any] = {
    "date_unreadable": _("“{value}” cannot be read as a date. Correct it, or leave the cell empty."),
    "date_out_of_range": _("“{value}” lies far outside the project. Check the year."),
    "number_unreadable": _("“{value}” cannot be read as a number. Correct it, or leave the cell empty."),
    "percent_unreadable": _("“{value}” cannot be read as a percentage. Write a number from 0 to 100."),
    "percent_below_one": _("“{value}”: is this a percentage or a ratio? The other cells hold percentages."),
    "out_of_range": _("“{value}” is too large a number. Check it."),
    "status_unknown": _("“{value}” is not a known state. Choose its meaning in the columns, or correct it."),
    "text_too_long": _("The text is too long and would be cut: “{value}…”. Shorten it."),
    "excel_error": _("The formula has failed: {value}. Correct the formula, or type the value."),
    "uncalculated": _("The formula has never been calculated. Open the file in Excel and save it again."),
}
REJECTED: dict[str, Any] = {
    "no_name": _("The row has values but no task name. Enter the name, or clear the row."),
    "too_many": _("The file has more rows than can be read. Split it."),
}
IGNORED: dict[str, Any] = {
    "blank": _("blank"),
    "title": _("title"),
    "header": _("header"),
    "separator": _("separator"),
    "legend": _("legend"),
    "total": _("total"),
    "example": _("example"),
}
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
LINK_LOST = _("The predecessor “{value}” is not in the file, or means several rows. Correct it.")


def problem_text(code: str, value: str) -> str:
    text = PROBLEMS.get(code)
    return str(text).format(value=value) if text else code


def rejection_text(reason: str) -> str:
    return str(REJECTED.get(reason, reason))


def ignored_label(reason: str) -> str:
    return str(IGNORED.get(reason, reason))


def blocker_text(code: str, count: int) -> str:
    return str(BLOCKERS[code] % {"count": count})


def link_text(value: str) -> str:
    return str(LINK_LOST).format(value=value)


def place(sheet: str, cell: str) -> str:
    """Where it stands: sheet!cell."""
    return f"{sheet}!{cell}" if cell else sheet



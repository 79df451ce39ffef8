"""The sentences inside our own workbooks, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def week_title(project: str, team: str, as_of: str) -> str:
    return _("%(project)s: update of %(team)s %(as_of)s") % {"project": project, "team": team, "as_of": as_of}


def week_help() -> str:
    return _(
        "Fill in the yellow cells and drop the file back. New tasks go into the empty rows at the end. "
        "The other cells are protected without a password: to propose a change of the plan, unprotect the sheet."
    )


def plan_title(project: str) -> str:
    return _("%(project)s: WBS") % {"project": project}


def plan_help() -> str:
    return _(
        "One row per task from row %(row)s on. WBS codes such as 1.2.3 make the outline; a row with rows under it is a "
        "summary. Predecessors are task ids or WBS codes, several with commas: 1.1, 1.2SS+3d."
    )


def percent_error() -> str:
    return _("Percent complete is a number from 0 to 100.")


def date_error() -> str:
    return _("Please enter a date, such as 2026/11/18, or leave the cell empty.")


def effort_error() -> str:
    return _("Effort is a number of person-days, 0 or more.")


def choice_error() -> str:
    return _("Please choose a word from the list.")


def example_names() -> tuple[str, str]:
    return _("Basic design"), _("Screen design")

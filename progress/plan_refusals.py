"""Why an action on the plan was refused, in the reader's language: what, where, and the way out."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from progress import refusals
from progress.plan_texts import field_name
from projects.jobs import Refused
from projects.templatetags.show import day

TEXTS: dict[str, Any] = {
    "no_plan": _("There is no plan yet. Import the first WBS, then propose baseline 1."),
    "baseline_there": _("A baseline is approved already. From here on the plan changes by plan changes."),
    "blocking_points": _("{count} points of the plan must be mended first. They are listed on the page of baselines."),
    "plan_moved_on": _("The plan has changed since it was proposed. Please have it proposed again."),
    "baseline_moved_on": _("This proposal was decided or replaced a moment ago. Please look at the page again."),
    "own_proposal": _("Nobody approves what they proposed themselves. Please ask a colleague."),
    "no_baseline_to_change": _("There is no approved baseline yet. Until then the plan changes by importing the WBS."),
    "number_taken": _("There is a plan change {number} already. Please choose another number."),
    "change_moved_on": _("{number} was changed or decided a moment ago. Please look at it again."),
    "change_without_lines": _("This change has no lines yet. Choose a row and write what it should become."),
    "four_eyes": _("Nobody decides on a change they requested themselves. Please ask a colleague."),
    "stale_lines": _("The plan has moved under {number} ({count} lines). Compare, and take over the present values."),
    "nothing_changes": _("“{row}”: {field} has this value already."),
    "no_plan_field": _("This field is reported by the team; a plan change cannot carry it."),
    "derived_field": _("“{row}” is a summary row: {field} follows from the rows below it."),
    "row_is_cancelled": _("“{row}” has been cancelled."),
    "row_needs_summary_above": _("“{row}” needs a summary row above it, or none."),
    "row_not_named": _("“{name}” is the code of no row, or of several. Write the codes as the plan has them."),
    "parent_is_no_summary": _("“{row}” is no summary row; a row stands under a summary row or at the top."),
    "links_in_circle": _("“{row}” would wait for itself through {name}. Take one of the links away."),
    "effective_before_baseline": _("Baseline {number} holds from {day}. Choose that day or a later one."),
    "effective_in_sealed_week": _("The weeks up to {day} are sealed and are not rewritten. Choose a later day."),
    "plan_is_approved": _("Baseline 1 is approved. From here on the plan changes by plan changes."),
    "plan_is_reported": _("Teams have reported on this plan and were accepted. It changes by plan changes now."),
    "reading_is_no_wbs": _("This file was not read as a WBS."),
    "reading_moved_on": _("Somebody else has settled or applied this file a moment ago. Please look at it again."),
    "import_applied": _("This file has been made the plan already."),
    "import_blocked": _("{count} points must be settled before this file can become the plan. They are listed below."),
}


def sentence(refusal: Refused) -> str:
    """The sentence for a refusal around the plan, else that of the weekly cycle."""
    text = TEXTS.get(refusal.code)
    if text is None:
        return refusals.sentence(refusal)
    return str(text).format(**{name: shown(name, value) for name, value in refusal.values.items()})


def shown(name: str, value: Any) -> str:
    if name == "day":
        return day(value)
    return field_name(value) if name == "field" else str(value)

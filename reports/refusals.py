"""Why an action on a report was refused, in the reader's language: what, and the way out."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from progress import refusals
from projects.jobs import Refused

TEXTS = {
    "report_moved_on": _("This report was approved, issued or replaced a moment ago. Please look at it again."),
    "provisional_edition": _(
        "Edition {edition} was made before the week was sealed: there are no sealed data to compare its figures with."
    ),
    "not_a_report": _("This file is none of the reports made here."),
    "no_such_section": _("The report has no such section."),
    "comment_overtaken": _(
        "{who} has changed this comment meanwhile. Both texts stand side by side: keep one of them, keep both, or edit"
        " yours."
    ),
    "own_report": _("Nobody approves a report they had made themselves. Please ask another PM."),
    "reason_not_printed": _(
        "Edition {edition} has been issued already. Please make a new edition and say why it is replaced."
    ),
    "not_as_approved": _(
        "Edition {edition} would not print what was approved: names, settings, the distribution or data have changed"
        " since it was made, or the workspace was updated. Please make a new edition and have it approved."
    ),
    "may_not_issue": _("{who} may not issue reports any more. Please let a member of the PMO issue it."),
    "newer_edition": _("There is a newer edition ({edition}) of this report. Please go on with that one."),
}


def sentence(refusal: Refused) -> str:
    """The sentence for a refusal around reports, else that of the weekly cycle."""
    text = TEXTS.get(refusal.code)
    return str(text).format(**refusal.values) if text else refusals.sentence(refusal)

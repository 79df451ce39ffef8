"""Why an action of this app was refused, in the reader's language: what, where, and the way out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from projects.jobs import Refused
from projects.setup_texts import TITLES
from projects.templatetags.show import day

TEXTS = {
    "changed_meanwhile": _("Somebody else changed “{record}” a moment ago. Please compare and choose."),
    "already_there": _("“{record}” is there already. Please choose another code or name."),
    "in_use": _("“{record}” is still in use ({count} records refer to it). Please remove or move those first."),
    "team_has_members": _("{count} people are assigned to “{record}”. Set the team inactive instead."),
    "company_contracts_itself": _("“{record}” would be its own subcontractor. Please choose another company."),
    "last_administrator": _("“{record}” is the last administrator. Please make somebody else administrator first."),
    "cannot_deactivate_oneself": _("You cannot end your own access. Please ask another administrator."),
    "assigned_already": _("“{record}” is there already from {start} to {finish}. Change that entry instead."),
    "day_taken": _("{day} is in the calendar already as “{record}”. Please remove that entry first."),
    "week_is_skipped": _("The week {week} has no working day and is skipped. Open the first week in the next one."),
    "setup_unfinished": _("Not done yet: {steps}. Please finish these steps first."),
    "job_has_ended": _("This job has ended in the meantime."),
    "job_is_not_failed": _("Only a failed or cancelled job can be started again."),
    "too_many_attempts": _("The work was tried several times and stopped each time. Please tell the administrator."),
    "mail_server_away": _("The mail server does not answer ({reason}). The mails wait and are tried again."),
    "disk_full": _("The storage is full. Please free some space or ask the administrator, then start it again."),
    "no_such_week": _("There is no week “{week}”. Weeks are written like 2026-W47."),
}


def sentence(refusal: Refused) -> str:
    """The sentence for a refusal of this app; the bare code when it is not ours."""
    text = TEXTS.get(refusal.code)
    return str(text).format(**{name: shown(value) for name, value in refusal.values.items()}) if text else refusal.code


def sentence_of_any(refusal: Refused) -> str | None:
    """The sentence whichever app the refusal comes from (jobs may end with any); None when no app knows it."""
    told = (import_string(path)(refusal) for path in settings.REFUSAL_SENTENCES)
    return next((text for text in told if text != refusal.code), None)


def shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(TITLES.get(item, item)) for item in value)
    return day(value) if value is None or isinstance(value, date) else str(value)

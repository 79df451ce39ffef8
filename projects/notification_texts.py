"""What a notice says, by its code, in the reader's language: one literal table for the notices of all apps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from projects.models import Notification, Week
from projects.templatetags.show import as_of, dash, moment

UNKNOWN = _("There is news on this page.")
INSTANTS = frozenset({"due", "until", "at"})

TEXTS: dict[str, Any] = {
    "sent": _("%(team)s sent its update %(week)s (revision %(revision)s)."),
    "returned": _("Your submission %(week)s came back: %(findings)s points. Please answer by %(due)s."),
    "accepted": _("Your submission %(week)s (revision %(revision)s) was accepted, thank you."),
    "baseline_proposed": _("A baseline waits for your approval."),
    "change_requested": _("Plan change %(number)s “%(title)s” waits for your approval."),
    "change_approved": _("Plan change %(number)s “%(title)s” was approved and is in the plan."),
    "change_rejected": _("Plan change %(number)s “%(title)s” was rejected."),
    "report_drafted": _("The weekly report %(week)s has been drafted."),
    "report_approved": _("The weekly report %(week)s was approved and can be issued."),
    "report_issued": _("The weekly report %(week)s was issued."),
}


def sentences(notices: list[Notification]) -> dict[int, str]:
    """The sentence of each notice by its key; weeks are called by their status dates (one query)."""
    keys = {notice.values.get("week") for notice in notices} - {None}
    weeks = dict(Week.objects.filter(key__in=keys).values_list("key", "status_date"))
    return {notice.pk: sentence(notice, weeks) for notice in notices}


def sentence(notice: Notification, weeks: Mapping[str, date]) -> str:
    """One notice in words; a value it does not have is 「—」."""
    values = {name: shown(name, value, weeks) for name, value in notice.values.items()}
    return str(TEXTS.get(notice.code, UNKNOWN)) % defaultdict(lambda: "—", values)


def shown(name: str, value: Any, weeks: Mapping[str, date]) -> Any:
    if name == "week":
        return as_of(weeks[value]) if value in weeks else value
    if name in INSTANTS and value:
        instant = value if isinstance(value, datetime) else parse_datetime(str(value))
        return moment(instant)
    return dash(value)

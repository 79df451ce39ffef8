"""What a notice says, by its code, in the reader's language: one literal table for the notices of all apps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from projects.models import Notification, Team, Week
from projects.templatetags.show import as_of, dash, moment

UNKNOWN = _("There is news on this page.")
INSTANTS = frozenset({"due", "until", "at"})
LANGUAGES = {"ja": _(" (in Japanese)"), "en": _(" (in English)")}  # of a report: each is told of by itself

TEXTS: dict[str, Any] = {
    "sent": _("%(team)s sent its update %(week)s (revision %(revision)s)."),
    "returned": _("Your submission %(week)s came back: %(findings)s points. Please answer by %(due)s."),
    "accepted": _("Your submission %(week)s (revision %(revision)s) was accepted, thank you."),
    "finding_withdrawn": _(
        "We have withdrawn a point about your submission %(week)s. We are sorry for the trouble. (%(reason)s)"
    ),
    "baseline_proposed": _("A baseline waits for your approval."),
    "change_requested": _("Plan change %(number)s “%(title)s” waits for your approval."),
    "change_approved": _("Plan change %(number)s “%(title)s” was approved and is in the plan."),
    "change_rejected": _("Plan change %(number)s “%(title)s” was rejected."),
    "report_drafted": _("The weekly report %(week)s%(language)s has been drafted."),
    "report_reviewed": _("The weekly report %(week)s%(language)s was reviewed and waits for your approval."),
    "report_approved": _("The weekly report %(week)s%(language)s was approved and can be issued."),
    "report_not_issued": _("The weekly report %(week)s%(language)s could not be issued."),
    "report_issued": _("The weekly report %(week)s%(language)s was issued."),
    "team_report_issued": _("The weekly report %(week)s of %(team)s%(language)s was issued."),
}


def sentences(notices: list[Notification]) -> dict[int, str]:
    """The sentence of each notice by its key; weeks and teams are called as the reader calls them (two queries)."""
    keys = {notice.values.get("week") for notice in notices} - {None}
    weeks = dict(Week.objects.filter(key__in=keys).values_list("key", "status_date"))
    teams = team_labels() if any("team" in notice.values for notice in notices) else {}
    return {notice.pk: sentence(notice, weeks, teams) for notice in notices}


def team_labels() -> dict[str, str]:
    """Code and names of every team -> its name in the reader's language."""
    return {known: team.label for team in Team.objects.all() for known in (team.code, team.name, team.name_2)}


def sentence(notice: Notification, weeks: Mapping[str, date], teams: Mapping[str, str]) -> str:
    """One notice in words; a value it does not have is 「—」, a language that was not told is left out."""
    values = {name: shown(name, value, weeks, teams) for name, value in notice.values.items()}
    return str(TEXTS.get(notice.code, UNKNOWN)) % defaultdict(lambda: "—", {"language": "", **values})


def shown(name: str, value: Any, weeks: Mapping[str, date], teams: Mapping[str, str]) -> Any:
    if name == "team":
        return teams.get(value, value)
    if name == "week":
        return as_of(weeks[value]) if value in weeks else value
    if name == "language":
        return LANGUAGES.get(value, "")
    if name in INSTANTS and value:
        instant = value if isinstance(value, datetime) else parse_datetime(str(value))
        return moment(instant)
    return dash(value)

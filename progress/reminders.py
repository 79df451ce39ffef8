"""Texts that ask a team for its update: before the deadline (T01), after it (T02), a second time (T03; UX 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from progress.letters import Letter, addressees, closing, greeting, phone_line
from projects.models import Member, Project, Team, Week
from projects.templatetags.show import as_of, moment

ONE_DAY = timedelta(days=1)


def reminder(team: Team, week: Week, *, sender: Member, at: datetime, again: bool = False) -> Letter:
    """In the language of the team's lead: gentle before the deadline, normal after it, `again` for the second time."""
    people = addressees(team)
    language = next((person.language for person in people if person.language), translation.get_language() or "ja")[:2]
    with translation.override(language):
        values = values_of(team, week)
        write = second if again else before if at < week.submission_due else first
        subject, middle = write(values)
        lines = [greeting(team, sender, people), *middle, values["url"], closing(team)]
        return Letter(tuple(people), subject, "\n\n".join(filter(None, lines)), language)


def values_of(team: Team, week: Week) -> dict[str, Any]:
    url = settings.BASE_URL.rstrip("/") + reverse("progress:submission", args=[week.key, team.code])
    last = Week.objects.sealed().filter(status_date__lt=week.status_date).order_by("status_date").last()
    return {
        "week": as_of(week.status_date), "team": team.label, "deadline": moment(week.submission_due),
        "new_deadline": moment(week.resubmission_due), "papers_deadline": moment(week.papers_due), "url": url,
        "time": f"{timezone.localtime(week.resubmission_due):%H:%M}", "meeting": moment(week.meeting_at),
        "last_week": as_of(last.status_date) if last else "", "phone": Project.get().phone,
    }  # fmt: skip


def before(values: Mapping[str, Any]) -> tuple[str, list[str]]:
    return _("For your information: Gantt update %(week)s, due %(deadline)s (%(team)s)") % values, [
        _(
            "The Gantt update %(week)s is due %(deadline)s. You can get this week's Excel from the page below; "
            "if nothing has moved, “no change” is enough."
        )
        % values,
        _("If you want us to look at something before you send it, use “Ask for a look”."),
    ]


def first(values: Mapping[str, Any]) -> tuple[str, list[str]]:
    return _("Gantt update %(week)s (%(team)s)") % values, [
        _(
            "We do not seem to have your Gantt update %(week)s yet (due %(deadline)s). Could you send it by "
            "%(new_deadline)s? If that is difficult, just tell us where you stand and we will find a way."
        )
        % values,
        _("If it has crossed with this message, please ignore it."),
    ]


def second(values: Mapping[str, Any]) -> tuple[str, list[str]]:
    carried = _(
        "The papers for the meeting (%(meeting)s) close %(papers_deadline)s. If the update does not reach us by "
        "%(new_deadline)s, the report shows %(team)s with the figures %(last_week)s and says so."
    )
    return _("Today by %(time)s: Gantt update %(week)s (%(team)s), second request") % values, [
        _("We still miss the Gantt update %(week)s that we asked for.") % values,
        carried % values if values["last_week"] else "",
        _("A partial update is fine, and we are glad to help."),
        phone_line(_("A short call is fine too (%(phone)s)."), values),
    ]

"""Words of the team's pages for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from progress.forms_submission import Clash
from progress.models import Draft
from progress.queries.points import Point
from progress.queries.submission import TeamWeek
from progress.reading_texts import field_label
from progress.submission_texts import time_left, value_text
from progress.templatetags.cycle import summary_words
from projects.actions.records import column
from projects.templatetags.show import as_of, moment

register = template.Library()
UUID_LENGTH = 36


@register.filter
def short_id(ident: str) -> str:
    """What people call a row; nothing when that is only its key."""
    return "" if ident.startswith("new:") or len(ident) == UUID_LENGTH else ident


@register.simple_tag
def column_head(name: str) -> str:
    if name in ("topics", "next_week", "concerns", "requests"):
        return str(column(Draft(), name).verbose_name)
    return pgettext("column", "Progress") if name == "percent" else field_label(name)


@register.simple_tag
def settled_word(point: Point) -> str:
    """What happened to a point that asks for nothing any more."""
    return {
        "said": _("Reason and countermeasure are there"),
        "answered": _("Answered"),
        "mended": _("Mended"),
        "withdrawn": _("Withdrawn, with our apologies"),
        "waived": pgettext("finding", "Waived"),
        "dismissed": _("Judged not to apply"),
    }.get(point.settled, "")


@register.simple_tag
def clash_sentence(clash: Clash) -> str:
    values = {"theirs": value_text(clash.name, clash.theirs), "mine": value_text(clash.name, clash.mine)}
    return _("now “%(theirs)s”, you typed “%(mine)s”") % values


@register.simple_tag
def turn_sentence(page: TeamWeek, phone: str) -> str:
    """Whose turn it is and by when (UX 1.1)."""
    return TURNS[page.turn](page, phone)


def sealed(page: TeamWeek, _phone: str) -> str:
    week = as_of(page.week.status_date)
    return _("The week %(week)s is sealed. Please include changes in the next one.") % {"week": week}


def skipped(_page: TeamWeek, _phone: str) -> str:
    return _("This week is skipped; nothing needs to be sent.")


def together(told: str, more: str) -> str:
    """Two sentences one after the other, as the reader's language sets them."""
    return _("%(told)s %(more)s") % {"told": told, "more": more} if more else told


def opened(page: TeamWeek, _phone: str) -> str:
    left = {"due": moment(page.due), "left": time_left(page.due - page.at)}
    return together(_("Deadline %(due)s: %(left)s.") % left, work(page))


def late(page: TeamWeek, _phone: str) -> str:
    return together(_("The deadline has passed. You can still send; it is recorded as late."), work(page))


def work(page: TeamWeek) -> str:
    """How much there is to do: rows to update, points to mend."""
    count, left = page.rows_to_update, page.points.left
    rows = ngettext("%(n)s row needs an update", "%(n)s rows need an update", count) % {"n": count}
    points = ngettext("%(n)s point to mend now", "%(n)s points to mend now", left) % {"n": left}
    return _("%(rows)s, %(points)s.") % {"rows": rows, "points": points}


def waiting(_page: TeamWeek, _phone: str) -> str:
    return _("It is sent. Please wait for the PMO's review.")


def returned(page: TeamWeek, phone: str) -> str:
    fix, answer, due = page.points.returned("E"), page.points.returned("W"), moment(page.answer_due)
    if not fix + answer:
        return _("Everything is mended or answered. Please send it again by %(due)s.") % {"due": due}
    if fix and answer:
        told = _("%(fix)s to fix and %(answer)s to answer by %(due)s.")
    else:
        told = _("%(fix)s to fix by %(due)s.") if fix else _("%(answer)s to answer by %(due)s.")
    return together(told % {"fix": fix, "answer": answer, "due": due}, contact(page, phone))


def lead_turn(_page: TeamWeek, _phone: str) -> str:
    return _("It is your lead's turn.")


def contact(page: TeamWeek, phone: str) -> str:
    """Whom to ask: who returned it, with the phone."""
    who = page.submission.returned_by if page.submission else None
    if who is None:
        return ""
    number = who.phone or phone
    if number:
        return _("Questions: %(who)s (%(phone)s).") % {"who": who.label, "phone": number}
    return _("Questions: %(who)s.") % {"who": who.label}


def accepted(page: TeamWeek, _phone: str) -> str:
    revision = page.submission.revision if page.submission else 0
    thanks = _("Revision %(n)s is accepted, thank you.") % {"n": revision}
    if page.acceptance is None:
        return thanks
    return _("%(thanks)s It brought: %(summary)s.") % {
        "thanks": thanks, "summary": summary_words(page.acceptance.summary),
    }  # fmt: skip


TURNS: dict[str, Any] = {
    "sealed": sealed, "skipped": skipped, "open": opened, "late": late, "waiting": waiting, "returned": returned,
    "lead": lead_turn, "accepted": accepted,
}  # fmt: skip


@register.simple_tag
def send_label(page: TeamWeek) -> str:
    """The send button says how many points stay open (UX 1.2)."""
    if not page.has_moved and not page.submission:
        return _("Send “no change”")
    if page.points.must_fix:
        count = page.points.must_fix
        return ngettext("Send with %(n)s point to fix left", "Send with %(n)s points to fix left", count) % {"n": count}
    return _("Send this update")

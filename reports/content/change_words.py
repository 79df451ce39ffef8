"""What changed since last week, in sentences made from data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.content.blocks import Kind
from reports.content.show import Style, show
from reports.content.week_figures import WeekChange


def moved(change: WeekChange, style: Style) -> str:
    was, now = (show(day, Kind.DATE, style) for day in (change.before, change.now) if isinstance(day, date))
    later = isinstance(change.now, date) and isinstance(change.before, date) and change.now > change.before
    text = _("%(name)s is now expected on %(now)s, later than a week ago (%(was)s).")
    sooner = _("%(name)s is now expected on %(now)s, sooner than a week ago (%(was)s).")
    return (text if later else sooner) % {"name": change.name, "now": now, "was": was}


def newly_late(change: WeekChange, style: Style) -> str:
    values = {"team": change.name, "task": change.detail, "more": change.count - 1, "all": change.now}
    if change.count == 1:
        return _("%(team)s: “%(task)s” is late now; %(all)s in all.") % values
    return (
        ngettext(
            "%(team)s: “%(task)s” and %(more)s more row are late now; %(all)s in all.",
            "%(team)s: “%(task)s” and %(more)s more rows are late now; %(all)s in all.",
            change.count - 1,
        )
        % values
    )


def recovered(change: WeekChange, style: Style) -> str:
    count = int(change.now) if isinstance(change.now, int) else 0
    text = ngettext(
        "%(team)s: %(now)s of the %(was)s rows that were late is not late any more (%(task)s).",
        "%(team)s: %(now)s of the %(was)s rows that were late are not late any more (%(task)s and others).",
        count,
    )
    return text % {"team": change.name, "now": count, "was": change.before, "task": change.detail}


def finished(change: WeekChange, style: Style) -> str:
    count = int(change.now) if isinstance(change.now, int) else 0
    text = ngettext(
        "%(now)s row was finished since Monday; %(due)s were due.",
        "%(now)s rows were finished since Monday; %(due)s were due.",
        count,
    )
    return text % {"now": count, "due": change.before}


def index(change: WeekChange, style: Style) -> str:
    now, was = change.now, change.before
    if not isinstance(now, Decimal) or not isinstance(was, Decimal):
        return ""
    values = {"name": change.name, "now": show(now, Kind.INDEX, style), "was": show(was, Kind.INDEX, style)}
    return (
        _("%(name)s rose from %(was)s to %(now)s.") if now > was else _("%(name)s fell from %(was)s to %(now)s.")
    ) % values


SENTENCES: dict[str, Callable[[WeekChange, Style], str]] = {
    "milestone_moved": moved,
    "newly_late": newly_late,
    "recovered": recovered,
    "finished": finished,
    "index": index,
}


def sentence(change: WeekChange, style: Style) -> str:
    return SENTENCES[change.kind](change, style)

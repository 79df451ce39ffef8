"""How the team's pages write values, and whose turn it is in one sentence (UX 1.1)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from progress.domain.neutral import DATES
from progress.domain.rows import Status
from progress.models import RowStatus
from projects.templatetags.show import day, days, percent


def value_text(name: str, value: Any) -> str:
    """A neutral value as a reader sees it; unknown is 「—」."""
    if value is None or value in ("", ()):
        return "—"
    if name in DATES and isinstance(value, date):
        return day(value)
    if name == "percent":
        return percent(value)
    if isinstance(value, Decimal):
        return days(value)
    if isinstance(value, Status):
        return str(RowStatus(str(value)).label)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def time_left(left: timedelta) -> str:
    """あと3時間20分 / 3 h 20 min left; days when there are some."""
    minutes = int(left.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    count, hours = divmod(hours, 24)
    if count:
        return ngettext("%(days)s day %(hours)s h left", "%(days)s days %(hours)s h left", count) % {
            "days": count, "hours": hours,
        }  # fmt: skip
    if hours:
        return _("%(hours)s h %(minutes)s min left") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min left") % {"minutes": minutes}

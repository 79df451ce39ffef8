"""The times of a week that is going on, moved by hand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from projects.jobs import Refused
from projects.models import Change, Member, Week, record_change


@transaction.atomic
def move_times(week: Week, times: Mapping[str, datetime], *, note: str, by: Member | None, at: datetime) -> Week:
    """Give times of this week (fields of `weekly.TIMES`) other moments, with a note that pages show.

    Refused for a sealed week ("week_sealed") and when somebody else was faster ("somebody_was_faster").
    """
    if week.is_sealed:
        raise Refused("week_sealed", week=week.key)
    before = {name: getattr(week, name) for name in times}
    if not Week.objects.unsealed().claim(week, times_note=note, **times):
        raise Refused("somebody_was_faster", week=week.key)
    record_change(Change(week, before, {**times, "times_note": note}), action="week.times_moved", by=by, at=at)
    return week

"""Asking for a report."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from projects.jobs import Order, Refused, enqueue
from projects.models import Job, JobState, Member, Week

LANGUAGES = ("ja", "en")


@transaction.atomic
def order_weekly(
    week: Week, *, language: str, by: Member | None, at: datetime, choices: dict[str, str] | None = None
) -> Job:
    """Queue the weekly report of a week; a second click while one is being made returns that one."""
    if language not in LANGUAGES:
        raise Refused("no_such_language", language=language)
    waiting = Job.objects.filter(
        kind="weekly_report", period=week.key, scope=language, state__in=[JobState.QUEUED, JobState.RUNNING]
    ).first()
    if waiting:
        return waiting
    order = Order("weekly_report", week.key, language, f"asked-{uuid.uuid4()}")
    return enqueue(order, by=by, at=at, choices=choices or {})

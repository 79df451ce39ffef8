"""The two Celery tasks: one drains the job table, one ticks. No task is sent any other way."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from projects.jobs import DRAIN, drain, hint
from projects.mailing import ensure_sending
from projects.models import Job
from projects.schedules import ensure_due
from projects.sweeping import sweep_daily
from projects.weekly import begin_reviews


@shared_task(name=DRAIN)
def drain_task() -> None:
    drain()


@shared_task(name="projects.tasks.tick")
def tick() -> None:
    """Any number of beats, any number of times: make the jobs that are due, move the week on, wake a worker, sweep."""
    now = timezone.now()
    ensure_due(now)
    begin_reviews(now)
    ensure_sending(now)
    if Job.objects.claimable(now).exists():
        hint()
    sweep_daily(now)

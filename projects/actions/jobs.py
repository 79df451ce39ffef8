"""Stopping and repeating background work, by hand."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from projects import jobs
from projects.jobs import Refused
from projects.models import Change, Job, Member, record_change


@transaction.atomic
def cancel(job: Job, *, by: Member, at: datetime) -> None:
    """Stop a job that waits or runs; Refused when it has ended meanwhile."""
    if not jobs.cancel(job, at=at):
        raise Refused("job_has_ended")
    record_change(Change(job, {"state": job.state}, {"state": "cancelled"}), action="job.cancelled", by=by, at=at)


@transaction.atomic
def retry(job: Job, *, by: Member, at: datetime) -> None:
    """Put a failed or cancelled job back into the queue; Refused when it is in another state."""
    if not jobs.retry(job, at=at):
        raise Refused("job_is_not_failed")
    record_change(Change(job, {"state": job.state}, {"state": "queued"}), action="job.retried", by=by, at=at)

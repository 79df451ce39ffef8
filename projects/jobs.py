"""Background work: one door in (`enqueue`), one drain, one tick; the Job row is the truth (SECURITY 3.2).

A job kind is a function `kind(run: Run) -> None` named in settings.JOB_KINDS. It works from ids, may run twice,
and ends by entering `run.closing()`: whatever it writes there is committed together with the row's end, and only by
the run that still holds the lease.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from kombu.exceptions import KombuError

from pmo.lib.failpoints import failpoint
from projects.models import Job, JobState, Member

log = logging.getLogger("pmo.jobs")
DRAIN = "projects.tasks.drain"
WAIT_SECONDS = 0.2  # between two looks at a job that another worker does
SILENCE = 10.0  # seconds without hints after the broker did not take one


class LostLease(Exception):
    """Another worker has taken this job over; the present run must not write."""


class Refused(Exception):
    """The job cannot be done and a retry would not help; `code` and `values` tell the reader why."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Order:
    """What is asked for: kind, period ("2026-W47"), scope ("ja") and key make it happen once."""

    kind: str
    period: str = ""
    scope: str = ""
    key: str = ""
    scheduled_for: datetime | None = None
    late: bool = False


def enqueue(order: Order, *, by: Member | None, at: datetime, **params: Any) -> Job:
    """Insert the row (or find the one that is there) and hint a drain after the commit."""
    job, _made = Job.objects.get_or_create(
        kind=order.kind,
        period=order.period,
        scope=order.scope,
        key=order.key,
        defaults={
            "params": params,
            "requested_by": by,
            "created_at": at,
            "scheduled_for": order.scheduled_for,
            "late": order.late,
        },
    )
    transaction.on_commit(hint, robust=True)
    return job


@dataclass
class Broker:
    """Where hints go. One that does not answer costs one page its time-out, then none for a while."""

    silent_until: float = 0.0  # by the monotonic clock

    def send(self) -> None:
        if time.monotonic() < self.silent_until:
            return
        try:
            current_app.send_task(DRAIN, expires=30, retry=False)
        except (KombuError, OSError) as problem:
            self.silent_until = time.monotonic() + SILENCE
            log.warning("the broker takes no hint: %s", problem)


broker = Broker()


def hint() -> None:
    """Wake a worker. The message may be lost or the broker away: the next tick hints again."""
    broker.send()


def retry(job: Job, *, at: datetime) -> bool:
    """Put a failed or cancelled job back into the queue."""
    changed = Job.objects.filter(pk=job.pk, state__in=[JobState.FAILED, JobState.CANCELLED]).update(
        state=JobState.QUEUED, attempts=0, error="", not_before=None, finished_at=None, done_steps=0, all_steps=0
    )
    transaction.on_commit(hint, robust=True)
    return bool(changed)


def cancel(job: Job, *, at: datetime) -> bool:
    """Stop a job that is not finished; a running one notices at its next step."""
    return bool(
        Job.objects.filter(pk=job.pk, state__in=[JobState.QUEUED, JobState.RUNNING]).update(
            state=JobState.CANCELLED, fence=F("fence") + 1, finished_at=at
        )
    )


class Run:
    """One attempt at a job: progress, the heartbeat's fence and the closing transaction."""

    def __init__(self, job: Job, at: datetime | None = None) -> None:
        self.job = job
        self.told_at = at
        self.params: dict[str, Any] = job.params
        self.requester: Member | None = job.requested_by

    def now(self) -> datetime:
        """The present moment, or the one the run was told (the sample project's clock)."""
        return self.told_at or timezone.now()

    def mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self.job.pk, fence=self.job.fence, state=JobState.RUNNING)

    def progress(self, done: int, of: int, step: str = "") -> None:
        """Tell how far the work is (steps) and renew the lease; LostLease when it was cancelled or taken over."""
        if not self.mine().update(done_steps=done, all_steps=of, step=step, lease_until=lease_end()):
            raise LostLease

    @contextlib.contextmanager
    def closing(self, **result: Any) -> Iterator[None]:
        """Commit what the block writes together with the job's end; LostLease when the job is no longer ours."""
        with transaction.atomic():
            now = self.now()
            closed = self.mine().update(state=JobState.DONE, finished_at=now, lease_until=None, error="", result=result)
            if not closed:
                raise LostLease
            yield
            failpoint("job.before_commit")


def lease_end() -> datetime:
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


def claim(at: datetime) -> Job | None:
    """Take the oldest claimable job, those that failed or died before after all others; None when there is none."""
    while (
        pk := Job.objects.claimable(at).order_by("attempts", "created_at", "pk").values_list("pk", flat=True).first()
    ) is not None:
        taken = (
            Job.objects.claimable(at)
            .filter(pk=pk)
            .update(
                state=JobState.RUNNING,
                lease_until=lease_end(),
                fence=F("fence") + 1,
                attempts=F("attempts") + 1,
                started_at=at,
                not_before=None,
            )
        )
        if taken:
            return Job.objects.select_related("requested_by").get(pk=pk)
    return None


def drain(seconds: float | None = None) -> int:
    """Run claimable jobs until none is left or the time is up (then hint again); returns how many were run."""
    end = time.monotonic() + (settings.JOB_DRAIN_SECONDS if seconds is None else seconds)
    count = 0
    while time.monotonic() < end:
        job = claim(timezone.now())
        if job is None:
            return count
        run_job(job)
        count += 1
    hint()
    return count


def run_job(job: Job, at: datetime | None = None) -> None:
    """Run one claimed job and record how it ended."""
    run = Run(job, at)
    if job.attempts > settings.JOB_MAX_ATTEMPTS:
        run.mine().update(state=JobState.FAILED, finished_at=run.now(), error=job.error or "too_many_attempts")
        return
    failpoint("job.started")
    try:
        with heartbeat(run):
            import_string(settings.JOB_KINDS[job.kind])(run)
    except LostLease:
        log.info("job %s: lease lost or cancelled", job.pk)
    except Refused as refusal:
        run.mine().update(
            state=JobState.FAILED, finished_at=run.now(), error=refusal.code, result={"refused": refusal.values}
        )
    except Exception as problem:
        failed(run, "disk_full" if is_full(problem) else traceback.format_exc(limit=-6))
    else:
        run.mine().update(state=JobState.DONE, finished_at=run.now(), lease_until=None, error="")


def is_full(problem: BaseException) -> bool:
    """Whether the disk had no room left, or the user's share of it was used up."""
    return isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT)


def failed(run: Run, error: str) -> None:
    """Wait and try again, or give up after the last attempt."""
    log.exception("job %s failed (attempt %s)", run.job.pk, run.job.attempts)
    last = run.job.attempts >= settings.JOB_MAX_ATTEMPTS
    now = timezone.now()
    run.mine().update(
        state=JobState.FAILED if last else JobState.QUEUED,
        finished_at=now if last else None,
        not_before=None if last else now + timedelta(seconds=2**run.job.attempts),
        error=error[-4000:],
    )


@contextlib.contextmanager
def heartbeat(run: Run) -> Iterator[None]:
    """Renew the lease from a thread of its own while the work goes on."""
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(settings.JOB_LEASE_SECONDS / 3):
                if not renewed(run):
                    return
        finally:
            connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{run.job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)


def renewed(run: Run) -> bool:
    """Whether the job is still ours. A database that is busy for once is asked again at the next beat."""
    try:
        return bool(run.mine().update(lease_until=lease_end()))
    except OperationalError as problem:
        log.warning("job %s: the lease was not renewed: %s", run.job.pk, problem)
        return True


def run_now(job: Job, *, at: datetime | None = None) -> Job:
    """Do this job in the present process (command line, tests); returns the row as it ended.

    One that a worker has taken already is waited for (and taken over should the worker go silent). `at` is the moment
    it is told to happen; the lease always counts in real time.
    """
    while True:
        if take(job, at):
            run_job(Job.objects.select_related("requested_by").get(pk=job.pk), at)
        job.refresh_from_db()
        if job.state != JobState.RUNNING:
            return job
        time.sleep(WAIT_SECONDS)


def take(job: Job, at: datetime | None) -> bool:
    """Claim this very job; False when it has ended or another worker has it."""
    taken = Job.objects.filter(pk=job.pk).claimable(timezone.now()).update(
        state=JobState.RUNNING, lease_until=lease_end(), fence=F("fence") + 1, attempts=F("attempts") + 1,
        started_at=at or timezone.now(), not_before=None,
    )  # fmt: skip
    return bool(taken)

"""Background work: the Job row is the truth, a broker message only a hint (SECURITY 3.2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models.files import File
from projects.models.project import Weekday

if TYPE_CHECKING:
    from projects.models.people import Member


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    def claimable(self, at: datetime) -> JobQuerySet:
        """Waiting for a worker, or held by one that went silent (uses index job_claimable)."""
        waiting = Q(state=JobState.QUEUED) & (Q(not_before=None) | Q(not_before__lte=at))
        return self.filter(waiting | Q(state=JobState.RUNNING, lease_until__lt=at))

    def visible_to(self, user: Member) -> JobQuerySet:
        """One's own jobs; those who keep the workspace see all."""
        return self if user.powers.can("jobs.read") else self.filter(requested_by=user)


class Job(models.Model):
    """One piece of background work; (kind, period, scope, key) makes it happen once."""

    kind = models.CharField(max_length=40)
    period = models.CharField(max_length=20, blank=True)
    scope = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=80, blank=True)
    params = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    done_steps = models.PositiveIntegerField(default=0)
    all_steps = models.PositiveIntegerField(default=0)
    step = models.CharField(max_length=100, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="jobs"
    )
    scheduled_for = models.DateTimeField(null=True, blank=True)
    late = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "period", "scope", "key"], name="one_job_per_key")]
        indexes = [models.Index(fields=["state", "lease_until"], name="job_claimable")]

    def __str__(self) -> str:
        return f"{self.kind} {self.period} {self.scope}".strip()

    @property
    def is_finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.FAILED, JobState.CANCELLED)

    def is_silent(self, at: datetime) -> bool:
        """Whether whoever runs it has missed to renew the lease, which happens each third of its time."""
        half = timedelta(seconds=settings.JOB_LEASE_SECONDS / 2)
        return self.state == JobState.RUNNING and self.lease_until is not None and self.lease_until - at < half

    @property
    def percent(self) -> int:
        if self.state == JobState.DONE:
            return 100
        return min(99, 100 * self.done_steps // self.all_steps) if self.all_steps else 0


class Schedule(models.Model):
    """Recurring work: the kind of job, and when in each week it is due."""

    kind = models.CharField(max_length=40)
    scope = models.CharField(max_length=60, blank=True)
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday)
    time = models.TimeField(_("time"))
    follows = models.CharField(
        max_length=20, blank=True
    )  # name of a Week time the run follows instead of weekday and time
    enabled = models.BooleanField(_("on"), default=True)
    params = models.JSONField(default=dict, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "scope"], name="one_schedule_per_kind_and_scope")]


class OutboxQuerySet(models.QuerySet["Outbox"]):
    def waiting(self, at: datetime) -> OutboxQuerySet:
        """Not sent, not given up, and in nobody's hands."""
        free = Q(held_until=None) | Q(held_until__lte=at)
        return self.filter(free, sent_at=None, attempts__lt=settings.MAIL_MAX_ATTEMPTS)


class Outbox(models.Model):
    """Something to send that must not be lost: written with the change it tells of; the key makes it happen once."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20)
    payload = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    held_until = models.DateTimeField(null=True, blank=True)  # a worker has it, or the next try waits
    error = models.TextField(blank=True)

    objects = OutboxQuerySet.as_manager()

    @property
    def is_given_up(self) -> bool:
        return self.sent_at is None and self.attempts >= settings.MAIL_MAX_ATTEMPTS


class Notification(models.Model):
    """A line in somebody's inbox; the text is made in the reader's language from code and values."""

    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    code = models.CharField(max_length=40)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    url = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    key = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["member", "read_at"], name="unread_notifications")]


__all__ = ["File", "Job", "JobState", "Notification", "Outbox", "Schedule"]

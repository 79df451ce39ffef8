"""Sealed weeks: records and measures that dashboards and reports read; written once, never changed."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from progress.models.intake import Submission
from progress.models.plan import Baseline, WorkItem
from projects.models import Phase, Team, Week

MEMBER = settings.AUTH_USER_MODEL


class Seal(models.Model):
    """That a week was sealed, and how each team stands in it."""

    week = models.OneToOneField(Week, models.PROTECT, related_name="seal")
    baseline = models.ForeignKey(Baseline, models.PROTECT, related_name="+")
    sealed_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    sealed_at = models.DateTimeField()
    teams = models.JSONField(encoder=DjangoJSONEncoder)  # code -> {how: accepted|carried|provisional, submission, ...}
    excluded = models.JSONField(default=list, encoder=DjangoJSONEncoder)  # rows outside EVM with the reason
    calendars = models.JSONField(null=True)  # the working days as known then (domain.kept_days); None: not kept yet


class ProgressRecord(models.Model):
    """A leaf row as it stood when its week was sealed: plan, baseline and accepted actuals of that time."""

    week = models.ForeignKey(Week, models.PROTECT, related_name="records")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="records")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey(Submission, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=12)  # accepted, carried, provisional
    values = models.JSONField(encoder=DjangoJSONEncoder)  # the row's neutral values
    is_late = models.BooleanField(default=False)
    is_milestone = models.BooleanField(default=False)
    starts_on = models.DateField(null=True)  # when an open row that has not begun is planned to start
    ends_on = models.DateField(null=True)  # when an open row is expected to end: by forecast, else by plan
    planned_value = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    earned_value = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    actual_cost = models.DecimalField(max_digits=14, decimal_places=6, null=True)
    budget = models.DecimalField(max_digits=14, decimal_places=6, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "work_item"], name="one_record_per_week")]
        indexes = [models.Index(fields=["week", "team"], name="records_of_a_team")]


class Measure(models.Model):
    """A figure of a sealed week. Scope: "project", "team:MEM", "phase:IT", "team:MEM/phase:IT"."""

    week = models.ForeignKey(Week, models.PROTECT, related_name="measures")
    scope = models.CharField(max_length=60)
    name = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=18, decimal_places=8, null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "scope", "name"], name="one_measure_per_name")]


class Correction(models.Model):
    """Something found later about a sealed week: told beside its figures, which stay as they are."""

    week = models.ForeignKey(Week, models.PROTECT, related_name="corrections")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, related_name="corrections")
    text = models.TextField()
    made_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class LightOverride(models.Model):
    """A traffic light of a week as the PM sees it, with the reason; of several the last stands, "" is by rule again."""

    week = models.ForeignKey(Week, models.PROTECT, related_name="light_overrides")
    dimension = models.CharField(max_length=10)
    colour = models.CharField(max_length=6, blank=True)
    reason = models.TextField(blank=True)
    made_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.week.key} {self.dimension}"

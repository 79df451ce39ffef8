"""Reports made from sealed weeks (or provisional ones), and their files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import File, Job, Week

MEMBER = settings.AUTH_USER_MODEL


class ReportState(models.TextChoices):
    DRAFTED = "drafted", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")
    SUPERSEDED = "superseded", _("Superseded")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: object) -> ReportQuerySet:
        """Makers, approvers and auditors see all; other readers what is issued."""
        powers = user.powers
        if powers.can("report.make") or powers.can("report.approve") or powers.can("activity.read"):
            return self
        if powers.can("report.read"):
            return self.filter(state__in=[ReportState.ISSUED, ReportState.SUPERSEDED])
        return self.none()


class Report(models.Model):
    """One report as made: its figures are those of its files; number and version are printed on it."""

    kind = models.CharField(max_length=20)
    week = models.ForeignKey(Week, models.PROTECT, null=True, related_name="reports")
    language = models.CharField(max_length=2)
    number = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFTED)
    is_provisional = models.BooleanField(default=False)
    pdf = models.ForeignKey(File, models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(File, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="reports")
    made_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-week__status_date", "-version", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "week", "language", "version"], name="one_report_per_version"),
            models.UniqueConstraint(fields=["job"], name="one_report_per_job"),
        ]

    def __str__(self) -> str:
        return f"{self.number} v{self.version}"

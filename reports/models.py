"""Reports made from sealed weeks (or provisional ones), and their files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import File, Job, Member, Week
from projects.powers import Powers

MEMBER = settings.AUTH_USER_MODEL


class ReportState(models.TextChoices):
    DRAFTED = "drafted", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")
    SUPERSEDED = "superseded", _("Superseded")


DRAFTED = (ReportState.DRAFTED, ReportState.REVIEWED)  # waits for approval


def sees_drafts(powers: Powers) -> bool:
    """Makers, approvers and auditors see reports while they are made."""
    return powers.can("report.make") or powers.can("report.approve") or powers.can("activity.read")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Member) -> ReportQuerySet:
        """Makers, approvers and auditors see all; other readers what is or was issued."""
        powers = user.powers
        if sees_drafts(powers):
            return self
        return self.exclude(issued_at=None) if powers.can("report.read") else self.none()


class Report(models.Model):
    """One report as made: its figures are those of its files; `number` and `edition` are printed on it.

    `version` counts what was made of a week in a language; `edition` is 0.n while the week is open, n.0 once sealed.
    """

    kind = models.CharField(max_length=20)
    week = models.ForeignKey(Week, models.PROTECT, null=True, related_name="reports")
    language = models.CharField(max_length=2)
    number = models.CharField(max_length=40)
    version = models.PositiveSmallIntegerField()
    edition = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.DRAFTED)
    is_provisional = models.BooleanField(default=False)
    pdf = models.ForeignKey(File, models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(File, models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="reports")
    made_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    issued_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, related_name="+")
    issued_at = models.DateTimeField(null=True)

    supersedes = models.TextField(blank=True)  # why this edition replaces an issued one

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-week__status_date", "-version", "language"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "week", "language", "version"], name="one_report_per_version"),
            models.UniqueConstraint(fields=["kind", "week", "language", "edition"], name="one_report_per_edition"),
            models.UniqueConstraint(fields=["job"], name="one_report_per_job"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.language} v{self.edition}"

    @property
    def period(self) -> str:
        """The key of its week; "" when it belongs to none."""
        return self.week.key if self.week else ""

    @property
    def files(self) -> tuple[File, File]:
        return self.pdf, self.xlsx


class ReportComment(models.Model):
    """What the PMO says in a section of a week's report; the next edition prints it."""

    week = models.ForeignKey(Week, models.PROTECT, related_name="report_comments")
    section = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    written_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "section"], name="one_comment_per_section")]

    def __str__(self) -> str:
        return f"{self.week.key} {self.section}"

"""Reports made from sealed weeks (or provisional ones), and their files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import File, Job, Member, Role, Team, Week
from projects.powers import Powers

MEMBER = settings.AUTH_USER_MODEL


class ReportState(models.TextChoices):
    DRAFTED = "drafted", _("Draft")
    REVIEWED = "reviewed", _("Reviewed")
    APPROVED = "approved", _("Approved")
    ISSUED = "issued", _("Issued")
    SUPERSEDED = "superseded", _("Superseded")


DRAFTED = (ReportState.DRAFTED, ReportState.REVIEWED)  # waits for approval
SETTLED = (ReportState.APPROVED, ReportState.ISSUED)  # overtakes older ones


def sees_drafts(powers: Powers) -> bool:
    """Makers, approvers and auditors see reports while they are made."""
    return powers.can("report.make") or powers.can("report.approve") or powers.can("activity.read")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: Member) -> ReportQuerySet:
        """Makers, approvers and auditors see all; other readers what was issued, a team what was made for it."""
        powers = user.powers
        if sees_drafts(powers):
            return self
        if not powers.can("report.read"):
            return self.none()
        issued = self.exclude(issued_at=None)
        if powers.teams("report.read") is None:
            return issued
        return issued.filter(copies__team_id__in=user.addressed_teams).distinct()

    def to_issue(self) -> ReportQuerySet:
        """Approved, and no newer edition of the week in that language is."""
        newer = Report.objects.filter(
            kind=models.OuterRef("kind"), week=models.OuterRef("week"), language=models.OuterRef("language"),
            version__gt=models.OuterRef("version"), state__in=SETTLED,
        )  # fmt: skip
        return self.filter(~models.Exists(newer), state=ReportState.APPROVED)


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

    printed = models.JSONField(default=dict)  # what it prints besides the week's figures, see reports.jobs.printed
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
    def name(self) -> str:
        """For whom, in the reader's language."""
        return str(_("Whole project"))

    @property
    def period(self) -> str:
        """The key of its week; "" when it belongs to none."""
        return self.week.key if self.week else ""

    @property
    def files(self) -> tuple[File, File]:
        return self.pdf, self.xlsx

    @property
    def drafts(self) -> list[ReportCopy | Report]:
        """Its papers as they were made, read and approved; the whole report first."""
        return [self, *(one for one in self.copies.all() if not one.is_signed)]

    @property
    def papers(self) -> list[ReportCopy | Report]:
        """Those that count: signed since the issue, until then (and of a provisional edition) the drafts."""
        signed: list[ReportCopy | Report] = [one for one in self.copies.all() if one.is_signed]
        return signed or self.drafts

    def own_files(self, user: Member) -> list[ReportCopy | Report]:
        """What of this edition is this reader's: all for its makers, else the owner's and the own teams' copies."""
        powers = user.powers
        if sees_drafts(powers):
            return self.papers
        is_owner, teams = powers.teams("report.read") is None, user.addressed_teams
        copies: list[ReportCopy | Report] = [
            one for one in self.papers if isinstance(one, ReportCopy) and one.is_for(teams, is_owner=is_owner)
        ]
        return copies or ([self] if is_owner and self.pdf.is_public else [])


class Audience(models.TextChoices):
    """For whom a copy of a report is written; `ALL` is the whole report as signed."""

    ALL = "all", _("Whole project")
    OWNER = "owner", _("Project owner")
    TEAM = "team", _("Team")


class ReportCopy(models.Model):
    """The same edition for other readers: one page for the project owner, a team's own rows for the team.

    At the issue all papers, the whole report among them, are kept once more with the names of reviewer and approver.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="copies")
    audience = models.CharField(max_length=10, choices=Audience)
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    is_signed = models.BooleanField(default=False)
    pdf = models.ForeignKey(File, models.PROTECT, related_name="+")
    xlsx = models.ForeignKey(File, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["audience", "team__order", "team__code"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "audience", "is_signed"],
                condition=models.Q(team=None),
                name="one_copy_per_audience",
            ),
            models.UniqueConstraint(fields=["report", "team", "is_signed"], name="one_copy_per_team"),
            models.CheckConstraint(
                condition=models.Q(audience="owner", team=None)
                | models.Q(audience="all", team=None, is_signed=True)
                | models.Q(audience="team", team__isnull=False),
                name="a_team_has_a_team",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.team.code if self.team else self.audience}"

    @property
    def name(self) -> str:
        """For whom, in the reader's language."""
        return self.team.label if self.team else str(Audience(self.audience).label)

    def is_for(self, teams: frozenset[int], *, is_owner: bool) -> bool:
        return self.team_id in teams if self.team_id else is_owner and self.audience == Audience.OWNER

    @property
    def files(self) -> tuple[File, File]:
        return self.pdf, self.xlsx


class Recipient(models.Model):
    """The distribution list of the weekly report, by role: in which language and as which files; off when neither."""

    role = models.CharField(max_length=20, choices=Role, unique=True)
    language = models.CharField(max_length=2, blank=True)  # "" is every language it is issued in
    with_pdf = models.BooleanField(default=True)
    with_xlsx = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(Role(self.role).label)

    @property
    def is_on(self) -> bool:
        return self.with_pdf or self.with_xlsx


class Delivery(models.Model):
    """Who was given which file when an edition was issued."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="deliveries")
    member = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "member", "file"], name="one_delivery_per_file")]

    def __str__(self) -> str:
        return f"{self.report} {self.member}"


class ReportComment(models.Model):
    """What the PMO says in a section of a week's report; the next edition prints it."""

    week = models.ForeignKey(Week, models.PROTECT, related_name="report_comments")
    section = models.CharField(max_length=30)  # or "team:BIL": what is said in a team's own edition
    text = models.TextField(blank=True)
    internal = models.BooleanField(default=False)  # for PMO and PM alone: in no edition that leaves them
    written_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["week", "section"], name="one_comment_per_section")]

    def __str__(self) -> str:
        return f"{self.week.key} {self.section}"

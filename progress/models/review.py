"""Findings 指摘, acceptance and its undo."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from progress.models.intake import OfTeams, Submission
from progress.models.plan import WorkItem
from projects.models import Member, Team, Week

MEMBER = settings.AUTH_USER_MODEL


class FindingState(models.TextChoices):
    OPEN = "open", pgettext_lazy("finding", "Open")
    ANSWERED = "answered", _("Answered")
    RESOLVED = "resolved", _("Resolved")
    WAIVED = "waived", _("Waived")
    DISMISSED = "dismissed", _("Dismissed")
    WITHDRAWN = "withdrawn", _("Withdrawn")


CLOSED_STATES = (FindingState.RESOLVED, FindingState.WAIVED, FindingState.DISMISSED, FindingState.WITHDRAWN)


class Severity(models.TextChoices):
    MUST_FIX = "E", _("Must fix")
    PLEASE_ANSWER = "W", _("Please answer")
    INFORMATION = "I", _("For information")


class FindingQuerySet(OfTeams):
    def told_to(self, user: Member) -> Self:
        """Reviewers see all; a team what was returned to it, one under a contract for work through its lead only."""
        reached = self.visible_to(user)
        if user.powers.teams("submission.read") is None:
            return reached
        return reached.filter(returned=True, audience="team", team_id__in=user.addressed_teams)

    def open(self) -> FindingQuerySet:
        return self.exclude(state__in=CLOSED_STATES)

    def unanswered(self) -> FindingQuerySet:
        return self.filter(state=FindingState.OPEN)

    def of_week(self, team: Team, week: Week) -> FindingQuerySet:
        """Those of the team's week, and the PMO's own of earlier weeks that nobody has settled yet."""
        own = models.Q(kind="own", week__status_date__lt=week.status_date) & ~models.Q(state__in=CLOSED_STATES)
        return self.filter(models.Q(week=week) | own, team=team)


class Finding(models.Model):
    """One cause found in a submission, by a check or by the PMO; text is made in the reader's language."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="findings")
    team = models.ForeignKey(Team, models.PROTECT, related_name="findings")
    week = models.ForeignKey(Week, models.PROTECT, related_name="findings")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="findings")
    row_key = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=8, blank=True)  # empty: the PMO's own finding
    kind = models.CharField(max_length=10, default="row")  # row, late, homework, mass, own
    cause = models.CharField(max_length=300, blank=True)  # the same cause in the next revision (Entry.identity)
    parts = models.JSONField(default=list)  # codes of the checks that make up this cause
    severity = models.CharField(max_length=1, choices=Severity)
    clears = models.CharField(max_length=8)
    audience = models.CharField(max_length=4, default="team")  # "pmo": plan homework that never blocks a team
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    field = models.CharField(max_length=30, blank=True)
    sheet = models.CharField(max_length=100, blank=True)
    cell = models.CharField(max_length=20, blank=True)
    fingerprint = models.CharField(max_length=64)
    text = models.TextField(_("text"), blank=True)
    state = models.CharField(max_length=10, choices=FindingState, default=FindingState.OPEN)
    adopted = models.BooleanField(default=False)  # goes into the return note
    returned = models.BooleanField(default=False)
    promised_date = models.DateField(_("promised date"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_taken = models.BooleanField(default=False)
    reason = models.TextField(_("reason"), blank=True)  # of waiving, dismissing, withdrawing
    approver = models.ForeignKey(MEMBER, models.PROTECT, null=True, blank=True, related_name="+")
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    closed_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_in = models.ForeignKey(Submission, models.PROTECT, null=True, blank=True, related_name="closed_findings")
    evidence = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    created_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["severity", "pk"]
        indexes = [
            models.Index(fields=["team", "week", "state"], name="findings_of_a_week"),
            models.Index(fields=["fingerprint"], name="finding_seen_before"),
        ]

    def __str__(self) -> str:
        place = self.values.get("row") or self.values.get("cell") or ""
        return " ".join(filter(None, (self.code or "PMO", place, self.values.get("task") or self.text[:60])))

    @property
    def is_closed(self) -> bool:
        return self.state in CLOSED_STATES

    @property
    def blocks(self) -> bool:
        """Whether acceptance must wait (DESIGN, Findings); 「次回まで」 waits for an answer, never for a value."""
        if self.is_closed or self.severity != Severity.MUST_FIX or self.audience != "team":
            return False
        unanswered = self.state == FindingState.OPEN and not self.is_put_off
        return self.clears == "value" or (self.clears == "answer" and unanswered)

    @property
    def is_put_off(self) -> bool:
        """「次回まで」: the promised day lies beyond the week it stands in."""
        return self.promised_date is not None and self.promised_date > self.week.status_date


class Override(models.Model):
    """A value the PMO set over a submitted one; survives resubmission until lifted."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="overrides")
    week = models.ForeignKey(Week, models.PROTECT, related_name="overrides")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="overrides")
    field = models.CharField(max_length=30)
    value = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True)
    set_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["week", "work_item", "field"], condition=models.Q(lifted_at=None), name="one_override_per_field"
            )
        ]


class Acceptance(models.Model):
    """That a submission entered the plan, with what undoes it exactly (the patch of `progress.actions.writing`).

    `week` is the one whose figures it enters: the submission's own, after its seal the next (None: not open yet).
    """

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="acceptances")
    week = models.ForeignKey(Week, models.PROTECT, null=True, related_name="acceptances")
    accepted_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    inverse = models.JSONField(encoder=DjangoJSONEncoder)
    summary = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    undone_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=models.Q(undone_at=None), name="one_standing_acceptance"
            )
        ]


class CheckSetting(models.Model):
    """A check's severity, way of clearing or parameter as this project wants it."""

    code = models.CharField(max_length=8, unique=True)
    severity = models.CharField(max_length=1, blank=True, choices=Severity)
    clears = models.CharField(max_length=8, blank=True)
    parameter = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)

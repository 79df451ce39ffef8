"""The live plan, its links, baselines and the changes that make the next baseline."""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models import Member, Phase, Team, Week

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class KindOfRow(models.TextChoices):
    TASK = "task", _("Task")
    MILESTONE = "milestone", _("Milestone")
    SUMMARY = "summary", _("Summary")


class RowStatus(models.TextChoices):
    BLANK = "", "—"
    NOT_STARTED = "not_started", _("Not started")
    IN_PROGRESS = "in_progress", _("In progress")
    IN_REVIEW = "in_review", _("In review (work)")
    DONE = "done", _("Done")
    ON_HOLD = "on_hold", _("On hold")
    CANCELLED = "cancelled", _("Cancelled")


def effort_field(label: StrOrPromise) -> models.DecimalField:
    return models.DecimalField(label, max_digits=9, decimal_places=2, null=True, blank=True)


def percent_field(label: StrOrPromise) -> models.DecimalField:
    return models.DecimalField(label, max_digits=4, decimal_places=1, null=True, blank=True)


class WorkItemQuerySet(models.QuerySet["WorkItem"]):
    def visible_to(self, user: Member) -> WorkItemQuerySet:
        """Teams see their own rows and the summary rows above them; the PMO, PM and auditors all."""
        powers = user.powers
        if not powers.can("plan.read"):
            return self.none()
        teams = powers.teams("plan.read")
        return self if teams is None else self.filter(team_id__in=teams)

    def leaves(self) -> WorkItemQuerySet:
        return self.exclude(kind=KindOfRow.SUMMARY)

    def live(self) -> WorkItemQuerySet:
        return self.exclude(status=RowStatus.CANCELLED)


class WorkItem(models.Model):
    """A row of the live plan with its last accepted actuals; exactly one team, summary rows none."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    sort_key = models.PositiveIntegerField(default=0)
    wbs_code = models.CharField(_("WBS code"), max_length=60, blank=True)
    own_id = models.CharField(_("own id"), max_length=60, blank=True)
    name = models.CharField(_("task name"), max_length=500)
    kind = models.CharField(_("kind"), max_length=10, choices=KindOfRow, default=KindOfRow.TASK)
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="work_items", verbose_name=_("team")
    )
    phase = models.ForeignKey(
        Phase, models.PROTECT, null=True, blank=True, related_name="work_items", verbose_name=_("phase")
    )
    assignee = models.CharField(_("assignee"), max_length=200, blank=True)
    assignees = models.ManyToManyField(Member, blank=True, related_name="work_items")
    deliverable = models.CharField(_("deliverable"), max_length=300, blank=True)
    planned_start = models.DateField(_("planned start"), null=True, blank=True)
    planned_finish = models.DateField(_("planned finish"), null=True, blank=True)
    planned_effort = effort_field(_("planned effort"))
    actual_start = models.DateField(_("actual start"), null=True, blank=True)
    actual_finish = models.DateField(_("actual finish"), null=True, blank=True)
    percent = percent_field(_("percent complete"))
    actual_effort = effort_field(_("actual effort"))
    remaining_effort = effort_field(_("remaining effort"))
    forecast_finish = models.DateField(_("forecast finish"), null=True, blank=True)
    delay_reason = models.TextField(_("delay reason"), blank=True)
    countermeasure = models.TextField(_("countermeasure"), blank=True)
    note = models.TextField(_("note"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=RowStatus, blank=True, default=RowStatus.BLANK)
    added_outside_baseline = models.BooleanField(default=False)
    reported_in = models.ForeignKey(Week, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    objects = WorkItemQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="summary", team__isnull=True) | ~models.Q(kind="summary"),
                name="summary_has_no_team",
            ),
        ]
        indexes = [models.Index(fields=["team", "sort_key"], name="plan_of_a_team")]

    def __str__(self) -> str:
        return f"{self.wbs_code} {self.name}".strip()

    @property
    def ident(self) -> str:
        """What people call the row: own id, else WBS code, else the uuid."""
        return self.own_id or self.wbs_code or str(self.uuid)


class Dependency(models.Model):
    """Predecessor and successor with the kind of link and the lag in working days."""

    predecessor = models.ForeignKey(WorkItem, models.CASCADE, related_name="successor_links")
    successor = models.ForeignKey(WorkItem, models.CASCADE, related_name="predecessor_links")
    kind = models.CharField(max_length=2, choices=[(k, k) for k in ("FS", "SS", "FF", "SF")], default="FS")
    lag = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor", "kind"], name="one_link_of_a_kind")]


class PlanChangeState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class PlanChangeQuerySet(models.QuerySet["PlanChange"]):
    def visible_to(self, user: Member) -> PlanChangeQuerySet:
        """Changes name rows of every team: the PMO, PM and auditors reach them."""
        return self if user.powers.can("change.read") else self.none()


class PlanChange(models.Model):
    """A change to the plan (CR-001): approving it writes the plan and the next baseline in one transaction."""

    number = models.CharField(max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    reason = models.TextField(_("reason"))
    impact = models.TextField(_("impact"), blank=True)
    state = models.CharField(max_length=10, choices=PlanChangeState, default=PlanChangeState.DRAFT)
    effective_date = models.DateField(_("effective date"))
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_note = models.TextField(_("note of the decision"), blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = PlanChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("requested_by")),
                name="change_needs_four_eyes",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class PlanChangeLine(models.Model):
    """One field of one row: from, to. Field "row" adds (`after` holds the row), "cancelled" cancels."""

    plan_change = models.ForeignKey(PlanChange, models.CASCADE, related_name="lines")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="change_lines")
    field = models.CharField(max_length=30)
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["pk"]


class BaselineQuerySet(models.QuerySet["Baseline"]):
    def visible_to(self, user: Member) -> BaselineQuerySet:
        return self if user.powers.can("baseline.read") else self.none()

    def approved(self) -> BaselineQuerySet:
        return self.exclude(approved_at=None)

    def in_force(self, on: date) -> Baseline | None:
        """The approved baseline with the highest effective date not after `on` (DESIGN, Plan and baseline)."""
        return self.approved().filter(effective_date__lte=on).order_by("-effective_date", "-number").first()


class Baseline(models.Model):
    """A version of the approved plan; number 1 is the first."""

    number = models.PositiveIntegerField(unique=True)
    effective_date = models.DateField(_("effective date"))
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    plan_change = models.OneToOneField(PlanChange, models.PROTECT, null=True, blank=True, related_name="baseline")

    objects = BaselineQuerySet.as_manager()

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class BaselineCurve(models.Model):
    """The planned curve of a scope under a baseline: PV at the close of each working day from `start`, as text.

    Kept so that no page counts day by day; `calendar` is the fingerprint of the calendars it was counted with.
    """

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="curves")
    scope = models.CharField(max_length=60)
    start = models.DateField()
    values = models.JSONField()
    calendar = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["baseline", "scope"], name="one_curve_per_scope")]


class BaselineRow(models.Model):
    """A leaf row as approved: dates, effort, team and phase of that time."""

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="rows")
    work_item = models.ForeignKey(WorkItem, models.PROTECT, related_name="baseline_rows")
    planned_start = models.DateField(null=True)
    planned_finish = models.DateField(null=True)
    planned_effort = effort_field("")
    team = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    phase = models.ForeignKey(Phase, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["baseline", "work_item"], name="one_row_per_baseline")]

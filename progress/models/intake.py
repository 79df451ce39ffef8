"""What a team sends: readings of files, drafts, submissions and their rows."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from progress.models.plan import WorkItem
from projects.models import File, Job, Member, Team, Week

MEMBER = settings.AUTH_USER_MODEL


class OfTeams(models.QuerySet):
    """Records of one team: its lead and members, the PMO, PM and auditors reach them."""

    def visible_to(self, user: Member) -> Self:
        powers = user.powers
        if not powers.can("submission.read"):
            return self.none()
        teams = powers.teams("submission.read")
        return self if teams is None else self.filter(team_id__in=teams)


class ReadingState(models.TextChoices):
    WAITING = "waiting", _("Reading")
    MAPPING = "mapping", _("Columns to confirm")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Refused")
    SENT = "sent", _("Sent")
    CLOSED = "closed", _("Closed")


class Reading(models.Model):
    """One file as it was read; nothing of it reaches the plan before it is sent (WBS: applied)."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    purpose = models.CharField(max_length=10, choices=[("gantt", "gantt"), ("wbs", "wbs")])
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="readings")
    week = models.ForeignKey(Week, models.PROTECT, null=True, blank=True, related_name="readings")
    file = models.ForeignKey(File, models.PROTECT, related_name="readings")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=ReadingState, default=ReadingState.WAITING)
    raw = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # RawBook.to_json()
    recognition = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # Recognition or NoTable .to_json()
    column_map = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # ColumnMap.to_json(), as confirmed
    rows = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # mapping.Reading.to_json()
    answers = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # the user's answers to ambiguous rows
    refusal = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # code and values
    uploaded_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    objects = OfTeams.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["team", "week"], name="readings_of_a_week")]

    def __str__(self) -> str:
        return self.file.name


class LearntColumns(models.Model):
    """A column map a team's user confirmed once, found again by the signature of the headers."""

    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="learnt_columns")
    signature = models.CharField(max_length=64)
    column_map = models.JSONField(encoder=DjangoJSONEncoder)
    confirmed_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "signature"], name="one_map_per_signature"),
            models.UniqueConstraint(
                fields=["signature"], condition=models.Q(team=None), name="one_plan_map_per_signature"
            ),
        ]


class LearntRow(models.Model):
    """An answer about an ambiguous row of a team's file, remembered: this text means that work item (or a new one)."""

    team = models.ForeignKey(Team, models.CASCADE, related_name="learnt_rows")
    fingerprint = models.CharField(max_length=64)
    work_item = models.ForeignKey(WorkItem, models.CASCADE, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "fingerprint"], name="one_answer_per_row_text")]


class Words(models.Model):
    """The four short texts of a week 今週のひとこと; they feed the report."""

    topics = models.TextField(_("topics of this week"), blank=True)
    next_week = models.TextField(_("plans for next week"), blank=True)
    concerns = models.TextField(_("problems and concerns"), blank=True)
    requests = models.TextField(_("requests"), blank=True)

    class Meta:
        abstract = True


class Draft(Words):
    """A team's unsent update: the last file read, edits in the grid on top, the four texts."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="drafts")
    week = models.ForeignKey(Week, models.PROTECT, related_name="drafts")
    reading = models.ForeignKey(Reading, models.SET_NULL, null=True, blank=True, related_name="+")
    edits = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # row key -> {field: value}
    replaced = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # edits that the file contradicts, alike
    pre_check_asked = models.BooleanField(default=False)
    edited_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, blank=True, related_name="+")
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = OfTeams.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "week"], name="one_draft_per_team_and_week")]


class SubmissionState(models.TextChoices):
    SENT = "sent", _("Sent")
    IN_REVIEW = "in_review", _("In review")
    RETURNED = "returned", _("Returned")
    SUPERSEDED = "superseded", _("Replaced by a later revision")
    ACCEPTED = "accepted", _("Accepted")
    ACCEPTED_WITH_POINTS = "accepted_with_points", _("Accepted with open points")


ACCEPTED_STATES = (SubmissionState.ACCEPTED, SubmissionState.ACCEPTED_WITH_POINTS)


class Submission(Words):
    """What a team sent for a week, revision by revision; the content never changes."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="submissions")
    week = models.ForeignKey(Week, models.PROTECT, related_name="submissions")
    revision = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=22, choices=SubmissionState, default=SubmissionState.SENT)
    reading = models.ForeignKey(Reading, models.PROTECT, null=True, blank=True, related_name="submissions")
    file = models.ForeignKey(File, models.PROTECT, null=True, blank=True, related_name="submissions")
    column_map = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    no_change = models.BooleanField(default=False)
    whole_plan_replaced = models.BooleanField(default=False)
    sent_by = models.ForeignKey(MEMBER, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    on_behalf = models.BooleanField(default=False)
    received_by_means = models.CharField(_("how it arrived"), max_length=100, blank=True)
    days_late = models.PositiveSmallIntegerField(default=0)
    is_late = models.BooleanField(default=False)
    counts = models.JSONField(default=dict)  # rows read, changed, new, missing, ignored; findings by severity
    not_evaluated = models.JSONField(default=list)  # [code, reason]
    hits = models.JSONField(default=list)  # fingerprints of the checks' hits
    missing = models.JSONField(default=list)  # uuids of known rows that the file does not have
    returned_by = models.ForeignKey(MEMBER, models.PROTECT, null=True, blank=True, related_name="+")
    returned_at = models.DateTimeField(null=True, blank=True)
    return_note = models.TextField(_("return note"), blank=True)
    answer_due = models.DateTimeField(null=True, blank=True)
    draft_version = models.PositiveIntegerField(default=0)  # of the draft when it was sent: the same is not sent twice
    version = models.PositiveIntegerField(default=0)

    objects = OfTeams.as_manager()

    class Meta:
        ordering = ["week__status_date", "team__order", "revision"]
        constraints = [models.UniqueConstraint(fields=["team", "week", "revision"], name="one_submission_per_revision")]

    def __str__(self) -> str:
        return f"{self.week.key} {self.team.code} r{self.revision}"

    @property
    def told_state(self) -> str:
        """The code of the state as people tell it (UX 0.2): a later revision is sent again."""
        again = self.state == SubmissionState.SENT and self.revision > 1
        return "sent_again" if again else str(self.state)

    @property
    def is_accepted(self) -> bool:
        return self.state in ACCEPTED_STATES

    @property
    def is_waiting(self) -> bool:
        return self.state in (SubmissionState.SENT, SubmissionState.IN_REVIEW)


class SubmissionRow(models.Model):
    """One row as sent: neutral values, where it stood in the file, how it was matched. Never changed."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    work_item = models.ForeignKey(WorkItem, models.PROTECT, null=True, blank=True, related_name="submission_rows")
    matched_by = models.CharField(max_length=20, blank=True)
    values = models.JSONField(encoder=DjangoJSONEncoder)  # PlanRow fields, JSON form of progress.domain.neutral
    changed = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # field -> [old, new] against the last accepted
    sheet = models.CharField(max_length=100, blank=True)
    row_number = models.PositiveIntegerField(null=True)
    cells = models.JSONField(default=dict)  # field -> cell address

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="one_row_per_position")]

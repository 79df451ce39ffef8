"""Calendar exceptions and weeks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.domain.weeks import WeekKey
from projects.models.project import Named, Team


class CalendarDay(Named):
    """A company day, or a team's exception: a day off, or a working day that the calendar says is off."""

    day = models.DateField(_("day"))
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="calendar_days", verbose_name=_("team")
    )
    works = models.BooleanField(_("working day"), default=False)

    class Meta:
        ordering = ["day", "team__order"]
        constraints = [
            models.UniqueConstraint(fields=["day", "team"], name="one_exception_per_day_and_team"),
            models.UniqueConstraint(fields=["day"], condition=models.Q(team=None), name="one_company_day_per_day"),
        ]


class WeekState(models.TextChoices):
    OPEN = "open", pgettext_lazy("week", "Open")
    REVIEWING = "reviewing", _("In review")
    SEALED = "sealed", _("Sealed")
    SKIPPED = "skipped", _("Skipped week")


class WeekQuerySet(models.QuerySet["Week"]):
    def sealed(self) -> WeekQuerySet:
        return self.filter(state=WeekState.SEALED)

    def unsealed(self) -> WeekQuerySet:
        return self.filter(state__in=[WeekState.OPEN, WeekState.REVIEWING])

    def current(self) -> Week | None:
        """The week whose turn it is: the earliest one not sealed, else the latest sealed one."""
        return self.unsealed().order_by("status_date").first() or self.sealed().order_by("-status_date").first()

    def claim(self, week: Week, **changes: object) -> bool:
        """Take the week's row before changing anything in its cycle (DESIGN, Order); False when it is sealed by now.

        The conditional UPDATE holds the row until the transaction ends, so that whoever comes second sees the whole of
        the first; `week` is read again.
        """
        taken = self.unsealed().filter(pk=week.pk).update(version=F("version") + 1, **changes)
        if taken:
            week.refresh_from_db()
        return bool(taken)


class Week(models.Model):
    """One weekly cycle; `key` is the ISO week, `status_date` 基準日. Times are those that hold for this week."""

    key = models.CharField(max_length=8, unique=True)
    status_date = models.DateField(_("status date"), unique=True)
    state = models.CharField(max_length=10, choices=WeekState, default=WeekState.OPEN)
    opens_at = models.DateTimeField(_("opens"))
    submission_due = models.DateTimeField(_("submission deadline"))
    findings_due = models.DateTimeField(_("findings returned by"))
    resubmission_due = models.DateTimeField(_("resubmission deadline"))
    papers_due = models.DateTimeField(_("papers close"))
    meeting_at = models.DateTimeField(_("progress meeting"))
    report_at = models.DateTimeField(_("weekly report"))
    times_note = models.CharField(max_length=200, blank=True)
    sealed_at = models.DateTimeField(null=True, blank=True)
    sealed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=0)

    objects = WeekQuerySet.as_manager()

    class Meta:
        ordering = ["status_date"]

    def __str__(self) -> str:
        return self.key

    @property
    def week_key(self) -> WeekKey:
        return WeekKey.parse(self.key)

    @property
    def is_sealed(self) -> bool:
        return self.state == WeekState.SEALED

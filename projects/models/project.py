"""The one project and what it is divided into: phases 工程, companies and teams."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
code_validator = RegexValidator(r"^[A-Z0-9][A-Z0-9_-]{0,15}\Z", _("Use capital letters, digits, - or _ (at most 16)."))


class Named(models.Model):
    """A name as typed, with an optional one in the second language."""

    name = models.CharField(_("name"), max_length=200)
    name_2 = models.CharField(_("name in the second language"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, else the one there is."""
        japanese, other = self.both
        return japanese if (get_language() or "ja").startswith("ja") else other

    @property
    def both(self) -> tuple[str, str]:
        """(Japanese, other): which of the two names is which; a single name stands for both."""
        if not self.name_2:
            return self.name, self.name
        return (self.name, self.name_2) if JAPANESE.search(self.name) else (self.name_2, self.name)


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")


def weekday_field(label: StrOrPromise, default: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(label, choices=Weekday, default=default)


class DayOff(models.TextChoices):
    """Where a point of the week goes that falls on a day off."""

    AFTER = "after", _("the next working day")
    BEFORE = "before", _("the working day before")


class Project(Named):
    """The one project of this database (pk = 1), with its weekly rhythm."""

    code = models.CharField(_("short code"), max_length=16, default="PRJ", validators=[code_validator])
    customer = models.CharField(_("customer"), max_length=200, blank=True)
    start = models.DateField(_("start"), default=date(2026, 4, 1))
    finish = models.DateField(_("finish"), default=date(2027, 3, 31))
    language = models.CharField(
        _("first language"), max_length=2, choices=[("ja", "日本語"), ("en", "English")], default="ja"
    )
    hours_per_day = models.DecimalField(_("hours per person-day"), max_digits=4, decimal_places=2, default=Decimal(8))
    percent_cap = models.PositiveSmallIntegerField(
        _("percent counted until the actual finish is there"), default=90, validators=[MaxValueValidator(100)]
    )
    confidentiality = models.CharField(_("confidentiality mark"), max_length=50, blank=True)
    phone = models.CharField(_("phone of the PMO"), max_length=50, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    set_up = models.BooleanField(default=False, editable=False)
    opening_weekday = weekday_field(_("week opens on"), Weekday.MONDAY)
    opening_time = models.TimeField(_("at"), default=time(9))
    status_weekday = weekday_field(_("status date"), Weekday.WEDNESDAY)
    submission_time = models.TimeField(_("submission deadline"), default=time(17))
    findings_weekday = weekday_field(_("findings returned by"), Weekday.THURSDAY)
    findings_time = models.TimeField(_("at"), default=time(12))
    resubmission_weekday = weekday_field(_("resubmission deadline"), Weekday.THURSDAY)
    resubmission_time = models.TimeField(_("at"), default=time(15))
    papers_weekday = weekday_field(_("papers close"), Weekday.THURSDAY)
    papers_time = models.TimeField(_("at"), default=time(17))
    meeting_weekday = weekday_field(_("progress meeting"), Weekday.FRIDAY)
    meeting_time = models.TimeField(_("at"), default=time(10))
    report_weekday = weekday_field(_("weekly report"), Weekday.THURSDAY)
    report_time = models.TimeField(_("at"), default=time(15))
    report_day_off = models.CharField(_("on a day off"), max_length=10, choices=DayOff, default=DayOff.AFTER)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_project")]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def get(cls) -> Project:
        """The project, made with defaults when the database is new."""
        return cls.objects.get_or_create(pk=1, defaults={"name": "PMO"})[0]


class Phase(Named):
    """A phase 工程 with its planned window."""

    code = models.CharField(_("code"), max_length=16, unique=True, validators=[code_validator])
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    start = models.DateField(_("planned start"), null=True, blank=True)
    finish = models.DateField(_("planned finish"), null=True, blank=True)

    class Meta:
        ordering = ["order", "code"]


class Company(Named):
    """A company that takes part; `contracted_by` makes it a subcontractor 再委託先 of that one."""

    is_own = models.BooleanField(_("own company"), default=False)
    is_customer = models.BooleanField(_("customer"), default=False)
    contracted_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subcontractors", verbose_name=_("subcontractor of")
    )

    class Meta:
        ordering = ["-is_own", "name"]


class Contract(models.TextChoices):
    IN_HOUSE = "in_house", _("In-house")
    QUASI_MANDATE = "quasi_mandate", _("Quasi-mandate")
    CONTRACT_FOR_WORK = "contract_for_work", _("Contract for work (fixed price)")
    DISPATCH = "dispatch", _("Dispatch")


class Team(Named):
    """A development team; what it declares not to keep is "not evaluated" in the checks."""

    code = models.CharField(_("code"), max_length=16, unique=True, validators=[code_validator])
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="teams", verbose_name=_("company")
    )
    contract = models.CharField(_("contract"), max_length=20, choices=Contract, default=Contract.IN_HOUSE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    reports_effort = models.BooleanField(_("reports actual effort"), default=True)
    keeps_effort = models.BooleanField(_("keeps planned effort"), default=True)
    keeps_links = models.BooleanField(_("keeps predecessors"), default=True)
    submission_time = models.TimeField(_("own submission deadline"), null=True, blank=True)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ["order", "code"]

    @property
    def not_kept(self) -> frozenset[str]:
        """What the team is declared not to keep, in the words of the check catalogue."""
        kept = {"actual_effort": self.reports_effort, "planned_effort": self.keeps_effort, "links": self.keeps_links}
        return frozenset(name for name, keeps in kept.items() if not keeps)


share_validators = [MinValueValidator(1), MaxValueValidator(100)]

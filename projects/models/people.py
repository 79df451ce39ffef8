"""Members (the users), their assignments to teams and roles, and people without a login."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from projects.models.project import Company, Contract, Named, Team, share_validators
from projects.powers import NOBODY, Powers, Role, powers_of


class MemberManager(BaseUserManager["Member"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Member:
        member = self.model(username=username, **fields)
        member.set_password(password)
        member.save()
        return member


class Member(AbstractBaseUser, Named):
    """A person with a login (AUTH_USER_MODEL). What one may do comes from assignments and `is_admin`."""

    username = models.CharField(
        _("login"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": _("This login is taken.")},
    )
    email = models.EmailField(_("mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("company")
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=[("", _("as the browser says")), ("ja", "日本語"), ("en", "English")],
    )
    spellings = models.JSONField(_("other spellings of the name"), default=list, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_admin = models.BooleanField(_("administrator"), default=False)
    password_is_initial = models.BooleanField(default=False, editable=False)  # somebody else has seen it
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = MemberManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]
        constraints = [  # sign-in does not look at the case: two of them, and neither gets in
            models.UniqueConstraint(
                Lower("username"), name="one_login_in_any_case", violation_error_message=_("This login is taken.")
            )
        ]

    def __str__(self) -> str:
        return self.label

    def set_password(self, raw_password: str | None) -> None:
        """A password of one's own; whoever gives an initial one marks it afterwards."""
        super().set_password(raw_password)
        self.password_is_initial = False

    @cached_property
    def powers(self) -> Powers:
        """What this person may do today; read once per request."""
        return self.powers_on(timezone.localdate())

    def powers_on(self, day: date) -> Powers:
        """What this person may do on a day; nothing without access (a job may still run for somebody who left)."""
        if not self.is_active:
            return NOBODY
        return powers_of(self.assignments.active_on(day).values_list("role", "team_id"), is_admin=self.is_admin)

    @cached_property
    def addressed_teams(self) -> frozenset[int]:
        """Teams to whose people the PMO speaks in this person: of one under a contract for work only to the lead."""
        led, others = self.powers.lead_of, self.powers.member_of - self.powers.lead_of
        if not others:
            return led
        told = Team.objects.filter(pk__in=others).exclude(contract=Contract.CONTRACT_FOR_WORK)
        return led | frozenset(told.values_list("pk", flat=True))


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def active_on(self, day: date) -> AssignmentQuerySet:
        return self.filter(start__lte=day).filter(models.Q(finish=None) | models.Q(finish__gte=day))


class Assignment(models.Model):
    """A member's place: a role in a team, or in the project when the team is empty; several at once 兼務."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="assignments", verbose_name=_("member"))
    team = models.ForeignKey(
        Team, models.CASCADE, null=True, blank=True, related_name="assignments", verbose_name=_("team")
    )
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, role.label) for role in Role])
    is_responsible = models.BooleanField(_("responsible manager"), default=False)
    share = models.PositiveSmallIntegerField(_("share %"), default=100, validators=share_validators)
    start = models.DateField(_("from"), default=date(2000, 1, 1))
    finish = models.DateField(_("to"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["team__order", "role", "member__name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["lead", "member"], team__isnull=False)
                | models.Q(role__in=["pmo", "pm", "project_owner", "auditor"], team__isnull=True),
                name="assignment_team_fits_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.member} – {self.get_role_display()}"


class Contact(Named):
    """A person without a login."""

    company = models.ForeignKey(
        Company, models.PROTECT, null=True, blank=True, related_name="contacts", verbose_name=_("company")
    )
    title = models.CharField(_("position"), max_length=100, blank=True)
    email = models.EmailField(_("mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=50, blank=True)

    class Meta:
        ordering = ["name"]

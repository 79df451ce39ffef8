"""A member, and a member's place in the project."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.forms.base import RecordForm, native
from projects.models import Assignment, Contact, Member
from projects.powers import LEAD, MEMBER

LONGEST = 500
SEPARATORS = re.compile(r"[,、，\n]")


class SpellingsField(forms.CharField):
    """Several names in one line, separated by commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        text = super().to_python(value) or ""
        if len(text) > LONGEST:
            raise forms.ValidationError(_("At most 500 characters."))
        return [name.strip() for name in SEPARATORS.split(text) if name.strip()]


class MemberForm(RecordForm):
    spellings = SpellingsField(
        label=_("Other spellings of the name"),
        required=False,
        max_length=LONGEST,
        help_text=_("As teams write it in their files, separated by commas: 浜崎, M. Hamasaki"),
    )

    class Meta:
        model = Member
        fields = ["name", "name_2", "username", "email", "phone", "company", "language", "spellings", "is_admin"]
        formfield_callback = native
        labels = {"name": _("Full name"), "name_2": _("Full name in the second language")}
        help_texts = {"username": _("Letters, digits and @ . + - _"), "is_admin": _("Members, roles and jobs.")}

    def clean_username(self) -> str:
        return Member.normalize_username(self.cleaned_data["username"])


class ContactForm(RecordForm):
    class Meta:
        model = Contact
        fields = ["name", "name_2", "company", "title", "email", "phone"]
        formfield_callback = native
        labels = {"name": _("Full name"), "name_2": _("Full name in the second language")}


class AssignmentForm(RecordForm):
    class Meta:
        model = Assignment
        fields = ["role", "team", "is_responsible", "share", "start", "finish"]
        formfield_callback = native
        help_texts = {
            "team": _("For team leads and team members only."),
            "is_responsible": _("The person of a vendor that the PMO speaks to."),
            "finish": _("Empty: until further notice. After this day the person has no access through this role."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.initial["start"] = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "role" in data and "team" in data:
            self.check_team(data)
        start, finish = data.get("start"), data.get("finish")
        if start and finish and finish < start:
            self.add_error("finish", _("The last day lies before the first. Correct one of the two dates."))
        return data

    def check_team(self, data: dict[str, Any]) -> None:
        in_team = data["role"] in (LEAD, MEMBER)
        if in_team and not data["team"]:
            self.add_error("team", _("This role belongs to a team. Choose the team."))
        elif data["team"] and not in_team:
            self.add_error("team", _("This role holds for the whole project. Leave the team empty."))

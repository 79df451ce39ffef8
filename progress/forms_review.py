"""Forms of the review: the only readers of its requests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from progress.domain.neutral import ACCEPTED_FIELDS
from progress.forms_submission import field_for
from progress.models import Severity
from progress.reading_texts import field_name
from projects.forms.base import DayField, MomentField
from projects.models import Assignment, Member, Role

SHOW = [("moved", _("Changed, or with findings")), ("findings", _("With open findings")), ("all", _("All rows"))]
WIDE = forms.Textarea(attrs={"rows": 2})


def accepted_fields() -> list[tuple[str, str]]:
    return [(name, field_name(name)) for name in ACCEPTED_FIELDS]


def row_or_field() -> list[tuple[str, str]]:
    return [("", gettext("the whole row")), *accepted_fields()]


class ShowForm(forms.Form):
    show = forms.ChoiceField(choices=SHOW, required=False)
    revision = forms.IntegerField(min_value=1, required=False)


class RevisionForm(forms.Form):
    """The revision a decision is about; who names none means the last one."""

    revision = forms.IntegerField(min_value=1, required=False)


class VersionForm(forms.Form):
    """The version of a finding that was read; who names none means it as it stands."""

    version = forms.IntegerField(min_value=0, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("reason"), widget=WIDE, max_length=2000)


class WaiverForm(ReasonForm):
    """例外承認: reason, approver and how long it holds."""

    expires_on = DayField(label=_("valid until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approver"] = forms.ModelChoiceField(approvers(timezone.localdate()), label=_("approver"))


def approvers(day: date) -> QuerySet[Member]:
    """Those who may approve an exception on a day."""
    places = Assignment.objects.active_on(day).filter(role__in=[Role.PM, Role.PMO])
    return Member.objects.filter(assignments__in=places, is_active=True).distinct()


class PutOffForm(forms.Form):
    """次回まで: the day until which it can wait."""

    until = DayField(label=_("until"))


class OwnFindingForm(forms.Form):
    """A finding of the PMO on a row (or on the whole submission)."""

    row_key = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)
    field = forms.ChoiceField(label=_("column"), choices=row_or_field, required=False)
    severity = forms.ChoiceField(label=_("weight"), choices=Severity.choices[:2], initial=Severity.PLEASE_ANSWER)
    text = forms.CharField(label=_("What did you find?"), widget=WIDE, max_length=2000)
    promised_date = DayField(label=_("until"), required=False)


class ReturnForm(forms.Form):
    """差戻し: the note and the date until which an answer is asked for."""

    note = forms.CharField(label=_("note to the team"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    answer_due = MomentField(
        label=_("answer until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )


class OverrideForm(ReasonForm):
    """The PMO's value over the submitted one."""

    field = forms.ChoiceField(label=_("column"), choices=accepted_fields)
    value = forms.CharField(label=_("value"), required=False, max_length=2000)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        name = data.get("field")
        if name:
            data["value"] = self.parsed(name, data.get("value", "").strip())
        return data

    def parsed(self, name: str, text: str) -> Any:
        """The typed text as the field's value; an error at the field when it cannot be read."""
        try:
            return field_for(name).clean(text)
        except forms.ValidationError as problem:
            self.add_error("value", problem)
            return None

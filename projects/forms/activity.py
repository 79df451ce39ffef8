"""What of the change log is shown."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.activity_texts import ACTIONS
from projects.forms.base import DayField
from projects.models import ChangeLog, Member


def actions() -> list[tuple[str, str]]:
    """Every action, "Changed the phase …" for the many records it may be about."""
    named = [(code, str(text).replace("“{}”", "…").replace("{}", "…")) for code, text in ACTIONS.items()]
    return [("", str(_("all actions"))), *named]


class ActivityFilter(forms.Form):
    """Person, action, record and days; all may be empty."""

    person = forms.ModelChoiceField(
        Member.objects.all(), label=_("Person"), required=False, empty_label=_("all persons")
    )
    action = forms.ChoiceField(choices=actions, label=_("Action"), required=False)
    record = forms.CharField(label=_("Record"), max_length=100, required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("To"), required=False)
    model = forms.CharField(max_length=60, widget=forms.HiddenInput, required=False)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    page = forms.IntegerField(min_value=1, widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day lies before the first. Correct one of the two dates."))
        return data

    def condition(self) -> Q:
        """The chosen part of the log."""
        data = self.cleaned_data
        chosen = {
            "actor": data["person"],
            "action": data["action"],
            "label__icontains": data["record"],
            "model": data["model"],
            "record": data["key"],
            "at__gte": data["since"] and midnight(data["since"]),
            "at__lt": data["until"] and midnight(data["until"] + timedelta(days=1)),
        }
        return Q(**{name: value for name, value in chosen.items() if value})

    def found(self) -> QuerySet[ChangeLog]:
        return ChangeLog.objects.filter(self.condition()).select_related("actor")


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone())

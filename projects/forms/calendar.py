"""Days of the calendar, and what of it is shown."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.domain.weeks import WeekKey
from projects.forms.base import DayField
from projects.models import CalendarDay, Team

LONGEST = 31
FIRST_YEAR, LAST_YEAR = 1949, 2099  # national holidays are known from the law of 1948 on


class DaysForm(forms.Form):
    """One day, or several in a row, that are off (or worked) in the project or in one team."""

    first = DayField(label=_("Day"))
    last = DayField(label=_("To"), required=False, help_text=_("For several days in a row: the last one."))
    name = forms.CharField(label=_("Name"), max_length=200)
    name_2 = forms.CharField(label=_("Name in the second language"), max_length=200, required=False)
    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"), required=False, empty_label=_("whole project"))
    works = forms.BooleanField(
        label=_("Working day"), required=False, help_text=_("On: people work although it is a weekend or holiday.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "first" not in data or "last" not in data:
            return data
        data["last"] = data["last"] or data["first"]
        if not FIRST_YEAR <= data["first"].year <= LAST_YEAR:
            self.add_error("first", _("The calendar reaches from 1949 to 2099."))
        elif data["last"] < data["first"]:
            self.add_error("last", _("The last day lies before the first. Correct one of the two dates."))
        elif data["last"] - data["first"] >= timedelta(days=LONGEST):
            self.add_error("last", _("At most 31 days at once. Add the rest in a second step."))
        return data

    def days(self) -> list[CalendarDay]:
        """The days, not stored yet."""
        data = self.cleaned_data
        count = (data["last"] - data["first"]).days + 1
        same = {name: data[name] for name in ("name", "name_2", "team", "works")}
        return [CalendarDay(day=data["first"] + timedelta(days=n), **same) for n in range(count)]


class CalendarFilter(forms.Form):
    """Year and team of the overview, and the first week of the preview."""

    year = forms.IntegerField(label=_("Year"), min_value=FIRST_YEAR, max_value=LAST_YEAR, required=False)
    team = forms.ModelChoiceField(
        Team.objects.all(), to_field_name="code", label=_("Team"), required=False, empty_label=_("whole project")
    )
    week = forms.CharField(label=_("Weeks from"), max_length=8, required=False)

    def clean_week(self) -> WeekKey | None:
        text = self.cleaned_data["week"]
        if not text:
            return None
        try:
            key = WeekKey.parse(text)
        except ValueError as problem:
            raise forms.ValidationError(_("A week is written like 2026-W47.")) from problem
        if not date(FIRST_YEAR, 1, 1) <= key.monday <= date(LAST_YEAR, 1, 1):
            raise forms.ValidationError(_("The calendar reaches from 1949 to 2099."))
        return key

"""What of the background work is shown."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import JobState


class JobsFilter(forms.Form):
    state = forms.ChoiceField(choices=[("", _("All")), *JobState.choices], required=False)
    page = forms.IntegerField(min_value=1, required=False)

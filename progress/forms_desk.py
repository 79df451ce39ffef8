"""Forms of the desk and the seal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Team

HOW = [
    ("carried", _("Carry the last values forward")),
    ("provisional", _("Take the unaccepted revision as provisional")),
]


class SealForm(forms.Form):
    """For each team that is not accepted: carried, or provisional where it has sent something."""

    def __init__(self, data: Any = None, *, teams: Mapping[Team, bool]) -> None:
        """`teams` tells of each open team whether it has sent a revision."""
        super().__init__(data)
        self.codes = [team.code for team in teams]
        for team, sent in teams.items():
            self.fields[f"team_{team.code}"] = forms.ChoiceField(
                label=team.label, choices=HOW if sent else HOW[:1], widget=forms.RadioSelect, initial="carried"
            )

    @property
    def choices(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"team_{code}"] for code in self.codes}

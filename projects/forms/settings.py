"""The project's settings and its weekly rhythm."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.domain.rhythm import out_of_order
from projects.forms.base import CodeField, RecordForm, native
from projects.models import Phase, Project
from projects.weekly import rhythm_of

FRAME = (
    "name", "name_2", "code", "customer", "start", "finish", "language", "hours_per_day", "percent_cap",
    "confidentiality", "phone",
)  # fmt: skip
RHYTHM = (
    "opening_weekday", "opening_time", "status_weekday", "submission_time", "findings_weekday", "findings_time",
    "resubmission_weekday", "resubmission_time", "papers_weekday", "papers_time", "meeting_weekday", "meeting_time",
    "report_weekday", "report_time", "report_day_off",
)  # fmt: skip
STATUS = (["opening_weekday", "opening_time"], ["status_weekday", "submission_time"])
POINTS = ("findings", "resubmission", "papers", "meeting", "report")
BEFORE = {
    ("submission", "findings"): _("Findings cannot be returned before the submission deadline. Choose a later time."),
    ("findings", "resubmission"): _("Teams cannot send again before the findings are returned. Choose a later time."),
    ("submission", "papers"): _("The papers cannot close before the submission deadline. Choose a later time."),
    ("papers", "meeting"): _("The meeting cannot take place before its papers close. Choose a later time."),
    ("submission", "report"): _("The report cannot be due before the submission deadline. Choose a later time."),
}


class ProjectForm(RecordForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Project
        fields = [*FRAME, *RHYTHM]
        field_classes = {"code": CodeField}
        formfield_callback = native

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    @property
    def frame(self) -> list[forms.BoundField]:
        return [self[name] for name in FRAME]

    @property
    def rhythm(self) -> list[list[forms.BoundField]]:
        """The points of the week, each with its fields: weekday, time (the deadline falls on the status date)."""
        pairs = [[f"{name}_weekday", f"{name}_time"] for name in POINTS]
        pairs[-1].append("report_day_off")
        return [[self[name] for name in names] for names in (*STATUS, *pairs)]

    def clean_hours_per_day(self) -> Any:
        hours = self.cleaned_data["hours_per_day"]
        if not 0 < hours <= 24:
            raise forms.ValidationError(_("A person-day has more than 0 and at most 24 hours."))
        return hours

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("start") and data.get("finish"):
            self.check_dates(data)
        if not any(name in self.errors for name in RHYTHM):
            self.check_rhythm(data)
        return data

    def check_dates(self, data: dict[str, Any]) -> None:
        if data["finish"] < data["start"]:
            self.add_error("finish", _("The finish lies before the start. Correct one of the two dates."))
            return
        for phase in Phase.objects.all():
            if phase.start and phase.start < data["start"]:
                self.add_error("start", outside(phase))
            elif phase.finish and phase.finish > data["finish"]:
                self.add_error("finish", outside(phase))

    def check_rhythm(self, data: dict[str, Any]) -> None:
        wanted = Project(**{name: data[name] for name in RHYTHM})
        for earlier, later in out_of_order(rhythm_of(wanted)):
            self.add_error(f"{later}_time", BEFORE[earlier, later])


def outside(phase: Phase) -> str:
    text = _("Phase {code} would lie outside the project. Change the dates of the phase first.")
    return str(text).format(code=phase.code)

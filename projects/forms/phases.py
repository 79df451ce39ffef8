"""One phase."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.forms.base import CodeField, RecordForm, native
from projects.models import Phase, Project
from projects.templatetags.show import day


class PhaseForm(RecordForm):
    class Meta:
        model = Phase
        fields = ["code", "name", "name_2", "start", "finish", "order"]
        field_classes = {"code": CodeField}
        formfield_callback = native

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, finish = data.get("start"), data.get("finish")
        if start and finish and finish < start:
            self.add_error("finish", _("The finish lies before the start. Correct one of the two dates."))
            return data
        for name, value in (("start", start), ("finish", finish)):
            if value:
                self.check_inside(name, value, Project.get())
        return data

    def check_inside(self, name: str, value: date, project: Project) -> None:
        if project.start <= value <= project.finish:
            return
        text = _("The project runs from {start} to {finish}. Change this date, or the project's dates in the settings.")
        self.add_error(name, str(text).format(start=day(project.start), finish=day(project.finish)))

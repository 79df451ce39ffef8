"""What readers ask of the dashboard, the rows behind figures and the weekly report."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from progress.actions.lighting import CHOSEN
from progress.reach import PROJECT
from projects.domain.rhythm import out_of_order
from projects.domain.weeks import Point
from projects.forms.settings import BEFORE
from projects.models import DayOff, Project, Weekday
from projects.weekly import rhythm_of
from reports.comments import Wording
from reports.models import Recipient
from reports.queries.rows import ALL, SHOWS, SORTS, Wanted
from reports.queries.weekly import Missing

SEALED, LATEST, WHOLE = "sealed", "latest", "whole"
LONGEST_COMMENT = 4000
TEXTS = ("text", "taken", "taken_inside")  # of a comment, from top to bottom
HOW = [
    ("carried", _("Values of the last accepted week (carried forward)")),
    ("provisional", _("As sent (provisional)")),
]


class Question(forms.Form):
    """A form over the query string: what is odd counts as not asked."""

    page = forms.IntegerField(min_value=1, required=False)

    def asked(self) -> dict[str, Any]:
        """What was asked for, as far as it can be understood."""
        self.is_valid()
        return self.cleaned_data


class DashboardForm(Question):
    week = forms.CharField(max_length=8, required=False)
    view = forms.ChoiceField(choices=[(SEALED, SEALED), (LATEST, LATEST), (WHOLE, WHOLE)], required=False)


class LightForm(forms.Form):
    """The PM's own colour for a light; none lets the rule stand again."""

    colour = forms.ChoiceField(required=False, choices=[(one, one) for one in CHOSEN], label=_("Colour"))
    reason = forms.CharField(required=False, max_length=1000, label=_("Reason"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("colour") and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Please write the reason."))
        return cleaned


class RowsForm(Question):
    scope = forms.CharField(max_length=40, required=False)
    show = forms.ChoiceField(choices=[(name, label) for name, (label, _test) in SHOWS.items()], required=False)
    text = forms.CharField(max_length=100, required=False, label=_("Search"))
    sort = forms.ChoiceField(choices=[(name, label) for name, (label, _key) in SORTS.items()], required=False)

    def wanted(self) -> Wanted:
        asked = self.asked()
        return Wanted(
            scope=asked.get("scope") or PROJECT,
            show=asked.get("show") or ALL,
            text=asked.get("text") or "",
            sort=asked.get("sort") or "",
        )


class ListForm(Question):
    pass


class Settled(forms.ChoiceField):
    """A choice that always has a value, so that nothing is optional about it: nothing sent is the first one."""

    def clean(self, value: Any) -> Any:
        return super().clean(value or self.initial)


class MakingForm(forms.Form):
    """The language of the report, and how each team that is not accepted appears in it."""

    language = forms.ChoiceField(choices=[("ja", "日本語"), ("en", "English")], label=_("Language"))
    supersedes = forms.CharField(
        label=_("Why the issued edition is replaced"), max_length=500, required=False,
        help_text=_("Printed on the cover. Needed once an edition in this language has been issued."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, missing: Iterable[Missing] = (), issued: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.issued = issued
        if not issued:
            del self.fields["supersedes"]
        self.teams = {f"team_{one.team.code}": one.team.code for one in missing}
        for one in missing:
            self.fields[f"team_{one.team.code}"] = Settled(
                choices=HOW if one.sent else HOW[:1], label=one.team.label, initial="carried"
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("language") in self.issued and not cleaned.get("supersedes", "").strip():
            self.add_error("supersedes", _("Please write why the issued edition is replaced."))
        return cleaned

    @property
    def choices(self) -> dict[str, str]:
        """Team code -> carried or provisional."""
        return {code: self.cleaned_data[name] for name, code in self.teams.items()}


class PreviewForm(Question):
    language = forms.ChoiceField(choices=[("ja", "ja"), ("en", "en")], required=False)
    reader = forms.CharField(max_length=30, required=False)


class Lines(forms.CharField):
    """Text of several lines, counted as browsers count it: a line break is one character."""

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class CommentForm(forms.Form):
    """The comment of one section, whether it stays inside, and the version that was read.

    A button sends the text it stands for as `taken`, or as `taken_inside` when that was an internal one: it goes below
    what was typed, so that no word is lost. `leave` drops what was typed for what a colleague has saved.
    """

    section = forms.CharField(max_length=30, widget=forms.HiddenInput)
    text = Lines(max_length=LONGEST_COMMENT, required=False, strip=True)
    internal = forms.BooleanField(required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    taken = Lines(required=False, strip=True)
    taken_inside = Lines(required=False, strip=True)
    leave = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if len(self.wording().text) > LONGEST_COMMENT:
            self.add_error(None, _("Please shorten the comment to 4,000 characters."))
        return cleaned

    def wording(self) -> Wording:
        """What was sent, valid or not: for the form that is shown again as well."""
        said = {name: self.cleaned_data.get(name) or self[name].data or "" for name in TEXTS}
        text = "\n".join(filter(None, said.values()))
        internal = bool(self["internal"].data or said["taken_inside"])
        return Wording(self["section"].data or "", text, self.cleaned_data.get("seen") or 0, internal)

    @property
    def is_added(self) -> bool:
        """Whether a text was taken over below another that was typed."""
        said = self.cleaned_data
        return bool(said["text"] and (said["taken"] or said["taken_inside"]))


class ScheduleForm(forms.Form):
    """When the report is drafted by itself, in words: every Thursday at 15:00; on a day off the working day before."""

    weekday = forms.TypedChoiceField(choices=Weekday, coerce=int, label=_("Every"))
    time = forms.TimeField(label=_("at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    day_off = forms.ChoiceField(choices=DayOff, label=_("on a day off"))
    on = forms.BooleanField(required=False, label=_("Draft by itself"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, project: Project, data: Any = None, *, on: bool = True) -> None:
        first = {
            "weekday": project.report_weekday, "time": project.report_time, "day_off": project.report_day_off,
            "on": on, "version": project.version,
        }  # fmt: skip
        super().__init__(data, prefix="schedule", initial=first)
        self.project = project

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if {"weekday", "time"} <= cleaned.keys():
            rhythm = replace(rhythm_of(self.project), report=Point(cleaned["weekday"], cleaned["time"]))
            if ("submission", "report") in out_of_order(rhythm):
                self.add_error("time", BEFORE["submission", "report"])
        return cleaned

    def values(self) -> dict[str, Any]:
        """In the names of the project's fields."""
        return {f"report_{name}": self.cleaned_data[name] for name in ("weekday", "time", "day_off")}


class RecipientForm(forms.Form):
    """One role of the distribution list."""

    language = forms.ChoiceField(
        choices=[("", _("each language it is issued in")), ("ja", "日本語"), ("en", "English")],
        required=False, label=_("Language"),
    )  # fmt: skip
    with_pdf = forms.BooleanField(required=False, label="PDF")
    with_xlsx = forms.BooleanField(required=False, label="Excel")

    def __init__(self, recipient: Recipient, data: Any = None) -> None:
        names = ("language", "with_pdf", "with_xlsx")
        super().__init__(data, prefix=recipient.role, initial={name: getattr(recipient, name) for name in names})
        self.recipient = recipient
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = f"{recipient}: {field.label}"

    def row(self) -> dict[str, Any]:
        return {"role": self.recipient.role, **self.cleaned_data}

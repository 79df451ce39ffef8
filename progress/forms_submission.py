"""The forms of the team's week: the only readers of its request data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from progress.actions.intake import TEXTS
from progress.actions.sending import Arrival
from progress.composition import EDITABLE
from progress.domain.neutral import DATES, NUMBERS, value_to_json
from progress.domain.rows import PlanRow, Status
from progress.models import Draft, Finding, RowStatus
from progress.reading_texts import field_label
from projects.actions.records import column
from projects.forms.base import DayField, MomentField
from projects.models import Upload

LONG = {"delay_reason": 2000, "countermeasure": 2000, "note": 4000}
SHORT = {"name": 500, "assignee": 200, "change_number": 60}
LONGEST_TEXT = 2000
MEANS = [
    ("mail", _("by mail")),
    ("phone", _("by phone")),
    ("chat", _("by chat")),
    ("hand", _("by hand, on paper")),
]
SHOWS = [("", _("Rows of this week")), ("all", _("All rows"))]


class FileForm(forms.Form):
    """The file that was dropped."""

    file = forms.FileField(
        label=_("Excel or CSV file"), max_length=255,
        error_messages={"required": _("Please choose an Excel or CSV file of at most 20 MB.")},
    )  # fmt: skip

    @property
    def limit(self) -> int:
        """The most bytes that are read, told before anything travels."""
        return settings.UPLOAD_LIMIT

    def upload(self) -> Upload:
        file = self.cleaned_data["file"]
        return Upload(file.name, file.read(), file.content_type or "application/octet-stream")


class TypedForm(forms.Form):
    """A value typed before the file: the row's key and the field."""

    key = forms.CharField(max_length=80)
    name = forms.ChoiceField(choices=[(name, name) for name in EDITABLE])


class GridFilter(forms.Form):
    """Which rows the grid shows; every choice stands in the URL."""

    show = forms.ChoiceField(choices=SHOWS, required=False)
    page = forms.IntegerField(min_value=1, required=False)
    points = forms.ChoiceField(choices=[("", _("The first points")), ("all", _("All points"))], required=False)

    def chosen(self) -> dict[str, Any]:
        """The valid part; what cannot be understood does not narrow."""
        self.is_valid()
        return self.cleaned_data


def field_for(name: str) -> forms.Field:
    """The input of one neutral field."""
    label = field_label(name)
    if name in DATES:
        return DayField(label=label, required=False)
    if name == "percent":
        return forms.DecimalField(
            label=_("Progress (%)"), required=False, min_value=0, max_value=100, max_digits=4, decimal_places=1
        )
    if name in NUMBERS:
        return forms.DecimalField(label=label, required=False, min_value=0, max_digits=9, decimal_places=2)
    if name == "status":
        return forms.ChoiceField(label=label, required=False, choices=RowStatus.choices)
    if name in LONG:
        area = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(label=label, required=False, max_length=LONG[name], widget=area)
    return forms.CharField(label=label, required=False, max_length=SHORT[name])


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed since this person saw it: what it says now, and what this person typed."""

    name: str
    theirs: Any
    mine: Any


class SeenForm(forms.Form):
    """A form that carries what its editor saw: only what this person changed is taken over, so that two may edit."""

    def __init__(self, now: Mapping[str, Any], fields: Mapping[str, forms.Field], data: Any, auto_id: str) -> None:
        super().__init__(data, initial={name: plain(now[name]) for name in fields}, auto_id=auto_id)
        self.now = now
        for name, field in fields.items():
            field.show_hidden_initial = True
            self.fields[name] = field

    def typed(self, name: str) -> Any:
        value = self.cleaned_data[name]
        return value.replace("\r\n", "\n") if isinstance(value, str) else value

    def clashes(self) -> list[Clash]:
        """Fields that say neither what this person saw nor what this person wants."""
        return [
            Clash(name, self.now[name], self.typed(name))
            for name in self.changed_data
            if comparable(self.now[name]) not in (comparable(self.seen(name)), comparable(self.typed(name)))
        ]

    def seen(self, name: str) -> Any:
        """What stood there when the form was made; None for what nobody can have seen."""
        bound = self[name]
        raw = bound.field.hidden_widget().value_from_datadict(self.data, self.files, bound.html_initial_name)
        try:
            return bound.field.to_python(raw)
        except ValidationError:
            return None

    def on_top_of_now(self) -> QueryDict:
        """The data of the same form over what stands there now: sent again, it says what this person wants."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for name in self.fields:
            value = plain(self.now[name])
            now = "" if value is None else str(value)
            data[f"initial-{name}"] = now
            if name not in self.changed_data:
                data[name] = now
        return data


class RowForm(SeenForm):
    """Some fields of one row of the draft."""

    def __init__(self, row: PlanRow, names: Iterable[str], data: Any = None, *, auto_id: str = "%s") -> None:
        listed = list(names)
        super().__init__(
            {name: getattr(row, name) for name in listed}, {name: field_for(name) for name in listed}, data, auto_id
        )
        self.row = row

    @classmethod
    def posted(cls, row: PlanRow, data: Mapping[str, Any], *, auto_id: str) -> RowForm:
        """The form that was sent: the fields whose seen value came with it."""
        return cls(row, [name for name in EDITABLE if f"initial-{name}" in data], data, auto_id=auto_id)

    def rebased(self) -> RowForm:
        return RowForm(self.row, self.fields, self.on_top_of_now(), auto_id=str(self.auto_id))

    def clean_name(self) -> str:
        if not self.cleaned_data["name"]:
            raise ValidationError(_("Please enter the task name."))
        return self.cleaned_data["name"]

    def values(self) -> dict[str, Any]:
        """Field -> value in JSON form, of what this person changed."""
        return {name: value_to_json(self.typed(name)) for name in self.changed_data}


def plain(value: Any) -> Any:
    """A value as an input shows it: numbers without trailing zeros, statuses by their code."""
    if isinstance(value, Decimal):
        return value_to_json(value)
    return str(value) if isinstance(value, Status) else value


def comparable(value: Any) -> Any:
    if isinstance(value, str):
        return str(value).replace("\r\n", "\n").strip() or None
    return value


class TextsForm(SeenForm):
    """The four short texts of the week 今週のひとこと."""

    def __init__(self, draft: Draft, data: Any = None) -> None:
        fields = {name: text_field(name) for name in TEXTS}
        super().__init__({name: getattr(draft, name) for name in TEXTS}, fields, data, "text_%s")
        self.draft = draft

    def rebased(self) -> TextsForm:
        return TextsForm(self.draft, self.on_top_of_now())

    def texts(self) -> dict[str, str]:
        """What this person changed."""
        return {name: self.typed(name) for name in self.changed_data}


def long_texts(data: QueryDict) -> list[str]:
    """The long texts that came with the form of a row that takes none any more."""
    return [str(data[name]) for name in LONG if data.get(name)]


def text_field(name: str) -> forms.Field:
    label = capfirst(str(column(Draft(), name).verbose_name))
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, required=False, max_length=LONGEST_TEXT, widget=area)


class CarryForm(forms.Form):
    """Which of last week's texts is carried over."""

    name = forms.ChoiceField(choices=[(name, name) for name in TEXTS])


class AnswerForm(forms.Form):
    """The team's answer to a finding that came back."""

    answer = forms.CharField(label=_("Answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the version of the finding that was read

    def overtaken(self, finding: Finding) -> bool:
        """Whether a colleague has written another answer since this form was shown."""
        seen = self.cleaned_data.get("seen") if self.is_valid() else None
        return seen is not None and seen != finding.version and finding.answer not in ("", self.text())

    def text(self) -> str:
        """What was answered; "" for nothing (or for more than fits)."""
        return self.cleaned_data["answer"] if self.is_valid() else ""


class SendForm(forms.Form):
    """Confirming: nothing to enter for a lead; the PMO says when and how the update arrived."""

    received_at = MomentField(
        label=_("Received at"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Lateness counts from then."),
    )  # fmt: skip
    means = forms.ChoiceField(label=_("How it arrived"), choices=MEANS)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)  # the version of the draft that was looked at

    def __init__(self, data: Any = None, *, on_behalf: bool, at: datetime, seen: int = 0) -> None:
        now = timezone.localtime(at).replace(second=0, microsecond=0)
        super().__init__(data, initial={"received_at": now, "seen": seen})
        self.at = at
        if not on_behalf:
            del self.fields["received_at"], self.fields["means"]

    def clean_received_at(self) -> datetime:
        if self.cleaned_data["received_at"] > self.at:
            raise ValidationError(_("This lies in the future. Please enter when the update arrived."))
        return self.cleaned_data["received_at"]

    def arrival(self, *, no_change: bool) -> Arrival:
        data = self.cleaned_data
        return Arrival(data.get("received_at"), data.get("means", ""), no_change)

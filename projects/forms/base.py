"""What all forms of this app share: native inputs, codes, and knowing what the editor saw."""

from __future__ import annotations

import unicodedata
from copy import copy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from projects.actions.records import Edit, column, snapshot, stored

FIRST_YEAR, LAST_YEAR = 1900, 2200  # beyond them calendars and time zones cannot calculate, and no project runs
UNKNOWN = object()  # what a mangled hidden value counts as: it equals nothing


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


def of_our_time(field: forms.DateField | forms.DateTimeField, value: Any) -> Any:
    """The day or moment, if it is one that everything else can calculate with."""
    if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(field.error_messages["invalid"], code="invalid")
    return value


class DayField(forms.DateField):
    widget = DayInput

    def to_python(self, value: Any) -> Any:
        return of_our_time(self, super().to_python(value))


class MomentField(forms.DateTimeField):
    def to_python(self, value: Any) -> Any:
        return of_our_time(self, super().to_python(value))


def native(field: models.Field, **options: Any) -> forms.Field | None:
    """Dates and times with the browser's own pickers; nothing chosen is a dash."""
    if isinstance(field, models.DateField):
        options["form_class"] = DayField
    elif isinstance(field, models.TimeField):
        options["widget"] = TimeInput
    elif isinstance(field, models.ForeignKey) and field.blank:
        options["empty_label"] = "—"
    return field.formfield(**options)


class CodeField(forms.CharField):
    """A short code: typed in any width and case, kept in capitals."""

    default_error_messages = {"unique": _("This code is taken. Please choose another.")}

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFKC", super().to_python(value) or "").upper()


@dataclass(frozen=True)
class Conflict:
    """A field that two people changed: what stands there now, and what this one wanted."""

    label: str
    theirs: str
    mine: str


class RecordForm(forms.ModelForm):
    """A form that carries what its editor saw, so that the second of two editors can be told (DESIGN, every page)."""

    def __init__(self, *args: Any, instance: models.Model | None = None, **kwargs: Any) -> None:
        # Django writes what was typed into the instance: it gets a copy, so that the caller's record stays what it is.
        kwargs["instance"] = copy(instance)
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in self.own:
                self.fields[name].show_hidden_initial = True

    @property
    def own(self) -> list[str]:
        """Names of the record's own fields."""
        return list(self._meta.fields or ())

    def edit(self) -> Edit:
        """The new values of the record's own fields, and what the editor saw."""
        return Edit({name: self.cleaned_data[name] for name in self.own}, self.seen())

    def seen(self) -> dict[str, Any]:
        """What the editor saw, as far as the form says; commands and hand-made requests say nothing."""
        there = [name for name in self.own if self[name].html_initial_name in self.data]
        return {name: parsed(self[name], self.instance) for name in there}

    def conflicts(self, current: models.Model) -> list[Conflict]:
        """The fields that somebody else changed since this editor read them."""
        now = snapshot(current, self.seen())
        return [
            Conflict(str(self[name].label), shown(current, name), spoken(self[name]))
            for name, value in self.seen().items()
            if stored(value) != now[name]
        ]

    def rebased(self, current: models.Model) -> RecordForm:
        """The same form on top of what stands there now: this editor's changes kept, everything else as it is now."""
        data: Any = QueryDict(mutable=True)
        data.update(self.data)
        if "version" in self.fields:
            data["version"] = str(snapshot(current, ["version"])["version"])
        for name in self.own:
            bound = self[name]
            value = as_text(bound, current)
            data[bound.html_initial_name] = value
            if name not in self.changed_data:
                data[bound.html_name] = value
                if isinstance(bound.field, forms.BooleanField) and value == "False":
                    del data[bound.html_name]
        return type(self)(data, instance=current)


def parsed(bound: BoundField, record: models.Model) -> Any:
    """What the editor saw in this field; a value that equals nothing when somebody tampered with it."""
    raw = bound.field.hidden_widget().value_from_datadict(bound.form.data, bound.form.files, bound.html_initial_name)
    try:
        value = bound.field.to_python(raw)
        kept = isinstance(value, models.Model) or value is None
        return value if kept else column(record, bound.name).to_python(value)
    except ValidationError:
        return UNKNOWN


def as_text(bound: BoundField, record: models.Model) -> str:
    value = bound.field.prepare_value(column(record, bound.name).value_from_object(record))
    return "" if value is None else str(value)


def shown(record: models.Model, name: str) -> str:
    """A field's value as a reader sees it."""
    if column(record, name).choices:
        return str(getattr(record, f"get_{name}_display")())
    value = getattr(record, name)
    return ", ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def spoken(bound: BoundField) -> str:
    """What was typed or chosen, as a reader sees it."""
    value = bound.form.cleaned_data.get(bound.name)
    if isinstance(value, list):
        return ", ".join(value)
    choices = dict(getattr(bound.field, "choices", ()) or ())
    return str(choices.get(value, "" if value is None else value))

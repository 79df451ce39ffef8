"""The forms of a reading: what its columns mean, which row is which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from progress.exchange.columns import (
    DATE_ORDERS,
    EFFORT_UNITS,
    HIERARCHIES,
    PERCENT_SCALES,
    Column,
    ColumnMap,
    Question,
    Recognition,
)
from progress.exchange.recognise import units_of
from progress.exchange.spellings import EFFORT_FIELDS
from progress.models import RowStatus
from progress.queries.reading import AskRow
from progress.reading_texts import FIELDS, field_label, joined, question_sentence

NEW_ROW = "new"
TABS = [("columns", _("Columns")), ("changes", _("Changes since last time")), ("points", _("To mend"))]
SHOWS = ("matched", "new", "ignored", "rejected", "missing")
SCALE_LABELS = {
    "auto": _("as the values say"),
    "ratio": _("1 means 100%"),
    "points": _("1 means 1%, 100 means 100%"),
}
ORDER_LABELS = {
    "ymd": _("year first: 2026/4/3"),
    "mdy": _("month first: 04/03/2026"),
    "dmy": _("day first: 03/04/2026"),
}
HIERARCHY_LABELS = {
    "auto": _("as the file shows it"),
    "none": _("all rows on one level"),
    "parent": _("by the column of parents"),
    "levels": _("by the level columns"),
    "code": _("by the WBS code"),
    "level": _("by the column of outline levels"),
    "indent": _("by indents"),
    "outline": _("by Excel's row groups"),
}
UNIT_LABELS = {
    "auto": _("as the headers say, else person-days"),
    "days": _("person-days"),
    "hours": _("hours"),
    "months": _("person-months"),
}
SETTINGS = ("percent_scale", "date_order", "effort_unit", "hierarchy")
RADIO = ("percent_or_mark", "two_columns")


class ReadingFilter(forms.Form):
    """Tab, the number of the balance that was clicked, page; every choice stands in the URL."""

    tab = forms.ChoiceField(choices=TABS, required=False)
    show = forms.ChoiceField(choices=[(name, name) for name in SHOWS], required=False)
    page = forms.IntegerField(min_value=1, required=False)

    def chosen(self) -> dict[str, Any]:
        """The valid part; what cannot be understood does not narrow."""
        self.is_valid()
        return self.cleaned_data


class ColumnsForm(forms.Form):
    """One field per column, the answers to what only a person can decide, and how values are written."""

    percent_scale = forms.ChoiceField(
        label=_("percentages"), choices=[(name, SCALE_LABELS[name]) for name in PERCENT_SCALES]
    )
    date_order = forms.ChoiceField(label=_("dates"), choices=[(name, ORDER_LABELS[name]) for name in DATE_ORDERS])
    effort_unit = forms.ChoiceField(
        label=_("effort"), choices=[(name, UNIT_LABELS[name]) for name in ("auto", *EFFORT_UNITS)]
    )
    hierarchy = forms.ChoiceField(label=_("outline"), choices=[(name, HIERARCHY_LABELS[name]) for name in HIERARCHIES])

    def __init__(self, recognition: Recognition, column_map: ColumnMap, *, asks: bool, data: Any = None) -> None:
        initial = {name: getattr(column_map, name) for name in ("percent_scale", "date_order", "hierarchy")}
        unit = unit_of(column_map, recognition.columns)
        super().__init__(data, initial={**initial, "effort_unit": unit}, auto_id="column_%s")
        self.recognition, self.map = recognition, column_map
        self.questions = recognition.questions if asks else ()
        for column in recognition.columns:
            self.fields[f"field_{column.letter}"] = forms.ChoiceField(
                label=f"{column.letter} {column.header}", choices=field_choices(), required=False,
                initial=column_map.columns.get(column.letter, ""),
            )  # fmt: skip
        for number, question in enumerate(self.questions):
            self.add_question(number, question)

    def add_question(self, number: int, question: Question) -> None:
        if question.code in RADIO:
            self.fields[f"answer_{number}"] = forms.ChoiceField(
                label=_("Your choice"), choices=option_choices(question, self.headers), initial=question.answer,
                widget=forms.RadioSelect,
            )  # fmt: skip
        if question.code == "status_words":
            for place, (word, status) in enumerate(question.values.items()):
                self.fields[f"word_{number}_{place}"] = forms.ChoiceField(
                    label=word, choices=RowStatus.choices, required=False, initial=status
                )

    @property
    def headers(self) -> dict[str, str]:
        return {column.letter: column.header for column in self.recognition.columns}

    @property
    def asked(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Each question with its inputs."""
        return [
            (question_sentence(question, self.recognition.columns, self.map.sheet), self.inputs(number, question))
            for number, question in enumerate(self.questions)
        ]

    def inputs(self, number: int, question: Question) -> list[forms.BoundField]:
        if question.code in SETTINGS:
            return [self[question.code]]
        prefix = (f"answer_{number}", f"word_{number}_")
        return [self[name] for name in self.fields if name == prefix[0] or name.startswith(prefix[1])]

    @property
    def settings(self) -> list[forms.BoundField]:
        """How values are written, as far as no question asks for it."""
        asked = {question.code for question in self.questions}
        return [self[name] for name in SETTINGS if name not in asked]

    def clean(self) -> dict[str, Any]:
        columns = self.columns()
        held: dict[str, list[str]] = {}
        for letter, name in columns.items():
            held.setdefault(name, []).append(letter)
        for name, letters in held.items():
            if name and len(letters) > 1:
                told = _("The columns %(letters)s are both “%(field)s”. Please choose one and leave the other unread.")
                self.add_error(None, told % {"letters": joined(letters), "field": field_label(name)})
        return self.cleaned_data

    def columns(self) -> dict[str, str]:
        """Field by column letter: as proposed, then the answers, then what was chosen for single columns."""
        found = dict(self.map.columns)
        for number, question in enumerate(self.questions):
            answer = self.cleaned_data.get(f"answer_{number}")
            if question.code == "percent_or_mark" and answer:
                found[question.columns[0]] = answer
            if question.code == "two_columns" and answer:
                found |= chosen_of_two(question, answer, found)
        for column in self.recognition.columns:
            name = f"field_{column.letter}"
            if name in self.changed_data or column.letter not in found:
                found[column.letter] = self.cleaned_data.get(name, "")
        return found

    def words(self) -> Mapping[str, Mapping[str, str]]:
        statuses = dict(self.map.words.get("status", {}))
        for number, question in enumerate(self.questions):
            if question.code == "status_words":
                for place, word in enumerate(question.values):
                    statuses[word] = self.cleaned_data[f"word_{number}_{place}"]
        return {**self.map.words, "status": {word: status for word, status in statuses.items() if status}}

    def chosen(self) -> ColumnMap:
        """The map as the user confirmed it."""
        columns = self.columns()
        read = [replace(column, field=columns.get(column.letter, "")) for column in self.recognition.columns]
        settings = {name: self.cleaned_data[name] for name in ("percent_scale", "date_order", "hierarchy")}
        units = units_chosen(self.cleaned_data["effort_unit"], read)
        return replace(self.map, columns=columns, words=self.words(), effort_units=units, **settings)


def unit_of(column_map: ColumnMap, columns: Iterable[Column]) -> str:
    """The unit that was chosen for all efforts of a map; "auto" where the headers name it."""
    read = [replace(column, field=column_map.columns.get(column.letter, "")) for column in columns]
    if column_map.effort_units == units_of(read):
        return "auto"
    return next(iter(column_map.effort_units.values()), "days")


def units_chosen(unit: str, columns: Iterable[Column]) -> dict[str, str]:
    """The unit of each effort column that is not person-days."""
    if unit == "auto":
        return units_of(columns)
    return {column.letter: unit for column in columns if column.field in EFFORT_FIELDS and unit != "days"}


def chosen_of_two(question: Question, answer: str, columns: Mapping[str, str]) -> dict[str, str]:
    """The chosen column holds the field; the others that claimed it are left unread."""
    name = str(question.values.get("field", ""))
    others = {letter: "" for letter in question.options if columns.get(letter) == name}
    return {**others, answer: name}


def field_choices() -> list[tuple[str, Any]]:
    return [("", FIELDS[""]), *((name, field_label(name)) for name in FIELDS if name)]


def option_choices(question: Question, headers: Mapping[str, str]) -> list[tuple[str, str]]:
    if question.code == "percent_or_mark":
        return [(name, field_label(name)) for name in question.options]
    return [(letter, f"{letter} {headers.get(letter, '')}") for letter in question.options]


class SheetForm(forms.Form):
    """Another sheet of the same file."""

    def __init__(self, names: list[str], chosen: str, data: Any = None) -> None:
        super().__init__(data, initial={"sheet": chosen})
        self.fields["sheet"] = forms.ChoiceField(label=_("Sheet"), choices=[(name, name) for name in names])


class RowsForm(forms.Form):
    """Which row of the plan each doubtful row of the file is."""

    def __init__(self, asks: list[AskRow], data: Any = None) -> None:
        super().__init__(data, auto_id="row_%s")
        self.asks = asks
        for row in asks:
            choices = [*((one.key, candidate(one)) for one in row.candidates), (NEW_ROW, _("none of them: a new row"))]
            self.fields[row.ask.fingerprint] = forms.ChoiceField(
                label=_("Which one is it?"), choices=choices, widget=forms.RadioSelect, required=False
            )

    @property
    def rows(self) -> list[tuple[AskRow, forms.BoundField]]:
        return [(row, self[row.ask.fingerprint]) for row in self.asks]

    def answers(self) -> dict[str, str | None]:
        """Fingerprint -> key of the row of the plan, None for a new row; only what was answered."""
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: None if value == NEW_ROW else value for name, value in given.items()}


def candidate(row: Any) -> str:
    return f"{row.wbs_code} {row.name}".strip()

"""What readers ask of the dashboard, the rows behind figures and the weekly report."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from progress.actions.lighting import CHOSEN
from progress.reach import PROJECT
from reports.comments import Wording
from reports.models import Recipient
from reports.queries.rows import ALL, SHOWS, SORTS, Wanted
from reports.queries.weekly import Missing

SEALED, LATEST, WHOLE = "sealed", "latest", "whole"
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
            self.fields[f"team_{one.team.code}"] = forms.ChoiceField(
                choices=HOW if one.sent else HOW[:1], label=one.team.label, initial="carried", required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("language") in self.issued and not cleaned.get("supersedes", "").strip():
            self.add_error("supersedes", _("Please write why the issued edition is replaced."))
        return cleaned

    @property
    def choices(self) -> dict[str, str]:
        """Team code -> carried or provisional."""
        return {code: self.cleaned_data.get(name) or "carried" for name, code in self.teams.items()}


class PreviewForm(Question):
    language = forms.ChoiceField(choices=[("ja", "ja"), ("en", "en")], required=False)
    reader = forms.CharField(max_length=30, required=False)


class CommentForm(forms.Form):
    """The comment of one section, whether it stays inside, and the version that was read."""

    section = forms.CharField(max_length=30, widget=forms.HiddenInput)
    text = forms.CharField(max_length=4000, required=False, strip=True)
    internal = forms.BooleanField(required=False)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def wording(self) -> Wording:
        said = self.cleaned_data
        return Wording(said["section"], said["text"], said["seen"], said["internal"])


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

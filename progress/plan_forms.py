"""The forms of the plan's pages: the only readers of request data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from progress.actions.planning.changes import Reasons
from progress.actions.planning.dry_run import LEFT_OUT, NEW_PHASE, Choices, DryRun
from progress.actions.planning.lines import FIELDS, OF_SUMMARIES, NewRow
from progress.actions.planning.structure import links_in
from progress.models import KindOfRow, PlanChangeState, WorkItem
from projects.forms.base import DayField
from projects.models import Phase, Team

LEAF_KINDS = [(kind.value, kind.label) for kind in KindOfRow if kind != KindOfRow.SUMMARY]
SHOWS = [
    ("", _("All rows")),
    ("late", _("Late")),
    ("open", _("Not finished")),
    ("done", _("Finished")),
    ("outside", _("Outside the baseline")),
    ("cancelled", _("Cancelled")),
]


def reads_dates(form: forms.Form, first: str = "planned_start", last: str = "planned_finish") -> None:
    """Say at the field when the finish lies before the start."""
    start, finish = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if start and finish and finish < start:
        form.add_error(last, _("The finish lies before the start. Correct one of the two dates."))


def team_filter(teams: Any) -> forms.ModelChoiceField:
    """A choice among these teams, by code."""
    return forms.ModelChoiceField(
        teams, to_field_name="code", label=_("team"), required=False, empty_label=_("All teams")
    )


class WbsFilter(forms.Form):
    """What of the outline is shown; every choice stands in the URL."""

    text = forms.CharField(label=_("name, code or person"), max_length=100, required=False)
    team = team_filter(Team.objects.all())
    phase = forms.ModelChoiceField(
        Phase.objects.all(), to_field_name="code", label=_("phase"), required=False, empty_label=_("All phases")
    )
    show = forms.ChoiceField(label=_("rows shown"), choices=SHOWS, required=False)
    page = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, teams: Any = None) -> None:
        super().__init__(data)
        if teams is not None:
            self.fields["team"] = team_filter(teams)

    def chosen(self) -> dict[str, Any]:
        """The valid part of the filter; what cannot be understood does not narrow."""
        self.is_valid()
        return self.cleaned_data


class ChangesFilter(forms.Form):
    state = forms.ChoiceField(choices=[("", _("All")), *PlanChangeState.choices], required=False)
    page = forms.IntegerField(min_value=1, required=False)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class ProposalForm(forms.Form):
    effective_date = DayField(label=_("in force from"))


class ReasonsForm(forms.Form):
    """Why the plan changes, and from when."""

    title = forms.CharField(label=_("title"), max_length=200)
    reason = forms.CharField(label=_("reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    impact = forms.CharField(
        label=_("impact"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("On milestones, other teams, effort and cost."),
    )  # fmt: skip
    effective_date = DayField(
        label=_("effective date"),
        help_text=_("From this day on the new baseline counts. Sealed weeks are never rewritten."),
    )  # fmt: skip

    def reasons(self) -> Reasons:
        return Reasons(**self.cleaned_data)


class ParentField(forms.ModelChoiceField):
    """The summary row above, or none."""

    def __init__(self) -> None:
        rows = WorkItem.objects.filter(kind=KindOfRow.SUMMARY)
        super().__init__(
            rows, to_field_name="uuid", label=_("under"), required=False, empty_label=_("at the top")
        )  # fmt: skip


class FindRow(forms.Form):
    """Looking for the row that a change is about."""

    text = forms.CharField(label=_("Find a row by name, code or person"), max_length=100, required=False)
    row = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data


class RowForm(forms.Form):
    """What a row should become; fields left as they are make no line."""

    row = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("task name"), max_length=500)
    assignee = forms.CharField(label=_("assignee"), max_length=200, required=False)
    planned_start = DayField(label=_("planned start"), required=False)
    planned_finish = DayField(label=_("planned finish"), required=False)
    planned_effort = forms.DecimalField(
        label=_("planned effort (person-days)"), required=False, min_value=0, max_digits=9, decimal_places=2
    )
    team = forms.ModelChoiceField(Team.objects.all(), label=_("team"), required=False, empty_label=None)
    phase = forms.ModelChoiceField(Phase.objects.all(), label=_("phase"), required=False, empty_label="—")
    parent = ParentField()
    predecessors = forms.CharField(
        label=_("predecessors"), max_length=1000, required=False,
        help_text=_("As the plan writes them, for example 1.2, 1.4SS+2."),
    )  # fmt: skip
    cancelled = forms.BooleanField(label=_("Cancel this row"), required=False)
    row_joins = forms.BooleanField(label=_("Take this row into the baseline"), required=False)

    def __init__(self, data: Any, item: WorkItem, values: dict[str, Any] | None = None) -> None:
        shown = {"row": item.uuid, **(values or {})}
        if "predecessors" in shown:
            shown["predecessors"] = ", ".join(shown["predecessors"])
        super().__init__(data, initial=shown, auto_id="row_%s")
        if item.kind == KindOfRow.SUMMARY:
            for name in (*FIELDS, "cancelled", "row_joins"):
                if name not in OF_SUMMARIES:
                    del self.fields[name]
        elif not item.added_outside_baseline:
            del self.fields["row_joins"]

    def clean(self) -> dict[str, Any]:
        reads_dates(self)
        return self.cleaned_data

    def clean_predecessors(self) -> list[str]:
        return links_in(self.cleaned_data["predecessors"])

    def values(self) -> dict[str, Any]:
        """What the lines' fields should become."""
        data = self.cleaned_data
        wanted = {name: data[name] for name in FIELDS if name in data}
        if "cancelled" in data:
            wanted["cancelled"] = data["cancelled"]
        if "row_joins" in data:
            wanted["row"] = data["row_joins"]
        return wanted


class NewRowForm(forms.Form):
    """A row that a change adds."""

    parent = ParentField()
    name = forms.CharField(label=_("task name"), max_length=500)
    kind = forms.ChoiceField(label=_("kind"), choices=LEAF_KINDS, initial=KindOfRow.TASK)
    wbs_code = forms.CharField(label=_("WBS code"), max_length=60, required=False)
    team = forms.ModelChoiceField(Team.objects.filter(active=True), label=_("team"))
    phase = forms.ModelChoiceField(
        Phase.objects.all(), label=_("phase"), required=False, empty_label=_("as the row above")
    )
    assignee = forms.CharField(label=_("assignee"), max_length=200, required=False)
    planned_start = DayField(label=_("planned start"))
    planned_finish = DayField(label=_("planned finish"))
    planned_effort = forms.DecimalField(
        label=_("planned effort (person-days)"), required=False, min_value=0, max_digits=9, decimal_places=2
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="new_%s")

    def clean(self) -> dict[str, Any]:
        reads_dates(self)
        return self.cleaned_data

    def new_row(self) -> NewRow:
        return NewRow(**{**self.cleaned_data, "kind": KindOfRow(self.cleaned_data["kind"])})


class DecisionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(
        label=_("note of the decision"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


def default_effective(on: date, floor: date | None) -> date:
    """Today, or the first day that is allowed."""
    return max(on, floor) if floor else on


class ChoicesForm(forms.Form):
    """What the names of a WBS file mean, and what happens to what cannot be read."""

    team = forms.ModelChoiceField(
        Team.objects.filter(active=True), to_field_name="code", label=_("team of rows without one"), required=False,
        empty_label=_("none: every row must name its team or a person of it"),
    )  # fmt: skip
    leave_empty = forms.BooleanField(
        label=_("Leave out what cannot be read"), required=False,
        help_text=_("Values stay empty, links and rows listed below are not taken over."),
    )  # fmt: skip

    def __init__(self, data: Any, coming: DryRun) -> None:
        chosen = coming.choices
        super().__init__(data, initial={"team": chosen.team, "leave_empty": chosen.leave_empty})
        self.team_names = dict(enumerate(coming.unknown_teams))
        self.phase_names = dict(enumerate(coming.unknown_phases))
        if not coming.would_be_lost:
            del self.fields["leave_empty"]
        teams, phases = team_choices(), phase_choices()
        for number, name in self.team_names.items():
            self.fields[f"team_{number}"] = choice(name, teams, chosen.teams.get(name))
        for number, name in self.phase_names.items():
            new = (NEW_PHASE, _("make the phase “%(name)s”") % {"name": name})
            self.fields[f"phase_{number}"] = choice(name, [*phases, new], chosen.phases.get(name))

    @property
    def team_fields(self) -> list[forms.BoundField]:
        return [self[f"team_{number}"] for number in self.team_names]

    @property
    def phase_fields(self) -> list[forms.BoundField]:
        return [self[f"phase_{number}"] for number in self.phase_names]

    def choices(self) -> Choices:
        data = self.cleaned_data
        teams = {name: data[f"team_{number}"] for number, name in self.team_names.items()}
        phases = {name: data[f"phase_{number}"] for number, name in self.phase_names.items()}
        return Choices(
            teams={name: code for name, code in teams.items() if code},
            phases={name: code for name, code in phases.items() if code},
            team=data["team"].code if data.get("team") else "",
            leave_empty=data.get("leave_empty", False),
        )


def choice(name: str, choices: list[tuple[str, Any]], chosen: str | None) -> forms.ChoiceField:
    return forms.ChoiceField(label=name, choices=choices, required=False, initial=chosen)


def team_choices() -> list[tuple[str, Any]]:
    teams = [(team.code, team.label) for team in Team.objects.filter(active=True)]
    return [("", _("please choose")), *teams, (LEFT_OUT, _("by the people of the row"))]


def phase_choices() -> list[tuple[str, Any]]:
    return [("", _("no phase")), *((phase.code, phase.label) for phase in Phase.objects.all())]


class PageForm(forms.Form):
    page = forms.IntegerField(min_value=1, required=False)

    def number(self) -> int:
        return self.cleaned_data["page"] or 1 if self.is_valid() else 1

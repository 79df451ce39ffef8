"""The rows behind a figure: those of its scope that count in it, as far as the reader reaches, and their sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from progress.promises import promised
from progress.reach import PROJECT, reach_of
from progress.snapshot import row_facts
from progress.weekdata import Part, WeekRow
from projects.models import Member, Week, WeekState
from reports.content.rows import Amounts, FigureRow, Foot, total_label
from reports.gather.rows import event_between, task
from reports.gather.view import Look, WeekView, view_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ALL = "all"
NEGLIGIBLE = Decimal("0.000001")  # to what a row's amounts are kept (ProgressRecord)

type Facts = Mapping[str, bool]

# Which rows: label, and whether a row counts (`facts` are those of the week's counts, DOMAIN 5.3).
SHOWS: dict[str, tuple[StrOrPromise, Callable[[WeekRow, Facts], bool]]] = {
    ALL: (gettext_lazy("All rows"), lambda row, facts: True),
    "due": (pgettext_lazy("rows", "Due"), lambda row, facts: facts["due"]),
    "done": (pgettext_lazy("rows", "Done"), lambda row, facts: facts["done"]),
    "late": (pgettext_lazy("rows", "Late"), lambda row, facts: row.is_late),
    "started": (pgettext_lazy("rows", "Started"), lambda row, facts: facts["started"]),
    "due_this_week": (gettext_lazy("Due this week"), lambda row, facts: facts["due_this_week"]),
    "done_this_week": (gettext_lazy("Done this week"), lambda row, facts: facts["done_this_week"]),
    "milestones": (gettext_lazy("Milestones"), lambda row, facts: facts["milestones"]),
    "coming": (gettext_lazy("Planned this week"), lambda row, facts: facts["coming"]),
    "promised": (gettext_lazy("Promised for this week"), lambda row, facts: facts["promised"]),
    "kept": (gettext_lazy("Promised and done"), lambda row, facts: facts["promised"] and facts["done"]),
    "recovered": (gettext_lazy("No longer late"), lambda row, facts: facts["was_late"] and not row.is_late),
}
# How rows are ordered: label and key; the plan's own order where two are equal.
SORTS: dict[str, tuple[StrOrPromise, Callable[[WeekRow], Decimal]]] = {
    "": (gettext_lazy("in the order of the plan"), lambda row: Decimal(0)),
    "behind": (gettext_lazy("most effort behind first"), lambda row: row.delay_effort or Decimal(0)),
    "largest": (gettext_lazy("largest BAC first"), lambda row: -(row.bac or Decimal(0))),
}


@dataclass(frozen=True)
class Scope:
    """What a figure covers; "" is all."""

    team: str = ""
    phase: str = ""

    @classmethod
    def of(cls, text: str) -> Scope | None:
        """From "project", "team:MEM", "phase:IT" or "team:MEM/phase:IT"; None for anything else."""
        if text in ("", PROJECT):
            return cls()
        parts = [part.partition(":") for part in text.split("/")]
        names = [kind for kind, _colon, code in parts if code]
        if names not in (["team"], ["phase"], ["team", "phase"]) or len(names) != len(parts):
            return None
        return cls(**{kind: code for kind, _colon, code in parts})

    def __str__(self) -> str:
        parts = [f"{kind}:{code}" for kind, code in (("team", self.team), ("phase", self.phase)) if code]
        return "/".join(parts) or PROJECT

    def holds(self, row: WeekRow) -> bool:
        return self.team in ("", row.team) and self.phase in ("", row.phase)


@dataclass(frozen=True)
class Wanted:
    """The question: a scope, which of its rows, a text in code, name or assignee, and the order."""

    scope: str = PROJECT
    show: str = ALL
    text: str = ""
    sort: str = ""


@dataclass(frozen=True)
class RowsPage:
    """The rows that were asked for, and what is said about them."""

    view: WeekView
    scope: Scope
    wanted: Wanted
    rows: list[WeekRow]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def week(self) -> Week:
        return self.view.week

    @property
    def only_own(self) -> bool:
        """Whether rows of other teams count in this figure and are not shown."""
        return not self.scope.team and not self.view.reach.is_whole

    @property
    def is_whole_figure(self) -> bool:
        return self.wanted.show == ALL and not self.wanted.text and not self.only_own

    @property
    def name(self) -> str:
        """The scope in words."""
        parts = [self.view.team_name(self.scope.team)] if self.scope.team else []
        parts += [self.view.phase_name(self.scope.phase)] if self.scope.phase else []
        return " / ".join(parts) or _("Whole project")

    @property
    def scopes(self) -> list[tuple[str, str]]:
        """The scopes to choose from: the project, the reader's teams, the phases of those who see all."""
        codes = [(f"team:{code}", team.label) for code, team in self.view.teams.items()]
        codes += [(f"phase:{code}", phase.label) for code, phase in self.view.phases.items()]
        found = [(PROJECT, _("Whole project")), *((key, name) for key, name in codes if key in self.view.data.measures)]
        return found if str(self.scope) in dict(found) else [*found, (str(self.scope), self.name)]

    @cached_property
    def figure(self) -> Amounts:
        """The scope's own figure, as it stands on the dashboard and in the report."""
        values = self.view.data.measures.get(str(self.scope), {})
        return Amounts(*(values.get(name) for name in ("bac", "pv", "ev", "ac")))

    @property
    def feet(self) -> list[Foot]:
        """The sum of the rows; where it is the figure, the figure itself. What the rows do not make up is said."""
        sums = self.sums
        if self.is_whole_figure and agrees(sums, self.figure, len(self.rows)):
            return [Foot(total_label(len(self.rows)), self.figure)]
        feet = [Foot(total_label(len(self.rows)), sums)]
        return [*feet, Foot(_("%(scope)s: the figure") % {"scope": self.name}, self.figure)]

    @property
    def sums(self) -> Amounts:
        if self.view.data.baseline is None:
            return Amounts(ac=total(row.ac for row in self.rows))
        columns = ((row.bac, row.pv, row.ev, row.ac) for row in self.rows)
        return Amounts(*(total(column) for column in zip(*columns, strict=True)))

    def figure_rows(self, rows: Iterable[WeekRow]) -> list[FigureRow]:
        return [figure_row(self.view, row) for row in rows]


def total(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def agrees(sums: Amounts, figure: Amounts, rows: int) -> bool:
    """Whether sums over rows are the figure, but for the rounding of what is kept per row."""
    pairs = list(zip(sums.all, figure.all, strict=True))
    if any((one is None) != (other is None) for one, other in pairs):
        return False
    return all(abs(one - other) <= NEGLIGIBLE * rows for one, other in pairs if one is not None and other is not None)


def figure_row(view: WeekView, row: WeekRow) -> FigureRow:
    planned = (row.bac, row.pv, row.ev) if view.data.baseline else (None, None, None)
    return FigureRow(task(view, row), view.phase_name(row.phase), row.is_late, Amounts(*planned, row.ac))


def rows(user: Member, week: str, wanted: Wanted) -> RowsPage:
    """The rows of the scope that this reader reaches; Http404 for weeks and scopes out of reach."""
    powers = user.powers
    reach = reach_of(powers)
    found = Week.objects.exclude(state=WeekState.SKIPPED).filter(key=week).first()
    scope = Scope.of(wanted.scope)
    if found is None or scope is None or not (found.is_sealed or reach.unsealed) or not reach.sees_scope(str(scope)):
        raise Http404
    view = view_of(found, Look(Part(reach), opens_rows=powers.can("plan.read")))
    if (scope.team or scope.phase) and str(scope) not in view.data.measures:
        raise Http404
    past = past_of(view)
    in_scope = [(row, facts_of(view, row, past)) for row in view.data.rows if row.row.is_leaf and scope.holds(row)]
    counts = {name: sum(test(*pair) for pair in in_scope) for name, (_label, test) in SHOWS.items()}
    test = SHOWS[wanted.show][1]
    kept = [row for row, facts in in_scope if test(row, facts) and holds_text(row, wanted.text)]
    return RowsPage(view, scope, wanted, sorted(kept, key=SORTS[wanted.sort][1]), counts)


@dataclass(frozen=True)
class Past:
    """What the sealed week before said: the keys of the rows promised for this week, and of those late then."""

    promised: frozenset[str]
    late: frozenset[str]


def past_of(view: WeekView) -> Past:
    late = (row.row.key for row in view.before.late) if view.before else ()
    return Past(frozenset(promised(view.week)), frozenset(late))


def facts_of(view: WeekView, row: WeekRow, past: Past) -> Facts:
    key, facts = row.row.key, row_facts(row.row, view.status_date, view.week.week_key.monday)
    comes = row.row.actual_finish is None and event_between(row, *view.this_week) is not None
    return {**facts, "promised": key in past.promised, "was_late": key in past.late, "coming": comes}


def holds_text(row: WeekRow, text: str) -> bool:
    searched = f"{row.row.wbs_code} {row.row.id} {row.row.name} {row.row.assignee}".casefold()
    return text.casefold() in searched

"""Two sealed weeks beside each other, scope by scope, as far as the reader reaches."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse

from progress import weekdata
from progress.reach import PROJECT, Reach, reach_of
from projects.models import Member, Project, Week
from reports.content.week_figures import ScopeFigures
from reports.gather.scopes import figures_of


@dataclass(frozen=True)
class Pair:
    """A scope in both weeks; one of them is None where the scope was not there yet."""

    name: str
    before: ScopeFigures | None
    now: ScopeFigures | None


@dataclass(frozen=True)
class Comparison:
    week: Week
    other: Week
    weeks: list[Week]
    pairs: list[Pair]


def comparison(user: Member, key: str, other: str) -> Comparison:
    """Http404 unless both are sealed weeks; the earlier one comes first (five queries)."""
    weeks = list(Week.objects.sealed().order_by("status_date"))
    by_key = {week.key: week for week in weeks}
    if key not in by_key or other not in by_key:
        raise Http404
    first, second = sorted((by_key[key], by_key[other]), key=lambda week: week.status_date)
    measures = weekdata.measures_of([first, second])
    names = names_of(reach_of(user.powers))
    pairs = [
        Pair(name, *(scope_of(measures[week.pk], scope, name, week) for week in (first, second)))
        for scope, name in names.items()
    ]
    return Comparison(second, first, weeks, [pair for pair in pairs if pair.before or pair.now])


def names_of(reach: Reach) -> dict[str, str]:
    """Scope -> name: the project, the reader's teams, and the phases for those who see all."""
    teams, phases = weekdata.names()
    found = {PROJECT: Project.get().label}
    found |= {f"team:{code}": team.label for code, team in teams.items() if reach.sees(code)}
    return found | ({f"phase:{code}": phase.label for code, phase in phases.items()} if reach.is_whole else {})


def scope_of(measures: dict, scope: str, name: str, week: Week) -> ScopeFigures | None:
    values = measures.get(scope)
    return (
        None
        if values is None
        else figures_of(values, name, f"{reverse('reports:rows', args=[week.key])}?scope={scope}")
    )

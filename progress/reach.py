"""Whose figures a reader may see: the one filter of all that is read from sealed and open weeks (DESIGN, Access)."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from projects.models import Team
from projects.powers import Powers

PROJECT = "project"


@dataclass(frozen=True)
class Reach:
    """`teams` are codes, None is every team; `unsealed` tells whether figures that can still change are shown."""

    teams: frozenset[str] | None = None
    unsealed: bool = True

    @property
    def is_whole(self) -> bool:
        return self.teams is None

    def sees(self, team: str) -> bool:
        return self.teams is None or team in self.teams

    def sees_scope(self, scope: str) -> bool:
        """The project's totals are everybody's; a phase's would tell another team's where only two work in it."""
        return self.teams is None or scope == PROJECT or team_of(scope) in self.teams

    def records(self, records: QuerySet) -> QuerySet:
        """Those of the reader's teams."""
        return records if self.teams is None else records.filter(team__code__in=self.teams)


EVERYTHING = Reach()


def reach_of(powers: Powers) -> Reach:
    """What a person reaches: all for those who keep or watch the project, else the own teams (one query)."""
    unsealed = powers.can("figures.unsealed")
    if powers.can("figures.all"):
        return Reach(None, unsealed)
    own = powers.teams("dashboard.read") or frozenset()
    return Reach(frozenset(Team.objects.filter(pk__in=own).values_list("code", flat=True)), unsealed)


def team_of(scope: str) -> str | None:
    """ "MEM" of "team:MEM" and "team:MEM/phase:IT"; None where the scope names no team."""
    first = scope.split("/", maxsplit=1)[0]
    return first.removeprefix("team:") if first.startswith("team:") else None

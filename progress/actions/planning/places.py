"""Where rows stand: teams and phases by what files and changes call them, and room between rows of the outline."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, Max

from progress.models import WorkItem
from projects.models import Phase, Team

GAP = 1000  # between the sort keys of a freshly written plan, so that rows can be put in between
SPACES = re.compile(r"\s+")


def comparable(text: str) -> str:
    """One form for full and half width, capitals and blanks: how names of teams and phases are compared."""
    return SPACES.sub("", unicodedata.normalize("NFKC", text)).casefold()


@dataclass(frozen=True)
class Places:
    """The project's teams and phases, found by code or name."""

    teams: dict[str, Team] = field(default_factory=dict)
    phases: dict[str, Phase] = field(default_factory=dict)

    def team(self, text: str) -> Team | None:
        return self.teams.get(comparable(text))

    def phase(self, text: str) -> Phase | None:
        return self.phases.get(comparable(text))


def places() -> Places:
    """All teams and phases (two queries); where two share a name, the first in order has it.

    A team is also found by its company, when no other team is of that company.
    """
    teams = list(Team.objects.select_related("company"))
    return Places({**by_company(teams), **by_name(teams)}, by_name(Phase.objects.all()))


def by_company(teams: list[Team]) -> dict[str, Team]:
    count = Counter(team.company_id for team in teams)
    alone = [(team, team.company) for team in teams if team.company and count[team.company_id] == 1]
    return {comparable(name): team for team, company in alone for name in (company.name, company.name_2) if name}


def by_name(records: Iterable[Any]) -> dict[str, Any]:
    """Records by code and by their two names; a code goes before a name."""
    listed = list(records)
    found: dict[str, Any] = {comparable(record.code): record for record in listed}
    for record in listed:
        for name in filter(None, (record.name, record.name_2)):
            found.setdefault(comparable(name), record)
    return found


def last_below(parent: WorkItem | None) -> int:
    """The sort key of the last row under (and including) the parent; of the whole plan without one."""
    if parent is None:
        return WorkItem.objects.aggregate(last=Max("sort_key"))["last"] or 0
    last, level = parent.sort_key, [parent.pk]
    while level:
        rows = list(WorkItem.objects.filter(parent__in=level).values_list("pk", "sort_key"))
        last = max([last, *(key for _pk, key in rows)])
        level = [pk for pk, _key in rows]
    return last


def room_under(parent: WorkItem | None) -> int:
    """A free sort key behind the last row under the parent; later rows move down when there is no gap."""
    last = last_below(parent)
    later = WorkItem.objects.filter(sort_key__gt=last)
    following = later.order_by("sort_key").values_list("sort_key", flat=True).first()
    if following is None:
        return last + GAP
    if following - last < 2:
        later.update(sort_key=F("sort_key") + GAP)
        return last + GAP // 2
    return (last + following) // 2

"""What was accepted when: the values a team's rows had before an acceptance, read from the patches that undo it.

An acceptance that replaces an earlier revision of the same week (差替え) stands on it: going back beyond the week means
going back through both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from progress.domain.neutral import value_from_json
from progress.domain.rows import PlanRow
from progress.models import Acceptance
from projects.models import Team, Week


@dataclass(frozen=True)
class Before:
    """The plan before one week's acceptance: old values (JSON form) of what it changed, and the rows it made.

    `values`: work item id -> field -> value; `reports`: work item id -> id of the week of its last report;
    `made`: uuid of a work item -> the key under which its row was sent.
    """

    values: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    reports: Mapping[int, int | None] = field(default_factory=dict)
    made: Mapping[str, str] = field(default_factory=dict)

    def row(self, row: PlanRow, item: int) -> PlanRow:
        """The neutral row of a work item as it was then."""
        old = self.values.get(item)
        return replace(row, **{name: value_from_json(name, value) for name, value in old.items()}) if old else row


NOTHING = Before()


def standing(team: Team, week: Week) -> Acceptance | None:
    """The acceptance that stands for the team in this week."""
    return of_team(team).filter(submission__week=week).first()


def up_to(team: Team, week: Week) -> tuple[Acceptance | None, Acceptance | None]:
    """The acceptance that stands in this week, and the last one of an earlier week (one query)."""
    found = of_team(team).filter(submission__week__status_date__lte=week.status_date)
    latest = list(found.order_by("-submission__week__status_date", "-pk")[:2])
    this = latest.pop(0) if latest and latest[0].submission.week_id == week.pk else None
    return this, latest[0] if latest else None


def first_after(team: Team, week: Week) -> Acceptance | None:
    """An acceptance of a later week: what was accepted earlier cannot be changed under it."""
    return of_team(team).filter(submission__week__status_date__gt=week.status_date).first()


def after(week: Week) -> Before:
    """The plan before everything accepted for later weeks (one query; usually there is nothing yet)."""
    later = Acceptance.objects.filter(undone_at=None, submission__week__status_date__gt=week.status_date)
    latest_first = later.order_by("-submission__week__status_date", "-pk")
    return merged(one for each in latest_first for one in replaced_ones(each))


def submissions() -> dict[tuple[int | None, int | None], int]:
    """Which submission was accepted for a team in a week: (team id, week id) -> submission id (one query)."""
    rows = Acceptance.objects.filter(undone_at=None).values_list(
        "submission__team_id", "submission__week_id", "submission_id"
    )
    return {(team, week): submission for team, week, submission in rows}


def of_team(team: Team) -> QuerySet[Acceptance]:
    standing = Acceptance.objects.filter(undone_at=None, submission__team=team)
    return standing.select_related("submission__week").order_by("-pk")


def before(acceptance: Acceptance | None) -> Before:
    """The state before the acceptance and those it replaced."""
    return NOTHING if acceptance is None else merged(replaced_ones(acceptance))


def merged(latest_first: Iterable[Acceptance]) -> Before:
    """The state before all of them: the oldest has the last word."""
    values: dict[int, dict[str, Any]] = {}
    reports: dict[int, int | None] = {}
    made: dict[str, str] = {}
    for one in latest_first:
        for pk, pairs in one.inverse["items"].items():
            values.setdefault(int(pk), {}).update({name: old for name, (old, _new) in pairs.items()})
        reports |= {int(pk): week for pk, week in one.inverse["reported"].items()}
        made |= one.inverse["created"]
    return Before(values, reports, made)


def replaced_ones(acceptance: Acceptance) -> Iterator[Acceptance]:
    """The acceptance, the one it replaced, and so on back."""
    one: Acceptance | None = acceptance
    while one is not None:
        yield one
        earlier = one.inverse.get("replaces")
        one = Acceptance.objects.filter(pk=earlier).first() if earlier else None

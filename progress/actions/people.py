"""Which members the assignee texts of rows mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from progress.actions.planning.places import comparable
from progress.assessment import spellings
from progress.domain.checks import assignees
from progress.models import WorkItem
from projects.models import Member

Links = WorkItem.assignees.through


def members_by_name() -> dict[str, int]:
    """Primary keys of members by every spelling that means one person only."""
    found: dict[str, set[int]] = defaultdict(set)
    for member in Member.objects.filter(is_active=True):
        for name in spellings(member):
            found[comparable(name)].add(member.pk)
    return {name: next(iter(owners)) for name, owners in found.items() if len(owners) == 1}


def assign(items: Iterable[WorkItem]) -> None:
    """Link the rows with the members that their assignee texts mean (three queries)."""
    listed = list(items)
    if not listed:
        return
    people = members_by_name()
    link(
        {
            item.pk: sorted({people[name] for name in map(comparable, assignees(item.assignee)) if name in people})
            for item in listed
        }
    )


def link(members: Mapping[int, Iterable[int]]) -> None:
    """Make these the members of each work item (primary keys), and no others."""
    Links.objects.filter(workitem__in=list(members)).delete()
    pairs = [Links(workitem_id=item, member_id=member) for item, owners in members.items() for member in owners]
    Links.objects.bulk_create(pairs, batch_size=500)


def linked(items: Iterable[WorkItem]) -> dict[int, list[int]]:
    """The members of each work item, by primary keys (one query)."""
    found: dict[int, list[int]] = {item.pk: [] for item in items}
    for item, member in Links.objects.filter(workitem__in=list(found)).values_list("workitem_id", "member_id"):
        found[item].append(member)
    return found

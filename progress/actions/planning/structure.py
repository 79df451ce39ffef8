"""Where a row stands and what it waits for, as lines of a plan change carry it: the row above, the predecessors.

Rows are named as people call them (own id, else WBS code), links as plans write them: "1.2", "1.4SS+2".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from progress.actions.planning.places import comparable, room_under
from progress.exchange.values import LINK_SEPARATORS, link_of
from progress.models import Dependency, KindOfRow, PlanChangeLine, WorkItem
from progress.neutral import CALLED, link_text, predecessor_idents
from projects.jobs import Refused

PARENT, PREDECESSORS = "parent", "predecessors"
STRUCTURE = (PARENT, PREDECESSORS)


@dataclass(frozen=True)
class Bond:
    """A link that leads to a row, with its kind and lag (working days)."""

    predecessor: WorkItem
    kind: str
    lag: int

    @property
    def text(self) -> str:
        return link_text(self.predecessor.ident, self.kind, self.lag)


def links_in(text: str) -> list[str]:
    """The links of a text as people type it: "1.2, 1.4SS+2"."""
    return [part.strip() for part in LINK_SEPARATORS.split(text) if part.strip()]


def parent_of(item: WorkItem) -> str:
    return item.parent.ident if item.parent else ""


def predecessors_of(item: WorkItem) -> list[str]:
    """The links to the row as plans write them, in plan order (one query)."""
    return predecessor_idents({item.pk}).get(item.pk, [])


def parent_named(wanted: WorkItem | str | None) -> str:
    """What the row above is called; Refused when it is no summary row, "" for the top."""
    if not wanted:
        return ""
    above = row_called(wanted) if isinstance(wanted, str) else wanted
    if above.kind != KindOfRow.SUMMARY:
        raise Refused("parent_is_no_summary", row=str(above))
    return above.ident


def links_named(item: WorkItem, wanted: Sequence[str]) -> list[str]:
    """The links in one spelling; Refused when one leads nowhere, to the row itself, or round in a circle."""
    now = predecessors_of(item)
    if sorted(wanted) == sorted(now):
        return now
    bonds = bonds_of(wanted)
    refuse_circle(item, bonds)
    return list(dict.fromkeys(bond.text for bond in sorted(bonds, key=lambda bond: bond.predecessor.sort_key)))


def bonds_of(texts: Iterable[str]) -> list[Bond]:
    """The links of these texts; Refused when one names no row (one query)."""
    rows = Rows()
    return [Bond(rows.called(link.id), link.kind, link.lag) for link in map(link_of, texts)]


def row_called(name: str) -> WorkItem:
    """The one living row that is called so; Refused when there is none or several (one query)."""
    return Rows().called(name)


class Rows:
    """The living rows of the plan by what people call them."""

    def __init__(self) -> None:
        self.by_ident: dict[str, list[WorkItem]] = defaultdict(list)
        self.by_code: dict[str, list[WorkItem]] = defaultdict(list)
        for row in WorkItem.objects.live().only(*CALLED, "kind", "name", "status", "sort_key"):
            self.by_ident[comparable(row.ident)].append(row)
            self.by_code[comparable(row.wbs_code)].append(row)

    def called(self, name: str) -> WorkItem:
        found = self.named(name)
        if len(found) != 1:
            raise Refused("row_not_named", name=name)
        return found[0]

    def links(self, texts: Iterable[str]) -> list[str] | None:
        """The links in the one spelling of plans, in plan order; None when one leads to no row, or to several."""
        found = []
        for text in texts:
            link = link_of(text)
            named = self.named(text), self.named(link.id)
            rows = named[0] if len(named[0]) == 1 else named[1]
            if len(rows) != 1:
                return None
            found.append(Bond(rows[0], "FS", 0) if rows is named[0] else Bond(rows[0], link.kind, link.lag))
        return list(dict.fromkeys(bond.text for bond in sorted(found, key=lambda bond: bond.predecessor.sort_key)))

    def named(self, name: str) -> list[WorkItem]:
        wanted = comparable(name)
        return self.by_ident.get(wanted) or self.by_code.get(wanted, [])


def refuse_circle(item: WorkItem, bonds: Sequence[Bond]) -> None:
    """Refused when a new predecessor waits for the row itself (one query)."""
    before: dict[int, list[int]] = defaultdict(list)
    for predecessor, successor in Dependency.objects.values_list("predecessor_id", "successor_id"):
        before[successor].append(predecessor)
    for bond in bonds:
        seen, level = set[int](), [bond.predecessor.pk]
        while level:
            if item.pk in level:
                raise Refused("links_in_circle", row=str(item), name=bond.predecessor.ident)
            seen.update(level)
            level = [pk for one in level for pk in before[one] if pk not in seen]


def restructure(lines: Iterable[PlanChangeLine]) -> None:
    """Carry out the lines about parents and predecessors; the rows' other fields are written already."""
    for line in lines:
        if line.work_item is None:
            continue
        if line.field == PARENT:
            move_under(line.work_item, row_called(line.after) if line.after else None)
        elif line.field == PREDECESSORS:
            link(line.work_item, bonds_of(line.after or ()))


def move_under(item: WorkItem, parent: WorkItem | None) -> None:
    """Behind the last row under the new parent."""
    item.parent, item.sort_key = parent, room_under(parent)
    item.save(update_fields=["parent", "sort_key"])


def link(item: WorkItem, bonds: Sequence[Bond]) -> None:
    refuse_circle(item, bonds)
    item.predecessor_links.all().delete()
    Dependency.objects.bulk_create(
        Dependency(predecessor=bond.predecessor, successor=item, kind=bond.kind, lag=bond.lag) for bond in bonds
    )

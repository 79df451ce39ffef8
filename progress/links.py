"""The links of a file in the plan's words: what a team calls its rows by is not always what the plan calls them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from progress.actions.planning.places import comparable
from progress.domain.rows import PlanRow
from progress.exchange.matched import MatchedRow
from progress.exchange.reading import ReadRow, same_name
from progress.exchange.values import Link, link_of


class PlanNames:
    """What the plan calls the rows of a file, found by any id, code or name that the file has for them."""

    def __init__(self, rows: Iterable[MatchedRow], known: Mapping[str, PlanRow]) -> None:
        self.idents = {row.id for row in known.values()}
        self.by_id: dict[str, set[str]] = defaultdict(set)
        self.by_name: dict[str, set[str]] = defaultdict(set)
        for found in rows:
            ident = known[found.row.key].id if found.row.key in known else found.row.id
            for name in (found.row.id, found.read.row.id, found.read.own_id, found.row.wbs_code):
                self.by_id[comparable(name)].add(ident)
            self.by_name[same_name(found.row.name)].add(ident)

    def ident(self, name: str) -> str:
        """The one row that the file calls so; what names none of its rows, or several, stays as it is."""
        found = self.by_id.get(comparable(name)) or self.by_name.get(same_name(name), set())
        return next(iter(found)) if name and len(found) == 1 else name

    def links(self, read: ReadRow) -> tuple[Link, ...]:
        """The links that the file states of a row."""
        return tuple(dict.fromkeys(replace(link, id=self.ident(link.id)) for link in read.links))

    def planned(self, row: PlanRow) -> tuple[Link, ...]:
        """The links that the plan has to a row."""
        return tuple(Link(text) if text in self.idents else link_of(text) for text in row.predecessors)

    def change(self, read: ReadRow, base: PlanRow) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """The plan's links and the file's, as plans write them; None when they are the same in another notation."""
        stated = self.links(read)
        if plain(stated) == plain(self.planned(base)):
            return None
        return base.predecessors, tuple(link.text for link in stated)


def plain(links: Iterable[Link]) -> set[tuple[str, str, int]]:
    return {(comparable(link.id), link.kind, link.lag) for link in links}

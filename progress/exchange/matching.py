"""Which known row each read row is (DESIGN, "Row identity"). Exact only; what is ambiguous is asked, not guessed. Pure.

The caller passes only the submitting team's rows (with the summary rows above them): ids are looked up nowhere else.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace

from progress.domain.rows import Kind, PlanRow
from progress.exchange.matched import Ask, MatchedRow, Matching
from progress.exchange.reading import Reading, ReadRow, count, print_of, same_name
from progress.exchange.values import Link, link_of

MOST_CANDIDATES = 8
KEY_DIGITS = 16
REPLACED_SHARE, FEWEST_REPLACED = 0.8, 5
ROW_FIELDS = frozenset(item.name for item in fields(PlanRow)) - {"kind"}


def match(reading: Reading, known_rows: Iterable[PlanRow], answers: Mapping[str, str] | None = None) -> Matching:
    """Each row of the reading with the known row it is; `answers` fingerprint -> key, "" for a new row."""
    search = Search(reading, list(known_rows), answers or {})
    search.run()
    missing = search.missing()
    replaced = is_replaced(len(search.rows), len(search.found), len(search.known), len(missing))
    asks = () if replaced else tuple(search.asks())
    rows, groups = merged(search, {ask.number for ask in asks})
    return Matching(
        tuple(rows),
        tuple(groups),
        tuple(missing),
        asks,
        tuple(search.copied),
        search.foreign,
        replaced,
    )


def is_replaced(read: int, found: int, known: int, missing: int) -> bool:
    """Whether the file is another plan: nearly all known rows are missing and nearly all its rows are new."""
    if known < FEWEST_REPLACED or not read:
        return False
    return missing >= REPLACED_SHARE * known and read - found >= REPLACED_SHARE * read


@dataclass(frozen=True, slots=True)
class Known:
    """A known row with what it is found by."""

    row: PlanRow
    path: tuple[str, ...]


Identity = Callable[[Known], Hashable | None]
ReadIdentity = Callable[[ReadRow], Hashable | None]


class Search:
    """The rules in DESIGN's order; `found` is position of the read row -> key, `how` the rule that found it."""

    def __init__(self, reading: Reading, known: Sequence[PlanRow], answers: Mapping[str, str]) -> None:
        self.reading = reading
        self.rows = reading.rows
        self.known = {row.key: Known(row, path) for row, path in zip(known, paths(known), strict=True)}
        self.answers = answers
        self.found: dict[int, str] = {}
        self.how: dict[int, str] = {}
        self.doubts: dict[int, tuple[str, tuple[str, ...]]] = {}
        self.closed: set[int] = set()  # decided to be new, or in doubt for good
        self.copied: list[int] = []
        self.foreign = 0

    def run(self) -> None:
        self.by_hidden_id()
        self.by_answer()
        self.by_rule("own_id", self.own_id, self.known_id)
        self.by_rule("own_id", id_name, called_by_code)
        self.by_rule("code_name", code_name, lambda known: code_and_name(known.row.wbs_code, known.row.name))
        self.by_rule("path_name", path_name, lambda known: place_of(known.path, known.row.name))
        self.by_stated_path()
        self.suggest()

    def own_id(self, row: ReadRow) -> Hashable | None:
        """Running numbers move when a row is inserted: they count only together with the name."""
        if not row.own_id:
            return None
        return (row.own_id, same_name(row.row.name)) if self.reading.ids_are_numbers else row.own_id

    def known_id(self, known: Known) -> Hashable | None:
        """The id of its own; a row that is called by its WBS code has none: 46 is another row in another numbering."""
        if known.row.id in (known.row.key, known.row.wbs_code):
            return None
        return (known.row.id, same_name(known.row.name)) if self.reading.ids_are_numbers else known.row.id

    def take(self, position: int, key: str, how: str) -> None:
        self.found[position], self.how[position] = key, how
        self.doubts.pop(position, None)

    def free_keys(self) -> list[str]:
        taken = set(self.found.values())
        return [key for key in self.known if key not in taken]

    def free_rows(self) -> list[int]:
        settled = self.closed | set(self.found)
        return [position for position in range(len(self.rows)) if position not in settled]

    def by_hidden_id(self) -> None:
        bearers: dict[str, list[int]] = defaultdict(list)
        for position, row in enumerate(self.rows):
            if row.hidden_id in self.known:
                bearers[row.hidden_id].append(position)
            elif row.hidden_id:
                self.foreign += 1
        for key, positions in bearers.items():
            self.settle_bearers(key, positions)

    def settle_bearers(self, key: str, positions: list[int]) -> None:
        """A hidden id found twice stays with the row whose name is unchanged; the others are new and reported."""
        name = same_name(self.known[key].row.name)
        unchanged = [position for position in positions if same_name(self.rows[position].row.name) == name]
        keepers = positions if len(positions) == 1 else unchanged
        if len(keepers) == 1:
            self.take(keepers[0], key, "hidden_id")
        for position in positions:
            if position not in self.found:
                self.doubt_copy(position, key, decided=len(keepers) == 1)

    def doubt_copy(self, position: int, key: str, *, decided: bool) -> None:
        answered = self.answers.get(self.rows[position].fingerprint)
        if decided or answered == "":
            self.closed.add(position)
            self.copied.append(self.rows[position].number)
        else:
            self.doubts[position] = ("copied", (key,))

    def by_answer(self) -> None:
        taken = set(self.found.values())
        for position in self.free_rows():
            key = self.answers.get(self.rows[position].fingerprint)
            if key == "":
                self.closed.add(position)
                self.doubts.pop(position, None)
            elif key in self.known and key not in taken:
                self.take(position, key, "remembered")
                taken.add(key)
        self.closed |= set(self.doubts)

    def by_rule(self, how: str, of_row: ReadIdentity, of_known: Identity) -> None:
        """Pairs that are each other's only one by this identity; several are in doubt for now."""
        rows = grouped((position, of_row(self.rows[position])) for position in self.free_rows())
        known = grouped((key, of_known(self.known[key])) for key in self.free_keys())
        for identity, positions in rows.items():
            keys = known.get(identity, [])
            if len(positions) == 1 and len(keys) == 1:
                self.take(positions[0], keys[0], how)
            elif keys:
                for position in positions:
                    self.doubts.setdefault(position, ("several", tuple(keys[:MOST_CANDIDATES])))

    def by_stated_path(self) -> None:
        """Path + name where the file states less of the path than the plan, or more: what both state must agree."""
        by_name = grouped((key, same_name(self.known[key].row.name) or None) for key in self.free_keys())
        fitting = {
            position: [
                key
                for key in by_name.get(same_name(self.rows[position].row.name), ())
                if agrees(self.rows[position], self.known[key], self.reading.fields)
            ]
            for position in self.free_rows()
        }
        wanted = count(key for keys in fitting.values() for key in keys)
        for position, keys in fitting.items():
            if len(keys) == 1 and wanted[keys[0]] == 1:
                self.take(position, keys[0], "path_name")
            elif keys:
                self.doubts.setdefault(position, ("several", tuple(keys[:MOST_CANDIDATES])))

    def suggest(self) -> None:
        """Rows that would be new, beside missing rows with their id, code or name."""
        free = [self.known[key] for key in self.free_keys()]
        by_id = grouped((known.row.key, known.row.id or None) for known in free)
        by_code = grouped((known.row.key, known.row.wbs_code or None) for known in free)
        by_name = grouped((known.row.key, same_name(known.row.name) or None) for known in free)
        for position in self.free_rows():
            row = self.rows[position]
            renamed = by_id.get(row.own_id) or by_code.get(row.row.wbs_code)
            moved = by_name.get(same_name(row.row.name))
            for reason, keys in (("moved", moved), ("renamed", renamed)):
                if keys and len(keys) == 1:
                    self.doubts.setdefault(position, (reason, tuple(keys)))

    def asks(self) -> list[Ask]:
        """The doubts whose candidates are still free."""
        free = set(self.free_keys())
        found = []
        for position, (reason, keys) in sorted(self.doubts.items()):
            row = self.rows[position]
            candidates = tuple(key for key in keys if key in free)
            if candidates:
                found.append(Ask(row.fingerprint, row.number, row.row.name, reason, candidates))
        return found

    def missing(self) -> list[str]:
        """Known rows that the file does not have; summary rows only where the file has a tree of its own."""
        implied = set(self.groups().values())
        counted = self.reading.hierarchy != "none"
        return [
            key
            for key in self.free_keys()
            if key not in implied and (counted or self.known[key].row.kind is not Kind.SUMMARY)
        ]

    def groups(self) -> dict[int, str]:
        """Implied summary rows that are known rows, by path and name; a task that the file cuts into rows is one."""
        free = [self.known[key] for key in self.free_keys()]
        places = grouped((known.row.key, place_of(known.path, known.row.name)) for known in free)
        rows = enumerate(self.reading.groups)
        candidates = ((position, places.get(path_name(row), [])) for position, row in rows)
        return {position: keys[0] for position, keys in candidates if len(keys) == 1}


def grouped[T](pairs: Iterable[tuple[T, Hashable | None]]) -> dict[Hashable, list[T]]:
    found: dict[Hashable, list[T]] = defaultdict(list)
    for item, identity in pairs:
        if identity is not None:
            found[identity].append(item)
    return found


def id_name(row: ReadRow) -> Hashable | None:
    return code_and_name(row.own_id, row.row.name)


def called_by_code(known: Known) -> Hashable | None:
    """Code and name of a row that has no other id."""
    return code_and_name(known.row.id, known.row.name) if known.row.id == known.row.wbs_code else None


def code_name(row: ReadRow) -> Hashable | None:
    return code_and_name(row.row.wbs_code, row.row.name)


def code_and_name(code: str, name: str) -> Hashable | None:
    return (code, same_name(name)) if code and name else None


def path_name(row: ReadRow) -> Hashable | None:
    return place_of(row.path, row.row.name)


def place_of(path: Iterable[str], name: str) -> Hashable | None:
    return (*map(same_name, path), same_name(name)) if name else None


def agrees(row: ReadRow, known: Known, fields: frozenset[str]) -> bool:
    """Whether nothing that both state about code, phase and path differs."""
    read = row.row
    if read.wbs_code and known.row.wbs_code and read.wbs_code != known.row.wbs_code:
        return False
    if "phase" in fields and read.phase and known.row.phase and read.phase != known.row.phase:
        return False
    shorter, longer = sorted(([same_name(name) for name in path] for path in (row.path, known.path)), key=len)
    rest = iter(longer)
    return all(name in rest for name in shorter)


def paths(rows: Sequence[PlanRow]) -> list[tuple[str, ...]]:
    """The names of the ancestors of each row, the top one first."""
    by_id = {row.id: row for row in rows}
    return [path_of(row, by_id) for row in rows]


def path_of(row: PlanRow, by_id: Mapping[str, PlanRow]) -> tuple[str, ...]:
    names: list[str] = []
    seen = {row.id}
    above = by_id.get(row.parent)
    while above is not None and above.id not in seen:
        seen.add(above.id)
        names.append(above.name)
        above = by_id.get(above.parent)
    return tuple(reversed(names))


def merged(search: Search, asked: set[int]) -> tuple[list[MatchedRow], list[MatchedRow]]:
    """The file's values over the known rows, with parents and predecessors in one set of ids."""
    group_keys = search.groups()
    pairs = [(row, search.known.get(search.found.get(at, ""))) for at, row in enumerate(search.rows)]
    group_pairs = [(row, search.known.get(group_keys.get(at, ""))) for at, row in enumerate(search.reading.groups)]
    names = Names(search.reading, [*pairs, *group_pairs], new_keys(search.reading))
    rows = [
        MatchedRow(names.merge(row, known), search.how.get(at, "ask" if row.number in asked else "new"), row)
        for at, (row, known) in enumerate(pairs)
    ]
    groups = [MatchedRow(names.merge(row, known), "path_name" if known else "new", row) for row, known in group_pairs]
    return rows, groups


def new_keys(reading: Reading) -> dict[str, str]:
    """The key of each row while nobody knows it: made of what it is called, for its line moves when rows come in."""
    seen: Counter[str] = Counter()
    found = {}
    for read in reading.rows:
        own_id = "" if reading.ids_are_numbers else read.own_id
        sign = print_of((own_id, read.row.wbs_code, *read.path, read.row.name))[:KEY_DIGITS]
        seen[sign] += 1
        found[read.row.key] = f"new:{sign}" + (f"-{seen[sign]}" if seen[sign] > 1 else "")
    return found


class Names:
    """What rows are called in the result: the file's own ids and codes where it states them, else the plan's."""

    def __init__(
        self, reading: Reading, pairs: Sequence[tuple[ReadRow, Known | None]], keys: Mapping[str, str]
    ) -> None:
        self.reading = reading
        self.keys = keys
        self.fields = reading.fields & ROW_FIELDS
        self.of_file: dict[str, str] = {}
        self.of_plan: dict[str, str] = {}
        for row, known in pairs:
            if known:
                final = self.id(row, known)
                self.of_file.setdefault(row.row.id, final)
                self.of_plan[known.row.id] = final
            elif row.row.id == row.row.key:
                self.of_file.setdefault(row.row.id, self.key(row))

    def key(self, row: ReadRow) -> str:
        return self.keys.get(row.row.key, row.row.key)

    def id(self, row: ReadRow, known: Known | None) -> str:
        stated = row.own_id or row.row.wbs_code
        if known and (not stated or (self.reading.ids_are_numbers and row.own_id)):
            return known.row.id
        return row.row.id

    def merge(self, read: ReadRow, known: Known | None) -> PlanRow:
        row = read.row
        parent, predecessors = self.of_file.get(row.parent, row.parent), named(read.links, self.of_file)
        if known is None:
            key = self.key(read)
            ident = key if row.id == row.key else row.id
            return replace(row, key=key, id=ident, parent=parent, predecessors=predecessors)
        before = known.row
        unread = {problem.field for problem in read.problems}
        row = replace(row, parent=parent, predecessors=predecessors)
        spoken = {name: getattr(row, name) for name in self.fields - unread}
        stands = {
            "parent": self.of_plan.get(before.parent, before.parent),
            "predecessors": named((planned_link(text, self.of_plan) for text in before.predecessors), self.of_plan),
            "kind": row.kind if read.kind_stated or row.kind is Kind.SUMMARY else before.kind,
            "id": self.id(read, known),
        }
        return replace(before, **(stands | spoken))


def named(links: Iterable[Link], names: Mapping[str, str]) -> tuple[str, ...]:
    """Predecessors by the names of one set of ids, as plans write them."""
    return tuple(replace(link, id=names.get(link.id, link.id)).text for link in links)


def planned_link(text: str, names: Mapping[str, str]) -> Link:
    """A link as the plan writes it; what is an id itself, or names no row here, stays as it is."""
    found = link_of(text)
    return found if text not in names and found.id in names else Link(text)

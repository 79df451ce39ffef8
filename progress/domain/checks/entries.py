"""From hits to what people read: one cause is one finding (DOMAIN 4.3).

* Late rows. All hits of the family LATE on a row are one entry of kind "late". Its code is the hit that asks for most
  (`IMPORTANCE`: first what is missing or impossible, then what is true), `parts` are all of them, and
  `values["missing"]` names which of delay_reason, countermeasure and forecast_finish are to be filled in.
* Mass. A check that hits over 30 % of the rows, and at least 5, becomes one entry of kind "mass". The share is of all
  rows of the submission; for a check that offers a declaration ("this team keeps no effort / links / actual effort",
  `values["declares"]`) it is of the rows the check looks at, so that finished rows do not hide a missing habit.
* Plan homework 計画の宿題. Hits of the family PLAN known from the last accepted revision stand as one entry per check,
  kind "homework"; new or changed ones are entries of their own, a new cycle one entry for all its rows. Without an
  accepted revision everything is homework.
* Findings on plan fields that equal the live plan are the PMO's: audience "pmo", never blocking. Groups are made
  apart for each audience.
* Everything else is one entry per hit, kind "row".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from progress.domain.checks import model
from progress.domain.checks.board import Board
from progress.domain.checks.context import Context
from progress.domain.checks.late import late_values, missing
from progress.domain.checks.model import Check, Clears, EachRow, Family, Hit, Severity
from progress.domain.checks.names import plain
from progress.domain.checks.runner import board_of, label
from progress.domain.checks.table import BY_CODE
from progress.domain.rows import PlanRow

MASS_SHARE = Decimal("0.3")
MASS_MINIMUM = 5
ROWS_NAMED = 5  # rows a group names in its sentence
IMPORTANCE = ("G042", "G043", "G044", "G045", "G085", "G041", "G055", "G054", "G040", "G046")
SEVERITIES, CLEARS = tuple(Severity), tuple(Clears)


class EntryKind(StrEnum):
    ROW = "row"
    LATE = "late"
    HOMEWORK = "homework"
    MASS = "mass"


class Audience(StrEnum):
    TEAM = "team"
    PMO = "pmo"


@dataclass(frozen=True, slots=True)
class Entry:
    """One cause: what becomes one finding.

    `severity` is the gravest of its parts, `clears` the strongest way among the parts of that severity. `key` and
    `field` say where it is anchored ("" for a group or the submission), `rows` are the keys of all rows it is about.
    """

    code: str
    parts: tuple[str, ...]
    severity: Severity
    clears: Clears
    key: str
    field: str
    values: dict[str, str]
    rows: tuple[str, ...]
    fingerprint: str
    kind: EntryKind
    audience: Audience = Audience.TEAM

    @property
    def blocking(self) -> bool:
        """Whether it holds up acceptance while nobody has taken an answer to it."""
        return self.audience is Audience.TEAM and model.blocks(self.severity, self.clears)

    @property
    def missing(self) -> tuple[str, ...]:
        """Fields of a late row that are to be filled in."""
        return tuple(filter(None, self.values.get("missing", "").split(",")))

    @property
    def identity(self) -> str:
        """The same cause in the next revision, whatever its values are then."""
        if self.kind is EntryKind.LATE:
            return f"late:{self.key}"
        if self.kind is EntryKind.ROW:
            return f"{self.code}:{self.key or self.values.get('row', '')}:{self.field}"
        return f"{self.kind}:{self.code}:{self.audience}"


def entries(hits: Iterable[Hit], rows: Sequence[PlanRow], context: Context) -> tuple[Entry, ...]:
    """The findings that the hits of `run(rows, context)` amount to, the weightiest first, then in the order of rows."""
    desk = _Desk(rows, context)
    late: dict[str, list[Hit]] = defaultdict(list)
    others: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        if BY_CODE[hit.code].family is Family.LATE:
            late[hit.key].append(hit)
        else:
            others[hit.code].append(hit)
    made = [desk.late_entry(key, parts) for key, parts in late.items()]
    for code, found in others.items():
        made += desk.entries_of(BY_CODE[code], found)
    return tuple(sorted(made, key=desk.weight))


class _Desk:
    """Where the hits of one run are sorted into entries."""

    def __init__(self, rows: Sequence[PlanRow], context: Context) -> None:
        self.context = context
        self.board: Board = board_of(rows, context)
        self.row_of = {row.key: row for row in reversed(self.board.rows)}
        self.place = {row.key: place for place, row in reversed(list(enumerate(rows)))}

    def weight(self, entry: Entry) -> tuple[bool, int, int, int, str]:
        place = min((self.place.get(key, -1) for key in entry.rows), default=-1)
        severity, clears = SEVERITIES.index(entry.severity), CLEARS.index(entry.clears)
        return not entry.blocking, severity, clears, place, entry.code

    def late_entry(self, key: str, hits: list[Hit]) -> Entry:
        """One entry for everything that is late about a row."""
        parts = sorted(hits, key=lambda hit: IMPORTANCE.index(hit.code))
        gravest = min((hit.severity for hit in parts), key=SEVERITIES.index)
        strongest = min((hit.clears for hit in parts if hit.severity is gravest), key=CLEARS.index)
        values = self.late_values(key, parts)
        codes = tuple(hit.code for hit in parts)
        return Entry(
            code=codes[0], parts=codes, severity=gravest, clears=strongest, key=key, field=parts[0].field,
            values=values, rows=(key,), kind=EntryKind.LATE,
            fingerprint=model.fingerprint("late", key, sorted(codes), model.lasting(values, key)),
        )  # fmt: skip

    def late_values(self, key: str, parts: Sequence[Hit]) -> dict[str, str]:
        """The values of all parts, the most important last; then the lateness itself and what is missing."""
        values: dict[str, str] = {}
        for hit in reversed(parts):
            own = {"forecast": hit.values["value"]} if hit.code in ("G045", "G054") else {}
            values |= hit.values | own
        row = self.row_of.get(key)
        if row is not None and self.board.lateness(row) is not None:
            values |= {name: model.text(value) for name, value in late_values(row, self.board).items()}
            values["missing"] = ",".join(missing(row, self.board))
        return values | {"kind": EntryKind.LATE.value, "parts": ",".join(hit.code for hit in parts)}

    def entries_of(self, check: Check, hits: Sequence[Hit]) -> Iterator[Entry]:
        """The entries of one check that is not about lateness."""
        for audience in Audience:
            mine = [hit for hit in hits if self.audience_of(check, hit) is audience]
            if not mine:
                continue
            if check.family is Family.PLAN:
                yield from self.plan_entries(check, mine, audience, is_mass=self.is_mass(check, hits))
            elif self.is_mass(check, hits):
                yield self.group(check, mine, EntryKind.MASS, audience)
            else:
                yield from (row_entry([hit], audience) for hit in mine)

    def plan_entries(self, check: Check, hits: list[Hit], audience: Audience, *, is_mass: bool) -> Iterator[Entry]:
        """Known ones, or far too many, as one entry; new or changed ones by themselves."""
        known = self.context.previous_hits
        if is_mass and check.declares:
            yield self.group(check, hits, EntryKind.MASS, audience)
            return
        standing = [hit for hit in hits if is_mass or known is None or hit.fingerprint in known]
        if standing:
            yield self.group(check, standing, EntryKind.HOMEWORK, audience)
        fresh = [hit for hit in hits if not (is_mass or known is None or hit.fingerprint in known)]
        yield from (row_entry(same, audience) for same in causes(fresh))

    def is_mass(self, check: Check, hits: Sequence[Hit]) -> bool:
        """Whether a check hits too many rows to be about single ones."""
        count = len({hit.key or hit.values.get("row", "") for hit in hits})
        return count >= MASS_MINIMUM and count > MASS_SHARE * self.looked_at(check)

    def looked_at(self, check: Check) -> int:
        if check.code == "G063":
            return len(self.board.previous_ids)
        if check.declares and isinstance(check.condition, EachRow):
            return len(self.board.rows_of(check.condition.rows))
        return len(self.board.rows)

    def audience_of(self, check: Check, hit: Hit) -> Audience:
        """The PMO's when all plan fields the check judges stand in the row as in the live plan."""
        row, live = self.row_of.get(hit.key), self.context.planned(hit.key)
        if not check.plan or row is None or live is None:
            return Audience.TEAM
        same = all(comparable(getattr(row, name)) == comparable(getattr(live, name)) for name in check.plan)
        return Audience.PMO if same else Audience.TEAM

    def group(self, check: Check, hits: Sequence[Hit], kind: EntryKind, audience: Audience) -> Entry:
        """One entry for many rows. Homework stays the same finding as rows come and go, a mass does not."""
        keys = tuple(dict.fromkeys(hit.key for hit in hits if hit.key))
        names = list(dict.fromkeys(self.called(hit) for hit in hits))
        several = [] if kind is EntryKind.HOMEWORK else sorted(hit.fingerprint for hit in hits)
        return Entry(
            code=check.code, parts=(check.code,), severity=hits[0].severity, clears=hits[0].clears,
            key="", field=hits[0].field, rows=keys, kind=kind, audience=audience,
            values=group_values(kind, names, check.declares if kind is EntryKind.MASS else ""),
            fingerprint=model.fingerprint(kind, check.code, audience, several),
        )  # fmt: skip

    def called(self, hit: Hit) -> str:
        row = self.row_of.get(hit.key)
        return hit.values.get("row") or (label(row) if row else "") or hit.values.get("task") or hit.key


def group_values(kind: EntryKind, names: Sequence[str], declares: str) -> dict[str, str]:
    """What a sentence about many rows needs: how many, and the first of them."""
    more = ", …" if len(names) > ROWS_NAMED else ""
    values = {"kind": kind.value, "count": str(len(names)), "named": ", ".join(names[:ROWS_NAMED]) + more}
    return values | {"declares": declares} if declares else values


def row_entry(hits: Sequence[Hit], audience: Audience) -> Entry:
    """One entry for one hit, or for the hits of one cause (a cycle), anchored at the first."""
    hit = hits[0]
    keys = tuple(dict.fromkeys(same.key for same in hits if same.key))
    return Entry(
        code=hit.code, parts=(hit.code,), severity=hit.severity, clears=hit.clears, key=hit.key, field=hit.field,
        values=dict(hit.values), rows=keys, fingerprint=hit.fingerprint, kind=EntryKind.ROW, audience=audience,
    )  # fmt: skip


def causes(hits: Iterable[Hit]) -> Iterable[list[Hit]]:
    """Hits that belong together: all rows of one cycle (G083); every other hit is alone."""
    together: Mapping[tuple[str, str], list[Hit]] = defaultdict(list)
    for hit in hits:
        together[hit.code, hit.values["number"] if hit.code == "G083" else hit.fingerprint].append(hit)
    return together.values()


def comparable(value: object) -> object:
    """Plan values so that equal ones compare equal: links in any order, texts in one width."""
    if isinstance(value, tuple):
        return frozenset(plain(name) for name in value)
    return plain(value) if isinstance(value, str) else value

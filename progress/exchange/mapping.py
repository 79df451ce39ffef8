"""Reads the rows of a sheet by a column map into neutral rows; every non-empty row has one destination. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from progress.domain.rows import Kind, PlanRow
from progress.exchange import dates, values
from progress.exchange.cells import letter
from progress.exchange.columns import ColumnMap
from progress.exchange.dates import Period
from progress.exchange.hierarchy import Node, build, name_by_levels
from progress.exchange.pairs import Pairs
from progress.exchange.raw import Cell, CellKind, RawBook, RawSheet
from progress.exchange.reading import Aside, Note, Problem, Reading, ReadRow, same_name
from progress.exchange.scales import percent_scale
from progress.exchange.sorting import Line, Sorter
from progress.exchange.spellings import DATE_FIELDS, EFFORT_FIELDS, KNOWN_UNUSED, LEVEL_FIELDS, MILESTONE_MARKS, key
from progress.exchange.status_dates import settled, status_date
from progress.exchange.values import Link, Rates

LONGEST: Mapping[str, int] = {
    "name": 500, "wbs_code": 60, "id": 60, "assignee": 200, "deliverable": 300, "delay_reason": 2_000,
    "countermeasure": 2_000, "note": 4_000, "change_number": 60, "phase": 100, "team": 100, "parent": 500,
}  # fmt: skip
TEXTS = ("assignee", "deliverable", "delay_reason", "countermeasure", "note", "change_number")
CODED_NAME = re.compile(r"(\d+(?:[.\-]\d+)*)[.\s\u3000]\s*(\S.*)", re.DOTALL)
FEWEST_CODED, SHARE_CODED = 3, 0.8
MOST_SHOWN = 5
VALUE_SHOWN = 60
# Fields of the file that are not fields of a neutral row, or say only where a row belongs.
STRUCTURE = frozenset((*LEVEL_FIELDS, *KNOWN_UNUSED, "level", "row_id", "id", "team"))


def apply(raw: RawBook, column_map: ColumnMap, project_period: Period, rates: Rates | None = None) -> Reading:
    """The reading of `column_map.sheet`; KeyError when the book has no such sheet.

    `project_period` gives text dates without a year their year; `rates` turn hours and months into person-days.
    """
    sheet = raw.sheet(column_map.sheet)
    if sheet is None:
        raise KeyError(column_map.sheet)
    lines, asides, joined = sorted_rows(sheet, column_map)
    reader = Reader(sheet, column_map, project_period, rates or Rates(), lines)
    rows, groups, method = reader.read()
    stated = status_date(sheet, column_map.header_rows[0])
    return Reading(
        sheet.name,
        fields_of(column_map, reader.splits_codes, method) | joined,
        tuple(numbered(rows)),
        tuple(groups),
        tuple(aside for aside in asides if aside.reason != "no_name"),
        tuple(aside for aside in asides if aside.reason == "no_name"),
        tuple(notes_of(sheet, rows)),
        method,
        are_running_numbers(rows),
        settled(stated, project_period),
    )


def sorted_rows(sheet: RawSheet, column_map: ColumnMap) -> tuple[list[Line], list[Aside], frozenset[str]]:
    """The rows to be read, the others, and the fields that lower halves of rows give."""
    sorter = Sorter(sheet, column_map)
    pairs = Pairs(sorter)
    lines: list[Line] = []
    asides: list[Aside] = []
    for row in sheet.rows:
        if lines and pairs.belongs(row, lines[-1]):
            pairs.join(row, lines[-1])
            asides.append(Aside(row, "actual"))
        elif isinstance(found := sorter.sort(row), Line):
            lines.append(found)
        else:
            asides.append(found)
    return lines, asides, pairs.fields


def fields_of(column_map: ColumnMap, splits_codes: bool, method: str) -> frozenset[str]:
    """The fields of a neutral row that the file speaks about."""
    found = set(column_map.fields - STRUCTURE) | {"name"}
    found |= {"wbs_code"} if splits_codes else set()
    found.discard("parent")
    return frozenset(found | ({"parent"} if method != "none" else set()))


@dataclass(slots=True)
class Draft:
    """A row between its cells and its neutral form."""

    line: Line
    node: Node
    values: dict[str, Any]
    problems: list[Problem]
    links: tuple[Link, ...] = ()

    @property
    def id(self) -> str:
        """What the team calls the row."""
        return self.node.id or self.node.code

    def names(self) -> list[str]:
        """What a predecessor column may call the row, the surest first."""
        whole = self.line.text("name")
        return [self.node.id, self.node.code, self.line.text("row_id"), self.line.text("number"), whole, self.node.name]


class Reader:
    """Reads the lines of one sheet: values, tree, kinds, links."""

    def __init__(self, sheet: RawSheet, column_map: ColumnMap, period: Period, rates: Rates, lines: list[Line]) -> None:
        self.sheet = sheet
        self.map = column_map
        self.period = period
        self.rates = rates
        self.lines = lines
        self.columns = Sorter(sheet, column_map).columns
        self.splits_codes = "wbs_code" not in self.columns and names_are_coded(lines)
        self.scale = self.percent_scale()
        self.keeps_effort = any(positive(line.cells.get("planned_effort")) for line in lines)

    def percent_scale(self) -> str:
        if self.map.percent_scale != "auto":
            return self.map.percent_scale
        cells = (line.cells["percent"] for line in self.lines if "percent" in line.cells)
        header = self.map.headers.get(self.map.letter_of("percent") or "", "")
        return percent_scale(cells, "%" in key(header))[0]

    def read(self) -> tuple[list[ReadRow], list[ReadRow], str]:
        drafts = [self.draft(line) for line in self.lines]
        tree = build([draft.node for draft in drafts], self.sheet, self.columns, self.map.hierarchy)
        self.carry_phases(drafts)
        idents = Idents(drafts, self.sheet.name)
        rows = [self.row_of(draft, idents) for draft in drafts]
        groups = [group_row(self.sheet.name, node, idents) for node in tree.groups]
        return rows, groups, tree.method

    def draft(self, line: Line) -> Draft:
        name = name_by_levels(line, self.columns)
        code = values.identifier_of(line.cells.get("wbs_code"))
        if self.splits_codes and (coded := CODED_NAME.fullmatch(name)):
            code, name = coded[1], coded[2]
        own_id = values.identifier_of(line.cells.get("id"))
        draft = Draft(line, Node(name, line, own_id, code), {}, [])
        for field, read in self.readers():
            if field in line.cells:
                draft.values[field] = self.value(draft, field, read)
        draft.links = values.links_of(line.cells.get("predecessors"))
        self.check_lengths(draft)
        return draft

    def readers(self) -> Iterable[tuple[str, Callable[[str, Cell], Any]]]:
        yield from ((field, self.date) for field in DATE_FIELDS)
        yield from ((field, self.effort) for field in EFFORT_FIELDS)
        yield from ((field, self.text) for field in (*TEXTS, "phase", "team"))
        yield "percent", self.percent
        yield "status", self.status

    def date(self, _field: str, cell: Cell) -> Any:
        return None if values.is_empty(cell) else dates.date_of(cell, self.period, self.map.date_order)

    def effort(self, field: str, cell: Cell) -> Decimal | None:
        unit = self.map.effort_units.get(self.map.letter_of(field) or "", "days")
        return None if values.is_empty(cell) else values.effort_of(cell, unit, self.rates)

    def percent(self, _field: str, cell: Cell) -> Decimal | None:
        return None if values.is_empty(cell) else values.percent_of(cell, self.scale)

    def status(self, _field: str, cell: Cell) -> Any:
        return values.status_of(values.text_of(cell), self.map.words.get("status", {}))

    def text(self, _field: str, cell: Cell) -> str:
        return values.text_of(cell)

    def value(self, draft: Draft, field: str, read: Callable[[str, Cell], Any]) -> Any:
        """The value of one cell; what cannot be read is a problem and leaves the field unknown."""
        cell = draft.line.cells[field]
        code = {CellKind.ERROR: "excel_error", CellKind.UNCALCULATED: "uncalculated"}.get(cell.kind)
        if code is None:
            try:
                return read(field, cell)
            except (dates.Unreadable, values.Unreadable) as unreadable:
                code = unreadable.code
        place = draft.line.places[field]
        draft.problems.append(Problem(code, field, place, cell.text.strip()[:VALUE_SHOWN]))
        return read(field, Cell(CellKind.TEXT, ""))

    def check_lengths(self, draft: Draft) -> None:
        """Texts longer than the register holds are cut and reported."""
        draft.node.name = self.cut(draft, "name", draft.node.name)
        draft.node.id = self.cut(draft, "id", draft.node.id)
        draft.node.code = self.cut(draft, "wbs_code", draft.node.code)
        for field in (*TEXTS, "phase", "team"):
            if field in draft.values:
                draft.values[field] = self.cut(draft, field, draft.values[field])

    def cut(self, draft: Draft, field: str, text: str) -> str:
        if len(text) <= LONGEST[field]:
            return text
        place = draft.line.places.get(field, f"{draft.line.number}")
        draft.problems.append(Problem("text_too_long", field, place, text[:VALUE_SHOWN]))
        return text[: LONGEST[field]]

    def carry_phases(self, drafts: list[Draft]) -> None:
        """A phase written once above its rows counts for them; without a phase column the top ancestor names it."""
        if "phase" not in self.columns:
            for draft in drafts:
                path = draft.node.path
                draft.values["phase"] = (path[0] if path else draft.node.name if draft.node.children else "")[:100]
            return
        filled = [bool(draft.values.get("phase")) for draft in drafts]
        if not drafts or not filled[0] or sum(filled) * 2 > len(filled):
            return
        current = ""
        for draft in drafts:
            current = draft.values.get("phase") or current
            draft.values["phase"] = current

    def row_of(self, draft: Draft, idents: Idents) -> ReadRow:
        stated = values.kind_of(draft.line.text("kind"), self.map.words.get("kind", {}))
        node, found = draft.node, dict(draft.values)
        team = found.pop("team", "")
        links = tuple(replace(link, id=idents.resolve(link.id)) for link in draft.links)
        row = PlanRow(
            key=idents.key(draft),
            id=idents.id(node),
            name=node.name,
            kind=self.kind(draft, stated),
            wbs_code=node.code,
            parent=idents.id(node.parent) if node.parent else self.unknown_parent(draft),
            predecessors=tuple(link.text for link in links),
            **{field: value for field, value in found.items() if value is not None},
        )
        return ReadRow(
            row, self.sheet.name, draft.line.number, draft.line.places, draft.line.text("row_id"), node.id, node.path,
            links, team, stated is not None, tuple(draft.problems),
        )  # fmt: skip

    def unknown_parent(self, draft: Draft) -> str:
        """A parent column's text that names no row stays (G074 finds it)."""
        return draft.line.text("parent")[: LONGEST["parent"]]

    def kind(self, draft: Draft, stated: Kind | None) -> Kind:
        """Type column, or start = finish without effort (where efforts are kept), or ◆◇▲▼ (DESIGN)."""
        if draft.node.children:
            return Kind.SUMMARY
        if stated:
            return stated
        start, finish = draft.values.get("planned_start"), draft.values.get("planned_finish")
        instant = self.keeps_effort and start is not None and start == finish and not draft.values.get("planned_effort")
        marked = draft.node.name[:1] in MILESTONE_MARKS if draft.node.name else False
        return Kind.MILESTONE if instant or marked else Kind.TASK


class Idents:
    """What rows are called, and which row a predecessor's text means."""

    def __init__(self, drafts: list[Draft], sheet: str) -> None:
        self.sheet = sheet
        self.ids: dict[int, str] = {}
        self.known: dict[str, str] = {}
        for draft in drafts:
            self.ids[id(draft.node)] = draft.id or self.key(draft)
        for rank in range(6):
            self.learn(drafts, rank)

    def learn(self, drafts: list[Draft], rank: int) -> None:
        """Names of one rank that name exactly one row; a surer rank stands."""
        found: dict[str, list[Draft]] = defaultdict(list)
        for draft in drafts:
            name = same_name(draft.names()[rank])
            if name:
                found[name].append(draft)
        for name, owners in found.items():
            if len(owners) == 1:
                self.known.setdefault(name, self.ids[id(owners[0].node)])

    def key(self, draft: Draft) -> str:
        return f"new:{self.sheet}!{draft.line.number}"

    def id(self, node: Node) -> str:
        return self.ids.get(id(node)) or group_id(node)

    def resolve(self, text: str) -> str:
        """The id of the row that is meant; the text itself when none or several are (G082 finds it)."""
        return self.known.get(same_name(text), text)


def group_id(node: Node) -> str:
    return " / ".join((*node.path, node.name))


def group_row(sheet: str, node: Node, idents: Idents) -> ReadRow:
    phase = node.path[0] if node.path else node.name
    row = PlanRow(
        key=f"group:{group_id(node)}",
        id=group_id(node),
        name=node.name[: LONGEST["name"]],
        kind=Kind.SUMMARY,
        parent=idents.id(node.parent) if node.parent else "",
        phase=phase[: LONGEST["phase"]],
    )
    return ReadRow(row, sheet, 0, path=node.path, kind_stated=True)


def names_are_coded(lines: list[Line]) -> bool:
    """Whether nearly all names begin with a WBS code: 「1.1.2 数据类型」."""
    found = [CODED_NAME.fullmatch(name) for line in lines if (name := line.text("name"))]
    coded = [match for match in found if match]
    dotted = any("." in match[1] or "-" in match[1] for match in coded)
    return dotted and len(coded) >= max(FEWEST_CODED, SHARE_CODED * len(found))


def positive(cell: Cell | None) -> bool:
    """Whether an effort cell holds more than nothing."""
    if cell is None or values.is_empty(cell):
        return False
    return cell.kind is not CellKind.NUMBER or cell.value > 0


def are_running_numbers(rows: list[ReadRow]) -> bool:
    """Whether the ids are nothing but 1, 2, 3, …: they move when a row is inserted."""
    numbers = [int(row.own_id) for row in rows if row.own_id.isascii() and row.own_id.isdecimal()]
    if len(numbers) < FEWEST_CODED or len(numbers) < len([row for row in rows if row.own_id]):
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return steps.count(1) >= 0.9 * len(steps)


def numbered(rows: list[ReadRow]) -> Iterable[ReadRow]:
    """Tell rows apart that share id, code, path and name by their order."""
    seen: Counter[str] = Counter()
    for row in rows:
        sign = row.fingerprint
        yield replace(row, ordinal=seen[sign]) if seen[sign] else row
        seen[sign] += 1


def notes_of(sheet: RawSheet, rows: list[ReadRow]) -> Iterable[Note]:
    uncalculated = sheet.uncalculated()
    if uncalculated:
        yield Note("uncalculated", {"count": len(uncalculated), "cells": uncalculated[:MOST_SHOWN]})
    if sheet.last_column_read:
        yield Note("columns_cut", {"column": letter(sheet.last_column_read)})
    doubled = doubled_numbers(rows)
    if doubled:
        yield Note("number_ids", {"count": len(doubled), "cells": doubled[:MOST_SHOWN]})


def doubled_numbers(rows: list[ReadRow]) -> list[str]:
    """Cells of ids like 1.1 that occur twice: 1.10 typed into a number cell is 1.1 (G009)."""
    counts = Counter(row.row.id for row in rows)
    double = [row for row in rows if counts[row.row.id] > 1 and re.fullmatch(r"\d+\.\d+", row.row.id)]
    return [row.cells.get("id") or row.cells.get("wbs_code", "") for row in double]

"""What the collection of real plan sheets is read as, file by file: the table of docs/corpus.md.

The maps are what a user would confirm once for a layout in a language nobody taught us. The files of a series are
read as successive weeks of one project: version n is matched against version n-1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from progress.domain.rows import PlanRow
from progress.exchange.columns import ColumnMap, NoTable, Recognition
from progress.exchange.dates import Period
from progress.exchange.files import read_file
from progress.exchange.mapping import apply
from progress.exchange.matched import Matching
from progress.exchange.matching import match
from progress.exchange.raw import RawBook, Refusal
from progress.exchange.reading import Reading
from progress.exchange.recognise import recognise

SINGLE = "01_excel_wbs"
SERIES = "08_series"
# Header -> field, as a user maps it once.
CHINESE = {
    "任务": "name", "资源": "assignee", "计划开始时间": "planned_start", "计划结束时间": "planned_finish",
    "实际开始时间": "actual_start", "实际结束时间": "actual_finish", "作业进度": "percent", "前置任务": "predecessors",
    "任务类型": "kind", "级别": "level",
}  # fmt: skip
CHINESE_KINDS = {"P": "summary", "T": "task"}
PORTUGUESE = {
    "ID": "id", "Nome": "name", "Data de início": "planned_start", "Data de fim": "planned_finish",
    "Conclusão": "percent", "Coordenador": "assignee", "Antecessores": "predecessors", "Outline number": "wbs_code",
    "Notas": "note",
}  # fmt: skip
WEEKS_AROUND = Period(date(2018, 1, 1), date(2018, 12, 31))


@dataclass(frozen=True, slots=True)
class Entry:
    """One file: refused, without a plan table, or read; `mapped` when a user had to map its columns."""

    name: str
    refusal: Refusal | None = None
    no_table: NoTable | None = None
    found: Recognition | None = None
    reading: Reading | None = None
    matching: Matching | None = None
    mapped: bool = False


@dataclass(slots=True)
class Project:
    """The weeks of a series: the layout that is remembered, the rows of the last version."""

    known: list[PlanRow] = field(default_factory=list)
    remembered: list[ColumnMap] = field(default_factory=list)


def entries(folder: Path) -> Iterator[Entry]:
    """All plan sheets under the two folders of the collection, the series in their order."""
    for path in sorted((folder / SINGLE).glob("*/*")):
        yield entry(path, f"{path.parent.name}/{path.name}", Project())
    for series in sorted((folder / SERIES).glob("*")):
        project = Project()
        for path in sorted(series.iterdir()):
            yield entry(path, f"{series.name}/{path.name}", project)


def entry(path: Path, name: str, project: Project) -> Entry:
    """Read one file as the next week of the project."""
    raw = read_file(path)
    if isinstance(raw, Refusal):
        return Entry(name, refusal=raw)
    found = recognise(raw, project.remembered)
    if isinstance(found, NoTable):
        return Entry(name, no_table=found)
    mapped = found.how == "unknown"
    if mapped:
        found = confirmed(raw, found)
    project.remembered = [found.map]
    reading = apply(raw, found.map, WEEKS_AROUND)
    matching = match(reading, project.known)
    project.known = [replace(row.row, key=row.row.id) for row in matching.rows]
    return Entry(name, found=found, reading=reading, matching=matching, mapped=mapped)


def confirmed(raw: RawBook, found: Recognition) -> Recognition:
    """The recognition after a user mapped the columns once."""
    headers = {column.header for column in found.columns}
    fields = CHINESE if "任务" in headers else PORTUGUESE
    choices = {column.letter: fields.get(column.header, "") for column in found.columns}
    again = recognise(raw, found.map.choose(choices, words={"kind": CHINESE_KINDS}))
    return again if isinstance(again, Recognition) else found


def table(found: Iterable[Entry]) -> str:
    """The document: a Markdown table of all files, and the reasons of those without a plan table."""
    listed = list(found)
    lines = [HEAD, *(line(one) for one in listed)]
    reasons = [text for one in listed if one.no_table for text in sheet_lines(one)]
    return "\n".join([*lines, "", REASONS, "", *reasons, ""])


HEAD = """# What real plan sheets are read as

Made by `manage.py corpus_table FOLDER` from the shared collection; nobody edits it by hand. Every non-empty row of the
sheet has one destination: matched + new + ignored + rejected = rows. The files of a series are successive weeks of one
project; the first of them is all new. *Mapped* files are in a language whose headers were mapped once by a user and
found again in every later file.

| file | table | header | mapped | rows | matched | new | missing | ignored | rejected | values to mend | remark |
| --- | --- | --- | --- | --: | --: | --: | --: | --- | --: | --: | --- |"""
REASONS = "## Files without a plan table, sheet by sheet"


def line(one: Entry) -> str:
    if one.refusal:
        return row_of(one.name, f"refused: {one.refusal.code}")
    if one.no_table or one.reading is None or one.found is None or one.matching is None:
        return row_of(one.name, "no plan table found")
    counts = one.matching.counts()
    header = ", ".join(map(str, one.found.map.header_rows))
    return row_of(
        one.name,
        one.reading.sheet,
        header,
        "once" if one.mapped else "remembered" if one.found.how == "remembered" else "",
        one.reading.total,
        counts["matched"],
        counts["new"],
        counts["missing"],
        ignored(one.reading.ignored_by_reason()),
        len(one.reading.rejected),
        len(one.reading.problems),
        "the whole plan was replaced" if one.matching.whole_plan_replaced else "",
    )


COLUMNS = 12


def row_of(*cells: object) -> str:
    texts = [str(cell).replace("|", "\\|") for cell in cells]
    return f"| {' | '.join([*texts, *[''] * (COLUMNS - len(texts))])} |"


def ignored(counts: Mapping[str, int]) -> str:
    total = sum(counts.values())
    named = ", ".join(f"{reason} {number}" for reason, number in sorted(counts.items()))
    return f"{total} ({named})" if total else "0"


def sheet_lines(one: Entry) -> Iterator[str]:
    if one.no_table is None:
        return
    for look in one.no_table.sheets:
        missing = f": {', '.join(look.missing)}" if look.missing else ""
        yield f"- {one.name}, sheet “{look.name}”: {look.reason.replace('_', ' ')}{missing}"

"""What the values alone do not say about an .xlsx sheet: merges, hidden columns, groups, indents, number formats,
failed and never calculated formulas, and how far the sheet reaches.

One streaming pass with expat over the sheet's XML, constant memory; a document type is refused. Values are
calamine's (workbooks.py): together they take a seventh of the time of openpyxl's reader, which knows both.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat
from zipfile import ZipFile

from defusedxml import ElementTree

from progress.exchange.cells import column_of, position
from progress.exchange.raw import CellRange, Refused

MOST_MERGES = 50_000
MOST_CELLS = 4_000_000
# The formats of numbers without a name of their own in the file (ECMA-376 part 1, 18.8.30); dates are calamine's.
BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"}


class Malformed(ValueError):
    """The sheet is not as this pass expects it, or is more than anyone types."""


@dataclass(slots=True)
class Style:
    number_format: str = ""
    indent: int = 0


@dataclass(slots=True)
class Structure:
    """Rows and columns from 1; `used` cells hold a value."""

    used: int = 0
    last_row: int = 0
    last_column: int = 0
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    indents: dict[int, dict[int, int]] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    merges: list[CellRange] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    outline: dict[int, int] = field(default_factory=dict)

    @property
    def box(self) -> int:
        """Cells of the rectangle from A1 to the last used cell."""
        return self.last_row * self.last_column


def sheet_parts(archive: ZipFile) -> dict[str, str]:
    """Sheet name -> name of its part in the archive, in workbook order."""
    book = next((name for name in archive.namelist() if name.lower().endswith("xl/workbook.xml")), "xl/workbook.xml")
    folder = posixpath.dirname(book)
    targets = relations(archive, f"{folder}/_rels/workbook.xml.rels")
    root = _tree(archive, book)
    found = {}
    for element in _named(root, "sheet"):
        target = targets.get(next((value for key, value in element.items() if key.endswith("}id")), ""), "")
        found[element.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"
    return found


def relations(archive: ZipFile, part: str) -> dict[str, str]:
    return {item.get("Id", ""): item.get("Target", "") for item in _named(_tree(archive, part), "Relationship")}


def styles(archive: ZipFile) -> list[Style]:
    """The cell styles by index, only what matters here; empty without a style sheet."""
    part = next((name for name in archive.namelist() if name.lower().endswith("xl/styles.xml")), None)
    if part is None:
        return []
    root = _tree(archive, part)
    own = {int(item.get("numFmtId", -1)): item.get("formatCode", "") for item in _named(root, "numFmt")}
    return [_style(item, BUILT_IN | own) for group in _named(root, "cellXfs") for item in group]


def _style(item: Any, formats: dict[int, str]) -> Style:
    code = formats.get(int(item.get("numFmtId", 0)), "")
    indent = next((int(float(child.get("indent", 0))) for child in _named(item, "alignment")), 0)
    return Style("" if code == "General" else code, indent)


def _tree(archive: ZipFile, part: str) -> Any:
    with archive.open(part) as file:
        return ElementTree.parse(file, forbid_dtd=True).getroot()


def _named(element: Any, name: str) -> Iterator[Any]:
    """Descendants with this local name, whatever the namespace (strict files have another one)."""
    return (item for item in element.iter() if isinstance(item.tag, str) and item.tag.rpartition("}")[2] == name)


def scan(file: IO[bytes], known_styles: list[Style]) -> Structure:
    """The structure of one sheet's XML; raises Malformed, or Refused when it is no XML at all."""
    reader = _SheetReader(known_styles)
    try:
        reader.parser.ParseFile(file)
    except expat.ExpatError:
        raise Refused("damaged", detail="XML") from None  # no reader can read what is no XML
    except (KeyError, IndexError, ValueError, OverflowError) as problem:
        raise Malformed(str(problem)) from problem
    reader.end_cell()
    return reader.found


class _SheetReader:
    """Expat's handlers; state is the cell being read."""

    def __init__(self, known_styles: list[Style]) -> None:
        self.found = Structure()
        self.styles = known_styles
        self.row = self.column = self.cells = 0
        self.style = Style()
        self.kind = ""
        self.has_value = self.has_formula = False
        self.actions: dict[str, Callable[[dict[str, str]], None]] = {}
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start_root
        self.parser.StartDoctypeDeclHandler = self.refuse_doctype

    def refuse_doctype(self, *_declaration: Any) -> None:
        raise Malformed("document type")

    def start_root(self, name: str, _attributes: dict[str, str]) -> None:
        """The root tells the prefix all other names carry."""
        prefix = name[: -len("worksheet")] if name.endswith("worksheet") else ""
        known = {
            "row": self.start_row, "c": self.start_cell, "v": self.start_value, "is": self.start_value,
            "f": self.start_formula, "col": self.columns, "mergeCell": self.merge,
        }  # fmt: skip
        self.actions = {prefix + local: action for local, action in known.items()}
        self.parser.StartElementHandler = self.start

    def start(self, name: str, attributes: dict[str, str]) -> None:
        action = self.actions.get(name)
        if action:
            action(attributes)

    def start_row(self, attributes: dict[str, str]) -> None:
        self.end_cell()
        self.row = int(float(attributes["r"])) if "r" in attributes else self.row + 1
        self.column = 0
        level = int(attributes.get("outlineLevel", 0))
        if level:
            self.found.outline[self.row] = level

    def start_cell(self, attributes: dict[str, str]) -> None:
        self.end_cell()
        self.cells += 1
        if self.cells > MOST_CELLS:
            raise Malformed("too many cells")
        place = attributes.get("r")
        self.column = column_of(place.rstrip("0123456789")) if place else self.column + 1
        index = int(attributes.get("s", 0))
        self.style = self.styles[index] if 0 <= index < len(self.styles) else Style()
        self.kind = attributes.get("t", "n")

    def start_formula(self, _attributes: dict[str, str]) -> None:
        self.has_formula = True

    def start_value(self, _attributes: dict[str, str]) -> None:
        """A formula that was never calculated may have an empty value: there only the text counts."""
        self.has_value = not self.has_formula or self.kind == "str"
        if self.kind == "e":
            self.parser.CharacterDataHandler = self.error_text
        elif self.has_formula:
            self.parser.CharacterDataHandler = self.value_text

    def value_text(self, text: str) -> None:
        self.has_value = self.has_value or not text.isspace()

    def error_text(self, text: str) -> None:
        self.has_value = True
        here = (self.row, self.column)
        self.found.errors[here] = self.found.errors.get(here, "") + text.strip()

    def end_cell(self) -> None:
        """Book the cell that ends here; called where the next one or the next row begins."""
        if self.has_value:
            self.book_value()
        elif self.has_formula:
            self.found.uncalculated.append((self.row, self.column))
            self.reach()
        self.parser.CharacterDataHandler = None
        self.has_value = self.has_formula = False
        self.kind = ""

    def book_value(self) -> None:
        self.reach()
        if self.style.number_format and self.kind == "n":
            self.found.formats[self.row, self.column] = self.style.number_format
        if self.style.indent:
            self.found.indents.setdefault(self.row, {})[self.column] = self.style.indent

    def reach(self) -> None:
        found = self.found
        found.used += 1
        found.last_row = max(found.last_row, self.row)
        found.last_column = max(found.last_column, self.column)

    def columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes["min"]), min(int(attributes["max"]), 1_000)
            self.found.hidden_columns.update(range(first, last + 1))

    def merge(self, attributes: dict[str, str]) -> None:
        if len(self.found.merges) >= MOST_MERGES:
            raise Malformed("too many merged ranges")
        first, _, last = attributes["ref"].partition(":")
        self.found.merges.append((*position(first), *position(last or first)))

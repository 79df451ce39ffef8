"""Which row stands under which: by parent or level columns, WBS codes, a level number, indents or groups. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from progress.domain.rows import Kind
from progress.exchange.raw import CellKind, RawSheet
from progress.exchange.reading import same_name
from progress.exchange.sorting import Line
from progress.exchange.spellings import LEVEL_FIELDS
from progress.exchange.values import identifier_of, kind_of, text_of

ENOUGH_CODES = 0.5
CODE_PARTS = re.compile(r"[.\-_‐－]")
LEADING = re.compile(r"^[\s\u3000]*")


@dataclass(slots=True)
class Node:
    """A row in its tree; `line` is None for a group that no row of the sheet stands for."""

    name: str
    line: Line | None = None
    id: str = ""  # its own id
    code: str = ""
    parent: Node | None = None
    children: int = 0
    path_of_levels: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the ancestors, the top one first; a loop is cut."""
        names: list[str] = []
        seen: set[int] = set()
        above = self.parent
        while above is not None and id(above) not in seen:
            seen.add(id(above))
            names.append(above.name)
            above = above.parent
        return tuple(reversed(names))


@dataclass(slots=True)
class Tree:
    """The nodes of the sheet's rows in order, the groups they imply, and the sign of depth that was used."""

    nodes: list[Node]
    groups: list[Node] = field(default_factory=list)
    method: str = "none"


def build(nodes: list[Node], sheet: RawSheet, columns: Mapping[str, int], wanted: str = "auto") -> Tree:
    """Give every node its parent by the first sign of depth the sheet has (or by the wanted one)."""
    tree = Tree(nodes)
    for method, applies, settle in METHODS:
        if wanted in ("auto", method) and applies(tree, sheet, columns):
            tree.method = method
            settle(tree, sheet, columns)
            break
    for node in nodes:
        if node.parent:
            node.parent.children += 1
    return tree


def has_parent_column(tree: Tree, _sheet: RawSheet, columns: Mapping[str, int]) -> bool:
    return "parent" in columns and any(node.line.has("parent") for node in tree.nodes if node.line)


def by_parent(tree: Tree, sheet: RawSheet, columns: Mapping[str, int]) -> None:
    """A parent column names ids, codes or names; rows added to a file with row keys are placed by code or neighbour."""
    by_code(tree, sheet, columns)
    known: dict[str, Node] = {}
    for node in reversed(tree.nodes):
        names = (node.name, node.code, node.id, node.line.text("row_id") if node.line else "")
        known |= {name: node for name in names if name}
    previous: Node | None = None
    for node in tree.nodes:
        if node.line:
            added = "row_id" in columns and not node.line.has("row_id") and not node.line.has("parent")
            parent = place_of_added(node, previous) if added else known.get(node.line.text("parent"))
            node.parent = None if parent is node else parent
        previous = node


def place_of_added(node: Node, previous: Node | None) -> Node | None:
    """Where its code says, else by the row above: a heading opens beside the heading whose rows end there.

    A heading with a code of one part, or of another phase than the row above, begins at the top.
    """
    if node.parent or previous is None:
        return node.parent
    if not is_heading(node):
        return beside(previous)
    if (node.code and len(plain_code(node.code)) == 1) or phases_differ(node, previous):
        return None
    return previous.parent.parent if previous.parent and not is_heading(previous) else beside(previous)


def phases_differ(node: Node, previous: Node) -> bool:
    """Whether both rows name a phase, and not the same one."""
    stated = [one.line.text("phase") for one in (node, previous) if one.line]
    return len({same_name(text) for text in stated if text}) > 1


def beside(previous: Node | None) -> Node | None:
    """The parent of a row written under `previous`: a heading takes it in, another row stands beside it."""
    return previous if previous is None or is_heading(previous) else previous.parent


def is_heading(node: Node) -> bool:
    return node.line is not None and kind_of(node.line.text("kind"), {}) is Kind.SUMMARY


def has_levels(_tree: Tree, _sheet: RawSheet, columns: Mapping[str, int]) -> bool:
    return any(name in columns for name in LEVEL_FIELDS)


def by_levels(tree: Tree, _sheet: RawSheet, columns: Mapping[str, int]) -> None:
    """Level columns 大項目, 中項目, …: blank cells continue the value above; groups without a row are made."""
    order = level_columns(columns)
    carried: list[str] = [""] * len(order)
    found: dict[tuple[str, ...], Node] = {}
    for node in tree.nodes:
        if node.line is None:
            continue
        texts = [node.line.text(name) for name in order]
        depth = max((index for index, text in enumerate(texts) if text), default=0)
        carry(carried, texts, depth)
        above = tuple(text for text in carried[:depth] if text)
        node.parent = group_of(tree, found, above)
        node.path_of_levels = (*above, node.name)
        found.setdefault(tuple(map(same_name, node.path_of_levels)), node)
        carried[depth:] = [texts[depth], *[""] * (len(order) - depth - 1)]


def level_columns(columns: Mapping[str, int]) -> list[str]:
    """The level fields from the top down, the task name last; a phase column leads where level 1 is missing."""
    levels = [name for name in LEVEL_FIELDS if name in columns]
    if levels and levels[0] != "level1" and "phase" in columns:
        levels.insert(0, "phase")
    return [*levels, "name"] if "name" in columns else levels


def carry(carried: list[str], texts: Sequence[str], depth: int) -> None:
    """Keep the values above; a new value at one level ends those below it."""
    for level in range(depth):
        if texts[level] and texts[level] != carried[level]:
            carried[level:] = [texts[level], *[""] * (len(carried) - level - 1)]


def group_of(tree: Tree, found: dict[tuple[str, ...], Node], path: tuple[str, ...]) -> Node | None:
    """The node of a path, made with its ancestors where no row stands for it."""
    if not path:
        return None
    place = tuple(map(same_name, path))
    if place not in found:
        parent = group_of(tree, found, path[:-1])
        found[place] = Node(path[-1], parent=parent, path_of_levels=path)
        tree.groups.append(found[place])
        if parent:
            parent.children += 1
    return found[place]


def has_codes(tree: Tree, _sheet: RawSheet, _columns: Mapping[str, int]) -> bool:
    """Whether most codes with several parts stand under a code of the sheet."""
    codes = {plain_code(node.code) for node in tree.nodes if node.code}
    long = [code for code in codes if len(code) > 1]
    under = [code for code in long if any(code[:size] in codes for size in range(1, len(code)))]
    return bool(long) and len(under) >= ENOUGH_CODES * len(long)


def by_code(tree: Tree, _sheet: RawSheet, _columns: Mapping[str, int]) -> None:
    """1.2.3 stands under 1.2, else under 1; 1.0 is the head of 1.x."""
    known: dict[tuple[str, ...], Node] = {}
    for node in reversed(tree.nodes):
        if node.code:
            known[plain_code(node.code)] = node
    for node in tree.nodes:
        code = plain_code(node.code) if node.code else ()
        shorter = (known.get(code[:size]) for size in range(len(code) - 1, 0, -1))
        node.parent = next((above for above in shorter if above is not None and above is not node), None)


def plain_code(code: str) -> tuple[str, ...]:
    parts = tuple(part for part in CODE_PARTS.split(unicodedata.normalize("NFKC", code)) if part)
    return parts[:-1] if len(parts) > 1 and parts[-1] == "0" else parts


def has_level_numbers(tree: Tree, _sheet: RawSheet, columns: Mapping[str, int]) -> bool:
    return "level" in columns and len({level_of(node) for node in tree.nodes}) > 1


def by_level(tree: Tree, _sheet: RawSheet, _columns: Mapping[str, int]) -> None:
    stack(tree.nodes, [level_of(node) for node in tree.nodes])


def level_of(node: Node) -> int:
    cell = node.line.cells.get("level") if node.line else None
    text = identifier_of(cell)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


def has_indents(tree: Tree, sheet: RawSheet, columns: Mapping[str, int]) -> bool:
    return len({indent_of(node, sheet, columns) for node in tree.nodes}) > 1


def by_indent(tree: Tree, sheet: RawSheet, columns: Mapping[str, int]) -> None:
    stack(tree.nodes, [indent_of(node, sheet, columns) for node in tree.nodes])


def indent_of(node: Node, sheet: RawSheet, columns: Mapping[str, int]) -> int:
    """Leading spaces of the name (a full-width one counts double) and the indent of its cell."""
    column = columns.get("name")
    cell = node.line.cells.get("name") if node.line else None
    if column is None or cell is None or cell.kind is not CellKind.TEXT or node.line is None:
        return 0
    spaces = LEADING.match(cell.value)
    width = sum(2 if char == "\u3000" else 1 for char in (spaces[0] if spaces else ""))
    return width + 2 * sheet.indents.get(node.line.number, {}).get(column, 0)


def has_outline(tree: Tree, sheet: RawSheet, _columns: Mapping[str, int]) -> bool:
    return len({outline_of(node, sheet) for node in tree.nodes}) > 1


def by_outline(tree: Tree, sheet: RawSheet, _columns: Mapping[str, int]) -> None:
    stack(tree.nodes, [outline_of(node, sheet) for node in tree.nodes])


def outline_of(node: Node, sheet: RawSheet) -> int:
    return sheet.outline.get(node.line.number, 0) if node.line else 0


def stack(nodes: list[Node], depths: list[int]) -> None:
    """The parent is the nearest row above that is less deep."""
    open_nodes: list[tuple[int, Node]] = []
    for node, depth in zip(nodes, depths, strict=True):
        while open_nodes and open_nodes[-1][0] >= depth:
            open_nodes.pop()
        node.parent = open_nodes[-1][1] if open_nodes else None
        open_nodes.append((depth, node))


def name_by_levels(line: Line, columns: Mapping[str, int]) -> str:
    """The deepest text of the level columns and the name."""
    order = level_columns(columns) or ["name"]
    return next((text for name in reversed(order) if (text := text_of(line.cells.get(name)))), "")


Applies = Callable[[Tree, RawSheet, Mapping[str, int]], bool]
Settles = Callable[[Tree, RawSheet, Mapping[str, int]], None]
METHODS: tuple[tuple[str, Applies, Settles], ...] = (
    ("parent", has_parent_column, by_parent),
    ("levels", has_levels, by_levels),
    ("code", has_codes, by_code),
    ("level", has_level_numbers, by_level),
    ("indent", has_indents, by_indent),
    ("outline", has_outline, by_outline),
)

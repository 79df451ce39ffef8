"""Reads figures and tables back out of a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"input", "meta", "link", "br", "hr", "img", "source"}


@dataclass
class Node:
    """An element with what is in it."""

    name: str
    attributes: dict[str, str]
    parts: list[Node | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join("".join(part if isinstance(part, str) else f" {part.text} " for part in self.parts).split())

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def all(self, name: str = "", css: str = "") -> list[Node]:
        """Every element below with this name and class."""
        found = []
        for part in self.parts:
            if isinstance(part, Node):
                fits = (not name or part.name == name) and (not css or css in part.classes)
                found += [part] if fits else []
                found += part.all(name, css)
        return found


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().name != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read(text: str) -> Node:
    reader = Reader()
    reader.feed(text)
    reader.close()
    return reader.root


def figures(text: str) -> dict[str, tuple[str, str]]:
    """The large figures of a page: label -> (value, address of its rows)."""
    found = {}
    for node in read(text).all(css="figure"):
        label, value = node.all(css="figure__label")[0].text, node.all(css="figure__value")[0]
        bare = " ".join(part.strip() for part in value.parts if isinstance(part, str)).strip()
        found[label] = (bare, node.attributes.get("href", ""))
    return found


def table(text: str, caption: str) -> list[dict[str, str]]:
    """The rows of the table with this caption, by the heads of its columns."""
    one = next(node for node in read(text).all("table") if node.all("caption")[0].text == caption)
    head, *rows = one.all("tr")
    names = [cell.text for cell in head.all("th")]
    plain = [row for row in rows if not {"row--below", "table__group"} & set(row.classes)]
    lines = [[part for part in row.parts if isinstance(part, Node)] for row in plain]
    return [dict(zip(names, (cell.text for cell in line), strict=True)) for line in lines]

"""Predecessor links as written in plans, and cycles among them."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

WRITTEN = re.compile(r"(?P<id>.+?)\s*(?P<kind>FS|SS|FF|SF)?\s*(?P<lag>[+\-−]\s*\d+(?:\.\d+)?\s*\w*)?", re.IGNORECASE)


class Link(NamedTuple):
    """A predecessor by id; `plain` means finish to start without lag, the only kind whose dates are compared."""

    predecessor: str
    plain: bool = True


def link(text: str, ids: Container[str]) -> Link:
    """「12」, 「12FS」 and 「12SS+2日」 are links to row 12; a text that is an id itself is that id."""
    if text in ids:
        return Link(text)
    match = WRITTEN.fullmatch(text)
    if match is None or match["id"] not in ids:
        return Link(text)
    return Link(match["id"], plain=(match["kind"] or "FS").upper() == "FS" and not match["lag"])


def cycles(edges: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """Groups of nodes that lie on directed cycles: Tarjan's strongly connected components, without recursion.

    Single nodes only when they point at themselves. O(nodes + edges). Source: R. Tarjan, SIAM J. Comput. 1 (1972).
    """
    search = _Search(edges)
    for node in edges:
        if node not in search.index:
            search.visit(node)
    return search.components


class _Search:
    """The state of one search: numbers in order of discovery, low links, and the stack of open nodes."""

    def __init__(self, edges: Mapping[str, Sequence[str]]) -> None:
        self.edges = edges
        self.index: dict[str, int] = {}
        self.low: dict[str, int] = {}
        self.stack: list[str] = []
        self.on_stack: set[str] = set()
        self.components: list[list[str]] = []

    def visit(self, root: str) -> None:
        self._discover(root)
        path = [(root, iter(self.edges.get(root, ())))]
        while path:
            node, successors = path[-1]
            following = next(successors, None)
            if following is None:
                path.pop()
                self._close(node)
                if path:
                    parent = path[-1][0]
                    self.low[parent] = min(self.low[parent], self.low[node])
            elif following not in self.index:
                self._discover(following)
                path.append((following, iter(self.edges.get(following, ()))))
            elif following in self.on_stack:
                self.low[node] = min(self.low[node], self.index[following])

    def _discover(self, node: str) -> None:
        self.index[node] = self.low[node] = len(self.index)
        self.stack.append(node)
        self.on_stack.add(node)

    def _close(self, node: str) -> None:
        if self.low[node] != self.index[node]:
            return
        component: list[str] = []
        while not component or component[-1] != node:
            component.append(self.stack.pop())
        self.on_stack.difference_update(component)
        if len(component) > 1 or node in self.edges.get(node, ()):
            self.components.append(component)

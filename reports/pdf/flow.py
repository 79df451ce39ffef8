"""Filling pages: a document is a run of pieces, each with a height; tables give one piece per row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat

from reports.pdf.pen import Pen
from reports.pdf.style import UPRIGHT

type Painter = Callable[[Pen, float], None]  # draws with its top edge at the given height


@dataclass(frozen=True, slots=True)
class Bookmark:
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that is never cut. `gap` is the air above it, dropped at the top of a page.

    A piece with `keep` stays on one page with the next piece. `head` is drawn again above it when it begins a page.
    """

    height: float
    paint: Painter
    gap: float = 0.0
    keep: bool = False
    head: Piece | None = None
    bookmark: Bookmark | None = None


@dataclass(slots=True)
class Page:
    """Pieces with the height of their top edges."""

    top: float
    placed: list[tuple[float, Piece]] = field(default_factory=list)
    used: float = 0.0

    def room_for(self, group: list[Piece], bottom: float) -> bool:
        need = sum(piece.gap + piece.height for piece in group)
        if not self.placed:
            need -= group[0].gap
        return self.top - self.used - need >= bottom

    def put(self, piece: Piece) -> None:
        if self.placed:
            self.used += piece.gap
        self.placed.append((self.top - self.used, piece))
        self.used += piece.height


def paginate(
    pieces: Iterable[Piece], bottom: float, top: float = UPRIGHT.top, first: Sequence[float] = ()
) -> list[Page]:
    """Pages (or columns) from `top` down to `bottom`, the first ones from the heights in `first`.

    Groups taller than a page begin on a page of their own and run over it.
    """
    tops = chain(first, repeat(top))
    pages = [Page(next(tops))]
    for group in _groups(pieces):
        if not pages[-1].room_for(group, bottom):
            _new_page(pages, tops, group[0])
        for piece in group:
            if not pages[-1].room_for([piece], bottom) and pages[-1].placed:
                _new_page(pages, tops, piece)
            pages[-1].put(piece)
    return pages


def _new_page(pages: list[Page], tops: Iterator[float], first: Piece) -> None:
    if pages[-1].placed:
        pages.append(Page(next(tops)))
    if first.head is not None:
        pages[-1].put(first.head)


def _groups(pieces: Iterable[Piece]) -> Iterator[list[Piece]]:
    """Pieces that must stay together: each run of `keep` with the piece after it."""
    group: list[Piece] = []
    for piece in pieces:
        group.append(piece)
        if not piece.keep:
            yield group
            group = []
    if group:
        yield group

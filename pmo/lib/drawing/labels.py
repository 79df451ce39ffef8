"""Room for words in a drawing: which place they take, so that no label covers another or the end of a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pmo.lib.drawing.scene import Anchor, Position, Text, text_width

ASCENT, DESCENT = 0.8, 0.2  # of the type size, above and below the baseline
SHARES = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}
SAMPLE = 4.0  # points between the places at which a line is looked at


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def holds(self, other: Box) -> bool:
        inside = self.left <= other.left and other.right <= self.right
        return inside and self.top <= other.top and other.bottom <= self.bottom

    def has(self, at: Position) -> bool:
        return self.left <= at[0] <= self.right and self.top <= at[1] <= self.bottom


def box_of(text: Text) -> Box:
    """The room `text` takes at most."""
    width = text_width(text.text, text.size)
    left = text.at[0] - width * SHARES[text.anchor]
    return Box(left, text.at[1] - text.size * ASCENT, left + width, text.at[1] + text.size * DESCENT)


def box_around(at: Position, size: float) -> Box:
    half = size / 2
    return Box(at[0] - half, at[1] - half, at[0] + half, at[1] + half)


def shortened(text: str, size: float, room: float) -> str:
    """`text` as far as it goes into `room` points, cut with an ellipsis."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text}…"


def spread(wishes: Sequence[float], least: float, most: float, gap: float) -> list[float]:
    """Places near `wishes` (rising), `gap` apart and between `least` and `most`; closer where they would not fit."""
    if len(wishes) > 1:
        gap = min(gap, (most - least) / (len(wishes) - 1))
    places = list[float]()
    for wish in wishes:
        places.append(max(wish, places[-1] + gap if places else least))
    for index in range(len(places) - 1, -1, -1):
        places[index] = min(places[index], places[index + 1] - gap if index + 1 < len(places) else most)
    return places


def samples(lines: Iterable[Sequence[Position]]) -> list[Position]:
    """Places along `lines`, close enough together for a label to notice them."""
    return [place for line in lines for a, b in pairwise(line) for place in _between(a, b)]


def _between(a: Position, b: Position) -> Iterator[Position]:
    count = max(1, int(max(abs(b[0] - a[0]), abs(b[1] - a[1])) / SAMPLE))
    for step in range(count + 1):
        yield a[0] + (b[0] - a[0]) * step / count, a[1] + (b[1] - a[1]) * step / count


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What a label keeps off: the edge of its `room` and `boxes` always, `lines` where it can."""

    room: Box
    boxes: Sequence[Box]
    lines: Sequence[Position]

    def best(self, choices: Iterable[Text]) -> Text | None:
        """The first of `choices` that is free, else the free one that crosses the lines least; None without one."""
        found, least = None, len(self.lines) + 1
        for text in choices:
            box = box_of(text)
            if not self.room.holds(box) or any(box.meets(other) for other in self.boxes):
                continue
            crossed = sum(box.has(place) for place in self.lines)
            if crossed < least:
                found, least = text, crossed
            if not crossed:
                break
        return found

"""The shapes of a drawing. Lengths are in points, the origin is the top left corner, y grows downwards.

A shape says what it means (its role), never how it looks: colours, widths and fonts belong to the painters.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

type Position = tuple[float, float]
type ReadOut = tuple[tuple[str, str], ...]


class Role(StrEnum):
    """What a shape stands for. The value is also its class name in SVG."""

    PLANNED = "planned"
    ACTUAL = "actual"
    CURRENT_PLAN = "current-plan"
    FORECAST = "forecast"
    FORECAST_BAND = "forecast-band"
    OPENED = "opened"
    CLOSED = "closed"
    GRID = "grid"
    AXIS = "axis"
    TICK = "tick"
    LABEL = "label"
    TITLE = "title"
    UNIT = "unit"
    VALUE = "value"
    STATUS_DATE = "status-date"
    LATE = "late"
    AHEAD = "ahead"
    LIMIT = "limit"
    DAY_OFF = "day-off"
    PROGRESS = "progress"
    PROGRESS_BEFORE = "progress-before"
    LINE_1 = "line-1"  # several series of one kind, such as the milestones of a trend
    LINE_2 = "line-2"
    LINE_3 = "line-3"
    LINE_4 = "line-4"
    LINE_5 = "line-5"
    LINE_6 = "line-6"


class Anchor(StrEnum):
    START = "start"
    MIDDLE = "middle"
    END = "end"


class Symbol(StrEnum):
    CIRCLE = "circle"
    SQUARE = "square"
    DIAMOND = "diamond"
    TRIANGLE = "triangle"


class Texture(StrEnum):
    """How bars side by side differ besides their colour."""

    PLAIN = "plain"
    OUTLINED = "outlined"
    HATCHED = "hatched"


@dataclass(frozen=True, slots=True)
class Line:
    role: Role
    start: Position
    end: Position


@dataclass(frozen=True, slots=True)
class Polyline:
    role: Role
    points: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A closed polygon, filled."""

    role: Role
    points: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Rect:
    """`read_out` are the words shown when a reader points at it: pairs like ("series", "Planned")."""

    role: Role
    x: float
    y: float
    width: float
    height: float
    read_out: ReadOut = ()
    texture: Texture = Texture.PLAIN

    def hatch(self, gap: float = 3.0) -> list[tuple[Position, Position]]:
        """Diagonals (lower left to upper right end) `gap` apart that fill it."""
        right, bottom, lines = self.x + self.width, self.y + self.height, list[tuple[Position, Position]]()
        for step in range(1, int((self.width + self.height) / gap) + 1):
            along = step * gap
            start = (self.x + max(0.0, along - self.height), min(bottom, self.y + along))
            lines.append((start, (min(right, self.x + along), self.y + max(0.0, along - self.width))))
        return lines


@dataclass(frozen=True, slots=True)
class Marker:
    role: Role
    centre: Position
    size: float
    symbol: Symbol = Symbol.CIRCLE
    read_out: ReadOut = ()


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `at` lies on its baseline. A label takes its colour from the series it is `about`."""

    role: Role
    at: Position
    text: str
    size: float
    anchor: Anchor = Anchor.START
    about: Role | None = None


type Shape = Line | Polyline | Area | Rect | Marker | Text


@dataclass(frozen=True, slots=True)
class Scene:
    """Shapes in painting order. `title` names the drawing, `description` says in words what it shows."""

    width: float
    height: float
    title: str
    shapes: tuple[Shape, ...] = field(default=())
    description: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    width: float
    height: float


WIDE_LATIN = frozenset("%@MWmw")
NARROW_LATIN = frozenset("fijlrt .,:;'|()-")


def text_width(text: str, size: float) -> float:
    """An upper estimate of the width of `text`, good enough to keep labels apart in any font."""
    return size * sum(map(_share_of_size, text))


def _share_of_size(character: str) -> float:
    if character in WIDE_LATIN or unicodedata.east_asian_width(character) in "WFA":
        return 1.0
    if character in NARROW_LATIN:
        return 0.42
    return 0.74 if character.isupper() else 0.6

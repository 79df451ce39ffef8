"""A line without axes, as small as a word: how a figure went, with its last value marked."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pmo.lib.drawing.axes import Scale
from pmo.lib.drawing.scene import Marker, Polyline, Role, Scene, Shape, Size

PAD, MARK = 2.5, 3.4


def lay_out_sparkline(values: Sequence[Decimal | None], size: Size, title: str) -> Scene:
    """The known values over their places; None breaks the line, fewer than two known ones give an empty scene."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return Scene(size.width, size.height, title)
    x = Scale(0, len(values) - 1, PAD, size.width - PAD)
    y = Scale(float(min(known)), float(max(known)), size.height - PAD, PAD)
    shapes: list[Shape] = []
    for run in runs(values):
        places = tuple((x(place), y(value)) for place, value in run)
        if len(places) > 1:
            shapes.append(Polyline(Role.ACTUAL, places))
    last = max(place for place, value in enumerate(values) if value is not None)
    shapes.append(Marker(Role.ACTUAL, (x(last), y(known[-1])), MARK))
    return Scene(size.width, size.height, title, tuple(shapes))


def runs(values: Sequence[Decimal | None]) -> list[list[tuple[int, Decimal]]]:
    """Known values with their places, cut where one is unknown."""
    found: list[list[tuple[int, Decimal]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            found.append([])
        else:
            found[-1].append((place, value))
    return [run for run in found if run]

"""A sparkline: known values over their places, cut where one is unknown, its end marked."""

from __future__ import annotations

from decimal import Decimal

from pmo.lib.drawing.scene import Marker, Polyline, Size
from pmo.lib.drawing.sparkline import lay_out_sparkline


def values(*texts: str) -> list[Decimal | None]:
    return [Decimal(text) if text else None for text in texts]


def test_the_line_is_cut_where_a_value_is_unknown_and_ends_in_a_mark():
    scene = lay_out_sparkline(values("1.0", "0.9", "", "0.8", "0.85"), Size(45, 15), "SPI")
    lines = [shape for shape in scene.shapes if isinstance(shape, Polyline)]
    (mark,) = [shape for shape in scene.shapes if isinstance(shape, Marker)]
    assert [len(line.points) for line in lines] == [2, 2]
    assert lines[0].points[0] == (2.5, 2.5)  # the highest value, on top
    assert lines[1].points[-1] == mark.centre
    assert max(y for line in lines for _x, y in line.points) == 12.5  # the lowest, 0.8


def test_fewer_than_two_values_make_no_line():
    assert lay_out_sparkline(values("", "0.9", ""), Size(45, 15), "SPI").shapes == ()

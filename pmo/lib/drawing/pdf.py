"""Paint a scene as vectors on a ReportLab canvas; the table below gives every role its look on white paper.

Lines differ in dash and weight as well as in colour, so a black-and-white print stays readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from pmo.lib.drawing.scene import (
    Anchor,
    Area,
    Line,
    Marker,
    Polyline,
    Position,
    Rect,
    Role,
    Scene,
    Shape,
    Symbol,
    Text,
    Texture,
)
from pmo.lib.fonts import Font, Fonts, printable

INK, MUTED, FAINT, HAIRLINE = HexColor("#1F2933"), HexColor("#5B6770"), HexColor("#9AA5B1"), HexColor("#D9DFE5")
BLUE, SLATE, AMBER, RED, GREEN = map(HexColor, ("#0B5CAD", "#76828F", "#B45309", "#C62828", "#2E7D32"))
TEAL, PURPLE = HexColor("#00796B"), HexColor("#7B4397")
PALE_BLUE, PALE_SLATE = HexColor("#CFE2F5"), HexColor("#B8C2CC")


@dataclass(frozen=True, slots=True)
class Look:
    """`line` colours strokes and text, `fill` areas, bars and marks; `marks` draws a mark at every point."""

    line: Color = INK
    fill: Color = INK
    width: float = 0.5
    dash: tuple[float, ...] = ()
    bold: bool = False
    marks: bool = False


LOOKS: dict[Role, Look] = {
    Role.PLANNED: Look(SLATE, PALE_SLATE, 1.2, (3.0, 1.6)),
    Role.ACTUAL: Look(BLUE, BLUE, 1.8, bold=True, marks=True),
    Role.CURRENT_PLAN: Look(AMBER, AMBER, 1.1, (5.0, 1.5, 1.0, 1.5)),
    Role.FORECAST: Look(BLUE, PALE_BLUE, 1.1, (1.5, 1.5)),
    Role.FORECAST_BAND: Look(PALE_BLUE, PALE_BLUE),
    Role.OPENED: Look(AMBER, AMBER, 1.4, marks=True),
    Role.CLOSED: Look(GREEN, GREEN, 1.4, (4.0, 1.5), marks=True),
    Role.GRID: Look(HAIRLINE, HAIRLINE, 0.4),
    Role.AXIS: Look(FAINT, FAINT, 0.7),
    Role.TICK: Look(MUTED),
    Role.UNIT: Look(MUTED),
    Role.LABEL: Look(INK),
    Role.TITLE: Look(INK, bold=True),
    Role.VALUE: Look(INK),
    Role.STATUS_DATE: Look(RED, RED, 0.9),
    Role.LATE: Look(RED, RED, 1.0, bold=True),
    Role.AHEAD: Look(GREEN, GREEN, 1.0),
    Role.LIMIT: Look(MUTED, MUTED, 0.7, (2.0, 2.0)),
    Role.DAY_OFF: Look(HAIRLINE, HexColor("#EEF1F4")),
    Role.PROGRESS: Look(RED, RED, 1.1),
    Role.PROGRESS_BEFORE: Look(HexColor("#E4A5A5"), RED, 0.7, (2.0, 1.5)),
    Role.LINE_1: Look(BLUE, BLUE, 1.4, marks=True),
    Role.LINE_2: Look(AMBER, AMBER, 1.4, (4.0, 1.5), marks=True),
    Role.LINE_3: Look(TEAL, TEAL, 1.4, (1.5, 1.5), marks=True),
    Role.LINE_4: Look(PURPLE, PURPLE, 1.4, (5.0, 1.5, 1.0, 1.5), marks=True),
    Role.LINE_5: Look(SLATE, SLATE, 1.4, (3.0, 1.6), marks=True),
    Role.LINE_6: Look(INK, INK, 1.0, marks=True),
}


HATCH, OUTLINE = Look(HexColor("#FFFFFF"), width=0.8), 0.7


@dataclass(frozen=True, slots=True)
class _Brush:
    """A canvas with the drawing's top left corner on it."""

    canvas: Canvas
    fonts: Fonts
    left: float
    top: float

    def place(self, at: Position) -> Position:
        return self.left + at[0], self.top - at[1]


def paint(scene: Scene, canvas: Canvas, fonts: Fonts, left: float, top: float) -> None:
    """Draw `scene` with its top left corner at (`left`, `top`) of the page; `fonts` must be registered."""
    brush = _Brush(canvas, fonts, left, top)
    canvas.saveState()
    canvas.setLineJoin(1)
    for shape in scene.shapes:
        _shape(brush, shape)
    canvas.restoreState()


def _shape(brush: _Brush, shape: Shape) -> None:
    look = LOOKS[shape.role]
    match shape:
        case Line():
            _stroke(brush, look, (shape.start, shape.end))
        case Polyline():
            _stroke(brush, look, shape.points)
        case Area():
            _polygon(brush, look.fill, shape.points)
        case Rect():
            _rect(brush, look.fill, shape)
            _texture(brush, look, shape)
        case Marker() if look.marks:
            _marker(brush, look.fill, shape)
        case Marker() if shape.symbol is Symbol.DIAMOND:  # a milestone is seen, planned or expected
            _marker(brush, look.line, shape)
        case Text():
            _text(brush, shape)


def _stroke(brush: _Brush, look: Look, points: Sequence[Position]) -> None:
    canvas = brush.canvas
    canvas.setStrokeColor(look.line)
    canvas.setLineWidth(look.width)
    canvas.setDash(list(look.dash))
    path = canvas.beginPath()
    path.moveTo(*brush.place(points[0]))
    for point in points[1:]:
        path.lineTo(*brush.place(point))
    canvas.drawPath(path)


def _polygon(brush: _Brush, fill: Color, points: Sequence[Position]) -> None:
    path = brush.canvas.beginPath()
    path.moveTo(*brush.place(points[0]))
    for point in points[1:]:
        path.lineTo(*brush.place(point))
    path.close()
    brush.canvas.setFillColor(fill)
    brush.canvas.drawPath(path, stroke=0, fill=1)


def _rect(brush: _Brush, fill: Color, rect: Rect) -> None:
    left, bottom = brush.place((rect.x, rect.y + rect.height))
    brush.canvas.setFillColor(fill)
    brush.canvas.rect(left, bottom, rect.width, rect.height, stroke=0, fill=1)


def _texture(brush: _Brush, look: Look, rect: Rect) -> None:
    """An outline, or white diagonals; nothing for a plain bar."""
    if rect.texture is Texture.HATCHED:
        for line in rect.hatch():
            _stroke(brush, HATCH, line)
    elif rect.texture is Texture.OUTLINED:
        (left, top), (right, bottom) = (rect.x, rect.y), (rect.x + rect.width, rect.y + rect.height)
        around = ((left, top), (right, top), (right, bottom), (left, bottom), (left, top))
        _stroke(brush, replace(look, width=OUTLINE, dash=()), around)


def _marker(brush: _Brush, fill: Color, marker: Marker) -> None:
    (x, y), half = marker.centre, marker.size / 2
    match marker.symbol:
        case Symbol.CIRCLE:
            brush.canvas.setFillColor(fill)
            brush.canvas.circle(*brush.place((x, y)), half, stroke=0, fill=1)
        case Symbol.SQUARE:
            _rect(brush, fill, Rect(marker.role, x - half, y - half, marker.size, marker.size))
        case Symbol.DIAMOND:
            _polygon(brush, fill, [(x, y - half), (x + half, y), (x, y + half), (x - half, y)])
        case Symbol.TRIANGLE:
            _polygon(brush, fill, [(x, y - half), (x + half, y + half), (x - half, y + half)])


def _text(brush: _Brush, text: Text) -> None:
    look = LOOKS[text.about or text.role]
    font: Font = brush.fonts.bold if look.bold else brush.fonts.regular
    canvas = brush.canvas
    canvas.setFont(font.name, text.size)
    canvas.setFillColor(look.line)
    place, words = brush.place(text.at), printable(text.text, font)
    match text.anchor:
        case Anchor.START:
            canvas.drawString(*place, words)
        case Anchor.MIDDLE:
            canvas.drawCentredString(*place, words)
        case Anchor.END:
            canvas.drawRightString(*place, words)

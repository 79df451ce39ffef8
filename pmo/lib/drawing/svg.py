"""Paint a scene as SVG for a page. Colours come from the style sheet by class: a strict CSP allows nothing inline."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from pmo.lib.drawing.scene import (
    Area,
    Line,
    Marker,
    Polyline,
    Position,
    ReadOut,
    Rect,
    Scene,
    Shape,
    Symbol,
    Text,
    Texture,
)

DROPPED = {code: None for code in range(32) if code not in (9, 10, 13)}  # XML allows no other control characters


def svg(scene: Scene, identifier: str, *, scale: float = 0.0) -> str:
    """An `<svg>` element; `identifier` must be unique on the page, it ties the title and the description to it.

    It fills the width it is given, or with a `scale` keeps so many pixels per point.

    Shapes carry the class `drawing__<role>`, read-outs stand in `data-*` attributes of marks a script can walk through.
    """
    title, about = f"{identifier}-title", f"{identifier}-about"
    described = f' aria-describedby="{_attribute(about)}"' if scene.description else ""
    classes = "drawing drawing--fixed" if scale else "drawing"
    box = f"{_number(scene.width)} {_number(scene.height)}"
    own = f' width="{_number(scene.width * scale)}" height="{_number(scene.height * scale)}"' if scale else ""
    head = (
        f'<svg class="{classes}" role="img"{own} viewBox="0 0 {box}"'
        f' aria-labelledby="{_attribute(title)}"{described}>'
        f'<title id="{_attribute(title)}">{_text(scene.title)}</title>'
    )
    if scene.description:
        head += f'<desc id="{_attribute(about)}">{_text(scene.description)}</desc>'
    return head + "".join(map(_shape, scene.shapes)) + "</svg>"


def _shape(shape: Shape) -> str:
    match shape:
        case Line():
            (x1, y1), (x2, y2) = shape.start, shape.end
            ends = f'x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
            return f'<line class="{_class("line", shape.role)}" {ends}/>'
        case Polyline():
            return f'<polyline class="{_class("line", shape.role)}" points="{_points(shape.points)}"/>'
        case Area():
            return f'<polygon class="{_class("area", shape.role)}" points="{_points(shape.points)}"/>'
        case Rect():
            return _rect(shape)
        case Marker():
            return _marker(shape)
        case Text():
            return _label(shape)


def _rect(rect: Rect) -> str:
    box = f'x="{_number(rect.x)}" y="{_number(rect.y)}" width="{_number(rect.width)}" height="{_number(rect.height)}"'
    outlined = " drawing__bar--outlined" if rect.texture is Texture.OUTLINED else ""
    bar = f'<rect class="{_class("bar", rect.role)}{outlined}" {box}{_read_out(rect.read_out)}/>'
    if rect.texture is not Texture.HATCHED:
        return bar
    path = "".join(f"M{_points([start])}L{_points([end])}" for start, end in rect.hatch())
    return f'{bar}<path class="drawing__hatch" d="{path}"/>' if path else bar


def _marker(marker: Marker) -> str:
    names, read_out = _class("mark", marker.role), _read_out(marker.read_out)
    (x, y), half = marker.centre, marker.size / 2
    match marker.symbol:
        case Symbol.CIRCLE:
            return f'<circle class="{names}" cx="{_number(x)}" cy="{_number(y)}" r="{_number(half)}"{read_out}/>'
        case Symbol.SQUARE:
            corners = [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)]
        case Symbol.DIAMOND:
            corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
        case Symbol.TRIANGLE:
            corners = [(x, y - half), (x + half, y + half), (x - half, y + half)]
    return f'<polygon class="{names}" points="{_points(corners)}"{read_out}/>'


def _label(text: Text) -> str:
    names = _class("text", text.role) + (f" drawing__about--{text.about.value}" if text.about else "")
    (x, y) = text.at
    place = f'x="{_number(x)}" y="{_number(y)}" font-size="{_number(text.size)}" text-anchor="{text.anchor.value}"'
    return f'<text class="{names}" {place}>{_text(text.text)}</text>'


def _class(kind: str, role: str) -> str:
    return f"drawing__{kind} drawing__{kind}--{role}"


def _read_out(pairs: ReadOut) -> str:
    return "".join(f' data-{name}="{_attribute(value)}"' for name, value in pairs)


def _points(points: Iterable[Position]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _text(text: str) -> str:
    return escape(text.translate(DROPPED), quote=False)


def _attribute(text: str) -> str:
    return escape(text.translate(DROPPED), quote=True)

"""Measuring text and putting it on a page: every string of a document passes through here and becomes printable."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from pmo.lib.drawing.pdf import paint as paint_scene
from pmo.lib.drawing.scene import Scene
from pmo.lib.fonts import Fonts, printable
from reports.content.show import Style
from reports.pdf.style import DENSE_PAD_Y, INK, PAD_Y, UPRIGHT, Sheet
from reports.pdf.wrap import Wrapper


class Align(Enum):
    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Type:
    """Type size, colour and weight of a text."""

    size: float
    colour: Color = INK
    bold: bool = False


class Measure:
    """The two fonts as rulers, the language figures are written in, and the width there is; `dense` saves height."""

    def __init__(self, fonts: Fonts, style: Style, body: float = UPRIGHT.body, *, dense: bool = False) -> None:
        self.fonts = fonts
        self.style = style
        self.body = body
        self.dense = dense
        self.pad_y = DENSE_PAD_Y if dense else PAD_Y
        self._wrappers = {False: Wrapper(fonts.regular.widths), True: Wrapper(fonts.bold.widths)}

    def clean(self, text: str) -> str:
        return printable(text, self.fonts.regular)

    def width(self, text: str, type_: Type) -> float:
        return self._wrappers[type_.bold].width(self.clean(text), type_.size)

    def lines(self, text: str, type_: Type, room: float) -> tuple[str, ...]:
        return self._wrappers[type_.bold].lines(self.clean(text), type_.size, room)

    def fitting(self, text: str, type_: Type, room: float, least: float) -> Type:
        """`type_`, or the same in a smaller size (not below `least`) in which `text` fits into `room`."""
        while type_.size > least and self.width(text, type_) > room:
            type_ = Type(type_.size - 0.5, type_.colour, type_.bold)
        return type_

    def shortened(self, text: str, type_: Type, room: float) -> str:
        """The first line of `text`, with an ellipsis when that is not all of it."""
        first, *rest = self.lines(text, type_, room)
        if not rest:
            return first
        while first and self.width(f"{first}…", type_) > room:
            first = first[:-1]
        return f"{first}…"


@dataclass(slots=True)
class Pen:
    """Draws on one canvas. Lines and grounds go down at once, all text of a page afterwards in one text object.

    `shift` moves everything to the right: a further column.
    """

    canvas: Canvas
    measure: Measure
    sheet: Sheet = UPRIGHT
    shift: float = 0.0
    texts: list[tuple[float, float, str, Type]] = field(default_factory=list)

    def text(self, x: float, baseline: float, text: str, type_: Type, align: Align = Align.LEFT) -> None:
        """One line; `x` is its left end, middle or right end."""
        clean = self.measure.clean(text)
        x += self.shift
        if align is not Align.LEFT:
            width = self.measure.width(clean, type_)
            x -= width if align is Align.RIGHT else width / 2
        self.texts.append((x, baseline, clean, type_))

    def paragraph(self, x: float, baseline: float, lines: Iterable[str], type_: Type, leading: float) -> None:
        for number, line in enumerate(lines):
            self.texts.append((x + self.shift, baseline - number * leading, line, type_))

    def ground(self, x: float, top: float, width: float, height: float, colour: Color) -> None:
        self.canvas.setFillColor(colour)
        self.canvas.rect(x + self.shift, top - height, width, height, stroke=0, fill=1)

    def frame(self, x: float, top: float, width: float, height: float, colour: Color) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(0.6)
        self.canvas.rect(x + self.shift, top - height, width, height, stroke=1, fill=0)

    def rule(self, x: float, y: float, width: float, colour: Color, thickness: float = 0.5) -> None:
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(thickness)
        self.canvas.line(x + self.shift, y, x + self.shift + width, y)

    def scene(self, scene: Scene, x: float, top: float) -> None:
        paint_scene(scene, self.canvas, self.measure.fonts, x + self.shift, top)

    def finish_page(self) -> None:
        """Write the page's text and begin the next page."""
        writer = self.canvas.beginText()
        fonts, current = self.measure.fonts, None
        for x, baseline, text, type_ in self.texts:
            if type_ != current:
                writer.setFont((fonts.bold if type_.bold else fonts.regular).name, type_.size)
                writer.setFillColor(type_.colour)
                current = type_
            writer.setTextOrigin(x, baseline)
            writer.textOut(text)
        self.canvas.drawText(writer)
        self.texts.clear()
        self.canvas.showPage()

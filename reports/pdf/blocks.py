"""Everything of a section that is not a table: headings, paragraphs, key figures, lights, charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pmo.lib.drawing.barchart import BarChart, lay_out_bar_chart
from pmo.lib.drawing.gantt import GanttChart, lay_out_gantt
from pmo.lib.drawing.scene import Scene, Size
from pmo.lib.drawing.timechart import TimeChart, lay_out_time_chart
from reports.content.blocks import (
    Block,
    Bullets,
    Charts,
    Gantt,
    Gap,
    Heading,
    KeyFigure,
    KeyFigures,
    Light,
    Lights,
    Paragraph,
    Section,
    Table,
    Tone,
    Words,
)
from reports.content.show import SHAPES, Style, arrow, is_behind, show
from reports.pdf import style, table
from reports.pdf.flow import Bookmark, Piece
from reports.pdf.pen import Measure, Pen, Type
from reports.pdf.style import MARGIN, SMALL, SMALL_LEADING, TEXT, TEXT_LEADING

SECTION_TYPE = Type(style.SECTION, bold=True)
HEADING_TYPE = Type(style.HEADING, bold=True)
TONES = {
    Tone.PLAIN: Type(TEXT),
    Tone.STRONG: Type(TEXT + 0.5, bold=True),
    Tone.QUIET: Type(SMALL + 0.5, style.MUTED),
}
LABEL = Type(SMALL, style.MUTED)
FIGURE = Type(17.0, bold=True)
UNIT = Type(SMALL, style.MUTED)
CARD_GAP = 8.0
CARD_PAD = 7.0
CHART_GAP = 18.0
NAMES_SHARE = 0.42  # of a Gantt sheet's width, for the names of its rows


def section_pieces(number: int, section: Section, measure: Measure, words: Words) -> list[Piece]:
    """A numbered section; in a dense document without its number."""
    pieces = [_section_heading(section.title if measure.dense else f"{number}. {section.title}", measure)]
    for block in section.blocks:
        pieces += block_pieces(block, measure, words)
    return pieces


def block_pieces(block: Block, measure: Measure, words: Words) -> list[Piece]:
    match block:
        case Paragraph():
            return _paragraph(block.text, TONES[block.tone], measure)
        case Heading():
            return [_heading(block.text, measure)]
        case Bullets():
            return [piece for item in block.items for piece in _bullet(item, measure)]
        case Gap():
            return _paragraph(block.text, TONES[Tone.QUIET], measure)
        case KeyFigures():
            return [_key_figures(block, measure, words)]
        case Lights():
            return _lights(block, measure)
        case Gantt():
            return [_gantt(sheet, measure) for sheet in block.sheets]
        case Charts():
            return [_charts(block, measure)]
        case Table():
            return table.pieces(block, measure, words)


def _section_heading(title: str, measure: Measure) -> Piece:
    type_, gap = (HEADING_TYPE, 9.0) if measure.dense else (SECTION_TYPE, 24.0)
    lines = measure.lines(title, type_, measure.body)
    height = len(lines) * (type_.size + 5.0) + 5.0

    def paint(pen: Pen, top: float) -> None:
        pen.paragraph(MARGIN, top - type_.size, lines, type_, type_.size + 5.0)
        pen.rule(MARGIN, top - height + 3.0, measure.body, style.HAIRLINE, 0.8)
        pen.rule(MARGIN, top - height + 3.0, 42.0, style.ACCENT, 1.8)

    return Piece(height, paint, gap=gap, keep=True, bookmark=Bookmark(title, 0))


def _heading(text: str, measure: Measure) -> Piece:
    lines = measure.lines(text, HEADING_TYPE, measure.body)

    def paint(pen: Pen, top: float) -> None:
        pen.paragraph(MARGIN, top - style.HEADING, lines, HEADING_TYPE, TEXT_LEADING)

    return Piece(len(lines) * TEXT_LEADING, paint, gap=9.0, keep=True)


def _paragraph(text: str, type_: Type, measure: Measure) -> list[Piece]:
    """A piece per line, so that a long text may run over a page; the first two lines stay together."""
    return _line_pieces(measure.lines(text, type_, measure.body), type_, MARGIN)


def _line_pieces(lines: Sequence[str], type_: Type, left: float, bullet: str = "") -> list[Piece]:
    pieces = []
    for number, line in enumerate(lines):

        def paint(pen: Pen, top: float, line: str = line, number: int = number) -> None:
            if bullet and number == 0:
                pen.text(left - 9.0, top - type_.size - 1.5, bullet, type_)
            pen.text(left, top - type_.size - 1.5, line, type_)

        first = number == 0
        pieces.append(Piece(_leading(type_), paint, gap=5.0 if first else 0.0, keep=first and len(lines) > 1))
    return pieces


def _leading(type_: Type) -> float:
    return TEXT_LEADING if type_.size >= TEXT else SMALL_LEADING + 1.0


def _bullet(text: str, measure: Measure) -> list[Piece]:
    type_ = TONES[Tone.PLAIN]
    return _line_pieces(measure.lines(text, type_, measure.body - 11.0), type_, MARGIN + 11.0, "•")


# ---- key figures and lights


def _card_width(count: int, measure: Measure) -> float:
    return (measure.body - (count - 1) * CARD_GAP) / count


def _key_figures(block: KeyFigures, measure: Measure, words: Words) -> Piece:
    width = _card_width(len(block.items), measure)
    height = 52.0 if any(item.change is not None for item in block.items) else 40.0

    def paint(pen: Pen, top: float) -> None:
        for number, item in enumerate(block.items):
            left = MARGIN + number * (width + CARD_GAP)
            if item.mark:
                pen.ground(left, top, width, height, style.NOT_FINAL_GROUND)
            pen.frame(left, top, width, height, style.HAIRLINE)
            _key_figure(pen, item, left + CARD_PAD, top, width - 2 * CARD_PAD, words)

    return Piece(height, paint, gap=8.0)


def _key_figure(pen: Pen, item: KeyFigure, left: float, top: float, room: float, words: Words) -> None:
    measure = pen.measure
    label = measure.fitting(item.label, LABEL, room, least=5.5)
    pen.text(left, top - 12.0, measure.shortened(item.label, label, room), label)
    value = show(item.value, item.kind, measure.style)
    type_ = Type(FIGURE.size, style.NEGATIVE, bold=True) if is_behind(item.value, item.kind) else FIGURE
    type_ = measure.fitting(value, type_, room, least=TEXT)
    pen.text(left, top - 31.0, value, type_)
    after = left + measure.width(value, type_) + 3.0
    if item.unit and after + measure.width(item.unit, UNIT) <= left + room:
        pen.text(after, top - 31.0, item.unit, UNIT)
    if item.change is not None:
        change = f"{words.change} {show(item.change, item.change_kind, measure.style)}"
        type_ = measure.fitting(change, LABEL, room, least=6.0)
        pen.text(left, top - 44.0, measure.shortened(change, type_, room), type_)


def _lights(block: Lights, measure: Measure) -> list[Piece]:
    width = _card_width(len(block.items), measure)
    height = 38.0

    def paint(pen: Pen, top: float) -> None:
        for number, light in enumerate(block.items):
            left = MARGIN + number * (width + CARD_GAP)
            pen.ground(left, top, 3.0, height, style.LIGHTS[light.colour])
            pen.frame(left, top, width, height, style.HAIRLINE)
            _light(pen, light, left + CARD_PAD + 3.0, top, width - 2 * CARD_PAD - 3.0)

    reasons = [text for light in block.items for text in _light_reasons(light, measure.style)]
    return [Piece(height, paint, gap=6.0), *(piece for text in reasons for piece in _bullet(text, measure))]


def _light(pen: Pen, light: Light, left: float, top: float, room: float) -> None:
    pen.text(left, top - 12.0, pen.measure.shortened(light.name, LABEL, room), LABEL)
    word = f"{SHAPES[light.colour]} {light.word} {arrow(light.colour, light.previous)}".rstrip()
    type_ = pen.measure.fitting(word, Type(TEXT + 1.0, style.LIGHTS[light.colour], bold=True), room, least=6.5)
    pen.text(left, top - 28.0, pen.measure.shortened(word, type_, room), type_)


def _light_reasons(light: Light, words: Style) -> list[str]:
    colon = "：" if words.language == "ja" else ": "
    return [f"{light.name}{colon}{text}" for text in (light.reason, light.override) if text]


# ---- charts


def _gantt(sheet: GanttChart, measure: Measure) -> Piece:
    """One sheet over the full width, the names of the rows on its left."""
    scene = lay_out_gantt(sheet, Size(measure.body, sheet.height), measure.body * NAMES_SHARE)
    title = measure.shortened(sheet.title, HEADING_TYPE, measure.body)

    def paint(pen: Pen, top: float) -> None:
        pen.text(MARGIN, top - style.HEADING, title, HEADING_TYPE)
        pen.scene(scene, MARGIN, top - style.HEADING - 4.0)

    return Piece(sheet.height + style.HEADING + 4.0, paint, gap=10.0)


@dataclass(frozen=True, slots=True)
class _Panel:
    """A chart in its place in a row of charts."""

    scene: Scene
    left: float


def _charts(block: Charts, measure: Measure) -> Piece:
    count = len(block.charts)
    width = (measure.body - (count - 1) * CHART_GAP) / count
    heights = [chart.height if isinstance(chart, BarChart) else block.height for chart in block.charts]
    height = max(heights)
    head = 0.0 if block.bare else style.HEADING + 8.0
    panels = [
        _Panel(_scene(chart, Size(width, own)), MARGIN + number * (width + CHART_GAP))
        for number, (chart, own) in enumerate(zip(block.charts, heights, strict=True))
    ]

    def paint(pen: Pen, top: float) -> None:
        for panel in panels:
            if head:
                title = pen.measure.shortened(panel.scene.title, HEADING_TYPE, width)
                pen.text(panel.left, top - style.HEADING, title, HEADING_TYPE)
            pen.scene(panel.scene, panel.left, top - head)

    return Piece(height + head, paint, gap=12.0 if head else 2.0)


def _scene(chart: TimeChart | BarChart, size: Size) -> Scene:
    return lay_out_bar_chart(chart, size) if isinstance(chart, BarChart) else lay_out_time_chart(chart, size)

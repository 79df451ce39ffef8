"""Blocks for a page: the values and words of paper and workbook, as the parts of templates/reports/parts/blocks.html.

A part names the template that prints it (`template`). Charts come twice, laid out for a wide and for a narrow page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pmo.lib.drawing.barchart import BarChart, lay_out_bar_chart
from pmo.lib.drawing.gantt import GanttChart, lay_out_gantt
from pmo.lib.drawing.scene import Scene, Size
from pmo.lib.drawing.svg import svg
from pmo.lib.drawing.timechart import TimeChart, lay_out_time_chart
from reports.content.blocks import (
    Block,
    Bullets,
    Cell,
    Charts,
    Column,
    Emphasis,
    Gantt,
    Gap,
    Heading,
    KeyFigure,
    KeyFigures,
    Kind,
    Light,
    Lights,
    Paragraph,
    Row,
    Table,
    Tone,
    Value,
)
from reports.content.show import Style, arrow, is_behind, mark, show

PARTS = "reports/parts/blocks.html"
# Drawings are laid out in points of paper and shown about one and a half times as large.
FULL_WIDTH, COLUMN_WIDTH, HALF_WIDTH, NARROW_WIDTH = 760.0, 400.0, 320.0, 232.0
WIDE_HEIGHT, NARROW_HEIGHT = 230.0, 170.0
MOST_ON_A_CARD = 10  # columns
WIDE_TEXT, SHORT_TEXT = 14.0, 5.0  # full-width characters
ROWS = {Emphasis.TOTAL: "row--total", Emphasis.ALERT: "row--late", Emphasis.QUIET: "faint"}
LIGHTS = {"red": "red", "yellow": "amber", "blue": "green", "grey": "grey"}
TONES = {Tone.PLAIN: "", Tone.STRONG: "strong", Tone.QUIET: "muted small"}


@dataclass(frozen=True)
class PageCell:
    """A cell: its text, the classes it wears, the page behind it, the name of its column for narrow pages."""

    text: str
    classes: str = ""
    target: str = ""
    label: str = ""


@dataclass(frozen=True)
class PageRow:
    cells: list[PageCell]
    classes: str = ""
    below: list[PageCell] = field(default_factory=list)
    is_group: bool = False

    @property
    def head(self) -> PageCell:
        return self.cells[0]

    @property
    def rest(self) -> list[PageCell]:
        return self.cells[1:]


@dataclass(frozen=True)
class PageTable:
    template: ClassVar[str] = f"{PARTS}#table"
    key: str
    title: str
    columns: list[PageCell]
    rows: list[PageRow]
    footnotes: tuple[str, ...] = ()
    empty: str = ""
    stacks: bool = False  # rows become cards on a phone

    @property
    def has_links(self) -> bool:
        """Whether the keyboard reaches into the table; one that scrolls and has none takes the focus itself."""
        return any(cell.target for row in self.rows for cell in row.cells)


@dataclass(frozen=True)
class PageChart:
    template: ClassVar[str] = f"{PARTS}#chart"
    title: str
    wide: SafeString
    narrow: SafeString
    table: PageTable | None = None
    is_half: bool = False  # drawn for half the width of a page


@dataclass(frozen=True)
class PageCharts:
    template: ClassVar[str] = f"{PARTS}#charts"
    charts: list[PageChart]
    are_sheets: bool = False  # each as wide as the page


@dataclass(frozen=True)
class PageFigure:
    label: str
    value: str
    unit: str
    change: str
    note: str
    target: str
    classes: str = ""
    mark: str = ""


@dataclass(frozen=True)
class PageFigures:
    template: ClassVar[str] = f"{PARTS}#figures"
    items: list[PageFigure]


@dataclass(frozen=True)
class PageLight:
    name: str
    colour: str
    word: str
    reason: str
    arrow: str
    override: str


@dataclass(frozen=True)
class PageLights:
    template: ClassVar[str] = f"{PARTS}#lights"
    items: list[PageLight]


@dataclass(frozen=True)
class PageText:
    """A paragraph, a heading inside a section, or points."""

    template: ClassVar[str] = f"{PARTS}#text"
    kind: str
    lines: tuple[str, ...]
    classes: str = ""


type PagePart = PageTable | PageCharts | PageFigures | PageLights | PageText


def page_parts(blocks: Iterable[Block], style: Style, prefix: str) -> list[PagePart]:
    """The parts of a page; `prefix` makes the names of their drawings unique on it."""
    return [page_part(block, style, f"{prefix}-{number}") for number, block in enumerate(blocks)]


def page_part(block: Block, style: Style, name: str) -> PagePart:
    match block:
        case Table():
            return page_table(block, style)
        case Charts():
            return PageCharts(list(page_charts(block, style, name)))
        case Gantt():
            sheets = [page_sheet(sheet, f"{name}-{number}") for number, sheet in enumerate(block.sheets)]
            return PageCharts(sheets, are_sheets=True)
        case KeyFigures():
            return PageFigures([page_figure(item, style) for item in block.items])
        case Lights():
            return PageLights([page_light(light) for light in block.items])
        case Paragraph():
            return PageText("paragraph", (block.text,), TONES[block.tone])
        case Heading():
            return PageText("heading", (block.text,))
        case Bullets():
            return PageText("points", block.items)
        case Gap():
            return PageText("paragraph", (block.text,), "muted")


# ---- tables


def page_table(table: Table, style: Style) -> PageTable:
    """Rows of words and dates become cards on a phone; rows of figures stay a table that scrolls."""
    beside = [column for column in table.columns if not column.below]
    heads = [PageCell(column.label, column_classes(column).replace("nowrap", "")) for column in beside]
    rows = [page_row(row, table.columns, style) for row in table.rows]
    words = sum(column.kind in (Kind.TEXT, Kind.DATE) for column in beside)
    stacks = words > 1 and beside[0].kind is Kind.TEXT and len(beside) <= MOST_ON_A_CARD
    return PageTable(table.key, table.title, heads, rows, table.footnotes, table.empty, stacks)


def column_classes(column: Column) -> str:
    """Texts that are wished wide are kept wide, where the table scrolls; names and short words stay readable."""
    if column.kind is Kind.TEXT:
        return "wide" if column.width >= WIDE_TEXT else "nowrap" if column.width <= SHORT_TEXT else "name"
    return "nowrap" if column.kind is Kind.DATE else "num"


def page_row(row: Row, columns: tuple[Column, ...], style: Style) -> PageRow:
    pairs = list(zip(row.cells, columns, strict=True))
    beside = [page_cell(cell, column, style) for cell, column in pairs if not column.below]
    below = [page_cell(cell, column, style) for cell, column in pairs if column.below]
    return PageRow(beside, ROWS.get(row.emphasis, ""), below, row.emphasis is Emphasis.GROUP)


def page_cell(cell: Value | Cell, column: Column, style: Style) -> PageCell:
    classes = [column_classes(column)]
    if is_behind(cell, column.kind):
        classes.append("is-bad")
    if mark(cell):
        classes.append("provisional")
    target = cell.target if isinstance(cell, Cell) else ""
    return PageCell(show(cell, column.kind, style), " ".join(filter(None, classes)), target, column.label)


# ---- charts


def page_charts(block: Charts, style: Style, name: str) -> Iterator[PageChart]:
    for number, chart in enumerate(block.charts):
        full = HALF_WIDTH if isinstance(chart, BarChart) else COLUMN_WIDTH if block.half else FULL_WIDTH
        wide, narrow = (
            SafeString(svg(scene(chart, width), f"{name}-{number}-{size}"))
            for size, width in (("wide", full), ("narrow", NARROW_WIDTH))
        )
        behind = values_behind(chart, style) if isinstance(chart, TimeChart) else bars_behind(chart)
        yield PageChart(chart.title, wide, narrow, behind if behind.rows else None, full < FULL_WIDTH)


def page_sheet(sheet: GanttChart, name: str) -> PageChart:
    """One sheet of a Gantt chart, the names of the rows in it."""
    wide, narrow = (
        SafeString(svg(lay_out_gantt(sheet, Size(width, sheet.height), width * share), f"{name}-{size}"))
        for size, width, share in (("wide", FULL_WIDTH, 0.34), ("narrow", NARROW_WIDTH, 0.45))
    )
    return PageChart(sheet.title, wide, narrow)


def scene(chart: TimeChart | BarChart, width: float) -> Scene:
    if isinstance(chart, BarChart):
        return lay_out_bar_chart(chart, Size(width, chart.height))
    height = WIDE_HEIGHT if width == FULL_WIDTH else NARROW_HEIGHT
    return lay_out_time_chart(chart, Size(width, height))


def values_behind(chart: TimeChart, style: Style) -> PageTable:
    """The values of a chart over time, a row per day."""
    columns = [PageCell(_("Status date"), "nowrap"), *(PageCell(series.name, "num") for series in chart.series)]
    values = [{point.day: chart.axis.label(point.value) for point in series.points} for series in chart.series]
    rows = [
        PageRow([PageCell(show(day, Kind.DATE, style), "nowrap"), *(PageCell(of.get(day, ""), "num") for of in values)])
        for day in chart.days
    ]
    return PageTable("values", chart.title, columns, rows)


def bars_behind(chart: BarChart) -> PageTable:
    """The values of a bar chart, a row per group; none for a chart without a value."""
    columns = [PageCell(chart.caption), *(PageCell(series.name, "num") for series in chart.series)]
    rows = [
        PageRow([PageCell(group), *(PageCell(chart.value_label(series, number), "num") for series in chart.series)])
        for number, group in enumerate(chart.groups)
    ]
    return PageTable("values", chart.title, columns, rows if chart.has_values else [])


# ---- figures and lights


def page_figure(item: KeyFigure, style: Style) -> PageFigure:
    cell = Cell(item.value, item.mark)
    return PageFigure(
        label=item.label,
        value=show(cell, item.kind, style),
        unit=item.unit if item.value is not None else "",
        change="" if item.change is None else show(item.change, item.change_kind, style),
        note=item.note,
        target=item.target,
        classes="figure--bad" if is_behind(item.value, item.kind) else "",
        mark="provisional" if item.mark else "",
    )


def page_light(light: Light) -> PageLight:
    sign = arrow(light.colour, light.previous)
    return PageLight(light.name, LIGHTS[light.colour], light.word, light.reason, sign, light.override)

"""Measures and colours of a printed page, in points."""

from __future__ import annotations

from dataclasses import dataclass

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4

from reports.content.blocks import Colour, Layout

MARGIN = 42.0
EDGE = 28.0  # above and below everything
COLUMN_GAP = 22.0
BODY_BOTTOM = 50.0
FOOTER_LINE = 38.0
BAND_HEIGHT = 17.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper, its body in one column or several.

    `grown` is laid out larger and printed smaller, its margins as wide as ever.
    """

    width: float
    height: float
    columns: int = 1
    growth: float = 1.0

    def grown(self, growth: float) -> Sheet:
        width, height = (self.width - 2 * MARGIN) * growth, (self.height - 2 * EDGE) * growth
        return Sheet(width + 2 * MARGIN, height + 2 * EDGE, self.columns, growth)

    @property
    def paper(self) -> tuple[float, float]:
        width, height = (self.width - 2 * MARGIN) / self.growth, (self.height - 2 * EDGE) / self.growth
        return width + 2 * MARGIN, height + 2 * EDGE

    @property
    def shift(self) -> tuple[float, float]:
        """Where the corner of what is laid out comes to stand on the paper."""
        share = 1 - 1 / self.growth
        return MARGIN * share, EDGE * share

    @property
    def body(self) -> float:
        return self.width - 2 * MARGIN

    @property
    def column(self) -> float:
        return (self.body - (self.columns - 1) * COLUMN_GAP) / self.columns

    @property
    def top(self) -> float:
        """Where the body begins."""
        return self.height - 58.0

    @property
    def header_line(self) -> float:
        return self.height - 44.0


UPRIGHT = Sheet(*A4)
ACROSS = Sheet(A4[1], A4[0], columns=2)
SHEETS = {  # the first on which the document is one page, else the last
    Layout.BOOK: (UPRIGHT,),
    Layout.ONE_PAGE: (ACROSS, ACROSS.grown(1.08), ACROSS.grown(1.16)),
}

TEXT, TEXT_LEADING = 9.0, 14.5
SMALL, SMALL_LEADING = 7.5, 11.0
CELL, CELL_LEADING = 7.8, 11.0
HEAD, HEAD_LEADING = 7.2, 9.4
SECTION, HEADING = 13.0, 9.5
PAD_X, PAD_Y, DENSE_PAD_Y = 4.0, 3.6, 2.6

INK, MUTED, FAINT = HexColor("#1F2933"), HexColor("#52606D"), HexColor("#9AA5B1")
ACCENT, RULE, HAIRLINE = HexColor("#0B5CAD"), HexColor("#7B8794"), HexColor("#D9DFE5")
HEAD_GROUND, TOTAL_GROUND, GROUP_GROUND = HexColor("#E8EDF2"), HexColor("#F1F4F7"), HexColor("#F7F9FA")
NOT_FINAL_GROUND, NOT_FINAL_INK = HexColor("#FCEBC8"), HexColor("#7A4B00")
NEGATIVE = HexColor("#B42318")

LIGHTS: dict[Colour, Color] = {
    Colour.RED: HexColor("#C62828"),
    Colour.YELLOW: HexColor("#B7791F"),
    Colour.BLUE: HexColor("#0B5CAD"),
    Colour.GREY: HexColor("#7B8794"),
}

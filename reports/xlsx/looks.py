"""How cells look. A look is made once per workbook and copied: fonts set cell by cell would take most of the time."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

INK, MUTED, NEGATIVE, ACCENT = "FF1F2933", "FF52606D", "FFB42318", "FF0B5CAD"
RULE, HAIRLINE = "FF7B8794", "FFD9DFE5"
HEAD_GROUND, TOTAL_GROUND, GROUP_GROUND, NOT_FINAL_GROUND = "FFE8EDF2", "FFF1F4F7", "FFF7F9FA", "FFFCEBC8"
FAMILIES = {"ja": "Yu Gothic", "en": "Calibri"}


@dataclass(frozen=True, slots=True)
class Look:
    """`format` is an Excel number format, `align` left, center or right."""

    format: str = "General"
    align: str = "left"
    wrap: bool = False
    size: float = 10.0
    colour: str = INK
    bold: bool = False
    ground: str = ""
    ruled: bool = False
    indent: int = 0
    vertical: str = "center"


class Looks:
    """The looks of one workbook."""

    def __init__(self, book: Workbook, language: str) -> None:
        self._family = FAMILIES.get(language, FAMILIES["en"])
        self._scratch = book.create_sheet("scratch")
        self._made: dict[Look, Any] = {}

    def dress(self, cell: ExcelCell, look: Look) -> None:
        if (made := self._made.get(look)) is None:
            made = self._made[look] = self._make(look)
        cell._style = copy(made)

    def discard_scratch(self) -> None:
        """Take the helper sheet out again; call it when all cells are dressed."""
        self._scratch.parent.remove(self._scratch)

    def _make(self, look: Look) -> Any:
        cell = self._scratch.cell(len(self._made) + 1, 1)
        cell.font = Font(name=self._family, size=look.size, bold=look.bold, color=look.colour)
        cell.alignment = Alignment(look.align, look.vertical, wrap_text=look.wrap, indent=look.indent)
        cell.number_format = look.format
        if look.ground:
            cell.fill = PatternFill("solid", fgColor=look.ground)
        if look.ruled:
            cell.border = Border(bottom=Side(style="thin", color=HAIRLINE))
        return cell._style

"""How a value of a document is written: the one formatter of the PDF, the workbook and the page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pmo.lib import dates, figures
from reports.content.blocks import Cell, Colour, Kind, Mark, Value

SIGNS = {Mark.CARRIED: "*", Mark.PROVISIONAL: "**"}
SHAPES = {Colour.RED: "■", Colour.YELLOW: "▲", Colour.BLUE: "●", Colour.GREY: "○"}
ARROWS = {1: "↑", 0: "→", -1: "↓"}
RANKS = {Colour.RED: 0, Colour.YELLOW: 1, Colour.BLUE: 2}
SIGNED = {Kind.DAYS_DIFFERENCE, Kind.WORKING_DAYS, Kind.POINTS, Kind.INDEX_DIFFERENCE, Kind.DIFFERENCE}
PLACES = {
    Kind.INTEGER: 0,
    Kind.DAYS: 1,
    Kind.DAYS_DIFFERENCE: 1,
    Kind.WORKING_DAYS: 0,
    Kind.PERCENT: 0,
    Kind.POINTS: 0,
    Kind.INDEX: 2,
    Kind.INDEX_DIFFERENCE: 2,
    Kind.DIFFERENCE: 0,
}


@dataclass(frozen=True, slots=True)
class Style:
    """`today` is the day whose year need not be written."""

    language: str
    today: date

    @property
    def minus(self) -> str:
        return "▲" if self.language == "ja" else "−"


def raw(value: Value | Cell) -> Value:
    return value.value if isinstance(value, Cell) else value


def mark(value: Value | Cell) -> Mark | None:
    return value.mark if isinstance(value, Cell) else None


def show(value: Value | Cell, kind: Kind, style: Style) -> str:
    """The value as text, with its sign if it is not final; None is "—", but an empty text stays empty."""
    sign = mark(value)
    return _show(raw(value), kind, style) + (SIGNS[sign] if sign else "")


def _show(value: Value, kind: Kind, style: Style) -> str:
    if value is None:
        return figures.UNKNOWN
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return dates.short(value, style.language, style.today)
    text = figures.show(value, PLACES[kind], style.language)
    if kind in SIGNED and figures.half_up(value, PLACES[kind]) > 0:
        text = f"+{text}"
    return text + {Kind.PERCENT: "%", Kind.POINTS: "pt"}.get(kind, "")


def is_behind(value: Value | Cell, kind: Kind) -> bool:
    """Whether the figure says "late" or "less than planned"."""
    bare = raw(value)
    return kind in SIGNED and isinstance(bare, (int, Decimal)) and figures.half_up(bare, PLACES[kind]) < 0


def arrow(now: Colour, before: Colour | None) -> str:
    """Better, same or worse than last time; nothing where one of the two was not evaluated."""
    if now not in RANKS or before not in RANKS:
        return ""
    difference = RANKS[now] - RANKS[before]
    return ARROWS[(difference > 0) - (difference < 0)]


def stored(value: Value | Cell, kind: Kind) -> Value:
    """The value as a workbook stores it: a percentage is a fraction there, everything else itself."""
    bare = raw(value)
    return Decimal(bare) / 100 if kind is Kind.PERCENT and isinstance(bare, (int, Decimal)) else bare


def number_format(kind: Kind, style: Style, sign: Mark | None = None, value: Value = None) -> str:
    """The Excel number format under which a workbook shows what `show` writes; no sign before a rounded zero."""
    if kind is Kind.TEXT:
        return "@"
    if kind is Kind.DATE:
        return "m/d" if style.language == "ja" else "d mmm"
    places = PLACES[kind]
    digits = "#,##0" + ("." + "0" * places if places else "")
    unit = {Kind.PERCENT: "%", Kind.POINTS: '"pt"'}.get(kind, "")
    note = f'"{SIGNS[sign]}"' if sign else ""
    body = "0%" if kind is Kind.PERCENT else digits + unit
    if isinstance(value, (int, Decimal)) and not figures.half_up(value, places):
        return f"{body}{note};{body}{note}"
    plus = '"+"' if kind in SIGNED else ""
    return f'{plus}{body}{note};"{style.minus}"{body}{note};{body}{note}'


def date_format(value: date, style: Style) -> str:
    """The Excel format of one date: with the year when it is not this year."""
    if value.year == style.today.year:
        return number_format(Kind.DATE, style)
    return "yyyy/m/d" if style.language == "ja" else "d mmm yyyy"

"""Cell values to neutral values: percent, effort, status, kind, predecessors, text (DOMAIN 5.4). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from progress.domain.rows import Kind, Status
from progress.exchange.raw import HOURS_FORMAT, Cell, CellKind
from progress.exchange.spellings import (
    DAY_UNITS,
    EMPTY_MARKS,
    EMPTY_WORDS,
    HOUR_UNITS,
    KIND_OF,
    LONGEST_WORD,
    MONTH_UNITS,
    STATUS_OF,
    key,
)

TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")
MOST_PERCENT, MOST_EFFORT = Decimal(999), Decimal(9_999_999)
NUMBER = re.compile(r"([+\-▲△−]?)\s*(\d[\d,]*\.?\d*|\.\d+)\s*(.*)", re.DOTALL)
CLOCK = re.compile(r"(\d{1,5}):(\d{2})(?::\d{2})?")
QUOTED = re.compile(r'"[^"]*"|\\.')
PADDING = re.compile(r"[_*].")
HOURS_HEADER = re.compile(r"時間$|(?:\b|_)hours?$|(?:estimated|spent|remaining) time$", re.IGNORECASE)
UNITS = {
    **{key(unit): "hours" for unit in HOUR_UNITS},
    **{key(unit): "months" for unit in MONTH_UNITS},
    **{key(unit): "days" for unit in DAY_UNITS},
}
LINK = re.compile(
    r"(?P<id>.+?)(?:\s*(?P<kind>FS|SS|FF|SF))?(?:\s*(?P<lag>[+\-−]\s*\d+(?:\.\d+)?)\s*(?:d|days?|日|営業日)?)?",
    re.IGNORECASE,
)
LINK_SEPARATORS = re.compile(r"[,;、，；\n]+")
MOST_LINKS, LONGEST_LINK = 50, 100
LONGEST_EMPTY = max(map(len, EMPTY_WORDS))


class Unreadable(ValueError):
    """The cell's value has no meaning in its column; `code` is one of mapping.PROBLEMS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Rates:
    """Working hours of a person-day and person-days of a person-month (DOMAIN 0)."""

    hours_per_day: Decimal = Decimal(8)
    days_per_month: Decimal = Decimal(20)


@dataclass(frozen=True, slots=True)
class Link:
    """A predecessor as written: its id (or name), the kind of link, the lag in working days."""

    id: str
    kind: str = "FS"
    lag: int = 0

    @property
    def text(self) -> str:
        """As plans write it: "12" finish to start without lag, else "12SS+2"."""
        if self.kind == "FS" and not self.lag:
            return self.id
        return f"{self.id}{self.kind}" + (f"{self.lag:+d}" if self.lag else "")


def is_empty(cell: Cell | None) -> bool:
    """Nothing, or one of the marks people write for nothing: "-", 未定 (dates and numbers only)."""
    if cell is None or cell.is_blank:
        return True
    if cell.kind is not CellKind.TEXT:
        return False
    text = cell.value.strip()
    if len(text) > LONGEST_EMPTY:
        return False
    return text in EMPTY_MARKS or unicodedata.normalize("NFKC", text).casefold() in EMPTY_WORDS


def is_dash(text: str) -> bool:
    return text.strip() in EMPTY_MARKS


def text_of(cell: Cell | None) -> str:
    """Trimmed text; a lone dash is nothing."""
    if cell is None or cell.kind in (CellKind.ERROR, CellKind.UNCALCULATED):
        return ""
    text = cell.text.strip()
    return "" if is_dash(text) else text


def identifier_of(cell: Cell | None) -> str:
    """An id or WBS code as the sheet shows it: a number with format "0.00" keeps its zero (1.10)."""
    if cell is None or cell.kind is not CellKind.NUMBER:
        return text_of(cell)
    return shown_number(cell)


def shown_number(cell: Cell) -> str:
    plain = PADDING.sub("", QUOTED.sub("", cell.number_format)).split(";")[0].strip()
    if re.fullmatch(r"0+", plain):
        return str(int(cell.value)).zfill(len(plain))
    decimals = re.fullmatch(r"[0#,]*0\.(0+)", plain)
    if decimals:
        return f"{cell.value:.{len(decimals[1])}f}"
    return str(cell.value)


def has_percent_format(cell: Cell) -> bool:
    return "%" in QUOTED.sub("", cell.number_format)


def percent_of(cell: Cell, scale: str) -> Decimal:
    """0-100 with one decimal. `scale`: "ratio" (0.8 is 80 %) or "points"; a cell's own % decides first.

    In a column of ratios a number over 1 without a percent format is meant in points. Raises Unreadable.
    """
    if cell.kind is CellKind.NUMBER:
        number = exact(cell.value)
        ratio = has_percent_format(cell) or (scale == "ratio" and abs(number) <= 1)
        if not ratio and scale == "points" and 0 < number < 1:
            raise Unreadable("percent_below_one")
        return bounded(number * 100 if ratio else number, MOST_PERCENT, TENTH)
    number, unit = parsed(cell, "percent_unreadable")
    if unit not in ("", "%", "パーセント", "percent", "pct"):
        raise Unreadable("percent_unreadable")
    ratio = not unit and scale == "ratio" and abs(number) <= 1
    return bounded(number * 100 if ratio else number, MOST_PERCENT, TENTH)


def effort_of(cell: Cell, unit: str, rates: Rates) -> Decimal:
    """Person-days with two decimals; a suffix (28h, 0.5人月) decides before the column's `unit`. Raises Unreadable."""
    if cell.kind is CellKind.NUMBER and cell.number_format == HOURS_FORMAT:
        return in_days(exact(cell.value) * 24, "hours", rates)
    if cell.kind is CellKind.NUMBER:
        return in_days(exact(cell.value), unit, rates)
    clock = CLOCK.fullmatch(unicodedata.normalize("NFKC", cell.text).strip())
    if clock and unit == "hours":
        return in_days(Decimal(clock[1]) + Decimal(clock[2]) / 60, "hours", rates)
    number, suffix = parsed(cell, "number_unreadable")
    if len(suffix) > LONGEST_WORD or (suffix and key(suffix) not in UNITS):
        raise Unreadable("number_unreadable")
    return in_days(number, UNITS[key(suffix)] if suffix else unit, rates)


def in_days(number: Decimal, unit: str, rates: Rates) -> Decimal:
    days = {"hours": number / rates.hours_per_day, "months": number * rates.days_per_month}.get(unit, number)
    return bounded(days, MOST_EFFORT, HUNDREDTH)


def unit_of_header(header: str) -> str:
    """The unit a header names in brackets or at its end: 工数(人時), Effort (h), 予定時間; "days" when none."""
    text = unicodedata.normalize("NFKC", header)
    inside = (UNITS[key(part)] for part in re.findall(r"[(\[【〔]([^)\]】〕]*)[)\]】〕]", text) if key(part) in UNITS)
    return next(inside, "hours" if HOURS_HEADER.search(text.strip()) else "days")


def exact(number: float) -> Decimal:
    """The decimal a person typed: 0.1, not 0.1000000000000000055."""
    return Decimal(repr(number))


def bounded(number: Decimal, most: Decimal, step: Decimal) -> Decimal:
    if abs(number) > most:
        raise Unreadable("out_of_range")
    return number.quantize(step, rounding=ROUND_HALF_UP)


def parsed(cell: Cell, code: str) -> tuple[Decimal, str]:
    """A number and what stands behind it, of a text; raises Unreadable(code)."""
    if cell.kind is not CellKind.TEXT:
        raise Unreadable(code)
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", cell.value).strip())
    if not found:
        raise Unreadable(code)
    sign, digits, rest = found.groups()
    try:
        number = Decimal(digits.replace(",", ""))
    except InvalidOperation:
        raise Unreadable(code) from None
    return (-number if sign in ("-", "▲", "△", "−") else number), rest.strip()


def status_of(text: str, words: Mapping[str, str]) -> Status:
    """The status a word stands for: the team's own words first. Raises Unreadable("status_unknown")."""
    if not text or is_dash(text):
        return Status.BLANK
    if text in words:
        return Status(words[text])
    found = STATUS_OF.get(key(text)) if len(text) <= LONGEST_WORD else None
    if found is None:
        raise Unreadable("status_unknown")
    return found


def kind_of(text: str, words: Mapping[str, str]) -> Kind | None:
    """The kind of row a type column states; None when it states none we know."""
    if text in words:
        return Kind(words[text]) if words[text] else None
    return KIND_OF.get(key(text) or text) if len(text) <= LONGEST_WORD else None


def links_of(cell: Cell | None) -> tuple[Link, ...]:
    """Predecessors: "3FS+2d", "T001, T002", "3;4"; names stay as they are."""
    whole = identifier_of(cell)
    parts = (part.strip() for part in LINK_SEPARATORS.split(whole))
    return tuple(link_of(part) for part in parts if part and not is_dash(part))[:MOST_LINKS]


def link_of(text: str) -> Link:
    """One predecessor; a kind or lag only counts behind an id without spaces (names may end in anything)."""
    found = LINK.fullmatch(text) if len(text) <= LONGEST_LINK else None
    if not found or not (found["kind"] or found["lag"]) or re.search(r"\s", found["id"].strip()):
        return Link(text)
    if not found["kind"] and not re.search(r"(d|days?|日)$", text, re.IGNORECASE):
        return Link(text)  # "A-1" is an id
    lag = round(float(re.sub(r"\s", "", found["lag"]).replace("−", "-"))) if found["lag"] else 0
    return Link(found["id"].strip(), (found["kind"] or "FS").upper(), lag)

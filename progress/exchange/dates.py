"""Dates as teams write them: cells, serials, 6/8, 2026年6月8日, R8.6.8, 6/8(月), full width (DOMAIN 5.4). Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from progress.exchange.raw import Cell, CellKind

EPOCH = date(1899, 12, 30)
FIRST_YEAR, LAST_YEAR = 1900, 2200
FIRST_SERIAL, LAST_SERIAL = 20_000, 80_000  # 1954 - 2119: smaller numbers are not dates of a project
LONGEST_DATE = 40
BESIDE = 730  # days before or after the project in which a year of two digits is believed
ERAS = {"R": 2018, "令和": 2018, "令": 2018, "H": 1988, "平成": 1988, "平": 1988}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAY = re.compile(
    r"\s*[(\[]?\s*(?:[月火水木金土日](?:曜日?)?(?:[・,、/]?祝)?|祝|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?)\s*[)\]]",
    re.IGNORECASE,
)
LEADING_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)
TIME_OF_DAY = re.compile(
    r"(?:[\sT]|(?<=日))(?:午前|午後)?\s*\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?(?:\s*[AP]\.?M\.?)?"
    r"(?:\s*(?:Z|UTC|GMT|JST|[+-]\d{2}:?\d{2}))?$",
    re.IGNORECASE,
)
SEPARATED = r"\s*[-/.年]\s*"
YEAR_FIRST = re.compile(rf"(\d{{4}}){SEPARATED}(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?")
ERA_FIRST = re.compile(
    rf"(R|H|令和|平成|令|平)\s*(\d{{1,2}}|元){SEPARATED}(\d{{1,2}})\s*[-/.月]\s*(\d{{1,2}})\s*日?", re.IGNORECASE
)
PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
SHORT_YEAR = re.compile(r"['’]?(\d{2})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
SHORT_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2})")
SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
MONTH_DAY = re.compile(r"(\d{1,2})\s*(?:[-/]|月)\s*(\d{1,2})\s*日?")
DAY_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-/]+([a-z]{3,9})\.?,?(?:[\s\-/]+(\d{4}|\d{2}))?", re.IGNORECASE)
NAMED_DAY = re.compile(r"([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """The project's first and last day; `near` (the status date) decides where a period has a day twice."""

    start: date
    finish: date
    near: date | None = None

    def distance(self, day: date) -> int:
        """Days outside the period; 0 inside."""
        return max((self.start - day).days, (day - self.finish).days, 0)

    def nearest(self, month: int, day: int) -> date | None:
        """The year that puts month/day nearest to the period (DOMAIN 5.4), then nearest to `near`."""
        years = range(self.start.year - 1, self.finish.year + 2)
        found = [made for year in years if (made := _date(year, month, day))]
        anchor = self.near or self.start
        return min(found, key=lambda made: (self.distance(made), abs((made - anchor).days)), default=None)


class Unreadable(ValueError):
    """The cell holds something that is no date; `code` is "date_unreadable" or "date_out_of_range"."""

    def __init__(self, code: str = "date_unreadable") -> None:
        super().__init__(code)
        self.code = code


def date_of(cell: Cell, period: Period, order: str = "ymd") -> date | None:
    """The date of a cell; None for Excel's day zero (an empty reference). Raises Unreadable."""
    if cell.kind is CellKind.MOMENT:
        return _within(cell.value.date())
    if cell.kind is CellKind.DATE:
        return _within(cell.value)
    if cell.kind is CellKind.NUMBER:
        return from_number(cell.value)
    if cell.kind is CellKind.TEXT:
        return from_text(cell.value, period, order)
    raise Unreadable


def from_number(number: float) -> date | None:
    """An Excel serial, or 20260608."""
    if number == 0:
        return None
    whole = int(number)
    packed = PACKED.fullmatch(str(whole))
    if packed and whole == number and (made := _date(*(int(part) for part in packed.groups()))):
        return _within(made)
    if FIRST_SERIAL <= number <= LAST_SERIAL:
        return EPOCH + timedelta(days=whole)
    raise Unreadable


def _within(day: date) -> date | None:
    if day <= date(1900, 1, 1):  # day zero: a formula that points to an empty cell
        return None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable("date_out_of_range")
    return day


def from_text(text: str, period: Period, order: str = "ymd") -> date:
    """The date a text states; raises Unreadable."""
    if len(text) > LONGEST_DATE:
        raise Unreadable
    plain = bare(text)
    for pattern, make in READERS:
        found = pattern.fullmatch(plain)
        if found:
            made = make(found.groups(), period, order)
            if made is None:
                raise Unreadable
            return _in_range(made)
    raise Unreadable


def bare(text: str) -> str:
    """The text of a date without its weekday and time of day."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return TIME_OF_DAY.sub("", LEADING_WEEKDAY.sub("", WEEKDAY.sub("", plain))).strip()


def _in_range(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unreadable("date_out_of_range")
    return day


def is_date(cell: Cell) -> bool:
    """Whether a cell states a date by itself: date cells, and texts that are one (1.1.10 is a WBS code)."""
    if cell.kind in (CellKind.DATE, CellKind.MOMENT):
        return True
    if cell.kind is not CellKind.TEXT or not any(char.isdigit() for char in cell.value):
        return False
    text = cell.value[:LONGEST_DATE]
    if SERIAL.fullmatch(text.strip()) or ("/" not in text and SHORT_LAST.fullmatch(bare(text))):
        return False
    period = short_year_period(text) or Period(date(2000, 1, 1), date(2000, 12, 31))
    try:
        from_text(cell.value, period)
    except Unreadable:
        return False
    return True


def short_year_period(text: str) -> Period | None:
    """A period in which 6/8/26 and 26/6/8 are dates; None for other texts."""
    parts = unicodedata.normalize("NFKC", text).split("/")
    years = [2000 + int(part[:2]) for part in (parts[0], parts[-1].split(" ")[0]) if part[:2].isdecimal()]
    return Period(date(min(years), 1, 1), date(max(years), 12, 31)) if len(parts) == len("ymd") and years else None


def is_ambiguous(text: str) -> bool:
    """Whether a text date's day and month could be swapped: 03/04/2026."""
    found = YEAR_LAST.fullmatch(bare(text))
    return found is not None and max(int(found[1]), int(found[2])) <= 12 and found[1] != found[2]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year_first(parts: tuple[str, ...], _period: Period, _order: str) -> date | None:
    return _date(int(parts[0]), int(parts[1]), int(parts[2]))


def _era(parts: tuple[str, ...], _period: Period, _order: str) -> date | None:
    year = 1 if parts[1] == "元" else int(parts[1])
    return _date(ERAS[parts[0].upper()] + year, int(parts[2]), int(parts[3]))


def _year_last(parts: tuple[str, ...], _period: Period, order: str) -> date | None:
    first, second, year = (int(part) for part in parts)
    day_first = first > 12 or (order == "dmy" and second <= 12)
    return _date(year, second, first) if day_first else _date(year, first, second)


def _short_year(parts: tuple[str, ...], period: Period, order: str) -> date | None:
    """26/6/8 or 6/8/26, only where it falls into or beside the project; what the column's order says comes first."""
    first, second, third = (int(part) for part in parts)
    made = {
        "ymd": _date(2000 + first, second, third),
        "mdy": _date(2000 + third, first, second),
        "dmy": _date(2000 + third, second, first),
    }
    return next((day for name in (order, *made) if (day := made[name]) and period.distance(day) <= BESIDE), None)


def _serial(parts: tuple[str, ...], _period: Period, _order: str) -> date | None:
    """The number of a day in Excel, as exports write it when the cell lost its format."""
    number = int(parts[0])
    return EPOCH + timedelta(days=number) if FIRST_SERIAL <= number <= LAST_SERIAL else None


def _month_day(parts: tuple[str, ...], period: Period, order: str) -> date | None:
    first, second = (int(part) for part in parts)
    return period.nearest(second, first) if order == "dmy" else period.nearest(first, second)


def _named(month: str, day: str, year: str | None, period: Period) -> date | None:
    short = month[:3].lower()
    if short not in MONTHS:
        return None
    number = MONTHS.index(short) + 1
    if not year:
        return period.nearest(number, int(day))
    return _date(int(year) + (2000 if len(year) == len("26") else 0), number, int(day))


def _day_named(parts: tuple[Any, ...], period: Period, _order: str) -> date | None:
    return _named(parts[1], parts[0], parts[2], period)


def _named_day(parts: tuple[Any, ...], period: Period, _order: str) -> date | None:
    return _named(parts[0], parts[1], parts[2], period)


READERS: tuple[tuple[re.Pattern[str], Callable[[tuple[Any, ...], Period, str], date | None]], ...] = (
    (YEAR_FIRST, _year_first),
    (ERA_FIRST, _era),
    (PACKED, _year_first),
    (YEAR_LAST, _year_last),
    (SHORT_YEAR, _short_year),
    (SHORT_LAST, _short_year),
    (SERIAL, _serial),
    (MONTH_DAY, _month_day),
    (DAY_NAMED, _day_named),
    (NAMED_DAY, _named_day),
)

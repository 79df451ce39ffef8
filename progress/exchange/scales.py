"""Decisions about a whole column: percent scale, order of text dates, unit of efforts, status words. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from progress.exchange.cells import column_of
from progress.exchange.columns import ColumnMap, Question
from progress.exchange.dates import LONGEST_DATE, SHORT_LAST, YEAR_LAST, Period, Unreadable, bare, date_of, is_date
from progress.exchange.profile import Profile, profile
from progress.exchange.raw import Cell, CellKind, RawSheet
from progress.exchange.spellings import DATE_FIELDS, EFFORT_FIELDS, STATUS_MARKS, STATUS_OF, key
from progress.exchange.values import NUMBER, has_percent_format

MOST_WORDS = 20
SOME_PERIOD = Period(date(2000, 1, 1), date(2000, 12, 31))
MOST_A_DAY, FEWEST_LOADS, MOSTLY = (
    3.0,
    5,
    0.8,
)  # person-days by calendar day: more than a few people on nearly every row
LONGEST_NUMBER = 20


def decide(sheet: RawSheet, proposal: ColumnMap) -> tuple[ColumnMap, list[Question]]:
    """The map with what the values settle; what they do not settle as questions, with the likeliest answer."""
    found: list[Question] = []
    for step in (decide_percent, decide_dates, decide_units, decide_words):
        proposal, questions = step(sheet, proposal)
        found += questions
    return proposal, found


def profile_of(sheet: RawSheet, mapped: ColumnMap, name: str) -> tuple[str, Profile] | None:
    letter = mapped.letter_of(name)
    return (letter, profile(sheet, mapped.first_row, column_of(letter))) if letter else None


def decide_percent(sheet: RawSheet, mapped: ColumnMap) -> tuple[ColumnMap, list[Question]]:
    found = profile_of(sheet, mapped, "percent")
    if found is None:
        return mapped, []
    letter, values = found
    scale, sure = percent_scale(values.cells, "%" in key(mapped.headers.get(letter, "")))
    question = Question("percent_scale", (letter,), ("ratio", "points"), scale, {"samples": values.samples})
    return replace(mapped, percent_scale=scale), [] if sure else [question]


def percent_scale(cells: Iterable[Cell], says_percent: bool = False) -> tuple[str, bool]:
    """The scale of a column's numbers without a percent format, and whether they leave no doubt."""
    plain = list(plain_numbers(cells))
    fractions = any(0 < number < 1 for number in plain)
    if any(abs(number) > 1 for number in plain):
        return "points", not fractions
    if fractions:
        return "ratio", True
    ones = any(number == 1 for number in plain)
    return ("points" if says_percent and ones else "ratio"), not ones


def plain_numbers(cells: Iterable[Cell]) -> Iterator[float]:
    """The numbers, typed as such or as text (CSV), that say nothing about percent themselves."""
    for cell in cells:
        if cell.kind is CellKind.NUMBER and not has_percent_format(cell):
            yield cell.value
        elif cell.kind is CellKind.TEXT:
            found = NUMBER.fullmatch(unicodedata.normalize("NFKC", cell.value[:LONGEST_NUMBER]).strip())
            if found and not found[3]:
                yield float(found[2].replace(",", "") or 0)


def decide_dates(sheet: RawSheet, mapped: ColumnMap) -> tuple[ColumnMap, list[Question]]:
    """03/04/2026, 3/4/26: the column that has a 13 or more in one place tells for all; 3.4.2026 has the day first."""
    letters = [letter for letter, name in mapped.columns.items() if name in DATE_FIELDS]
    texts = year_last([text for letter in letters for text in written_dates(sheet, mapped, column_of(letter))])
    if not texts:
        return mapped, []
    day_first = any(int(text[0]) > 12 or text[2] == "." for text in texts)
    month_first = any(int(text[1]) > 12 for text in texts)
    order = "dmy" if day_first and not month_first else "mdy"
    question = Question("date_order", tuple(letters), ("mdy", "dmy"), order)
    return replace(mapped, date_order=order), [] if day_first != month_first else [question]


def written_dates(sheet: RawSheet, mapped: ColumnMap, column: int) -> list[str]:
    """The texts of a column that may be dates, without weekdays and times of day."""
    cells = (cells[column] for row, cells in sheet.rows.items() if row >= mapped.first_row and column in cells)
    return [bare(cell.value) for cell in cells if cell.kind is CellKind.TEXT and len(cell.value) <= LONGEST_DATE]


def year_last(texts: list[str]) -> list[tuple[str, str, str]]:
    """The first and second number and the separator of each date whose year stands last."""
    long = [found for text in texts if (found := YEAR_LAST.fullmatch(text))]
    short = [found for text in texts if (found := SHORT_LAST.fullmatch(text))]
    if not ends_with_year(short):
        short = []
    return [(found[1], found[2], found[0][len(found[1])]) for found in (*long, *short)]


def ends_with_year(found: list[re.Match[str]]) -> bool:
    """Whether 6/8/26 has its year last: there it changes less than what stands first, which may have one digit."""
    return any(len(one[1]) == 1 for one in found) or len({one[3] for one in found}) < len({one[1] for one in found})


def decide_units(sheet: RawSheet, mapped: ColumnMap) -> tuple[ColumnMap, list[Question]]:
    """Efforts without a unit that hardly fit between the dates of their rows are taken for hours, and asked about."""
    letter = mapped.letter_of("planned_effort")
    loads = list(daily_loads(sheet, mapped)) if letter and letter not in mapped.effort_units else []
    heavy = [load for load in loads if load > MOST_A_DAY]
    if letter is None or len(loads) < FEWEST_LOADS or len(heavy) < MOSTLY * len(loads):
        return mapped, []
    silent = [place for place, name in mapped.columns.items() if name in EFFORT_FIELDS]
    units = {**dict.fromkeys(silent, "hours"), **mapped.effort_units}
    return replace(mapped, effort_units=units), [Question("effort_unit", (letter,), ("days", "hours"), "hours")]


def daily_loads(sheet: RawSheet, mapped: ColumnMap) -> Iterator[float]:
    """Planned effort by calendar day from start to finish, of the rows that state all three."""
    letters = [mapped.letter_of(name) for name in ("planned_effort", "planned_start", "planned_finish")]
    columns = [column_of(letter) for letter in letters if letter]
    for row, cells in sheet.rows.items():
        found = [cells[column] for column in columns if column in cells]
        if row >= mapped.first_row and len(found) == len(letters):
            yield from load_of(*found)


def load_of(effort: Cell, start: Cell, finish: Cell) -> Iterator[float]:
    first, last = day_of(start), day_of(finish)
    amount = effort.value if effort.kind is CellKind.NUMBER else 0
    if first and last and first <= last and amount > 0:
        yield amount / ((last - first).days + 1)


def day_of(cell: Cell) -> date | None:
    """The date of a cell that states its year; None for anything else."""
    try:
        return date_of(cell, SOME_PERIOD) if is_date(cell) else None
    except Unreadable:
        return None


def decide_words(sheet: RawSheet, mapped: ColumnMap) -> tuple[ColumnMap, list[Question]]:
    """Status words nobody taught us are proposed by their mark and confirmed by the user once."""
    found = profile_of(sheet, mapped, "status")
    if found is None:
        return mapped, []
    letter, values = found
    known = mapped.words.get("status", {})
    unknown = [word for word in values.words if key(word) not in STATUS_OF and word not in known]
    proposed = {word: str(STATUS_MARKS.get(word, "")) for word in unknown[:MOST_WORDS]}
    if not proposed:
        return mapped, []
    marks = {word: status for word, status in proposed.items() if status}
    words = {**mapped.words, "status": {**known, **marks}}
    return replace(mapped, words=words), [Question("status_words", (letter,), values=proposed)]

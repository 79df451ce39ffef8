"""Decisions about a whole column: percent scale, order of text dates, the team's status words. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from progress.exchange.cells import column_of
from progress.exchange.columns import ColumnMap, Question
from progress.exchange.dates import YEAR_LAST
from progress.exchange.profile import Profile, profile
from progress.exchange.raw import Cell, CellKind, RawSheet
from progress.exchange.spellings import DATE_FIELDS, STATUS_MARKS, STATUS_OF, key
from progress.exchange.values import NUMBER, has_percent_format

MOST_WORDS = 20
LONGEST_NUMBER = 20


def decide(sheet: RawSheet, proposal: ColumnMap) -> tuple[ColumnMap, list[Question]]:
    """The map with what the values settle; what they do not settle as questions, with the likeliest answer."""
    found: list[Question] = []
    for step in (decide_percent, decide_dates, decide_words):
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
    """03/04/2026: the column that has a 13 or more in one place tells for all."""
    letters = [letter for letter, name in mapped.columns.items() if name in DATE_FIELDS]
    texts = [text for letter in letters for text in year_last(sheet, mapped.first_row, column_of(letter))]
    if not texts:
        return mapped, []
    day_first = any(first > 12 for first, _ in texts)
    month_first = any(second > 12 for _, second in texts)
    order = "dmy" if day_first and not month_first else "mdy"
    question = Question("date_order", tuple(letters), ("mdy", "dmy"), order)
    return replace(mapped, date_order=order), [] if day_first != month_first else [question]


def year_last(sheet: RawSheet, first_row: int, column: int) -> list[tuple[int, int]]:
    cells = (cells[column] for row, cells in sheet.rows.items() if row >= first_row and column in cells)
    texts = (cell.value.strip() for cell in cells if cell.kind is CellKind.TEXT)
    return [(int(found[1]), int(found[2])) for text in texts if (found := YEAR_LAST.fullmatch(text))]


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

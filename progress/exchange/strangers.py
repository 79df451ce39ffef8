"""Guesses where the header of a plan in an unknown language stands, by its shape alone. Pure."""

from __future__ import annotations

from progress.exchange.headers import DEPTH, Head, Header, best, single
from progress.exchange.profile import Profile, profile
from progress.exchange.raw import RawSheet
from progress.exchange.spellings import REQUIRED

FEWEST_COLUMNS = 5
FEWEST_DATES = 2
MOST_KNOWN = 1 / 3  # of the headers: with more the language is ours and the columns are really missing


def guess_header(sheet: RawSheet) -> Header | None:
    """The row with the most texts over filled columns, when a text and a date column stand below it."""
    known = best(sheet)
    if known and known.fields & set(REQUIRED):
        return None
    head = Head(sheet)
    found = [header for row in sheet.rows if row <= DEPTH and (header := filled_header(sheet, head, row))]
    header = max(found, key=lambda one: (len(one.texts), -one.rows[0]), default=None)
    if header is None or len(header.claims) > MOST_KNOWN * len(header.texts):
        return None
    return header


def filled_header(sheet: RawSheet, head: Head, row: int) -> Header | None:
    """The row as a header when its columns look like a plan's."""
    header = single(head, row)
    if header is None or len(header.texts) < FEWEST_COLUMNS:
        return None
    profiles = [profile(sheet, row + 1, column) for column in header.texts]
    return header if has_plan_shape(profiles) else None


def has_plan_shape(profiles: list[Profile]) -> bool:
    dated = any(found.dates >= FEWEST_DATES and found.dates * 2 >= found.filled for found in profiles)
    named = any(found.filled >= FEWEST_DATES and found.texts * 2 >= found.filled for found in profiles)
    return dated and named

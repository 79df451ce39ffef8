"""From the claims of a header and the values below it to one field per column, and the questions left. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from progress.exchange.cells import letter
from progress.exchange.columns import Column, Question, letters
from progress.exchange.headers import Header
from progress.exchange.profile import Profile, agreement, profile
from progress.exchange.raw import RawSheet
from progress.exchange.spellings import (
    AMBIGUOUS,
    HINTS_ACTUAL,
    HINTS_BASELINE,
    HINTS_FINISH,
    HINTS_FORECAST,
    HINTS_START,
    LEVEL_FIELDS,
    contains,
    key,
)

CLOSE = 0.05  # two columns whose confidence differs less are asked about
HALF = 0.5
NEVER_ASKED = ("number", "duration", "lateness", "note", "level", "phase")


@dataclass(frozen=True, slots=True)
class Guess:
    field: str
    confidence: float
    how: str
    evidence: Mapping[str, int]


def columns_of(sheet: RawSheet, header: Header) -> tuple[list[Column], dict[str, Profile], list[Question]]:
    """The columns from left to right with their fields, what stands in them by letter, what must be asked."""
    profiles = {column: profile(sheet, header.first_row, column) for column in header.texts}
    guesses = {column: guesses_of(header, column, found) for column, found in profiles.items()}
    columns = [
        column_of(sheet, header.texts[column], column, guesses[column], profiles[column]) for column in header.texts
    ]
    by_letter = {letter(column): found for column, found in profiles.items()}
    columns = spread_names(columns, header, by_letter)
    columns, doubled = settle(columns, by_letter)
    return with_baseline(promoted(columns), by_letter), by_letter, [*undecided(columns, by_letter), *doubled]


def column_of(sheet: RawSheet, text: str, column: int, guesses: list[Guess], found: Profile) -> Column:
    first = guesses[0] if guesses else Guess("", 0.0, "", {})
    return Column(
        letter(column),
        text,
        field=first.field,
        how=first.how,
        samples=tuple(found.samples),
        confidence=round(first.confidence, 2),
        alternatives=tuple(guess.field for guess in guesses[1:]),
        evidence=first.evidence,
        hidden=column in sheet.hidden_columns,
    )


def guesses_of(header: Header, column: int, found: Profile) -> list[Guess]:
    """What the column may hold, the likeliest first."""
    claim = header.claims.get(column)
    if claim is None:
        return hinted(header.texts[column], found)
    fields = AMBIGUOUS.get(key(header.texts[column]), (claim.field,))
    return sorted((judged(name, claim.rank, found) for name in fields), key=lambda guess: -guess.confidence)


def judged(name: str, rank: int, found: Profile) -> Guess:
    """A header's claim, believed more where the values suit it."""
    base = 0.9 - min(rank, 30) * 0.01
    share, evidence = agreement(name, found)
    if not found.filled:
        return Guess(name, base - 0.1, "header", {})
    if share >= HALF:
        return Guess(name, base + 0.1 * share, "header+values", evidence)
    return Guess(name, base * 0.4, "header", {})


def hinted(text: str, found: Profile) -> list[Guess]:
    """A date column whose header nobody taught us, by parts of its text: 開始目標, Begin.

    One that is still empty counts where its header names an actual date: the plan is dated first, what happened later.
    """
    awaited = not found.filled and contains(text, HINTS_ACTUAL)
    if (found.share(found.dates) < HALF and not awaited) or contains(text, HINTS_BASELINE):
        return []
    start, finish = contains(text, HINTS_START), contains(text, HINTS_FINISH)
    if start == finish:
        return []
    if contains(text, HINTS_FORECAST):
        name = "forecast_finish" if finish else ""
    else:
        name = ("actual" if contains(text, HINTS_ACTUAL) else "planned") + ("_start" if start else "_finish")
    how = "header" if awaited else "header+values"
    return [Guess(name, HALF, how, {"dates": found.dates} if found.dates else {})] if name else []


def spread_names(columns: list[Column], header: Header, profiles: Mapping[str, Profile]) -> list[Column]:
    """A name whose header is merged over several columns: each column is a level, the last one the name."""
    groups: dict[int, list[int]] = defaultdict(list)
    for column, left in header.spread.items():
        if header.claims[column].field == "name" and profiles[letter(column)].filled:
            groups[left].append(column)
    levels = {
        letter(column): LEVEL_FIELDS[depth]
        for group in groups.values()
        for depth, column in enumerate(group[:-1][: len(LEVEL_FIELDS)])
    }
    return [replace(column, field=levels.get(column.letter, column.field)) for column in columns]


def settle(columns: list[Column], profiles: Mapping[str, Profile]) -> tuple[list[Column], list[Question]]:
    """Leave each field to the best of the columns that claim it."""
    claims: dict[str, list[Column]] = defaultdict(list)
    for column in columns:
        if column.field:
            claims[column.field].append(column)
    losers: dict[str, str] = {}
    questions = []
    for name, claimants in claims.items():
        best, *others = sorted(claimants, key=lambda column: (column.hidden, -column.confidence))
        losers |= {column.letter: name for column in others}
        close = [column for column in others if is_close(best, column, profiles)]
        if close and name not in NEVER_ASKED:
            options = letters([best, *close])
            questions.append(Question("two_columns", options, options, best.letter, {"field": name}))
    return [lost(column, losers.get(column.letter)) for column in columns], questions


def is_close(best: Column, other: Column, profiles: Mapping[str, Profile]) -> bool:
    filled = profiles[other.letter].filled > 0 and not other.hidden
    return filled and best.confidence - other.confidence < CLOSE


def lost(column: Column, name: str | None) -> Column:
    if name is None:
        return column
    others = tuple(other for other in (name, *column.alternatives))
    return replace(column, field="", how="", confidence=0.0, alternatives=others, evidence={})


def promoted(columns: list[Column]) -> list[Column]:
    """A sheet without a task name column names its tasks in its deepest item column; a running number is an id."""
    fields = {column.field for column in columns}
    changes: dict[str, str] = {}
    if "name" not in fields:
        deepest = [name for name in (*reversed(LEVEL_FIELDS), "phase") if name in fields][:1]
        changes |= dict.fromkeys(deepest, "name")
    if "number" in fields and not fields & {"id", "wbs_code"}:
        changes["number"] = "id"
    return [replace(column, field=changes.get(column.field, column.field)) for column in columns]


def with_baseline(columns: list[Column], profiles: Mapping[str, Profile]) -> list[Column]:
    """A sheet that dates its rows by nothing but a baseline plans by that."""
    missing = {"planned_start", "planned_finish"} - {column.field for column in columns}
    found = [replace(column, field=name) for column in columns if (name := baseline_field(column, profiles))]
    taken = {column.field: replace(column, how="header+values", confidence=HALF) for column in reversed(found)}
    given = {column.letter: column for name, column in taken.items() if missing == taken.keys()}
    return [given.get(column.letter, column) for column in columns]


def baseline_field(column: Column, profiles: Mapping[str, Profile]) -> str:
    """The planned date that a column of the baseline would give."""
    found = profiles[column.letter]
    start, finish = contains(column.header, HINTS_START), contains(column.header, HINTS_FINISH)
    if column.field or start == finish or not contains(column.header, HINTS_BASELINE):
        return ""
    return "" if found.share(found.dates) < HALF else "planned_start" if start else "planned_finish"


def undecided(columns: Iterable[Column], profiles: Mapping[str, Profile]) -> list[Question]:
    """Columns whose header has two meanings and whose values do not tell (進捗)."""
    questions = []
    for column in columns:
        options = AMBIGUOUS.get(key(column.header))
        found = profiles[column.letter]
        clear = options and any(agreement(name, found)[0] >= HALF for name in options)
        if options and column.field in options and not clear:
            questions.append(Question("percent_or_mark", (column.letter,), options, column.field))
    return questions

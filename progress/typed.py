"""What was typed in the grid against a file dropped later: kept, or replaced where the file says something else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from progress.composition import Composition, Edits, Line
from progress.domain.neutral import ACCEPTED_FIELDS, value_from_json, value_to_json

Json = dict[str, dict[str, Any]]


def settled(composed: Composition, typed: Edits, aside: Edits) -> tuple[Json, Json]:
    """The edits that stand, and those that the file replaces (with what is `aside` already): row key -> field -> value.

    The file contradicts where it says neither what was typed nor what was accepted last: then it has the last word. Of
    a row that it reports anew the figures belong together, also those it leaves as they were. What it does not state,
    or else leaves as it was, is no contradiction; what it says as well needs no edit.
    """
    lines = {line.row.key: line for line in composed.lines}
    kept: Json = {}
    replaced: Json = {}
    for key, name, value in each(aside):
        if said(composed, lines.get(key), name) != plain(name, value):
            replaced.setdefault(key, {})[name] = value
    for key, name, value in each(typed):
        line = lines.get(key)
        says = said(composed, line, name)
        if says is UNSAID or line is None or (says != plain(name, value) and leaves(composed, line, name, says)):
            kept.setdefault(key, {})[name] = value
        elif says != plain(name, value):
            replaced.setdefault(key, {})[name] = value
    return kept, replaced


UNSAID = object()
FIGURES = frozenset(ACCEPTED_FIELDS) - {"delay_reason", "countermeasure", "note", "assignee"}


def said(composed: Composition, line: Line | None, name: str) -> Any:
    """What the file says in JSON form, blanks as None; UNSAID where it does not have the row or the field."""
    if line is None or line.read is None or name not in (composed.columns or ()):
        return UNSAID
    if any(problem.field == name for problem in line.read.problems):
        return UNSAID
    return value_to_json(getattr(line.row, name)) or None


def leaves(composed: Composition, line: Line, name: str, says: Any) -> bool:
    """Whether the file leaves the value as it was accepted last, and is not a new report that the value belongs to."""
    base = composed.known.get(line.row.key)
    if base is None or says != (value_to_json(getattr(base, name)) or None):
        return False
    return name not in FIGURES or not any(field in FIGURES for field in line.changed)


def plain(name: str, value: Any) -> Any:
    """A typed value in the one spelling that values are compared in."""
    return value_to_json(value_from_json(name, value)) or None


def each(edits: Edits) -> Iterator[tuple[str, str, Any]]:
    return ((key, name, value) for key, values in edits.items() for name, value in values.items())


def overlaid(*layers: Mapping[str, Mapping[str, Any]]) -> Json:
    """The layers of edits over each other, the last on top."""
    found: Json = {}
    for layer in layers:
        for key, name, value in each(layer):
            found.setdefault(key, {})[name] = value
    return found


def without(edits: Edits, taken: Edits) -> Json:
    """The edits but for the fields that are taken."""
    left = ((key, name, value) for key, name, value in each(edits) if name not in taken.get(key, {}))
    found: Json = {}
    for key, name, value in left:
        found.setdefault(key, {})[name] = value
    return found

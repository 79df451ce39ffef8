"""What the checks say to people, in the reader's language: title, sentence, and why one was not evaluated (UX 3.3).

`values` are those of a hit or an entry; what is not text is not looked at. Whoever knows the file better sets `cell`
(the source cell) and `row` (what people call the row). A sentence whose value is missing is left out, so that what
remains reads well; when the fact itself is missing, the title stands for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language

from pmo.lib import dates, figures
from progress import check_words as words
from progress.check_words import Words

PLACEHOLDER = re.compile(r"\{(\w+)\}")
SENTENCE_END = re.compile(r"(?<=。)|(?<=[.?])\s+(?=[A-Z“{])")
NAMED_TASK = re.compile(r"(\s*)(?:「\{task\}」|“\{task\}”)")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
PLACE = frozenset({"cell", "row", "task"})
AS_TYPED = PLACE | {"number", "assignee", "before", "predecessor", "named"}
# Codes whose numbers are percentages, shown without decimals.
PERCENTAGES = frozenset({"G020", "G021", "G022", "G031", "G032", "G034", "G046", "G047", "G048", "G052", "G071"})
# Reasons of a late row in the order in which they are said.
LATE_ORDER = ("G085", "G045", "G054", "G055")
ASKING = frozenset({"G045", "G055"})


def title(code: str) -> str:
    """The short text of a check, as in the catalogue; the code itself for one that is not there."""
    return str(words.TITLES.get(code, code))


def sentence(code: str, values: Mapping[str, str]) -> str:
    """What a finding says: the place, what was seen, and one request, in the active language."""
    shown = _shown(code, values)
    kind = values.get("kind", "")
    if kind == "late" and values.get("late") in words.LATE_FACTS:
        return _rendered(_late_sentences(values), shown)
    if kind in ("homework", "mass"):
        return _rendered(_group_sentences(kind, values), shown)
    return _rendered([_template(code, values)], shown)


def not_evaluated(reason: str) -> str:
    """Why a check was not evaluated, from its reason such as "column.percent"."""
    kind, _dot, name = reason.partition(".")
    called = words.DATA.get(name) or words.FIELDS.get(name) or name
    template = words.REASONS.get(kind)
    return str(template).format(name=called) if template else reason


def _template(code: str, values: Mapping[str, str]) -> Words:
    applies, variant = words.VARIANTS.get(code, (None, ""))
    if applies is not None and applies(values):
        return variant
    return words.SENTENCES.get(code, words.TITLE_ALONE)


def _late_sentences(values: Mapping[str, str]) -> list[Words]:
    """The fact, what makes it graver, and what is asked for."""
    parts = values.get("parts", "").split(",")
    said: list[Words] = [
        words.LATE_FACTS[values["late"]],
        *(words.LATE_MORE[code] for code in LATE_ORDER if code in parts),
    ]
    if values.get("missing"):
        return [*said, words.LATE_MISSING]
    if ASKING.intersection(parts):
        return said
    return [*said, words.LATE_START if values["late"] == "not_started" else words.LATE_COMPLETE]


def _group_sentences(kind: str, values: Mapping[str, str]) -> list[Words]:
    declared = words.DECLARATIONS.get(values.get("declares", ""))
    first = words.HOMEWORK if kind == "homework" else words.MASS
    return [first, declared] if declared else [first]


# -- filling in


def _rendered(templates: Iterable[Words], shown: Mapping[str, str]) -> str:
    """The sentences with their values; those that lack one are left out, the first is replaced by the title."""
    pieces = [piece for template in templates for piece in SENTENCE_END.split(str(template)) if piece]
    first, *rest = pieces
    said = [first if _is_complete(first, shown) else _title_template(shown)]
    said += [piece for piece in rest if _is_complete(piece, shown)]
    return _joined(_filled(piece, shown) for piece in said)


def _is_complete(piece: str, shown: Mapping[str, str]) -> bool:
    return all(name in shown or name in PLACE for name in PLACEHOLDER.findall(piece))


def _title_template(shown: Mapping[str, str]) -> str:
    return str(words.TITLE_AT_ROW if PLACE.intersection(shown) else words.TITLE_ALONE)


def _filled(piece: str, shown: Mapping[str, str]) -> str:
    """One sentence; the place is the cell, else the row, else left out; without place and name: "this row"."""
    place = {"cell": shown.get("cell") or shown.get("row", ""), "row": shown.get("row") or shown.get("cell", "")}
    if "task" not in shown:
        has_place = any(place[name] for name in PLACEHOLDER.findall(piece) if name in place)
        piece = NAMED_TASK.sub("" if has_place else rf"\1{words.NAMELESS}", piece)
    text = piece.format_map({"task": "", **shown, **place}).strip()
    return text if PLACE.intersection(shown) else capfirst(text)


def _joined(sentences: Iterable[str]) -> str:
    """Sentences one after the other: a blank between them, none after a Japanese full stop."""
    return "".join(text if text.endswith("。") else f"{text} " for text in sentences).rstrip()


# -- values as people read them


def _shown(code: str, values: Mapping[str, str]) -> dict[str, str]:
    places = 0 if code in PERCENTAGES or "late" in values else 1
    shown = {name: _value(name, value, places) for name, value in values.items() if value and isinstance(value, str)}
    return {"title": title(code).rstrip("。."), **shown}


def _value(name: str, value: str, places: int) -> str:
    if name in AS_TYPED:
        return value
    if name in ("fields", "missing"):
        return str(words.BETWEEN_FIELDS).join(str(words.FIELDS.get(field, field)) for field in value.split(","))
    if value in words.WORDS:
        return str(words.WORDS[value])
    return _number(value, places) if NUMBER.fullmatch(value) else _moment(value)


def _number(value: str, places: int) -> str:
    """At most so many decimals, none when they are zero."""
    text = figures.show(Decimal(value), places, _language())
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(value: str) -> str:
    """A date or an instant as people write it; any other text as it is."""
    today = timezone.localdate()
    try:
        if "T" not in value:
            return dates.day(date.fromisoformat(value), _language(), today)
        instant = datetime.fromisoformat(value)
    except ValueError:
        return value
    local = timezone.localtime(instant) if timezone.is_aware(instant) else instant
    return dates.moment(local, _language(), today)


def _language() -> str:
    return (get_language() or "ja")[:2]

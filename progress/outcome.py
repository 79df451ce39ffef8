"""What became of every row of a file, and what the checks found: for the command line, as JSON and in lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from progress.actions.sending import Preview
from progress.composition import Composition, Line, unreadable
from progress.exchange.reading import Aside
from progress.models import Finding, Submission
from progress.queries.points import cell_of, sentence_of
from progress.reading_texts import problem_sentence
from progress.templatetags.cycle import finding_sentence
from progress.templatetags.reading import aside_words

Told = dict[str, Any]
# What became of rows, as a terminal lists it.
WORDS = {
    "matched": pgettext_lazy("rows of a file", "matched"),
    "new": pgettext_lazy("rows of a file", "new"),
    "missing": pgettext_lazy("rows of a file", "missing"),
    "ignored": pgettext_lazy("rows of a file", "ignored"),
    "rejected": pgettext_lazy("rows of a file", "rejected"),
    "ambiguous": pgettext_lazy("rows of a file", "ambiguous"),
    "unreadable": pgettext_lazy("rows of a file", "unreadable"),
}


def outcome(found: Preview, submission: Submission | None) -> Told:
    """Rows by destination with sheet, cell and reason; findings by check: those made by sending, else those to come."""
    composed = found.composed
    findings = list(found_by(submission) if submission else to_come(found))
    return {
        "counts": composed.balance,
        "matched": [told_line(line, line.matched_by) for line in composed.lines if line.known],
        "new": [told_line(line, "not_in_plan") for line in composed.new],
        "missing": [{"id": row.id, "name": row.name, "reason": "not_in_file"} for row in composed.missing],
        "ignored": [told_aside(composed, aside) for aside in composed.ignored],
        "rejected": [told_aside(composed, aside) for aside in composed.rejected],
        "unreadable": list(told_problems(composed)),
        "findings": dict(sorted(Counter(finding["code"] for finding in findings).items())),
        "sentences": findings,
    }


def told_line(line: Line, reason: str) -> Told:
    """A row that was read: where it stands (the cell of its name) and how it was matched."""
    cell = line.cells.get("name", "")
    return {"sheet": line.sheet, "row": line.row_number, "cell": cell, "reason": reason, "name": line.row.name}


def told_aside(composed: Composition, aside: Aside) -> Told:
    sheet = composed.read.sheet if composed.read else ""
    cell = aside.cell or f"A{aside.number}"
    return {"sheet": sheet, "row": aside.number, "cell": cell, "reason": aside.reason, "value": aside.value}


def told_problems(composed: Composition) -> Iterable[Told]:
    for line in composed.lines:
        for problem in line.read.problems if line.read else ():
            reason = problem_sentence(problem, line.sheet)
            yield {"sheet": line.sheet, "cell": problem.cell, "reason": reason, "value": problem.value}


def to_come(found: Preview) -> Iterable[Told]:
    """What the checks say before anything is sent."""
    by_key = {line.row.key: line for line in found.composed.lines}
    for entry in (*unreadable(found.composed), *found.assessment.entries):
        line = by_key.get(entry.key)
        text = sentence_of(entry, line, cell_of(line, entry.field))
        yield {"code": entry.code, "severity": str(entry.severity), "text": text}


def found_by(submission: Submission) -> Iterable[Told]:
    """The findings that stand for the revision."""
    for finding in Finding.objects.open().filter(team=submission.team, week=submission.week):
        yield {"code": finding.code, "severity": finding.severity, "text": finding_sentence(finding)}


def lines(told: Mapping[str, Any]) -> list[str]:
    """The same for a person at a terminal; rows that are simply known are only counted."""
    said = [_(", ").join(f"{WORDS[name]} {count}" for name, count in told["counts"].items())]
    said += [labelled("new", f"{place(one)} {one['name']}") for one in told["new"]]
    said += [labelled("missing", f"{one['id']} {one['name']}") for one in told["missing"]]
    for kind in ("ignored", "rejected"):
        said += [labelled(kind, f"{place(one)} {aside_words(aside_of(one))}") for one in told[kind]]
    said += [labelled("unreadable", one["reason"]) for one in told["unreadable"]]
    return said + [f"{one['code']} {one['severity']} {one['text']}" for one in told["sentences"]]


def labelled(kind: str, text: str) -> str:
    return f"{WORDS[kind]}{_(': ')}{text}"


def aside_of(one: Mapping[str, Any]) -> Aside:
    return Aside(one["row"], one["reason"], one["cell"], one["value"])


def place(one: Mapping[str, Any]) -> str:
    return f"{one['sheet']}!{one['cell'] or one['row']}"

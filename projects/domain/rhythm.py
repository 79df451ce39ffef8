"""Whether the points of a weekly rhythm follow each other."""

from __future__ import annotations

from projects.domain.weeks import Point, Rhythm

# (earlier, later): the later point may be at the same moment, never before
ORDER = (
    ("submission", "findings"),
    ("findings", "resubmission"),
    ("submission", "papers"),
    ("papers", "meeting"),
    ("submission", "report"),
)


def out_of_order(rhythm: Rhythm) -> list[tuple[str, str]]:
    """The (earlier, later) pairs whose later point would come first, counted from the status date's weekday."""
    return [pair for pair in ORDER if place(rhythm, pair[1]) < place(rhythm, pair[0])]


def place(rhythm: Rhythm, name: str) -> tuple[int, object]:
    point: Point = getattr(rhythm, name)
    return (point.weekday - rhythm.status) % 7, point.at

"""The hidden sheet by which "this week's Excel" and the plan template say what they are. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from progress.exchange.columns import Marker, Question
from progress.exchange.raw import RawBook, Refusal

SHEET = "_pmo"
SIGN = "pmo-workspace"
FORMAT = 1
NAMES = ("project", "team", "week", "version", "kind", "language")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a team's update is dropped: the project by all its names, the team's code, the week and its status date.

    `days` are the status dates of the weeks there are, by key.
    """

    projects: tuple[str, ...]
    team: str
    week: str
    days: Mapping[str, date]


def rows_of(marker: Marker) -> list[tuple[str, str]]:
    """The sheet's rows: the sign, then name and value."""
    return [(SIGN, str(FORMAT)), *((name, str(getattr(marker, name))) for name in NAMES)]


def marker_of(raw: RawBook) -> Marker | None:
    """The marker of a workbook of ours; None for other files and for a marker somebody changed."""
    sheet = raw.sheet(SHEET)
    if sheet is None or sheet.text(1, 1) != SIGN:
        return None
    found = {sheet.text(row, 1): sheet.text(row, 2) for row in sheet.rows}
    if not all(name in found for name in NAMES[:3]) or not found.get("version", "").isdecimal():
        return None
    return Marker(**{name: found.get(name, "") for name in NAMES if name != "version"}, version=int(found["version"]))


def refusal_of(marker: Marker, home: Home) -> Refusal | None:
    """Why a workbook of ours cannot be this team's update: rows of another team are nobody's here."""
    if marker.kind != "week":
        return Refusal("plan_workbook")
    if marker.team != home.team:
        return Refusal("other_team", {"theirs": marker.team, "ours": home.team})
    return None


def doubts(marker: Marker, home: Home) -> Iterator[Question]:
    """What the user must confirm before a workbook of another project's name or of another week counts as this one."""
    if marker.project not in home.projects:
        yield Question("other_project", values={"theirs": marker.project, "ours": home.projects[0]})
    if marker.week != home.week:
        days = {"theirs": home.days.get(marker.week), "ours": home.days.get(home.week)}
        written = {name: day.isoformat() for name, day in days.items() if day}
        yield Question("other_week", values={"theirs": marker.week, "ours": home.week} | written)

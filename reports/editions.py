"""For whom a week's report is written: the whole project's, one page for the project owner, and each team's own."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from projects.models import Role
from reports.content.blocks import Document
from reports.content.cover import unsigned
from reports.content.owner import build_owner
from reports.content.team import build_team
from reports.content.weekly import build_weekly
from reports.distribution import OF_TEAMS, WHOLE_TO
from reports.gather import Edition
from reports.gather.report import owner_figures, team_figures, whole
from reports.gather.scopes import is_shown
from reports.gather.view import WeekView
from reports.models import Audience, Report, ReportCopy

GIVEN_TO: dict[str, tuple[Role, ...]] = {
    "": WHOLE_TO,
    Audience.OWNER.value: (Role.PROJECT_OWNER,),
    Audience.TEAM.value: OF_TEAMS,
}


@dataclass(frozen=True)
class Reader:
    """`audience` "" is whoever may read everything; a team's edition names the team by its code."""

    audience: str = ""
    team: str = ""

    @property
    def key(self) -> str:
        """ "", "owner" or "team:BIL": in addresses and forms."""
        return f"{self.audience}:{self.team}" if self.team else self.audience

    @property
    def suffix(self) -> str:
        """What its document number has more than the whole report's."""
        return f"-{self.team}" if self.team else "-OWN" if self.audience else ""

    def own(self, edition: Edition) -> Edition:
        """The edition under its own number, with those alone of the distribution list whose edition it is."""
        roles = {str(role.label) for role in GIVEN_TO[self.audience]}
        listed = tuple(name for name in edition.distribution if name in roles)
        return replace(edition, number=edition.number and edition.number + self.suffix, distribution=listed)


EVERYTHING = Reader()
OWNER = Reader(Audience.OWNER.value)


def of_team(code: str) -> Reader:
    return Reader(Audience.TEAM.value, code)


def reader_of(paper: Report | ReportCopy) -> Reader:
    """For whom a paper of a report was written."""
    if isinstance(paper, Report) or paper.audience == Audience.ALL:
        return EVERYTHING
    return of_team(paper.team.code) if paper.team else OWNER


def readers(view: WeekView) -> list[Reader]:
    """In the order of their making."""
    return [EVERYTHING, OWNER, *(of_team(code) for code in view.teams if is_shown(view, code))]


def reader_named(view: WeekView, key: str) -> Reader | None:
    return next((reader for reader in readers(view) if reader.key == key), None)


def digest(document: Document) -> str:
    """SHA-256 (hexadecimal) of all it says but who signed it, whatever its files look like."""
    return hashlib.sha256(repr(unsigned(document)).encode()).hexdigest()


def documents(view: WeekView, edition: Edition) -> Iterator[tuple[Reader, Document]]:
    """Every edition, one after the other; call under the language of the edition."""
    figures = whole(view, EVERYTHING.own(edition))
    yield EVERYTHING, build_weekly(figures)
    yield OWNER, build_owner(owner_figures(figures, view.week, OWNER.own(edition)))
    del figures
    for reader in readers(view)[2:]:
        yield reader, build_team(team_figures(view, reader.team, reader.own(edition)))


def document_for(view: WeekView, edition: Edition, key: str) -> Document | None:
    """One of them alone; None for a reader there is none for. Call under the language of the edition."""
    reader = reader_named(view, key)
    if reader is None:
        return None
    if reader.team:
        return build_team(team_figures(view, reader.team, reader.own(edition)))
    figures = whole(view, EVERYTHING.own(edition))
    return build_owner(owner_figures(figures, view.week, reader.own(edition))) if key else build_weekly(figures)

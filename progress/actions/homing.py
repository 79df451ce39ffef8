"""Whether a workbook of ours belongs to the team, week and project it was dropped on."""

from __future__ import annotations

from dataclasses import replace

from progress.exchange.columns import NoTable, Recognition
from progress.exchange.marker import Home, doubts, refusal_of
from progress.exchange.raw import Refusal
from progress.models import Reading
from projects.models import Project, Week


def at_home(found: Recognition | NoTable, reading: Reading) -> Recognition | NoTable | Refusal:
    """The recognition with what is to be confirmed about the workbook's origin; a refusal when it is another team's."""
    if not isinstance(found, Recognition) or found.marker is None or reading.week is None or reading.team is None:
        return found
    home = Home(
        tuple(dict.fromkeys(Project.get().both)), reading.team.code, reading.week.key,
        dict(Week.objects.values_list("key", "status_date")),
    )  # fmt: skip
    refused = refusal_of(found.marker, home)
    return refused or replace(found, questions=(*found.questions, *doubts(found.marker, home)))

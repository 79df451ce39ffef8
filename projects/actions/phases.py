"""Phases 工程: add, change, remove."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from projects.actions import records
from projects.actions.records import Edit
from projects.actions.setup import finish_if_ready
from projects.models import Member, Phase


@transaction.atomic
def add_phase(phase: Phase, *, by: Member | None, at: datetime) -> Phase:
    """Store a new phase; Refused when its code is taken."""
    records.add(phase, action="phase.added", by=by, at=at)
    finish_if_ready(by=by, at=at)
    return phase


def change_phase(phase: Phase, edit: Edit, *, by: Member | None, at: datetime) -> Phase:
    """Save new values; Stale when somebody else changed the phase meanwhile."""
    return records.change(phase, edit, action="phase.changed", by=by, at=at)


def remove_phase(phase: Phase, *, by: Member | None, at: datetime) -> None:
    """Take the phase away; Refused while rows of the plan belong to it."""
    records.remove(phase, action="phase.removed", by=by, at=at)

"""Giving a file to the workspace and reading it at once, as the page and its job do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from progress.actions.intake import confirm_columns, proposed_map, receive_file
from progress.models import Reading, ReadingState
from projects.jobs import Refused, run_now
from projects.models import Member, Team, Upload, Week

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Target:
    """Whose update of which week a file is; a WBS has neither."""

    team: Team | None = None
    week: Week | None = None


def read_file(name: str, content: bytes, target: Target, *, by: Member, at: datetime) -> Reading:
    """The file as read; a layout seen for the first time is confirmed as proposed. Refused when it cannot be read."""
    reading = receive_file(target.team, Upload(name, content, XLSX), week=target.week, by=by, at=at)
    if reading.job is None:
        raise Refused("reading_gone")
    job = run_now(reading.job, at=at)
    reading.refresh_from_db()
    if reading.state == ReadingState.MAPPING:
        confirm_columns(reading, proposed_map(reading), by=by, at=at + timedelta(minutes=2))
    if reading.state != ReadingState.READY:
        raise Refused("demo_file_not_read", file=name, state=reading.state, error=job.error, why=reading.refusal)
    return reading

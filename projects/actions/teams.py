"""Teams and the companies they belong to: add, change, remove."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from projects.actions import records
from projects.actions.records import Edit
from projects.actions.setup import finish_if_ready
from projects.jobs import Refused
from projects.models import Company, Member, Team


@transaction.atomic
def add_team(team: Team, *, by: Member | None, at: datetime) -> Team:
    """Store a new team; Refused when its code is taken."""
    records.add(team, action="team.added", by=by, at=at)
    finish_if_ready(by=by, at=at)
    return team


@transaction.atomic
def change_team(team: Team, edit: Edit, *, by: Member | None, at: datetime) -> Team:
    """Save new values; Stale when somebody else changed the team meanwhile."""
    changed = records.change(team, edit, action="team.changed", by=by, at=at)
    finish_if_ready(by=by, at=at)
    return changed


def remove_team(team: Team, *, by: Member | None, at: datetime) -> None:
    """Take a team away that was never used; Refused when it has members, plan rows or files (set it inactive then)."""
    members = team.assignments.count()
    if members:
        raise Refused("team_has_members", record=str(team), count=members)
    records.remove(team, action="team.removed", by=by, at=at)


def add_company(company: Company, *, by: Member | None, at: datetime) -> Company:
    return records.add(company, action="company.added", by=by, at=at)


def change_company(company: Company, edit: Edit, *, by: Member | None, at: datetime) -> Company:
    """Save new values; Refused when the company would be a subcontractor of itself, directly or through others."""
    refuse_circle(company, edit.values.get("contracted_by"))
    return records.change(company, edit, action="company.changed", by=by, at=at)


def refuse_circle(company: Company, above: Company | None) -> None:
    while above is not None:
        if above.pk == company.pk:
            raise Refused("company_contracts_itself", record=str(company))
        above = above.contracted_by


def remove_company(company: Company, *, by: Member | None, at: datetime) -> None:
    """Take the company away; Refused while teams, people or subcontractors belong to it."""
    records.remove(company, action="company.removed", by=by, at=at)

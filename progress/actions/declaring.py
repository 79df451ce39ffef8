"""From a check that hits far too many rows to the declaration that this team does not keep such data (DOMAIN 4.3)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from progress.actions.common import claim_for_acceptance
from progress.domain.checks import CHECKS
from progress.domain.checks.context import COVERED
from progress.models import CLOSED_STATES, Finding, FindingState
from projects.jobs import Refused
from projects.models import Change, Member, Team, record_change, record_changes

# What a finding declares -> the setting of the team that says so.
SETTINGS = {"planned_effort": "keeps_effort", "actual_effort": "reports_effort", "links": "keeps_links"}


def declares(finding: Finding) -> str:
    """What the finding offers to declare as not kept; "" for nothing."""
    name = finding.values.get("declares", "")
    return name if name in SETTINGS and not finding.is_closed else ""


@transaction.atomic
def declare_not_kept(finding: Finding, *, by: Member, at: datetime) -> Team:
    """The team keeps no such data: its checks are "not evaluated" from now on, and what they found is settled.

    Refused for a finding that offers no declaration ("nothing_to_declare").
    """
    name = declares(finding)
    if not name:
        raise Refused("nothing_to_declare")
    claim_for_acceptance(finding.week)
    team, setting = finding.team, SETTINGS[name]
    if Team.objects.filter(pk=team.pk, **{setting: True}).update(**{setting: False}):
        record_change(Change(team, {setting: True}, {setting: False}), action="team.changed", by=by, at=at)
    setattr(team, setting, False)
    settle(finding, name, by=by, at=at)
    finding.refresh_from_db()
    return team


def settle(finding: Finding, name: str, *, by: Member, at: datetime) -> None:
    """Close what the team's checks on such data have found in this week."""
    found = Finding.objects.select_for_update().filter(team=finding.team, week=finding.week, code__in=codes_about(name))
    closed = list(found.exclude(kind="late").exclude(state__in=CLOSED_STATES).order_by("pk"))
    before = [Change(one, {"state": one.state}, {"state": "resolved"}) for one in closed]
    for one in closed:
        one.state, one.closed_by, one.closed_at, one.adopted = FindingState.RESOLVED, by, at, False
        one.evidence, one.version = {"declared": name}, one.version + 1
    names = ["state", "closed_by", "closed_at", "adopted", "evidence", "version"]
    Finding.objects.bulk_update(closed, names, batch_size=200)
    record_changes(before, action="finding.declared", by=by, at=at)


def codes_about(name: str) -> frozenset[str]:
    """Checks that cannot be made without this data: one of their needs has no other way."""
    covered = COVERED[name]
    return frozenset(check.code for check in CHECKS if any(set(need.split("|")) <= covered for need in check.needs))

"""Roles and what each may do: the one literal CAPABILITIES table (DESIGN, Access)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    PMO = "pmo", _("PMO")
    PM = "pm", _("PM / PL")
    PROJECT_OWNER = "project_owner", _("Project owner")
    LEAD = "lead", _("Team lead")
    MEMBER = "member", _("Team member")
    AUDITOR = "auditor", _("Auditor")


ADMIN = "admin"
PMO, PM, OWNER, LEAD, MEMBER, AUDITOR = (role.value for role in Role)
EVERYONE = frozenset({PMO, PM, OWNER, LEAD, MEMBER, AUDITOR, ADMIN})

# capability -> roles. A lead's or member's capability reaches only records of the own teams (`visible_to`).
CAPABILITIES: dict[str, frozenset[str]] = {
    "workspace.use": EVERYONE,
    "setup.read": frozenset({PMO, PM, AUDITOR, ADMIN}),
    "setup.write": frozenset({PMO, ADMIN}),
    "members.read": frozenset({PMO, PM, AUDITOR, ADMIN}),
    "members.write": frozenset({ADMIN}),
    "jobs.read": frozenset({PMO, ADMIN}),
    "jobs.write": frozenset({ADMIN}),
    "activity.read": frozenset({PMO, PM, AUDITOR}),
    "plan.read": frozenset({PMO, PM, AUDITOR, LEAD, MEMBER}),
    "plan.import": frozenset({PMO}),
    "baseline.read": frozenset({PMO, PM, AUDITOR}),
    "baseline.approve": frozenset({PM}),
    "change.read": frozenset({PMO, PM, AUDITOR}),
    "change.draft": frozenset({PMO}),
    "change.approve": frozenset({PM}),
    "change.light": frozenset({PMO, PM}),
    "desk.read": frozenset({PMO, PM, AUDITOR}),
    "submission.read": frozenset({PMO, PM, AUDITOR, LEAD, MEMBER}),
    "draft.edit": frozenset({PMO, LEAD, MEMBER}),
    "submission.send": frozenset({PMO, LEAD}),
    "finding.answer": frozenset({PMO, LEAD}),
    "review.read": frozenset({PMO, PM, AUDITOR}),
    "review.write": frozenset({PMO}),
    "week.seal": frozenset({PMO}),
    "dashboard.read": frozenset({PMO, PM, OWNER, LEAD, MEMBER, AUDITOR}),
    "light.override": frozenset({PM}),
    "figures.all": frozenset({PMO, PM, AUDITOR, OWNER}),
    "figures.unsealed": frozenset({PMO, PM, AUDITOR}),
    "report.read": frozenset({PMO, PM, OWNER, AUDITOR, LEAD, MEMBER}),
    "report.make": frozenset({PMO}),
    "report.approve": frozenset({PM}),
}


@dataclass(frozen=True, slots=True)
class Powers:
    """Roles a person holds today and the teams they reach through them."""

    roles: frozenset[str]
    lead_of: frozenset[int] = frozenset()
    member_of: frozenset[int] = frozenset()

    def can(self, capability: str) -> bool:
        """Whether any role of this person carries the capability (for some record)."""
        return bool(self.roles & CAPABILITIES[capability])

    def teams(self, capability: str) -> frozenset[int] | None:
        """Ids of the teams the capability reaches; None means every team."""
        allowed = CAPABILITIES[capability] & self.roles
        if allowed - {LEAD, MEMBER}:
            return None
        own: frozenset[int] = frozenset()
        if LEAD in allowed:
            own |= self.lead_of
        if MEMBER in allowed:
            own |= self.member_of
        return own

    def can_for(self, capability: str, team_id: int | None) -> bool:
        """Whether the capability reaches this team's records."""
        teams = self.teams(capability)
        return self.can(capability) and (teams is None or team_id in teams)


NOBODY = Powers(frozenset())


def powers_of(assignments: Iterable[tuple[str, int | None]], *, is_admin: bool) -> Powers:
    """Powers from (role, team id) pairs."""
    rows = list(assignments)
    roles = {role for role, _team in rows} | ({ADMIN} if is_admin else set())
    return Powers(
        frozenset(roles),
        frozenset(team for role, team in rows if role == LEAD and team),
        frozenset(team for role, team in rows if role in (LEAD, MEMBER) and team),
    )

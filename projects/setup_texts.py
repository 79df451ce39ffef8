"""The words of the set-up checklist."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from projects.queries import Step

TITLES = {
    "project": _("Project"),
    "phases": _("Phases"),
    "teams": _("Teams and members"),
    "calendar": _("Calendar"),
    "week": _("First week"),
}
PURPOSES = {
    "project": _("Name, dates and the weekly rhythm."),
    "phases": _("The phases the plan is divided into, with their planned dates."),
    "teams": _("The teams that submit every week, and the people with their roles."),
    "calendar": _("National holidays are there. Add company days and the teams' exceptions."),
    "week": _("Opens the present week and starts the weekly rhythm."),
}
LACKS = {
    "project_not_saved": _("Nobody has saved the project's settings yet."),
    "no_phase": _("There is no phase yet."),
    "no_team": _("There is no team yet."),
    "team_without_lead": _("Team {team} has no lead."),
    "no_pmo": _("Nobody has the role PMO."),
    "no_pm": _("Nobody has the role PM, who approves the baseline."),
    "calendar_not_looked_at": _("No company day is there. Add one, or confirm that the calendar is right as it is."),
    "no_week": _("No week is open yet."),
    "no_schedule": _("The weekly rhythm has not been started."),
}


@dataclass(frozen=True)
class DescribedStep:
    """A step as the checklist shows it."""

    code: str
    title: str
    purpose: str
    done: bool
    lacks: list[str]


def described(step: Step) -> DescribedStep:
    lacks = [str(LACKS[lack.code]).format(team=lack.team) for lack in step.lacks]
    return DescribedStep(step.code, str(TITLES[step.code]), str(PURPOSES[step.code]), step.done, lacks)

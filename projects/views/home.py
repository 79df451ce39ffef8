"""The first page after sign-in, by role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from projects.access import access, signed_in
from projects.models import Project, Team, Week
from projects.powers import Powers


@access(read="workspace.use")
def home(request: HttpRequest) -> HttpResponse:
    """Send everyone to the page of the role; a workspace that is not set up yet to its checklist."""
    powers = signed_in(request).powers
    if powers.can("setup.write") and not Project.get().set_up:
        return redirect("projects:setup")
    if powers.can("desk.read"):
        return redirect("reports:today")
    week, teams = Week.objects.current(), own_teams(powers)
    if week and len(teams) == 1:
        return redirect("progress:submission", week=week.key, team=teams[0].code)
    if week and teams:
        return render(request, "projects/home.html", {"teams": teams, "week": week})
    if powers.can("dashboard.read"):
        return redirect("reports:dashboard")
    if powers.can("setup.read"):
        return redirect("projects:settings")
    return render(request, "projects/home.html")


def own_teams(powers: Powers) -> list[Team]:
    """The teams a person leads or belongs to, several for those who share their time 兼務."""
    return list(Team.objects.filter(pk__in=powers.lead_of | powers.member_of, active=True))

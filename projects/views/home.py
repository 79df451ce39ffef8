"""The first page after sign-in, by role."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from projects.access import access
from projects.models import Project, Team, Week
from projects.powers import Powers


@access(read="workspace.use")
def home(request: HttpRequest) -> HttpResponse:
    """Send everyone to the page of the role; a workspace that is not set up yet to its checklist."""
    powers: Powers = request.user.powers
    if powers.can("setup.write") and not Project.get().set_up:
        return redirect("projects:setup")
    if powers.can("desk.read"):
        return redirect("progress:desk")
    week = Week.objects.current()
    team = Team.objects.filter(pk__in=powers.lead_of or powers.member_of).first()
    if team and week:
        return redirect("progress:submission", week=week.key, team=team.code)
    if powers.can("dashboard.read"):
        return redirect("reports:dashboard")
    if powers.can("setup.read"):
        return redirect("projects:settings")
    return render(request, "projects/home.html")

"""The week and the team that a URL names, as far as this person reaches them."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from projects.access import signed_in
from projects.models import Team, Week


def week_and_team(request: HttpRequest, week: str, team: str) -> tuple[Week, Team]:
    """404 for a week that is not there and for a team whose submissions this person does not read."""
    reached = signed_in(request).powers.teams("submission.read")
    teams = Team.objects.all() if reached is None else Team.objects.filter(pk__in=reached)
    return get_object_or_404(Week, key=week), get_object_or_404(teams.select_related("company"), code=team)

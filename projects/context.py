"""What the shell of every page shows."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest

from projects.models import Notification
from projects.navigation import navigation
from projects.queries import project_and_week
from projects.stage import stage_by_week


def shell(request: HttpRequest) -> dict[str, Any]:
    """Project, the week whose turn it is, unread notifications, navigation; nothing for strangers."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    project, week = project_and_week()
    unread = Notification.objects.filter(member=request.user, read_at=None).count()
    powers = request.user.powers
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "project": project,
        "current_week": week,
        "unread": unread,
        "powers": powers,
        "navigation": partial(navigation, powers, view_name, request.path),
        "stage": stage_by_week(week),
    }

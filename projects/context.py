"""What the shell of every page shows."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from projects.models import Notification
from projects.queries import project_and_week


def shell(request: HttpRequest) -> dict[str, Any]:
    """Project, the week whose turn it is, unread notifications; nothing for strangers."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    project, week = project_and_week()
    unread = Notification.objects.filter(member=request.user, read_at=None).count()
    return {"project": project, "current_week": week, "unread": unread, "powers": request.user.powers}

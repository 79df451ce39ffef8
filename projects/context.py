"""What the shell of every page shows."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from projects.access import signed_in
from projects.demo import is_on_loopback
from projects.models import Notification
from projects.navigation import navigation
from projects.queries import project_and_week
from projects.stage import stage_by_week


def shell(request: HttpRequest) -> dict[str, Any]:
    """Project, the week whose turn it is, unread notifications, navigation; nothing for strangers."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return {}
    person = signed_in(request)
    project, week = project_and_week()
    unread = Notification.objects.filter(member=person, read_at=None).count()
    powers = person.powers
    view_name = request.resolver_match.view_name if request.resolver_match else ""
    return {
        "project": project,
        "current_week": week,
        "unread": unread,
        "powers": powers,
        "navigation": partial(navigation, powers, view_name, request.path),
        "stage": stage_by_week(week),
        "plain_http": person.is_admin and is_readable_on_the_way(request),
    }


def is_readable_on_the_way(request: HttpRequest) -> bool:
    """Whether passwords and files cross a network unencrypted: plain http, and not from this machine itself."""
    return not settings.HTTPS and not is_on_loopback(request)

"""A session ends when nobody uses it, and after its twelve hours in any case (SECURITY 2, row 11)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

BEGAN, SEEN = "began", "seen"  # in seconds; the second is written every few minutes only
STEP = 300
GetResponse = Callable[[HttpRequest], HttpResponse]


def begin(request: HttpRequest) -> None:
    """The session begins now. Its own expiry would move on with every write."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def sign_in(request: HttpRequest, member: Any) -> None:
    """Sign somebody in without a password: by a one-time link, or in the sample project."""
    login(request, member, backend=settings.AUTHENTICATION_BACKENDS[-1])
    begin(request)


def middleware(get_response: GetResponse) -> GetResponse:
    """Sign out whoever has not been here for settings.IDLE_MINUTES (0: however long), and say so."""

    def respond(request: HttpRequest) -> HttpResponse:
        if SEEN in request.session:
            look(request, int(time.time()))
        return get_response(request)

    return respond


def look(request: HttpRequest, now: int) -> None:
    unused = now - request.session[SEEN]
    if 0 < settings.IDLE_MINUTES * 60 < unused:
        logout(request)
        said = _("You were signed out after %(minutes)s minutes without use. What you had saved is still there.")
        messages.info(request, said % {"minutes": settings.IDLE_MINUTES})
    elif now - request.session[BEGAN] > settings.SESSION_COOKIE_AGE:
        logout(request)
    elif unused >= STEP:
        request.session[SEEN] = now

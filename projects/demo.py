"""One-click sign-in of the sample project: only while the database is marked as demo and the server is on loopback."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest

from pmo.lib.address import is_loopback
from projects.models import Member, Project

# The people of the sample project who may be tried, one per role (UX 2.3).
LOGINS = ("makino", "segawa", "katagiri", "kaneko", "naruse", "ashida", "makabe")
# What proxies add; a header beginning like one of these means that somebody else asks.
FORWARDED = ("HTTP_FORWARDED", "HTTP_X_FORWARDED", "HTTP_X_REAL", "HTTP_X_CLIENT", "HTTP_X_ORIGINAL", "HTTP_VIA",
             "HTTP_CF_", "HTTP_TRUE_CLIENT", "HTTP_X_CLUSTER")  # fmt: skip


def password(username: str) -> str:
    """The documented password of one of these people: a sample project has no secrets."""
    return f"{username}-demo"


def offered(request: HttpRequest) -> bool:
    """Whether this request may sign in with one click."""
    return is_on_loopback(request) and Project.objects.filter(is_demo=True).exists()


def is_on_loopback(request: HttpRequest) -> bool:
    """Asked by this machine under a loopback name, and not passed on by a proxy."""
    if any(name.startswith(FORWARDED) for name in request.META):
        return False
    host = urlsplit(f"//{request.get_host()}").hostname or ""
    return is_loopback(request.META.get("REMOTE_ADDR", "")) and is_loopback(host)


def people() -> list[Member]:
    """The members offered, in the order of the table, with what they are."""
    found = Member.objects.filter(username__in=LOGINS, is_active=True).prefetch_related("assignments__team")
    return sorted(found, key=lambda member: LOGINS.index(member.username))

"""Where to go after an action: only to pages of this workspace that can be read (no open redirect)."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from projects.access import rule_of


def page_to_return_to(request: HttpRequest, wanted: str) -> str:
    """The wanted path when it is a page of ours that answers GET, else the first page."""
    return wanted if is_page_of_ours(request, wanted) else reverse("projects:home")


def is_page_of_ours(request: HttpRequest, wanted: str) -> bool:
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return own and can_be_read(urlsplit(wanted).path)


def can_be_read(path: str) -> bool:
    try:
        match = resolve(path)
    except Resolver404:
        return False
    rule = rule_of(match.func, match.url_name)
    return rule is not None and "GET" in rule.methods

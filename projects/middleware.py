"""The access door, the reader's language, and what is no request at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.core.exceptions import BadRequest, ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation

from projects.access import READING, Rule, check, rule_of, signed_in
from projects.htmx import afresh, asks_part, told
from projects.views.errors import csrf_failure

if TYPE_CHECKING:
    from projects.htmx import HtmxRequest

BEFORE_THE_OWN_PASSWORD = {"account_change_password", "account_logout", "account_reauthenticate", "language"}
ELSEWHERE = {"cross-site", "same-site"}  # what a browser says of a form on another site: a second line after the token
GetResponse = Callable[[HttpRequest], HttpResponse]


def without_nul(get_response: GetResponse) -> GetResponse:
    """400 for a NUL in a path or a cookie: PostgreSQL takes none in a text (forms refuse their own)."""

    def respond(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or any("\0" in value for value in request.COOKIES.values()):
            raise BadRequest("NUL in path or cookie")
        return get_response(request)

    return respond


def language(get_response: GetResponse) -> GetResponse:
    """The person's setting wins over the browser's."""

    def respond(request: HttpRequest) -> HttpResponse:
        chosen = getattr(request.user, "language", "")
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen
        return get_response(request)

    return respond


class AccessMiddleware:
    """Every view passes here; one that declares no rule is refused (and is a start-up error, see checks.py)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        signs_out = url_name(request) == "account_logout" and not request.user.is_authenticated
        if signs_out:
            response["Clear-Site-Data"] = '"cache"'
        if signs_out or (request.user.is_authenticated and "Cache-Control" not in response):
            response["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        rule = rule_of(view, url_name(request))
        if rule is None:
            raise ImproperlyConfigured(f"{request.path} declares no access rule")
        if request.method not in READING and request.headers.get("Sec-Fetch-Site") in ELSEWHERE:
            return csrf_failure(request)
        if not rule.public and not request.user.is_authenticated:
            return None  # LoginRequiredMiddleware has answered already
        check(request, rule)
        if request.method not in rule.methods:
            return HttpResponseNotAllowed(sorted(rule.methods))
        return own_password_first(request, rule)


def url_name(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def own_password_first(request: HttpRequest, rule: Rule) -> HttpResponse | None:
    """Whoever signed in with an initial password, which somebody else has seen, chooses another one before all else."""
    if rule.public or url_name(request) in BEFORE_THE_OWN_PASSWORD or not signed_in(request).password_is_initial:
        return None
    if not asks_part(request):
        return redirect("account_change_password")
    there = cast("HtmxRequest", request).htmx.current_url_abs_path == reverse("account_change_password")
    return told() if there else afresh()  # a redirect would put the whole page into a part of itself

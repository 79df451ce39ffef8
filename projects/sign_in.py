"""Sign-in is allauth's; accounts are made by the administrator only."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from projects.idle import begin
from projects.returning import is_page_of_ours


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from, as far as the proxies we know of (PMO_PROXIES) tell; what else it claims is noise."""
    try:
        return str(Adapter().get_client_ip(request))
    except PermissionDenied:
        return None  # none that came over a network


def login_of(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str | None:
    """The login that failures are counted by: sign-in takes it in any case, so it counts as one."""
    name = (credentials or {}).get("username")
    return str(name).lower() if name else None


class Adapter(DefaultAccountAdapter):
    """No self sign-up; after sign-in everyone goes to the own first page."""

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        begin(request)

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Where a sign-in may lead; allauth's own check fails at "http://[" and would lead to actions."""
        return is_page_of_ours(self.request, url or "")

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return render(request, "account/inactive.html", status=403)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("projects:home")

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        return None

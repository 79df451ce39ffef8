"""Sign-in is allauth's; accounts are made by the administrator only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse


class Adapter(DefaultAccountAdapter):
    """No self sign-up; after sign-in everyone goes to the own first page."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return render(request, "account/inactive.html", status=403)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("projects:home")

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        return None

"""The reader's language: kept with the person, and in a cookie for whoever has not signed in."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils import timezone

from projects.access import access, signed_in
from projects.actions.language import choose_language
from projects.returning import page_to_return_to


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=settings.LANGUAGES)
    next = forms.CharField(required=False)


@access(public=True, post_only=True)
def language(request: HttpRequest) -> HttpResponse:
    """Switch and return to the page one came from."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    chosen = form.cleaned_data["language"]
    if request.user.is_authenticated:
        choose_language(signed_in(request), chosen, by=signed_in(request), at=timezone.now())
    response = HttpResponseRedirect(page_to_return_to(request, form.cleaned_data["next"]))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, chosen, max_age=31_536_000, samesite="Lax", secure=settings.HTTPS, httponly=True
    )
    return response

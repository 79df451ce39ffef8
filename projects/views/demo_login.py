"""Sign in as one of the sample project's people, in one click (see projects/demo.py for when)."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from projects import demo
from projects.access import access
from projects.idle import sign_in
from projects.models import Member


class DemoLoginForm(forms.Form):
    username = forms.ChoiceField(choices=[(name, name) for name in demo.LOGINS])


@access(public=True, post_only=True)
def demo_login(request: HttpRequest) -> HttpResponse:
    form = DemoLoginForm(request.POST)
    if not demo.offered(request) or not form.is_valid():
        raise Http404
    member = get_object_or_404(Member, username=form.cleaned_data["username"], is_active=True)
    sign_in(request, member)
    return redirect("projects:home")

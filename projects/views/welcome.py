"""The one-time link of an empty workspace: makes the first administrator and leads to the set-up."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from projects import first_admin
from projects.access import access
from projects.actions.members import add_member
from projects.forms.welcome import WelcomeForm
from projects.idle import sign_in
from projects.models import Member


@never_cache
@access(public=True)
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a name and a password once; a spent, old or unknown link says where a new one comes from."""
    if not first_admin.usable(token, timezone.now()):
        return render(request, "projects/welcome_spent.html", status=404)
    form = WelcomeForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "projects/welcome.html", {"form": form}, status=422 if form.is_bound else 200)
    member = first_administrator(token, form)
    if member is None:
        return render(request, "projects/welcome_spent.html", status=404)
    sign_in(request, member)
    return redirect("projects:home")


@transaction.atomic
def first_administrator(token: str, form: WelcomeForm) -> Member | None:
    """Spend the link and make the person; None when somebody else was faster."""
    now = timezone.now()
    if not first_admin.use(token, now):
        return None
    member: Member = form.save(commit=False)
    member.is_admin = True
    add_member(member, by=None, at=now, password=form.cleaned_data["password"])
    return member

"""What a person was told: newest first; opening a line marks it as read and leads to its page."""

from __future__ import annotations

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from projects.access import access, signed_in
from projects.actions.inbox import read_all, read_notice
from projects.models import Notification
from projects.notification_texts import sentences
from projects.returning import page_to_return_to

PER_PAGE = 50


class InboxForm(forms.Form):
    show = forms.ChoiceField(choices=[("", ""), ("unread", "unread")], required=False)
    page = forms.IntegerField(min_value=1, required=False)


@access(read="workspace.use")
def inbox(request: HttpRequest) -> HttpResponse:
    form = InboxForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    notices = Notification.objects.filter(member=signed_in(request))
    if wanted.get("show") == "unread":
        notices = notices.filter(read_at=None)
    page = Paginator(notices, PER_PAGE).get_page(wanted.get("page") or 1)
    context = {"page": page, "sentences": sentences(list(page)), "show": wanted.get("show") or ""}
    return render(request, "projects/inbox.html", context)


@access(write="workspace.use", post_only=True)
def inbox_opening(request: HttpRequest, pk: int) -> HttpResponse:
    """Read one notice and go where it leads."""
    notice = get_object_or_404(Notification, pk=pk, member=signed_in(request))
    read_notice(notice, by=signed_in(request), at=timezone.now())
    return redirect(page_to_return_to(request, notice.url))


@access(write="workspace.use", post_only=True)
def inbox_reading(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    read_all(signed_in(request), at=timezone.now())
    return redirect("projects:inbox")

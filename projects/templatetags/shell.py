"""What only the shell's own templates need."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import gettext

from projects import demo
from projects.models import Member

register = template.Library()


@register.simple_tag(takes_context=True)
def demo_people(context: dict[str, Any]) -> list[Member]:
    """Who may sign in with one click; nobody outside the sample project on loopback."""
    return demo.people() if demo.offered(context["request"]) else []


@register.filter
def place(member: Member) -> str:
    """What a person is in the project today: "Team lead (Members)"."""
    today = timezone.localdate()
    held = [a for a in member.assignments.all() if a.start <= today and (a.finish is None or a.finish >= today)]
    places = [f"{a.get_role_display()} – {a.team.label}" if a.team else str(a.get_role_display()) for a in held]
    return " / ".join(places) or gettext("Administrator")


@register.filter
def of(found: dict[Any, Any], key: Any) -> Any:
    """{{ sentences|of:notice.pk }}: the entry of a mapping."""
    return found.get(key)

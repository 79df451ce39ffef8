"""Telling people: a line in the inbox always, a mail when an SMTP server is set (through the Outbox)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from projects.models import Assignment, Member, Notification, Outbox, Role, Team


@dataclass(frozen=True)
class Notice:
    """What is told: a code of notification_texts, its values, the page it leads to and a key that makes it once."""

    code: str
    url: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)


def notify(members: Iterable[Member], notice: Notice, *, at: datetime) -> None:
    """Put the notice into each inbox (once per key and person); call inside the action's transaction."""
    people = list(members)
    Notification.objects.bulk_create(
        [
            Notification(
                member=person,
                code=notice.code,
                values=notice.values,
                url=notice.url,
                at=at,
                key=f"{notice.key}:{person.pk}",
            )
            for person in people
        ],
        ignore_conflicts=True,
    )
    if settings.SMTP_HOST:
        Outbox.objects.bulk_create(
            [
                Outbox(
                    key=f"mail:{notice.key}:{person.pk}",
                    kind="mail",
                    payload={"member": person.pk, "code": notice.code, "values": notice.values, "url": notice.url},
                    created_at=at,
                )
                for person in people
                if person.email
            ],
            ignore_conflicts=True,
        )


def with_role(role: Role, team: Team | None = None, *, at: datetime) -> list[Member]:
    """The people who hold a role (in a team) on that day."""
    held = Assignment.objects.active_on(timezone.localdate(at)).filter(role=role, team=team).values("member")
    return list(Member.objects.filter(pk__in=held, is_active=True))

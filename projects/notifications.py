"""Telling people: a line in the inbox always, a mail when an SMTP server is set (through the Outbox)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from projects.mailing import ensure_sending
from projects.models import Assignment, File, Member, Notification, Outbox, Role, Team


@dataclass(frozen=True)
class Notice:
    """What is told: a code of notification_texts, its values, the page it leads to and a key that makes it once.

    `files` go with the mail, as far as its reader may see them when it is sent.
    """

    code: str
    url: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)
    files: tuple[File, ...] = ()


def notify(members: Iterable[Member], notice: Notice, *, at: datetime) -> None:
    """Put the notice into each inbox (once per key and person); call inside the action's transaction."""
    people = list(members)
    lines = [inbox_line(notice, person, at) for person in people]
    Notification.objects.bulk_create(lines, ignore_conflicts=True)
    if settings.SMTP_HOST:
        mails = [mail(notice, person, at) for person in people if person.email]
        Outbox.objects.bulk_create(mails, ignore_conflicts=True)
        ensure_sending(at)


def inbox_line(notice: Notice, person: Member, at: datetime) -> Notification:
    key = f"{notice.key}:{person.pk}"
    return Notification(member=person, code=notice.code, values=notice.values, url=notice.url, at=at, key=key)


def mail(notice: Notice, person: Member, at: datetime) -> Outbox:
    told = {
        "member": person.pk, "code": notice.code, "values": notice.values, "url": notice.url,
        "files": [str(file.uuid) for file in notice.files],
    }  # fmt: skip
    return Outbox(key=mail_key(notice.key, person), kind="mail", payload=told, created_at=at)


def mail_key(notice_key: str, person: Member) -> str:
    """By which the mail of a notice to a person is found again."""
    return f"mail:{notice_key}:{person.pk}"


def with_role(role: Role, team: Team | None = None, *, at: datetime) -> list[Member]:
    """The people who hold a role (in a team) on that day."""
    held = Assignment.objects.active_on(timezone.localdate(at)).filter(role=role, team=team).values("member")
    return list(Member.objects.filter(pk__in=held, is_active=True))

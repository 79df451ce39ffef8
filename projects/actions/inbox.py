"""Reading one's inbox."""

from __future__ import annotations

from datetime import datetime

from projects.models import Member, Notification


def read_notice(notice: Notification, *, by: Member, at: datetime) -> None:
    """Mark one as read; the first time stands. A person's own mark, so the change log does not tell it."""
    Notification.objects.filter(pk=notice.pk, member=by, read_at=None).update(read_at=at)


def read_all(member: Member, *, at: datetime) -> int:
    """Mark everything in this inbox as read; answers how many there were."""
    return Notification.objects.filter(member=member, read_at=None).update(read_at=at)

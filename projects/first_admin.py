"""The one-time link that makes the first administrator of an empty workspace."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from projects.models import Member, OneTimeLink

PURPOSE = "first_admin"
VALID_FOR = timedelta(days=7)


def needed() -> bool:
    """Whether nobody can administrate this workspace yet."""
    return not Member.objects.filter(is_admin=True, is_active=True).exists()


@transaction.atomic
def link(base_url: str) -> str | None:
    """A fresh link (the ones before it die), or None when there is an administrator already."""
    if not needed():
        return None
    now = timezone.now()
    token = secrets.token_urlsafe(32)
    OneTimeLink.objects.filter(purpose=PURPOSE, used_at=None).delete()
    OneTimeLink.objects.create(purpose=PURPOSE, digest=digest(token), created_at=now, expires_at=now + VALID_FOR)
    return base_url.rstrip("/") + reverse("projects:welcome", args=[token])


def usable(token: str, at: datetime) -> bool:
    return needed() and open_links(token, at).exists()


def use(token: str, at: datetime) -> bool:
    """Spend the link; False when it is unknown, spent or too old. Call inside a transaction."""
    return bool(needed() and open_links(token, at).update(used_at=at))


def open_links(token: str, at: datetime) -> QuerySet[OneTimeLink]:
    return OneTimeLink.objects.filter(purpose=PURPOSE, digest=digest(token), used_at=None, expires_at__gt=at)


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

"""The change log: one row per record per action, in the same transaction, append-only and hash-chained."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models
from django.utils import translation

from pmo.lib.failpoints import failpoint

CHAIN_LOCK = 72_0457  # any constant: PostgreSQL's advisory lock that orders the chain
GENESIS = "0" * 64


class ChangeLog(models.Model):
    """Who did what to which record when: values before and after, and the source cell if there is one."""

    at = models.DateTimeField()
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=60)
    model = models.CharField(max_length=60)
    record = models.CharField(max_length=64)
    label = models.CharField(max_length=250, blank=True)
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    source = models.CharField(max_length=250, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["model", "record"], name="history_of_a_record"),
            models.Index(fields=["at"], name="history_by_time"),
        ]

    def content(self) -> str:
        """What the hash covers, in a fixed order."""
        parts = [self.at.astimezone(UTC).isoformat(), self.actor_id, self.action, self.model, self.record, self.label]
        return canonical([*parts, self.before, self.after, self.source, self.previous_hash])


@dataclass(frozen=True)
class Change:
    """One record's part of an action."""

    record: models.Model
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    source: str = ""


def canonical(value: object) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def record_change(change: Change, *, action: str, by: Any, at: datetime) -> None:
    """Write one change; call inside the action's transaction."""
    record_changes([change], action=action, by=by, at=at)


def record_changes(changes: Iterable[Change], *, action: str, by: Any, at: datetime) -> None:
    """Write the changes of one action to the end of the chain; call inside the action's transaction."""
    rows = [row_of(change, action, by, at) for change in changes]
    if not rows:
        return
    lock_chain()
    last = ChangeLog.objects.order_by("-pk").values_list("hash", flat=True).first() or GENESIS
    for row in rows:
        row.previous_hash = last
        row.hash = last = hashlib.sha256(row.content().encode()).hexdigest()
    ChangeLog.objects.bulk_create(rows)
    failpoint(f"history.{action}")


def row_of(change: Change, action: str, by: Any, at: datetime) -> ChangeLog:
    as_stored = json.loads(canonical([change.before, change.after]))
    with translation.override(settings.LANGUAGE_CODE):  # a record has one name in history, whoever acts
        label = str(change.record)[:250]
    return ChangeLog(
        at=at,
        actor=by,
        action=action,
        model=change.record._meta.label_lower,
        record=str(getattr(change.record, "uuid", None) or change.record.pk),
        label=label,
        before=as_stored[0],
        after=as_stored[1],
        source=change.source[:250],
    )


def lock_chain() -> None:
    """One writer at a time: SQLite's IMMEDIATE transaction is that already, PostgreSQL needs a lock (SECURITY 2)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])


def broken_link() -> ChangeLog | None:
    """The first row whose hash does not follow from the row before it; None when the chain holds."""
    last = GENESIS
    for row in ChangeLog.objects.order_by("pk").iterator():
        if row.previous_hash != last or hashlib.sha256(row.content().encode()).hexdigest() != row.hash:
            return row
        last = row.hash
    return None

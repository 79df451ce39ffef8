"""Adding, changing and removing one record with its history: what every set-up action has in common."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from projects.jobs import Refused
from projects.models import Change, Member, Project, record_change


class Stale(Refused):
    """Somebody else changed the record after its editor had read it; `current` is what stands there now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("changed_meanwhile", record=str(current))
        self.current = current


@dataclass(frozen=True)
class Edit:
    """New values by field name, and what the editor saw before (None: commands, which saw nothing)."""

    values: Mapping[str, Any]
    seen: Mapping[str, Any] | None = None


def stored(value: Any) -> Any:
    """A value as its column keeps it: a related record by its key."""
    return value.pk if isinstance(value, models.Model) else value


def snapshot(record: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """The columns of these fields, related records by their keys."""
    return {name: getattr(record, column(record, name).attname) for name in names}


def column(record: models.Model, name: str) -> models.Field[Any, Any]:
    return cast("models.Field[Any, Any]", record._meta.get_field(name))


def own_fields(record: models.Model) -> list[str]:
    """The fields people fill in: no key, no password, nothing the workspace keeps by itself."""
    return [field.name for field in record._meta.concrete_fields if field.editable and field.name not in KEPT]


KEPT = frozenset({"id", "password", "last_login"})


def add[Record: models.Model](record: Record, *, action: str, by: Member | None, at: datetime) -> Record:
    """Store a new record; Refused when its unique key is taken, or when the same is there already (a second click)."""
    try:
        with transaction.atomic():
            refuse_twin(record)
            record.save(force_insert=True)
            after = snapshot(record, own_fields(record))
            record_change(Change(record, after=after), action=action, by=by, at=at)
    except IntegrityError as problem:
        raise Refused("already_there", record=str(record)) from problem
    return record


def refuse_twin(record: models.Model) -> None:
    """One addition at a time: PostgreSQL lets two look at once (SQLite writes one after the other anyway)."""
    Project.objects.select_for_update().first()
    if type(record)._default_manager.filter(**snapshot(record, own_fields(record))).exists():
        raise Refused("already_there", record=str(record))


def change[Record: models.Model](record: Record, edit: Edit, *, action: str, by: Member | None, at: datetime) -> Record:
    """Save what is new of these values; Stale when the record is no longer what the editor saw."""
    try:
        with transaction.atomic():
            current = locked(record)
            refuse_stale(current, edit)
            before = snapshot(current, edit.values)
            changed = [name for name, value in edit.values.items() if before[name] != stored(value)]
            if changed:
                save(current, {name: edit.values[name] for name in changed})
                after = snapshot(current, changed)
                what = Change(current, {name: before[name] for name in changed}, after)
                record_change(what, action=action, by=by, at=at)
    except IntegrityError as problem:
        raise Refused("already_there", record=str(record)) from problem
    return current


def remove(record: models.Model, *, action: str, by: Member | None, at: datetime) -> None:
    """Delete a record that nothing else needs; Refused when something does."""
    with transaction.atomic():
        record_change(Change(record, before=snapshot(record, own_fields(record))), action=action, by=by, at=at)
        try:
            record.delete()
        except ProtectedError as problem:
            raise Refused("in_use", record=str(record), count=len(problem.protected_objects)) from problem


def locked[Record: models.Model](record: Record) -> Record:
    """The record as it stands, held until the transaction ends."""
    return type(record)._default_manager.select_for_update().get(pk=record.pk)


def refuse_stale(current: models.Model, edit: Edit) -> None:
    seen = {name: stored(value) for name, value in (edit.seen or {}).items()}
    if snapshot(current, seen) != seen:
        raise Stale(current)


def save(record: models.Model, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save(update_fields=list(values))

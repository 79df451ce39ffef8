"""People without a login: customers and others the project deals with."""

from __future__ import annotations

from datetime import datetime

from projects.actions import records
from projects.actions.records import Edit
from projects.models import Contact, Member


def add_contact(contact: Contact, *, by: Member | None, at: datetime) -> Contact:
    return records.add(contact, action="contact.added", by=by, at=at)


def change_contact(contact: Contact, edit: Edit, *, by: Member | None, at: datetime) -> Contact:
    """Save new values; Stale when somebody else changed them meanwhile."""
    return records.change(contact, edit, action="contact.changed", by=by, at=at)


def remove_contact(contact: Contact, *, by: Member | None, at: datetime) -> None:
    """Take the contact away; Refused while something refers to it."""
    records.remove(contact, action="contact.removed", by=by, at=at)

"""The language a person reads."""

from __future__ import annotations

from datetime import datetime

from projects.actions import records
from projects.actions.records import Edit
from projects.models import Member


def choose_language(member: Member, language: str, *, by: Member, at: datetime) -> Member:
    """Keep the language with the person; nothing is written when it is that one already."""
    own = Member.objects.get(pk=member.pk)
    return records.change(own, Edit({"language": language}), action="member.language_chosen", by=by, at=at)

"""What the commands share: who acts, and how a refusal is told (exit 1; usage errors are exit 2)."""

from __future__ import annotations

import json
import sys
from typing import NoReturn

from django.core.management.base import BaseCommand, CommandError

from projects.jobs import Refused
from projects.models import Member


def person(username: str | None, capability: str) -> Member:
    """The member named, or the first active one who has the capability; CommandError (exit 2) when there is none."""
    people = Member.objects.filter(is_active=True).order_by("pk")
    if username:
        found = people.filter(username=username).first()
        if found is None:
            raise CommandError(f"--user {username}: no such login", returncode=2)
        if not found.powers.can(capability):
            raise CommandError(f"--user {username}: may not do this ({capability})", returncode=2)
        return found
    found = next((member for member in people if member.powers.can(capability)), None)
    if found is None:
        raise CommandError(f"nobody here may do this ({capability}); give --user", returncode=2)
    return found


def refused(command: BaseCommand, text: str, refusal: Refused, *, as_json: bool) -> NoReturn:
    """Say why and leave with exit code 1."""
    if as_json:
        command.stdout.write(
            json.dumps({"refused": refusal.code, "text": text, **refusal.values}, ensure_ascii=False, default=str)
        )
    else:
        command.stderr.write(text)
    sys.exit(1)

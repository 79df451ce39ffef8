"""What the commands share: their language, who acts, how a refusal is told (exit 1; usage errors are exit 2)."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from pmo.lib.environment import LANGUAGES, terminal_language
from projects.domain.weeks import WeekKey
from projects.jobs import Refused
from projects.models import Member, Team, Week
from projects.weekly import week_of

__all__ = (
    "LANGUAGES", "TerminalCommand", "person", "refused", "terminal_language", "week_named",
)  # fmt: skip


class TerminalCommand(BaseCommand):
    """A command that speaks the language of the terminal."""

    def execute(self, *args: Any, **options: Any) -> Any:
        with translation.override(terminal_language()):
            return super().execute(*args, **options)


def person(username: str | None, capability: str, team: Team | None = None) -> Member:
    """The member named, or the first active one who has the capability (for the team; its own people come first).

    CommandError (exit 2) when there is none.
    """
    people = Member.objects.filter(is_active=True).order_by("pk")
    if username:
        found = people.filter(username=username).first()
        if found is None:
            raise CommandError(f"--user {username}: no such login", returncode=2)
        if not may(found, capability, team):
            raise CommandError(f"--user {username}: may not do this ({capability})", returncode=2)
        return found
    able = [member for member in people if may(member, capability, team)]
    if not able:
        raise CommandError(f"nobody here may do this ({capability}); give --user", returncode=2)
    return min(able, key=lambda member: not is_of(member, team))


def may(member: Member, capability: str, team: Team | None) -> bool:
    powers = member.powers
    return powers.can(capability) if team is None else powers.can_for(capability, team.pk)


def is_of(member: Member, team: Team | None) -> bool:
    """Whether the member leads the team."""
    return team is not None and team.pk in member.powers.lead_of


def week_named(text: str) -> Week:
    """The week "2026-W47", or the one whose turn it is; CommandError (exit 2) when it is not written like that.

    Refused (exit 1) when there is no such week.
    """
    try:
        return week_of(str(WeekKey.parse(text)) if text else "")
    except ValueError as problem:
        raise CommandError(f"{text}: weeks are written like 2026-W47", returncode=2) from problem


def refused(command: BaseCommand, text: str, refusal: Refused, *, as_json: bool) -> NoReturn:
    """Say why and leave with exit code 1."""
    if as_json:
        command.stdout.write(
            json.dumps({"refused": refusal.code, "text": text, **refusal.values}, ensure_ascii=False, default=str)
        )
    else:
        command.stderr.write(text)
    sys.exit(1)

"""manage.py seal_week 2026-W47: seal a week through the same action as the page. Exit 0 done, 1 refused, 2 usage."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from progress.actions.sealing import CHOICES, seal_week
from progress.refusals import sentence
from projects.command_line import TerminalCommand, person, refused, week_named
from projects.jobs import Refused
from projects.models import Team


class Command(TerminalCommand):
    help = "Seal a week: its figures will not change any more."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("week", help="ISO week, e.g. 2026-W47")
        parser.add_argument("--user", help="login of the person who seals (default: the first PMO member)")
        parser.add_argument(
            "--missing",
            action="append",
            default=[],
            metavar="TEAM=HOW",
            help=f"a team not accepted: {' or '.join(CHOICES)}",
        )
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        choices = choices_of(options["missing"])
        by = person(options["user"], "week.seal")
        try:
            week = week_named(options["week"])
            seal = seal_week(week, by=by, at=timezone.now(), choices=choices)
        except Refused as refusal:
            refused(self, sentence(refusal), refusal, as_json=options["json"])
        told = {"week": week.key, "teams": seal.teams}
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _("Sealed: %(week)s") % told)


def choices_of(pairs: list[str]) -> dict[str, str]:
    """Team code -> choice; a usage error for unknown teams and choices."""
    choices = dict(pair.partition("=")[::2] for pair in pairs)
    teams = set(Team.objects.filter(code__in=choices).values_list("code", flat=True))
    for code, how in choices.items():
        if how not in CHOICES:
            raise CommandError(f"--missing {code}={how}: it is {' or '.join(CHOICES)}", returncode=2)
        if code not in teams:
            raise CommandError(f"--missing {code}={how}: no such team", returncode=2)
    return choices

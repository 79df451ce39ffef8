"""manage.py seal_week 2026-W47: seal a week through the same action as the page. Exit 0 done, 1 refused, 2 usage."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from progress.actions.sealing import CHOICES, seal_week
from progress.refusals import sentence
from projects.command_line import person, refused
from projects.jobs import Refused
from projects.weekly import week_of


class Command(BaseCommand):
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
        choices = dict(pair.partition("=")[::2] for pair in options["missing"])
        if any(how not in CHOICES for how in choices.values()):
            raise CommandError(f"--missing TEAM=HOW: HOW is {' or '.join(CHOICES)}", returncode=2)
        try:
            week = week_of(options["week"])
            seal = seal_week(week, by=person(options["user"], "week.seal"), at=timezone.now(), choices=choices)
        except Refused as refusal:
            refused(self, sentence(refusal), refusal, as_json=options["json"])
        told = {"week": week.key, "teams": seal.teams}
        self.stdout.write(json.dumps(told, ensure_ascii=False) if options["json"] else _("Sealed: %(week)s") % told)

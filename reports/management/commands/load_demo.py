"""manage.py load_demo --lang ja|en [--at ISO]: fill an empty workspace with the sample project."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from projects.command_line import LANGUAGES, terminal_language
from projects.jobs import Refused
from reports.demo.files_to_try import write_files
from reports.demo.load import load


class Command(BaseCommand):
    help = "Fill an empty workspace with the sample project; nothing happens when it is there already."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--lang", choices=LANGUAGES, help="language of its data (default: the terminal's)")
        parser.add_argument("--at", type=moment, help="the moment of loading (default: now), e.g. 2026-11-19T10:40")

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["lang"] or terminal_language()
        with translation.override(language):
            self.fill(language, options["at"] or timezone.localtime())

    def fill(self, language: str, at: datetime) -> None:
        try:
            world = load(language, at)
        except Refused as refusal:
            if refusal.code == "demo_there":
                self.stdout.write(_("The sample project is loaded already."))
                return
            raise CommandError(why(refusal), returncode=1) from refusal
        for path in write_files(world, settings.VAR / "demo"):
            self.stdout.write(_("To try: %(file)s") % {"file": path})


def moment(text: str) -> datetime:
    """A moment as ISO text; local time when no zone is given. ValueError for anything else."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=timezone.get_current_timezone())


def why(refusal: Refused) -> str:
    if refusal.code == "workspace_in_use":
        return _("This workspace holds a project of its own: set PMO_VAR to a new folder for the sample project.")
    return f"{refusal.code}: {refusal.values}"

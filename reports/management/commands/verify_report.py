"""manage.py verify_report FILE: every figure of a report's PDF or workbook against the sealed data.

Exit 0 it holds, 1 it does not (each place with both values) or it is none of this workspace's reports, 2 usage.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from projects.command_line import refused
from projects.jobs import Refused
from reports.refusals import sentence
from reports.verifying import Verdict, verify

MOST = 50


class Command(BaseCommand):
    help = "Recompute every figure of a weekly report from the sealed data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if path.suffix not in (".pdf", ".xlsx") or not path.is_file():
            raise CommandError(f"{path}: no PDF or workbook of that name", returncode=2)
        try:
            verdict = verify(path)
        except Refused as refusal:
            refused(self, sentence(refusal), refusal, as_json=False)
        self.tell(verdict)
        if not verdict.holds:
            raise CommandError(_("%(count)d places differ.") % {"count": len(verdict.differences)}, returncode=1)

    def tell(self, verdict: Verdict) -> None:
        report = verdict.report
        self.stdout.write(f"{report} ({report.get_state_display()})")
        same = (
            _("The file is the one that was stored.") if verdict.known else _("The file was changed since it was made.")
        )
        self.stdout.write(same)
        for one in verdict.differences[:MOST]:
            self.stdout.write(f"{one.place}: {one.told} ≠ {one.found}")
        if verdict.holds:
            self.stdout.write(_("%(count)d figures agree with the sealed data.") % {"count": verdict.figures})

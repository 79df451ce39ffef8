"""manage.py make_report weekly --week 2026-W47 --output DIR: the same job as on schedule, its files copied to DIR."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from progress.refusals import sentence
from projects.command_line import person, refused
from projects.jobs import Refused, run_now
from projects.models import JobState
from projects.weekly import week_of
from reports.actions import LANGUAGES, order_weekly
from reports.models import Report


class Command(BaseCommand):
    help = "Make the weekly status report as PDF and Excel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["weekly"])
        parser.add_argument("--week", default="", help="ISO week, e.g. 2026-W47 (default: the week whose turn it is)")
        parser.add_argument("--lang", choices=LANGUAGES, default="ja")
        parser.add_argument("--output", required=True, type=Path, metavar="DIR")
        parser.add_argument("--user", help="login of the person who asks (default: the first PMO member)")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["output"]
        if folder.exists() and not folder.is_dir():
            raise CommandError(f"--output {folder}: not a folder", returncode=2)
        try:
            week = week_of(options["week"])
            by = person(options["user"], "report.make")
            job = run_now(order_weekly(week, language=options["lang"], by=by, at=timezone.now()))
        except Refused as refusal:
            refused(self, sentence(refusal), refusal, as_json=False)
        if job.state != JobState.DONE:
            refused(self, job.error, Refused("job_failed"), as_json=False)
        folder.mkdir(parents=True, exist_ok=True)
        report = Report.objects.get(job=job)
        for file in (report.pdf, report.xlsx):
            shutil.copyfile(file.full_path, folder / file.name)
            self.stdout.write(str(folder / file.name))

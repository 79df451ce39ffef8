"""manage.py make_report weekly --week 2026-W47 --output DIR: the same job as on schedule, its files copied to DIR.

Exit 0 made, 1 refused or failed with the reason, 2 usage.
"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from progress.refusals import sentence
from projects.command_line import TerminalCommand, person, refused, week_named
from projects.job_texts import reason
from projects.jobs import Refused, run_now
from projects.models import Job, JobState
from reports.actions import LANGUAGES, order_weekly
from reports.models import Report


class Command(TerminalCommand):
    help = "Make the weekly status report as PDF and Excel."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["weekly"])
        parser.add_argument("--week", default="", help="ISO week, e.g. 2026-W47 (default: the week whose turn it is)")
        parser.add_argument("--lang", choices=LANGUAGES, default="ja")
        parser.add_argument("--output", required=True, type=Path, metavar="DIR")
        parser.add_argument("--user", help="login of the person who asks (default: the first PMO member)")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = folder_of(options["output"])
        by = person(options["user"], "report.make")
        try:
            week = week_named(options["week"])
            job = run_now(order_weekly(week, language=options["lang"], by=by, at=timezone.now()))
        except Refused as refusal:
            refused(self, sentence(refusal), refusal, as_json=False)
        if job.state != JobState.DONE:
            refused(self, reason(job), Refused("job_failed"), as_json=False)
        for path in copied(job, folder):
            self.stdout.write(str(path))


def folder_of(path: Path) -> Path:
    """The folder for the files, made when it is missing; a usage error when it cannot be one."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise CommandError(f"--output {path}: {problem.strerror}", returncode=2) from problem
    return path


def copied(job: Job, folder: Path) -> list[Path]:
    """The report's files, under the names they have in the workspace."""
    report = Report.objects.select_related("pdf", "xlsx").get(job=job)
    return [Path(shutil.copyfile(file.full_path, folder / file.name)) for file in report.files]

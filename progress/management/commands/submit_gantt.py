"""manage.py submit_gantt FILE --team CODE: read, check and send a team's file through the same actions and job.

Exit 0 sent (or, with --dry-run, could be sent), 1 refused with reasons, 2 usage.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from progress.actions.intake import confirm_columns, draft_of, read_now, receive_file, recognition_of
from progress.actions.sending import Arrival, Preview, preview, send
from progress.check_texts import sentence as check_sentence
from progress.composition import UNREADABLE, unreadable
from progress.exchange.columns import Recognition
from progress.models import Reading, ReadingState
from progress.reading_texts import problem_sentence, question_sentence
from progress.refusals import file_refusal, sentence
from projects.command_line import person, refused
from projects.jobs import Refused
from projects.models import Member, Team, Upload, Week
from projects.weekly import week_of


class Command(BaseCommand):
    help = "Submit a team's Gantt file for a week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--team", required=True, help="team code")
        parser.add_argument("--week", default="", help="ISO week, e.g. 2026-W47 (default: the week whose turn it is)")
        parser.add_argument("--user", help="login of the person who sends (default: the first who may)")
        parser.add_argument("--dry-run", action="store_true", help="read and check only; nothing is sent")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        team, week, by = self.places(options)
        try:
            told = self.submit(team, week, by, options)
        except Refused as refusal:
            refused(self, reason_of(refusal), refusal, as_json=options["json"])
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) if options["json"] else "\n".join(plain(told)))

    def places(self, options: dict[str, Any]) -> tuple[Team, Week, Member]:
        """Team, week and person, or a usage error."""
        team = Team.objects.filter(code=options["team"]).first()
        if team is None:
            raise CommandError(f"--team {options['team']}: no such team", returncode=2)
        if not options["file"].is_file():
            raise CommandError(f"{options['file']}: no such file", returncode=2)
        try:
            week = week_of(options["week"])
        except Refused as refusal:
            raise CommandError(sentence(refusal), returncode=2) from None
        by = person(options["user"], "submission.send")
        if not by.powers.can_for("submission.send", team.pk):
            raise CommandError(f"--user {by.username}: may not send for {team.code}", returncode=2)
        return team, week, by

    def submit(self, team: Team, week: Week, by: Member, options: dict[str, Any]) -> dict[str, Any]:
        """Read and send; with --dry-run everything is rolled back but the file's own record of being read."""
        now = timezone.now()
        kept = draft_of(team, week).reading
        reading = read(team, week, options["file"], by)
        found = preview(team, week, at=now)
        told = report(found)
        if options["dry_run"]:
            with transaction.atomic():
                draft = draft_of(team, week)
                draft.reading = kept
                draft.save()
            return told | {"sent": False}
        behalf = not by.powers.lead_of
        submission = send(team, week, by=by, at=now, arrival=Arrival(now, "submit_gantt") if behalf else Arrival())
        return told | {"sent": True, "revision": submission.revision, "file": reading.file.name}


def read(team: Team, week: Week, path: Path, by: Member) -> Reading:
    """The file as a reading whose rows are known; Refused with what stands in the way."""
    upload = Upload(path.name, path.read_bytes())
    reading = receive_file(team, upload, week=week, by=by, at=timezone.now())
    error = read_now(reading)
    if reading.state == ReadingState.MAPPING:
        recognition = recognition_of(reading)
        if recognition is None or recognition.needs_user:
            raise Refused("columns_to_confirm", questions=questions_of(recognition))
        confirm_columns(reading, recognition.map, by=by, at=timezone.now())
    if reading.state == ReadingState.REFUSED:
        raise Refused("file_refused", text=file_refusal(reading.refusal))
    if reading.state != ReadingState.READY:
        raise Refused("file_refused", text=error)
    return reading


def questions_of(recognition: Recognition | None) -> list[str]:
    """What only a person can decide about the columns."""
    if recognition is None:
        return []
    asked = [question_sentence(q, recognition.columns, recognition.map.sheet) for q in recognition.questions]
    return [*asked, *(sentence(Refused("columns_missing", fields=[name])) for name in recognition.missing)]


def reason_of(refusal: Refused) -> str:
    if refusal.code == "file_refused":
        return str(refusal.values["text"])
    return "\n".join([sentence(refusal), *map(str, refusal.values.get("questions", []))])


def report(found: Preview) -> dict[str, Any]:
    """Rows by destination with their places and reasons, findings by check."""
    composed = found.composed
    sheet = composed.read.sheet if composed.read else ""
    entries = [*found.assessment.entries, *unreadable(composed)]
    by_check: dict[str, int] = {}
    for entry in entries:
        by_check[entry.code] = by_check.get(entry.code, 0) + 1
    return {
        "counts": composed.balance,
        "new": [{"sheet": line.sheet, "row": line.row_number, "name": line.row.name} for line in composed.new],
        "missing": [{"id": row.id, "name": row.name} for row in composed.missing],
        "ignored": [{"sheet": sheet, "row": a.number, "reason": a.reason} for a in composed.ignored],
        "rejected": [
            {"sheet": sheet, "row": a.number, "cell": a.cell, "reason": a.reason, "value": a.value}
            for a in composed.rejected
        ],
        "unreadable": [
            {"sheet": line.sheet, "cell": problem.cell, "reason": problem_sentence(problem, line.sheet)}
            for line in composed.lines
            for problem in (line.read.problems if line.read else ())
        ],
        "findings": dict(sorted(by_check.items())),
        "sentences": [
            {"code": e.code, "severity": str(e.severity), "text": check_sentence(e.code, e.values)}
            for e in entries
            if e.code != UNREADABLE
        ],
    }


def plain(told: dict[str, Any]) -> list[str]:
    """The same for a person at a terminal."""
    lines = [", ".join(f"{name} {count}" for name, count in told["counts"].items())]
    lines += [f"new: {one['sheet']}!{one['row']} {one['name']}" for one in told["new"]]
    lines += [f"missing: {one['id']} {one['name']}" for one in told["missing"]]
    lines += [
        f"rejected: {one['sheet']}!{one['cell'] or one['row']} {one['reason']} {one['value']}"
        for one in told["rejected"]
    ]
    lines += [f"unreadable: {one['sheet']}!{one['cell']} {one['reason']}" for one in told["unreadable"]]
    lines += [f"{one['code']} {one['severity']} {one['text']}" for one in told["sentences"]]
    return [*lines, f"revision {told['revision']}" if told["sent"] else "not sent (dry run)"]

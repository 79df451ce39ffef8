"""manage.py submit_gantt FILE --team CODE: read, check and send a team's file through the same actions and job.

Exit 0 sent (or, with --dry-run, could be sent), 1 refused with reasons, 2 usage.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from progress.actions.intake import (
    close_reading,
    confirm_columns,
    read_now,
    receive_file,
    recognition_of,
    try_columns,
)
from progress.actions.sending import Arrival, preview, send, trial
from progress.exchange.columns import Recognition
from progress.models import Reading, ReadingState
from progress.outcome import lines, outcome
from progress.reading_texts import question_sentence
from progress.refusals import file_refusal, sentence
from projects.command_line import TerminalCommand, person, refused, week_named
from projects.jobs import Refused
from projects.models import Member, Team, Upload, Week

Told = dict[str, Any]


class Command(TerminalCommand):
    help = "Submit a team's Gantt file for a week."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--team", required=True, help="team code")
        parser.add_argument("--week", default="", help="ISO week, e.g. 2026-W47 (default: the week whose turn it is)")
        parser.add_argument("--user", help="login of the person who sends (default: the team's lead, else the PMO)")
        parser.add_argument("--dry-run", action="store_true", help="read and check only; nothing is sent")
        parser.add_argument("--json", action="store_true", help="answer as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        team, upload = team_of(options["team"]), upload_of(options["file"])
        by = person(options["user"], "submission.send", team)
        submit = try_file if options["dry_run"] else send_file
        try:
            told = submit(team, week_named(options["week"]), upload, by)
        except Refused as refusal:
            refused(self, reason_of(refusal), refusal, as_json=options["json"])
        self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) if options["json"] else "\n".join(plain(told)))


def team_of(code: str) -> Team:
    team = Team.objects.filter(code=code).first()
    if team is None:
        raise CommandError(f"--team {code}: no such team", returncode=2)
    return team


def upload_of(path: Path) -> Upload:
    try:
        return Upload(path.name, path.read_bytes())
    except OSError as problem:
        raise CommandError(f"{path}: {problem.strerror}", returncode=2) from problem


def send_file(team: Team, week: Week, upload: Upload, by: Member) -> Told:
    """Read the file, make it the team's draft and send that; on the team's behalf when it is not its lead's."""
    reading = receive_file(team, upload, week=week, by=by, at=timezone.now())
    recognition = read(reading)
    if recognition:
        confirm_columns(reading, recognition.map, by=by, at=timezone.now())
    now = timezone.now()
    found = preview(team, week, at=now)
    arrival = Arrival() if team.pk in by.powers.lead_of else Arrival(now, "submit_gantt")
    submission = send(team, week, by=by, at=now, arrival=arrival)
    told = outcome(found, submission)
    return told | {"sent": True, "revision": submission.revision, "file": reading.file.name}


def try_file(team: Team, week: Week, upload: Upload, by: Member) -> Told:
    """What sending the file would mean; the draft stays as it is, nothing is remembered, the reading is put aside."""
    reading = receive_file(team, upload, week=week, by=by, at=timezone.now(), trial=True)
    try:
        recognition = read(reading)
        if recognition:
            try_columns(reading, recognition.map)
        return outcome(trial(reading, at=timezone.now()), None) | {"sent": False, "file": reading.file.name}
    finally:
        with suppress(Refused):  # one that was never read is not open
            close_reading(reading, by=by, at=timezone.now())


def read(reading: Reading) -> Recognition | None:
    """Read the file; the columns still to be confirmed, None when they are known. Refused with what is in the way."""
    error = read_now(reading)
    if reading.state == ReadingState.REFUSED:
        raise Refused("file_refused", text=file_refusal(reading.refusal))
    if reading.state == ReadingState.MAPPING:
        found = recognition_of(reading)
        if found is None or found.needs_user:
            url = settings.BASE_URL + reverse("progress:reading", args=[reading.uuid])
            raise Refused("columns_to_confirm", questions=questions_of(found), url=url)
        return found
    if reading.state != ReadingState.READY:
        raise Refused("file_refused", text=error.strip().rpartition("\n")[2])
    return None


def questions_of(recognition: Recognition | None) -> list[str]:
    """What only a person can decide about the columns."""
    if recognition is None:
        return []
    asked = [question_sentence(q, recognition.columns, recognition.map.sheet) for q in recognition.questions]
    return [*asked, *(sentence(Refused("columns_missing", fields=[name])) for name in recognition.missing)]


def reason_of(refusal: Refused) -> str:
    if refusal.code == "file_refused":
        return str(refusal.values["text"])
    more = [*refusal.values.get("questions", []), refusal.values.get("url", "")]
    return "\n".join(filter(None, [sentence(refusal), *map(str, more)]))


def plain(told: Told) -> list[str]:
    """The same for a person at a terminal."""
    end = _("sent as revision %(revision)s") % told if told["sent"] else _("not sent (dry run)")
    return [*lines(told), end]

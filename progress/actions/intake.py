"""From a dropped file to a reading, from a reading to a draft: nothing of it reaches the plan before it is sent."""

from __future__ import annotations

import errno
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from progress import typed
from progress.actions.common import claim_week
from progress.actions.homing import at_home
from progress.composition import compose, edits_of
from progress.exchange import mapping
from progress.exchange.columns import ColumnMap, NoTable, Recognition, from_json
from progress.exchange.dates import Period
from progress.exchange.msproject import is_ms_project
from progress.exchange.raw import RawBook, Refusal
from progress.exchange.recognise import recognise
from progress.exchange.values import Rates
from progress.models import Draft, LearntColumns, LearntRow, Reading, ReadingState, Submission, WorkItem
from projects.jobs import Order, Refused, enqueue, run_now
from projects.models import Change, File, JobState, Member, Project, Purpose, Team, Upload, Week, record_change, store

ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".csv", ".tsv", ".txt")
TEXTS = ("topics", "next_week", "concerns", "requests")
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
READABLE = (ReadingState.MAPPING, ReadingState.READY)


@transaction.atomic
def receive_file(
    team: Team | None, upload: Upload, *, week: Week | None, by: Member, at: datetime, trial: bool = False
) -> Reading:
    """Store the file and queue its reading: a team's update of a week, or (without team and week) a WBS.

    The same bytes dropped again while they are being read are the same reading. A `trial` only shows what the file
    would mean: it never becomes the team's draft.
    """
    check_upload(upload)
    if week is not None:
        claim_week(week)
    there = being_read(team, upload, week, by)
    if there is not None and not trial:
        return there
    purpose = Purpose.GANTT if week else Purpose.WBS
    file = kept(upload, purpose, team=team, by=by, at=at)
    reading = Reading.objects.create(purpose=purpose, team=team, week=week, file=file, uploaded_by=by, uploaded_at=at)
    order = Order("read_file", week.key if week else "", team.code if team else "", str(reading.uuid))
    reading.job = enqueue(order, by=by, at=at, reading=reading.pk, trial=trial)
    reading.save(update_fields=["job"])
    record_change(
        Change(reading, after={"file": file.name, "sha256": file.sha256}), action="file.received", by=by, at=at
    )
    return reading


def being_read(team: Team | None, upload: Upload, week: Week | None, by: Member) -> Reading | None:
    """The reading of just these bytes that this person has asked for a moment ago."""
    digest = hashlib.sha256(upload.content).hexdigest()
    found = Reading.objects.filter(team=team, week=week, uploaded_by=by, state=ReadingState.WAITING)
    waiting = found.filter(file__sha256=digest, job__state__in=[JobState.QUEUED, JobState.RUNNING])
    return waiting.exclude(job__params__trial=True).first()


def kept(upload: Upload, purpose: Purpose, *, team: Team | None, by: Member, at: datetime) -> File:
    """The stored file; Refused when the disk is full."""
    try:
        return store(upload, purpose=purpose, at=at, team=team, by=by)
    except OSError as problem:
        if problem.errno not in NO_ROOM:
            raise
        raise Refused("no_room") from problem


def read_now(reading: Reading, *, at: datetime | None = None) -> str:
    """Read the file in the present process (command line, sample project); why the job failed, "" when it did not."""
    if reading.job is None:
        raise Refused("reading_not_ready")
    job = run_now(reading.job, at=at)
    reading.refresh_from_db()
    return job.error


def check_upload(upload: Upload) -> None:
    if not upload.content:
        raise Refused("empty_file")
    if len(upload.content) > settings.UPLOAD_LIMIT:
        raise Refused("too_large")
    if is_ms_project(upload.name, upload.content):
        raise Refused("ms_project")
    if PurePath(upload.name).suffix.lower() not in ENDINGS:
        raise Refused("not_a_workbook")


def keep_answer(reading: Reading, found: RawBook | Refusal, *, at: datetime, trial: bool = False) -> None:
    """Write down what the child found; columns a team confirmed before, and our own workbook, are read at once."""
    if isinstance(found, Refusal):
        refuse(reading, found.to_json())
        return
    recognition = at_home(recognise(found, remembered(reading.team)), reading)
    if isinstance(recognition, Refusal):
        refuse(reading, recognition.to_json())
        return
    reading.raw = found.to_json()
    reading.recognition = recognition.to_json()
    guess = nearest(recognition)
    if guess is None:
        refuse(reading, {"code": "no_table", "values": recognition.to_json()})
        return
    if guess is recognition and understood(guess):
        read_rows(reading, found, guess.map)
        if not trial and not is_overtaken(reading):
            feed_draft(reading, at)
    else:
        reading.column_map = guess.map.to_json()
        reading.state = ReadingState.MAPPING
    save(reading)


def nearest(found: Recognition | NoTable) -> Recognition | None:
    """What was recognised, else the nearest guess."""
    return found.guess if isinstance(found, NoTable) else found


def understood(recognition: Recognition) -> bool:
    """Our own workbook, or a layout that this team confirmed before, with nothing left to ask."""
    return recognition.how in ("own", "remembered") and not recognition.needs_user


def remembered(team: Team | None) -> list[ColumnMap]:
    """The column maps this team confirmed, the latest first."""
    rows = LearntColumns.objects.filter(team=team).order_by("-confirmed_at")
    return [ColumnMap.from_json(row.column_map) for row in rows]


def refuse(reading: Reading, refusal: dict[str, Any]) -> None:
    reading.refusal = refusal
    reading.state = ReadingState.REFUSED
    save(reading)


def read_rows(reading: Reading, raw: RawBook, column_map: ColumnMap) -> None:
    """Read by the map; a date without a year is meant near the week's status date, hours by the project's day."""
    project = Project.get()
    period = Period(project.start, project.finish, reading.week.status_date if reading.week else None)
    rows = mapping.apply(raw, column_map, period, Rates(project.hours_per_day))
    reading.column_map = column_map.to_json()
    reading.rows = rows.to_json()
    reading.state = ReadingState.READY


def save(reading: Reading) -> None:
    names = ["raw", "recognition", "column_map", "rows", "refusal", "state", "answers"]
    reading.version += 1
    reading.save(update_fields=[*names, "version"])


def is_overtaken(reading: Reading) -> bool:
    """Whether a file dropped later has been read already: reading may take its time, the last file counts."""
    draft = Draft.objects.filter(team=reading.team, week=reading.week).select_related("reading").first()
    latest = draft.reading if draft else None
    return latest is not None and latest.uploaded_at > reading.uploaded_at


def feed_draft(reading: Reading, at: datetime) -> None:
    """The latest file of a team's week is what its draft is made of.

    Edits in the grid stay on it; where the file says something else they are set aside, to be shown and taken back.
    """
    if reading.week is None or reading.team is None:
        return
    draft = hold_draft(reading.team, reading.week)
    if draft.reading_id != reading.pk and (draft.edits or draft.replaced):
        composed = compose(reading.team, reading.week, reading, {})
        draft.edits, draft.replaced = typed.settled(composed, draft.edits, draft.replaced)
    draft.reading = reading
    draft.edited_by, draft.edited_at = reading.uploaded_by, at
    draft.version += 1
    draft.save(update_fields=["reading", "edits", "replaced", "edited_by", "edited_at", "version"])


def hold(reading: Reading) -> None:
    """Take the reading (and its week) for a change of what it says; Refused once it is sent or put aside."""
    if reading.week is not None:
        claim_week(reading.week)
    state = Reading.objects.select_for_update().values_list("state", flat=True).get(pk=reading.pk)
    if state not in READABLE:
        raise Refused("reading_closed" if state == ReadingState.CLOSED else "reading_not_ready")


@transaction.atomic
def try_columns(reading: Reading, column_map: ColumnMap) -> None:
    """Read the rows of a trial: nothing is remembered, nobody's draft is touched."""
    hold(reading)
    if column_map.missing:
        raise Refused("columns_missing", fields=list(column_map.missing))
    read_rows(reading, RawBook.from_json(reading.raw), column_map)
    save(reading)


@transaction.atomic
def confirm_columns(reading: Reading, column_map: ColumnMap, *, by: Member, at: datetime) -> None:
    """The user confirmed (or corrected) the columns: read the rows, and remember the map for this team."""
    try_columns(reading, column_map)
    LearntColumns.objects.update_or_create(
        team=reading.team, signature=column_map.signature,
        defaults={"column_map": column_map.to_json(), "confirmed_by": by, "confirmed_at": at},
    )  # fmt: skip
    feed_draft(reading, at)
    record_change(Change(reading, after={"columns": column_map.columns}), action="columns.confirmed", by=by, at=at)


@transaction.atomic
def choose_sheet(reading: Reading, name: str, *, by: Member, at: datetime) -> None:
    """The plan is on another sheet of the file: recognise that one; the columns are to be confirmed again."""
    hold(reading)
    raw = RawBook.from_json(reading.raw)
    sheet = raw.sheet(name)
    guess = nearest(recognise(RawBook((sheet,), raw.format))) if sheet else None
    if guess is None:
        raise Refused("sheet_without_table", sheet=name)
    for draft in Draft.objects.filter(reading=reading):
        restore(draft)
    reading.recognition, reading.column_map = guess.to_json(), guess.map.to_json()
    reading.rows, reading.state = {}, ReadingState.MAPPING
    save(reading)
    record_change(Change(reading, after={"sheet": name}), action="sheet.chosen", by=by, at=at)


def proposed_map(reading: Reading) -> ColumnMap:
    """The map as it stands: confirmed, else proposed."""
    return ColumnMap.from_json(reading.column_map)


def recognition_of(reading: Reading) -> Recognition | None:
    """What was recognised (the nearest guess where no table was sure)."""
    return nearest(from_json(reading.recognition)) if reading.recognition else None


@transaction.atomic
def answer_row(team: Team, fingerprint: str, item: WorkItem | None, *, by: Member, at: datetime) -> None:
    """An ambiguous row of the team's file means this work item (None: a new row); remembered for the next file."""
    LearntRow.objects.update_or_create(
        team=team, fingerprint=fingerprint, defaults={"work_item": item, "confirmed_by": by, "confirmed_at": at}
    )
    made_of_files = Draft.objects.filter(team=team, week__in=Week.objects.unsealed()).exclude(reading=None)
    made_of_files.update(version=F("version") + 1)


@transaction.atomic
def close_reading(reading: Reading, *, by: Member, at: datetime) -> None:
    """提出せずに閉じる: the draft goes back to the file that was sent last, if any; the reading itself is kept."""
    if reading.week is not None:
        claim_week(reading.week)
    closed = Reading.objects.filter(pk=reading.pk, state__in=[*READABLE, ReadingState.REFUSED]).update(
        state=ReadingState.CLOSED
    )
    if not closed:
        raise Refused("reading_closed")
    for draft in Draft.objects.filter(reading=reading):
        restore(draft)
    record_change(Change(reading, after={"state": "closed"}), action="reading.closed", by=by, at=at)


@transaction.atomic
def reopen_reading(reading: Reading, *, by: Member, at: datetime) -> None:
    """A file that was put aside is the team's draft again, as if it had just been read."""
    if reading.week is not None:
        claim_week(reading.week)
    state = ReadingState.READY if reading.rows else ReadingState.MAPPING
    if not Reading.objects.filter(pk=reading.pk, state=ReadingState.CLOSED, refusal={}).update(state=state):
        raise Refused("reading_not_closed")
    reading.state = state
    if state == ReadingState.READY:
        feed_draft(reading, at)
    record_change(Change(reading, after={"state": state}), action="reading.reopened", by=by, at=at)


def restore(draft: Draft) -> None:
    """The draft is what was sent last again (the plan when nothing was sent), with what was typed on top."""
    sent = Submission.objects.filter(team=draft.team, week=draft.week).order_by("-revision").first()
    draft.reading = sent.reading if sent else None
    draft.edits = typed.overlaid(edits_of(sent) if sent else {}, draft.edits, draft.replaced)
    draft.replaced = {}
    draft.version += 1
    draft.save(update_fields=["reading", "edits", "replaced", "version"])


def hold_draft(team: Team, week: Week) -> Draft:
    """The team's draft of the week, made when nobody has begun, and nobody else's until the transaction ends."""
    return Draft.objects.select_for_update().get_or_create(team=team, week=week)[0]


def draft_of(team: Team, week: Week) -> Draft:
    """The team's draft of the week, empty when nobody has begun."""
    found = Draft.objects.filter(team=team, week=week).select_related("reading__file", "edited_by")
    return found.defer("reading__raw", "reading__recognition").first() or Draft(team=team, week=week)


@dataclass(frozen=True)
class DraftEdit:
    """What one person changes in a draft: values by row key and field (JSON form), and the four texts."""

    rows: Mapping[str, Mapping[str, Any]]
    texts: Mapping[str, str]
    version: int | None = None  # the draft as it was seen; None overwrites nothing but what is named


@transaction.atomic
def edit_draft(team: Team, week: Week, edit: DraftEdit, *, by: Member, at: datetime) -> Draft:
    """Put edits into the draft; Refused when somebody changed the same draft since `version`."""
    claim_week(week)
    draft = hold_draft(team, week)
    if edit.version is not None and edit.version != draft.version:
        raise Refused("draft_moved_on", version=draft.version)
    for key, values in edit.rows.items():
        draft.edits.setdefault(key, {}).update(values)
    draft.replaced = typed.without(draft.replaced, edit.rows)
    for name, text in edit.texts.items():
        if name in TEXTS:
            setattr(draft, name, text)
    draft.edited_by, draft.edited_at = by, at
    draft.version += 1
    draft.save()
    return draft


@transaction.atomic
def take_back_typed(team: Team, week: Week, key: str, name: str, *, by: Member, at: datetime) -> None:
    """A value that the file had replaced stands over it again; Refused when there is none ("nothing_replaced")."""
    claim_week(week)
    values = hold_draft(team, week).replaced.get(key, {})
    if name not in values:
        raise Refused("nothing_replaced")
    edit_draft(team, week, DraftEdit({key: {name: values[name]}}, {}), by=by, at=at)


@transaction.atomic
def let_file_stand(team: Team, week: Week, *, by: Member, at: datetime) -> None:
    """The file's values stay, what it replaced is let go; the history keeps it."""
    claim_week(week)
    draft = hold_draft(team, week)
    if not draft.replaced:
        return
    record_change(Change(draft, before=draft.replaced), action="draft.typed_let_go", by=by, at=at)
    draft.replaced = {}
    draft.version += 1
    draft.save(update_fields=["replaced", "version"])


@transaction.atomic
def ask_pre_check(team: Team, week: Week, *, by: Member, at: datetime) -> Draft:
    """提出前に見てもらう: the PMO sees the draft; it does not count as sent."""
    claim_week(week)
    draft, _made = Draft.objects.get_or_create(team=team, week=week)
    Draft.objects.filter(pk=draft.pk).update(pre_check_asked=True, edited_by=by, edited_at=at)
    draft.refresh_from_db()
    return draft

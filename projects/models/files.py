"""Stored files: kept under a uuid, the original name is a column."""

from __future__ import annotations

import hashlib
import logging
import os
import re
import unicodedata
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from django.conf import settings
from django.db import models

from pmo.lib.failpoints import failpoint
from projects.models.project import Team

if TYPE_CHECKING:
    from projects.models.people import Member

log = logging.getLogger("pmo.files")
FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff/\\:*?\"<>|]")
LONGEST, LONGEST_ENDING = 150, 10
CONTENT_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,30}/[a-z0-9][a-z0-9.+-]{0,67}")
UNKNOWN_TYPE = "application/octet-stream"


def safe_name(name: str) -> str:
    """A file name that is safe to show and to offer for download: NFC, no control or direction characters, <= 150."""
    clean = FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "file"
    if len(clean) <= LONGEST:
        return clean
    stem, dot, ending = clean.rpartition(".")
    if not stem or len(ending) > LONGEST_ENDING:
        return clean[:LONGEST]
    return stem[: LONGEST - 1 - len(ending)] + dot + ending


def safe_type(stated: str) -> str:
    """A content type that may stand in a header and in its column; what a browser made up is unknown."""
    lower = stated.lower()
    return lower if CONTENT_TYPE.fullmatch(lower) else UNKNOWN_TYPE


class Purpose(models.TextChoices):
    GANTT = "gantt"
    WBS = "wbs"
    REPORT = "report"


class FileQuerySet(models.QuerySet["File"]):
    def visible_to(self, user: Member) -> FileQuerySet:
        """Submitted files by team, WBS files to the plan's keepers, reports to those they were written for."""
        powers = user.powers
        allowed = models.Q(pk__in=[])
        if powers.can("submission.read"):
            teams = powers.teams("submission.read")
            gantt = models.Q(purpose=Purpose.GANTT)
            allowed |= gantt if teams is None else gantt & models.Q(team_id__in=teams)
        if powers.can("baseline.read"):
            allowed |= models.Q(purpose=Purpose.WBS)
        if powers.can("report.make") or powers.can("report.approve") or powers.can("activity.read"):
            allowed |= models.Q(purpose=Purpose.REPORT)
        elif powers.can("report.read"):
            written_for = models.Q(team_id__in=user.addressed_teams)
            if powers.teams("report.read") is None:
                written_for |= models.Q(team=None)
            allowed |= models.Q(purpose=Purpose.REPORT, is_public=True) & written_for
        return self.filter(allowed)


class File(models.Model):
    """A stored file with its digest; the row and the file appear together or not at all."""

    uuid = models.UUIDField(unique=True, default=uuid.uuid4)
    purpose = models.CharField(max_length=10, choices=Purpose)
    name = models.CharField(max_length=150)
    path = models.CharField(max_length=200, unique=True)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="files")
    is_public = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def full_path(self) -> Path:
        return Path(settings.MEDIA_ROOT) / self.path

    def opened(self) -> BinaryIO:
        """The very bytes that were stored; FileNotFoundError when the disk has lost them or holds others."""
        content = self.full_path.open("rb")
        if hashlib.file_digest(content, "sha256").hexdigest() != self.sha256:
            content.close()
            log.error("file %s on the disk is not what was stored", self.uuid)
            raise FileNotFoundError(self.path)
        content.seek(0)
        return content


@dataclass(frozen=True)
class Upload:
    """A file on its way into the store."""

    name: str
    content: bytes
    content_type: str = UNKNOWN_TYPE


def store(
    upload: Upload,
    *,
    purpose: Purpose,
    at: datetime,
    team: Team | None = None,
    by: Member | None = None,
    identity: uuid.UUID | None = None,
) -> File:
    """Write the bytes under a uuid (temporary name, fsync, rename), then the row; call inside the transaction.

    Background work chooses the `identity`, so that its next attempt finds what a killed one left (`left_behind`).
    """
    identity = identity or uuid.uuid4()
    relative = f"{purpose}/{at:%Y%m}/{identity}"
    write_atomic(Path(settings.MEDIA_ROOT) / relative, upload.content)
    failpoint("store.written")
    return File.objects.create(
        uuid=identity,
        purpose=purpose,
        name=safe_name(upload.name),
        path=relative,
        content_type=safe_type(upload.content_type),
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        team=team,
        uploaded_by=by,
        created_at=at,
    )


def left_behind(purpose: Purpose, identity: uuid.UUID) -> list[Path]:
    """Files on the disk under this uuid, whole or half written, that no row knows."""
    if File.objects.filter(uuid=identity).exists():
        return []
    return list((Path(settings.MEDIA_ROOT) / purpose).glob(f"*/{identity}*"))


def write_atomic(path: Path, content: bytes) -> None:
    """All of the content under its name, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{uuid.uuid4().hex}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        failpoint("store.half_written")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)

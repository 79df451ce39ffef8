"""Takes away what nobody needs: uploads that broke off, half-written files, stored files no row knows, old sessions.

A process that is killed leaves such files behind (SECURITY 3.1). They are given a day, so that nothing that is still
being written is taken.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session

from projects.models import File

log = logging.getLogger("pmo.sweeping")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Swept:
    """What was taken away: files, their bytes, and sessions that had run out."""

    files: int
    size: int
    sessions: int


def sweep_daily(at: datetime) -> Swept | None:
    """Sweep once a day, whoever asks how often; None when it was done already."""
    mark = Path(settings.VAR) / "swept"
    if mark.exists() and not is_old(mark, at):
        return None
    mark.touch()
    swept = sweep(at)
    log.info("swept: %s", swept)
    return swept


def sweep(at: datetime) -> Swept:
    """Delete what is a day old and nobody's."""
    files = size = 0
    for path in [path for path in (*broken_uploads(), *unknown_files()) if is_old(path, at)]:
        files, size = files + 1, size + path.stat().st_size
        path.unlink(missing_ok=True)
    sessions, _by_model = Session.objects.filter(expire_date__lt=at).delete()
    return Swept(files, size, sessions)


def is_old(path: Path, at: datetime) -> bool:
    return at.timestamp() - path.stat().st_mtime > DAY.total_seconds()


def broken_uploads() -> Iterator[Path]:
    return (path for path in Path(settings.FILE_UPLOAD_TEMP_DIR).glob("*") if path.is_file())


def unknown_files() -> Iterator[Path]:
    """Files in the store that no row points to, temporary names among them (a query for each folder)."""
    root = Path(settings.MEDIA_ROOT)
    for folder in [path for path in root.rglob("*") if path.is_dir()]:
        known = set(File.objects.filter(path__startswith=f"{folder.relative_to(root)}/").values_list("path", flat=True))
        yield from (path for path in folder.iterdir() if path.is_file() and str(path.relative_to(root)) not in known)

"""A lock on a folder: one process at a time, released by the system however the holder ends. POSIX."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path


class Held(Exception):
    """Somebody else holds the lock; `note` is what the holder wrote into it."""

    def __init__(self, note: str) -> None:
        super().__init__(note)
        self.note = note


def take(path: Path, note: str) -> int:
    """Lock the file for as long as the returned descriptor (or a copy in another process) is open; else Held."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise Held(path.read_text(encoding="utf-8").strip()) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, note.encode())
    return descriptor

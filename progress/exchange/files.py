"""Opens a stored file in the limited child: a RawBook, or a Refusal that says why not."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from pmo.lib.limited import Limits, NoAnswer, run_limited
from progress.exchange.archive import ZIP_MAGIC, ArchiveLimits, check_archive, check_size
from progress.exchange.raw import RawBook, Refusal, Refused

CHILD = "progress.exchange.child"
PATIENT_CHILD = "progress.exchange.patient_child"
LEAST_SECONDS = 1.0
SILENCES = {"time": "too_slow", "large": "unpacked_too_large"}


def read_file(path: str | os.PathLike[str], *, limits: Limits | None = None) -> RawBook | Refusal:
    """What the file holds; call it from a job or a command only (it may take `limits.wall_seconds`).

    The file is recognised by its content. Never raises for what is in the file; OSError when it is not there.
    """
    limits = limits or Limits()
    started = time.monotonic()
    try:
        look_first(Path(path))
        found = ask(CHILD, path, limits)
        if found.get("patience"):
            rest = limits.wall_seconds - (time.monotonic() - started)
            found = ask(PATIENT_CHILD, path, replace(limits, wall_seconds=max(rest, LEAST_SECONDS)))
    except Refused as refused:
        return refused.refusal
    return understood(found)


def look_first(path: Path) -> None:
    """What the zip directory alone forbids never reaches a child."""
    check_size(path, ArchiveLimits())
    with path.open("rb") as file:
        is_zip = file.read(len(ZIP_MAGIC)) == ZIP_MAGIC
    if is_zip:
        check_archive(path, ArchiveLimits())


def ask(module: str, path: str | os.PathLike[str], limits: Limits) -> dict[str, Any]:
    """The child's answer; a first child that died is followed by the patient one, a second one is a refusal."""
    try:
        return run_limited(module, path, limits)
    except NoAnswer as silence:
        if silence.reason == "died" and module == CHILD:
            return {"patience": True}
        raise Refused(SILENCES.get(silence.reason, "unreadable")) from None


def understood(found: dict[str, Any]) -> RawBook | Refusal:
    if "book" in found:
        return RawBook.from_json(found["book"])
    if "refusal" in found:
        return Refusal.from_json(found["refusal"])
    return Refusal("unreadable")

"""Makes the message catalogs gettext reads (.mo) from the ones people write (.po), with Babel alone."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po


class BrokenCatalog(ValueError):
    """A .po file that cannot be read; the text names the file and the place."""


def compile_messages(folder: Path) -> list[Path]:
    """Compile every LANGUAGE/LC_MESSAGES/*.po under `folder` that is newer than its .mo; returns the files made."""
    return [compile_one(source) for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_stale(source)]


def is_stale(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def compile_one(source: Path) -> Path:
    """Write the .mo beside its .po, whole or not at all; fuzzy messages stay out."""
    catalog, target = read_catalog(source), source.with_suffix(".mo")
    waiting = target.with_suffix(f".{os.getpid()}.tmp")
    with waiting.open("wb") as file:
        write_mo(file, catalog)
    waiting.replace(target)
    return target


def read_catalog(source: Path) -> Catalog:
    try:
        with source.open("rb") as file:
            return read_po(file, locale=source.parents[1].name, abort_invalid=True)
    except PoFileError as problem:
        raise BrokenCatalog(f"{source}: {problem}") from problem


if __name__ == "__main__":
    compile_messages(Path(sys.argv[1]))

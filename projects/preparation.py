"""Makes a workspace ready to run: texts; database, triggers, static files, fonts. Repeating it is quick."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils.translation.reloader import translation_file_changed

from pmo.lib.environment import folder
from pmo.lib.fonts import FontConversionError, ensure_fonts
from pmo.lib.messages import compile_messages
from pmo.lib.obstacle import Obstacle

SQLITE = {
    "SQLITE_NOTADB": "no_database",
    "SQLITE_CORRUPT": "no_database",
    "SQLITE_CANTOPEN": "not_permitted",
    "SQLITE_PERM": "not_permitted",
    "SQLITE_READONLY": "read_only",
    "SQLITE_FULL": "no_room",
}
NO_ROOM = 1 << 20  # bytes: with less left nothing can be made, and SQLite may call that an error of the disk


def prepare() -> None:
    """Everything the programs need before they start; safe to repeat, not to run twice at once."""
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    make_fonts()


def open_database() -> None:
    """Ask the database anything: the checks would take one that cannot be opened for one that is too old."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if shutil.disk_usage(folder(settings.VAR)).free < NO_ROOM:
        raise Obstacle("no_room", folder=settings.VAR.absolute())


def make_fonts() -> None:
    try:
        ensure_fonts(settings.VAR / "fonts")
    except FontConversionError as problem:
        if os.strerror(errno.ENOSPC) in str(problem):
            raise Obstacle("no_room", folder=settings.VAR.absolute()) from problem
        raise


@contextmanager
def database_named() -> Iterator[None]:
    """Work on the database: one that is no database, full, closed or silent is an Obstacle."""
    try:
        yield
    except DatabaseError as problem:
        found = sqlite_obstacle(problem) if connection.vendor == "sqlite" else server_obstacle(problem)
        if found is None:
            raise
        raise found from problem


def sqlite_obstacle(problem: DatabaseError) -> Obstacle | None:
    name = getattr(problem.__cause__, "sqlite_errorname", "")
    code = next((code for kind, code in SQLITE.items() if name.startswith(kind)), "")
    if name.startswith("SQLITE_IOERR"):
        code = "no_room" if shutil.disk_usage(settings.VAR).free < NO_ROOM else "disk_failing"
    file = connection.settings_dict["NAME"]
    return Obstacle(code, folder=settings.VAR.absolute(), file=file) if code else None


def server_obstacle(problem: DatabaseError) -> Obstacle | None:
    """Only what keeps one from connecting: once connected, an error is ours."""
    if connection.connection is not None:
        return None
    known = connection.settings_dict
    place = f"{known['HOST'] or 'localhost'}:{known['PORT'] or 5432}/{known['NAME']}"
    reason = str(problem).partition("\n")[0].rstrip(".")
    return Obstacle("database_silent", place=place, reason=reason)


def compile_texts() -> None:
    """Compile the message catalogs, and drop what was read before: loading the models has already asked for texts."""
    for place in settings.LOCALE_PATHS:
        for catalog in compile_messages(Path(place)):
            translation_file_changed(None, catalog)


def collect_static() -> None:
    """Collect the static files anew when any of them, or what hashes them, has changed."""
    root = Path(settings.STATIC_ROOT)
    mark, now = root / ".fingerprint", static_fingerprint()
    if mark.exists() and mark.read_text(encoding="ascii") == now:
        return
    shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(now, encoding="ascii")


def static_fingerprint() -> str:
    """A hash over name, size and time of every static file, and over the versions of what processes them."""
    lines = [django.__version__, version("whitenoise"), settings.STORAGES["staticfiles"]["BACKEND"], *static_files()]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def static_files() -> Iterator[str]:
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = Path(storage.path(name)).stat()
            yield f"{name} {facts.st_size} {facts.st_mtime_ns}"

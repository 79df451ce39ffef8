"""Makes a workspace ready to run: texts; database, triggers, static files, fonts. Repeating it is quick."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.utils.translation.reloader import translation_file_changed

from pmo.lib.fonts import ensure_fonts
from pmo.lib.messages import compile_messages


def prepare() -> None:
    """Everything the programs need before they start; safe to repeat, not to run twice at once."""
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    ensure_fonts(settings.VAR / "fonts")


def compile_texts() -> None:
    """Compile the message catalogs, and drop what was read before: loading the models has already asked for texts."""
    for folder in settings.LOCALE_PATHS:
        for catalog in compile_messages(Path(folder)):
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

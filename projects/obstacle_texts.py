"""Why the workspace does not start, in the language of the terminal: what was found, where, what to do.

Told by manage.py even when the settings could not be loaded, so nothing here needs them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from pmo.lib import environment
from pmo.lib.messages import compile_messages
from pmo.lib.obstacle import Obstacle

LOCALE = Path(__file__).resolve().parents[1] / "locale"

TEXTS: Mapping[str, Any] = {
    "folder_is_file": _(
        "There is a file where the data folder %(folder)s should be. "
        "Please move that file away, or set PMO_VAR to another folder."
    ),
    "not_permitted": _(
        "This user may not write to %(file)s in the data folder %(folder)s. "
        "Please give the folder to this user, or set PMO_VAR to another folder."
    ),
    "read_only": _(
        "The data folder %(folder)s can only be read. "
        "Please make its disk writable, or set PMO_VAR to a folder that can be written."
    ),
    "no_room": _(
        "The disk of the data folder %(folder)s is full. "
        "Please make room there, or set PMO_VAR to a folder on another disk, and start again."
    ),
    "disk_failing": _(
        "The disk of the data folder %(folder)s reports an error. "
        "Please have the disk checked, or set PMO_VAR to a folder on another disk."
    ),
    "no_database": _(
        "The file %(file)s is damaged or no database. "
        "Please put back a copy of it, or move it away to begin with an empty workspace."
    ),
    "database_silent": _(
        "The database of PMO_DATABASE_URL (%(place)s) cannot be reached: %(reason)s. "
        "Please check that it is running, and the host, port, name, user and password of PMO_DATABASE_URL."
    ),
    "database_url": _("PMO_DATABASE_URL cannot be read. Please write it like %(form)s."),
}


def in_words(obstacle: Obstacle, words: Sequence[str]) -> str:
    """The sentence for a command that was called with these words."""
    if not settings.configured:
        settings.configure(LANGUAGE_CODE="ja", LOCALE_PATHS=[LOCALE])
        with suppress(OSError):  # the sentence is told in English then
            compile_messages(LOCALE)
        django.setup()
    with translation.override(language(words)):
        return str(TEXTS[obstacle.code]) % obstacle.values


def language(words: Sequence[str]) -> str:
    """What --lang says, else the terminal's."""
    options = " ".join(words).replace("=", " ").split()
    asked = options[options.index("--lang") + 1 :][:1] if "--lang" in options else []
    return next((word for word in asked if word in environment.LANGUAGES), environment.terminal_language())

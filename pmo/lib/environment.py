"""Settings that come from the environment: every variable the product reads is named here.

| variable | meaning | default |
|---|---|---|
| PMO_VAR | data folder | var/ beside manage.py |
| PMO_DATABASE_URL | postgres://user:password@host:port/name | SQLite in PMO_VAR |
| PMO_BROKER_URL | redis://host:port/0 | filesystem broker in PMO_VAR |
| PMO_SECRET_KEY | Django's secret key | made once in PMO_VAR/secret.key |
| PMO_ALLOWED_HOSTS | host names, comma separated | loopback names |
| PMO_HTTPS | 1: Secure and __Host- cookies, HSTS | 0 |
| PMO_PROXIES | proxies in front that add to X-Forwarded-For; the address throttled at sign-in is theirs to tell | 0 |
| PMO_BASE_URL | links in mails and commands | http://127.0.0.1:8000 |
| PMO_BIND | host:port web listens on; set by `manage.py up` | not known |
| PMO_IDLE_MINUTES | a session unused for so long ends; 0: only after its twelve hours | 60 |
| PMO_JOB_ATTEMPTS | how often a job is tried before it is given up | 5 |
| PMO_LEASE_SECONDS | how long a silent job keeps its lease | 60 |
| PMO_SMTP_HOST | mail server | no mail is sent |
| PMO_SMTP_PORT | its port | 25 |
| PMO_SMTP_USER | name for signing in at the mail server | none |
| PMO_SMTP_PASSWORD | its password | none |
| PMO_SMTP_TLS | 1: STARTTLS | 0 |
| PMO_MAIL_FROM | sender of mails | pmo@localhost |
| PMO_DEBUG | 1: developer's error pages | 0 |
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from pmo.lib.obstacle import Obstacle, named

LANGUAGES = ("ja", "en")
DATABASE_FORM = "postgres://user:password@host:port/name"
CONNECT_SECONDS = 10  # for which a database may be silent


def flag(name: str, *, default: bool = False) -> bool:
    """A switch: 1, true, yes or on."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "") or default


def names(name: str, default: list[str]) -> list[str]:
    """A comma-separated list."""
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()] or default


def terminal_language() -> str:
    """The language of the terminal, else the product's first one."""
    spoken = text("LC_ALL", text("LC_MESSAGES", text("LANG")))[:2]
    return spoken if spoken in LANGUAGES else LANGUAGES[0]


def folder(path: Path) -> Path:
    """The folder, made where it is not there yet; what is made, those above it too, is its owner's alone."""
    if not path.parent.exists():
        folder(path.parent)
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def secret_key(place: Path) -> str:
    """The key of the environment, else one made once in this folder; it is readable by its owner only.

    Obstacle when the folder cannot be used.
    """
    given = os.environ.get("PMO_SECRET_KEY")
    if given:
        return given
    with named(place):
        path = folder(place) / "secret.key"
        if not path.exists():
            draw_key(path)
        return path.read_text(encoding="ascii").strip()


def draw_key(path: Path) -> None:
    """Make the key under a name of its own, then put it in place whole: nobody reads half a key, the first stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        keep_first(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def keep_first(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links: the last one stays
        draft.replace(path)


def database(url: str, folder: Path) -> dict[str, Any]:
    """Django's DATABASES entry for a postgres URL, or SQLite with WAL, IMMEDIATE and FULL (SECURITY 3.6).

    Obstacle when the URL is none.
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": folder / "db.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 25,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
            },
        }
    parts, port = parts_of(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": port,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": CONNECT_SECONDS,
            "options": "-c statement_timeout=30000 -c lock_timeout=15000",
        },
    }


def parts_of(url: str) -> tuple[SplitResult, str]:
    """The parts of a postgres URL and its port; Obstacle when it is none."""
    try:
        parts = urlsplit(url)
        port = str(parts.port or "")
    except ValueError as problem:
        raise Obstacle("database_url", form=DATABASE_FORM) from problem
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Obstacle("database_url", form=DATABASE_FORM)
    return parts, port

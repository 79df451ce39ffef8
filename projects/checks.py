"""System checks: what must hold before the product starts (SECURITY 4.3).

Those that ask the database run where a database is named: by `migrate`, and by `up` and `prepare` after it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from celery import current_app
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.csp import CSP
from django.utils.module_loading import import_string

from projects import triggers
from projects.access import rule_of

LONGEST_SESSION = 12 * 3600  # seconds
LARGEST_UPLOAD = 20 * 1024 * 1024  # bytes
LONGEST_SILENCE = 5  # seconds for which a silent broker may hold a request
CSP_MIDDLEWARE = "django.middleware.csp.ContentSecurityPolicyMiddleware"
UPLOAD_HANDLER = "projects.uploads.LimitedUploadHandler"
OWN_SOURCES = frozenset({CSP.NONE, CSP.SELF, CSP.NONCE})
PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "recursive_triggers": 1}  # 2: FULL


def walk(patterns: list[Any], prefix: str = "", namespace: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every view of the URL tree: (full name, route, pattern)."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, route, inner)
        else:
            yield namespace + (pattern.name or ""), route, pattern


@register()
def every_view_declares_its_rule(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [
        Error(
            f"/{route} ({name or 'no name'}) declares no access rule", hint="Use projects.access.access", id="pmo.E001"
        )
        for name, route, pattern in walk(get_resolver().url_patterns)
        if rule_of(pattern.callback, pattern.name) is None
    ]


@register()
def every_job_kind_exists(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    errors: list[CheckMessage] = []
    for kind, path in settings.JOB_KINDS.items():
        try:
            import_string(path)
        except ImportError as problem:
            errors.append(Error(f"Job kind {kind}: {problem}", id="pmo.E002"))
    return errors


def has_policy() -> bool:
    named = {"default-src", "script-src", "form-action", "frame-ancestors"}
    return CSP_MIDDLEWARE in settings.MIDDLEWARE and named <= set(settings.SECURE_CSP)


def policy_allows_only_own_code() -> bool:
    pairs = [(name, source) for name, sources in settings.SECURE_CSP.items() for source in sources]
    return all(source in OWN_SOURCES or (name, source) == ("img-src", "data:") for name, source in pairs)


def cookies_are_bound_to_the_host() -> bool:
    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    secure = settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE
    return not settings.HTTPS or (secure and all(name.startswith("__Host-") for name in names))


def uploads_are_limited() -> bool:
    return settings.UPLOAD_LIMIT <= LARGEST_UPLOAD and UPLOAD_HANDLER in settings.FILE_UPLOAD_HANDLERS[:1]


def media_is_apart() -> bool:
    return not Path(settings.MEDIA_ROOT).is_relative_to(settings.STATIC_ROOT)


def database_waits_and_recovers() -> bool:
    """SQLite takes its write lock at once (a later one fails under load); elsewhere a lost connection is noticed."""
    database = settings.DATABASES["default"]
    if "sqlite3" in database["ENGINE"]:
        return database.get("OPTIONS", {}).get("transaction_mode") == "IMMEDIATE"
    return database.get("CONN_HEALTH_CHECKS") is True


def broker_cannot_hold_a_request() -> bool:
    options = current_app.conf.broker_transport_options
    if current_app.conf.broker_url.startswith("filesystem:"):
        return True
    waits = (options.get(name) for name in ("socket_timeout", "socket_connect_timeout"))
    return not current_app.conf.task_publish_retry and all(wait and wait <= LONGEST_SILENCE for wait in waits)


RULES: Sequence[tuple[str, Callable[[], bool], str]] = (
    ("E101", has_policy, "There is no content security policy"),
    ("E102", policy_allows_only_own_code, "The content security policy allows foreign or unsafe code"),
    ("E103", cookies_are_bound_to_the_host, "Cookies are not Secure and named __Host-, although PMO_HTTPS is on"),
    ("E104", lambda: settings.SESSION_COOKIE_AGE <= LONGEST_SESSION, "Sessions last longer than 12 hours"),
    ("E105", lambda: not any(h == "*" or h.startswith(".") for h in settings.ALLOWED_HOSTS), "Hosts are not exact"),
    ("E106", uploads_are_limited, "Uploads are not limited"),
    ("E107", media_is_apart, "Uploaded files lie under the static files"),
    ("E108", database_waits_and_recovers, "The database connection is not set up for several writers"),
    ("E109", broker_cannot_hold_a_request, "A silent broker would hold requests"),
    ("E110", lambda: current_app.conf.accept_content == ["json"], "The broker's messages may be more than JSON"),
    ("E111", lambda: settings.TIME_ZONE == "Asia/Tokyo", "The time zone is not Asia/Tokyo"),
)


@register()
def the_workspace_is_sound(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """The literal table above."""
    return [Error(text, id=f"pmo.{code}") for code, holds, text in RULES if not holds()]


@register(Tags.database)
def append_only_tables_have_their_triggers(app_configs: Any, databases: Any = (), **kwargs: Any) -> list[CheckMessage]:
    bare = triggers.missing() if "default" in (databases or ()) else []
    hint = "manage.py prepare makes them"
    return [Error(f"{table} is not append-only: its triggers are missing", hint, id="pmo.E201") for table in bare]


@register(Tags.database)
def sqlite_keeps_what_it_acknowledged(app_configs: Any, databases: Any = (), **kwargs: Any) -> list[CheckMessage]:
    """WAL, FULL and recursive triggers as the connection really has them (a network drive refuses WAL in silence)."""
    if "default" not in (databases or ()) or connection.vendor != "sqlite":
        return []
    return [
        Error(f"SQLite has {name}={value}, not {wanted}", id="pmo.E202")
        for name, wanted in PRAGMAS.items()
        if (value := pragma(name)) != wanted
    ]


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@register(deploy=True)
def nothing_travels_unencrypted(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [] if settings.HTTPS else [Warning("PMO_HTTPS is off: cookies travel unencrypted", id="pmo.W100")]


@register()
def mail_passwords_travel_encrypted(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Signing in at a mail server elsewhere without TLS gives the password to everybody on the way."""
    options: dict[str, Any] = dict(settings.MAILERS["default"].get("OPTIONS", {}))  # type: ignore[arg-type]
    here = options.get("host") in {"", None, "localhost", "127.0.0.1", "::1"}
    if here or not options.get("username") or options.get("use_tls"):
        return []
    return [Warning("PMO_SMTP_USER signs in without encryption", hint="Set PMO_SMTP_TLS=1", id="pmo.W010")]

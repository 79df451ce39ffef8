"""System checks: what must hold before the product starts (SECURITY 4.3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from projects.access import rule_of


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


@register(deploy=True)
def production_is_hardened(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    policy = str(settings.SECURE_CSP)
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    sqlite = "sqlite3" in database["ENGINE"]
    rules: list[tuple[bool, str]] = [
        (
            "unsafe-inline" not in policy and "unsafe-eval" not in policy,
            "The content security policy allows unsafe code",
        ),
        (settings.SESSION_COOKIE_AGE <= 12 * 3600, "Sessions last longer than 12 hours"),
        (not any(h == "*" or h.startswith(".") for h in settings.ALLOWED_HOSTS), "ALLOWED_HOSTS is not exact"),
        (settings.UPLOAD_LIMIT <= 20 * 1024 * 1024, "Uploads are not limited"),
        (not sqlite or options.get("transaction_mode") == "IMMEDIATE", "SQLite does not use IMMEDIATE transactions"),
        (sqlite or database.get("CONN_HEALTH_CHECKS") is True, "Database connections are not checked"),
        (settings.TIME_ZONE == "Asia/Tokyo", "The time zone is not Asia/Tokyo"),
        (not str(settings.MEDIA_ROOT).startswith(str(settings.STATIC_ROOT)), "Media lies under the static files"),
    ]
    errors: list[CheckMessage] = [
        Error(text, id=f"pmo.E{100 + n}") for n, (holds, text) in enumerate(rules) if not holds
    ]
    if not settings.HTTPS:
        errors.append(Warning("PMO_HTTPS is off: cookies travel unencrypted", id="pmo.W100"))
    return errors

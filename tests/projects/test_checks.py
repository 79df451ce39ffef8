"""The system checks: silent as the product is, and each of them speaks when its rule is broken on purpose."""

from __future__ import annotations

from pathlib import Path

import pytest
from celery import current_app
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.urls import path

from projects import triggers
from projects.checks import CSP_MIDDLEWARE
from projects.views.health import health

pytestmark = pytest.mark.django_db  # the checks of models ask what the database can do
POSTGRES = {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": False}
SQLITE = {"ENGINE": "django.db.backends.sqlite3", "OPTIONS": {}}
REDIS = {"socket_timeout": 2, "socket_connect_timeout": 2}


def view(request):
    raise AssertionError("never called")


urlpatterns = [path("health/", health, name="health"), path("back-door/", view, name="back_door")]


def found(**options) -> set[str]:
    return {message.id for message in run_checks(**options) if message.id.startswith("pmo.")}


@pytest.fixture
def broker(monkeypatch):
    """Another configuration of the broker for one test."""

    def set_to(**values) -> None:
        for name, value in values.items():
            monkeypatch.setitem(current_app.conf.changes, name, value)

    return set_to


def test_the_product_as_it_is_passes():
    assert found() == set()


@pytest.mark.parametrize(
    ("code", "broken"),
    [
        ("E001", {"ROOT_URLCONF": "tests.projects.test_checks"}),
        ("E002", {"JOB_KINDS": {"lost": "projects.jobs.no_such_function"}}),
        ("W010", {"MAILERS": {"default": {"OPTIONS": {"host": "mail.example.com", "username": "pmo"}}}}),
        ("E101", {"SECURE_CSP": {}}),
        ("E101", {"SECURE_CSP": {"default-src": ["'self'"]}}),
        ("E103", {"HTTPS": True, "SESSION_COOKIE_SECURE": True, "CSRF_COOKIE_SECURE": True}),
        ("E104", {"SESSION_COOKIE_AGE": 14 * 24 * 3600}),
        ("E105", {"ALLOWED_HOSTS": ["*"]}),
        ("E105", {"ALLOWED_HOSTS": [".example.com"]}),
        ("E106", {"UPLOAD_LIMIT": 1 << 30}),
        ("E106", {"FILE_UPLOAD_HANDLERS": ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]}),
        ("E108", {"DATABASES": {"default": SQLITE}}),
        ("E108", {"DATABASES": {"default": POSTGRES}}),
        ("E111", {"TIME_ZONE": "UTC"}),
    ],
)
@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_a_setting_that_breaks_a_rule_is_an_error(code, broken):
    with override_settings(**broken):
        assert f"pmo.{code}" in found()


def test_a_policy_nobody_sends_is_an_error(settings):
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != CSP_MIDDLEWARE]
    assert found() == {"pmo.E101"}


@pytest.mark.parametrize("source", ["'unsafe-inline'", "'unsafe-eval'", "*", "https:"])
def test_a_policy_that_lets_foreign_code_in_is_an_error(settings, source):
    settings.SECURE_CSP = settings.SECURE_CSP | {"script-src": ["'self'", source]}
    assert found() == {"pmo.E102"}


def test_with_https_cookies_are_secure_and_named_host(settings):
    settings.HTTPS = True
    settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    assert found() == set()
    settings.CSRF_COOKIE_SECURE = False
    assert found() == {"pmo.E103"}


def test_uploads_beneath_the_static_files_are_an_error_and_beside_them_not(settings):
    settings.MEDIA_ROOT = Path(settings.STATIC_ROOT) / "media"
    assert found() == {"pmo.E107"}
    settings.MEDIA_ROOT = Path(f"{settings.STATIC_ROOT}-media")
    assert found() == set()


def test_a_redis_broker_without_timeouts_is_an_error(broker):
    broker(broker_url="redis://127.0.0.1:6379/0", broker_transport_options=REDIS)
    assert found() == set()
    for broken in ({}, {"socket_timeout": 2}, REDIS | {"socket_connect_timeout": 60}):
        broker(broker_transport_options=broken)
        assert found() == {"pmo.E109"}


def test_a_broker_that_publishes_again_and_again_is_an_error(broker):
    broker(broker_url="redis://127.0.0.1:6379/0", broker_transport_options=REDIS, task_publish_retry=True)
    assert found() == {"pmo.E109"}


def test_messages_that_carry_more_than_json_are_an_error(broker):
    broker(accept_content=["json", "pickle"])
    assert found() == {"pmo.E110"}


def test_plain_http_is_a_warning_of_the_check_for_production(settings):
    assert "pmo.W100" in found(include_deployment_checks=True)
    settings.HTTPS = True
    assert "pmo.W100" not in found(include_deployment_checks=True)


def of_database() -> set[str]:
    return found(tags=[Tags.database], databases=["default"])


def test_the_database_as_it_is_passes():
    assert of_database() == set()


def test_no_database_is_asked_where_none_is_named():
    assert found(tags=[Tags.database]) == set()


def test_a_table_without_its_triggers_is_an_error_and_migrate_makes_them():
    triggers.lift()
    assert of_database() == {"pmo.E201"}
    call_command("migrate", verbosity=0)
    assert of_database() == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "broken", ["PRAGMA synchronous=NORMAL", "PRAGMA recursive_triggers=OFF", "PRAGMA journal_mode=DELETE"]
)
def test_sqlite_that_may_lose_what_it_acknowledged_is_an_error(broken):
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has these settings")
    with connection.cursor() as cursor:
        cursor.execute(broken)
        assert of_database() == {"pmo.E202"}
    connection.close()  # the next one has the product's settings again
    assert of_database() == set()

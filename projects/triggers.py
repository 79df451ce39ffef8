"""Append-only tables: the database itself refuses to change or delete their rows.

The triggers are made after every migrate and checked at start; only a test fixture lifts them, around flush.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.db import connection

APPEND_ONLY = (
    "projects.ChangeLog", "progress.ProgressRecord", "progress.Measure", "progress.Seal", "progress.SubmissionRow",
    "reports.ReportCopy", "reports.Delivery",
)  # fmt: skip
MESSAGE = "this table is append-only"


def tables() -> list[str]:
    return [apps.get_model(label)._meta.db_table for label in APPEND_ONLY]


def present() -> list[str]:
    """Those that the database has: it may not be migrated, or not to the end."""
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
    return [table for table in tables() if table in there]


def ensure() -> None:
    """Make the triggers of every append-only table (again)."""
    run(statement for table in present() for statement in made(table))


def lift() -> None:
    """Remove them: for tests only."""
    run(statement for table in present() for statement in dropped(table))


def missing() -> list[str]:
    """Tables without one of their triggers, or with one that is switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT DISTINCT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        there = {row[0] for row in cursor.fetchall()}
    return [table for table in present() if not set(names(table)) <= there]


def names(table: str) -> list[str]:
    """The triggers a table has here: SQLite knows no TRUNCATE."""
    refused = ("update", "delete", "truncate") if connection.vendor == "postgresql" else ("update", "delete")
    return [f"{table}_no_{what}" for what in refused]


def run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def made(table: str) -> list[str]:
    if connection.vendor == "postgresql":
        return [
            (
                "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}: %', TG_TABLE_NAME; END $$"
            ),
            *dropped(table),
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
            (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            ),
        ]
    refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}: {table}'); END"
    return [
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refuse}",
    ]


def dropped(table: str) -> list[str]:
    place = f" ON {table}" if connection.vendor == "postgresql" else ""
    return [f"DROP TRIGGER IF EXISTS {name}{place}" for name in names(table)]

"""History, sealed figures and sent rows stay as they were written: the database refuses (SECURITY 2, row 22)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from progress.models import WorkItem
from projects import triggers
from tests.cast import Cast
from tests.progress.cycle import DONE, accepted_anyway, report, sealed
from tests.security.databases import on_both

Plan = dict[str, WorkItem]
NEVER_CHANGED = (  # by hand: what the design calls immutable
    "projects.ChangeLog", "progress.ProgressRecord", "progress.Measure", "progress.Seal", "progress.SubmissionRow",
)  # fmt: skip


def run(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


@on_both
def test_what_is_sealed_sent_or_logged_stays(cast: Cast, plan: Plan, database: str) -> None:
    accepted_anyway(cast, report(cast, {plan["1.1"]: DONE}))
    sealed(cast, cast.week)
    ways = ["UPDATE {0} SET id = id", "DELETE FROM {0}"]
    ways += ["TRUNCATE {0} CASCADE"] if connection.vendor == "postgresql" else ["REPLACE INTO {0} SELECT * FROM {0}"]
    for label in NEVER_CHANGED:
        model = apps.get_model(label)
        there = model.objects.count()
        assert there, label
        for way in ways:
            with pytest.raises(DatabaseError, match="append-only"):
                run(way.format(model._meta.db_table))
        assert model.objects.count() == there


@pytest.mark.postgres
@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER progress_seal_no_truncate ON progress_seal",
        "ALTER TABLE progress_seal DISABLE TRIGGER progress_seal_no_update",
        "ALTER TABLE progress_seal DISABLE TRIGGER ALL",
    ],
)
def test_a_trigger_that_is_gone_or_off_is_noticed(db: None, statement: str) -> None:
    assert triggers.missing() == []
    run(statement)
    assert triggers.missing() == ["progress_seal"]

"""The change log: complete, chained, and refused to whoever would change it (SECURITY 2, row 22)."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import translation
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from projects import triggers
from projects.models import Change, ChangeLog, Phase, broken_link, record_change, record_changes
from tests.cast import at
from tests.threads import at_once

NOW = at("2026-06-10 09:00")


@pytest.fixture
def log(cast) -> list[ChangeLog]:
    """Four rows: the opening of the cast's week, then three changes."""
    record_change(Change(cast.alpha, {"name": "A"}, {"name": "アルファ"}), action="team.changed", by=cast.pmo, at=NOW)
    record_changes(
        [Change(cast.design, after={"start": date(2026, 4, 1)}), Change(cast.test, source="計画!C5")],
        action="phase.changed", by=None, at=NOW,
    )  # fmt: skip
    return list(ChangeLog.objects.order_by("pk"))


def test_each_row_carries_the_hash_of_the_row_before(log):
    assert len(log) == 4
    assert log[0].previous_hash == "0" * 64
    assert [row.previous_hash for row in log[1:]] == [row.hash for row in log[:-1]]
    assert broken_link() is None


def test_the_hash_covers_everything_a_row_says(log):
    row = log[1]
    parts = [
        row.at.astimezone(UTC).isoformat(), row.actor_id, "team.changed", "projects.team", row.record, row.label,
        {"name": "A"}, {"name": "アルファ"}, "", row.previous_hash,
    ]  # fmt: skip
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert row.hash == hashlib.sha256(text.encode()).hexdigest()


def test_a_row_says_who_what_and_where(log, cast):
    assert (log[1].actor, log[1].record, log[1].label) == (cast.pmo, str(cast.alpha.pk), str(cast.alpha))
    assert (log[2].before, log[2].after) == ({}, {"start": "2026-04-01"})
    assert log[3].source == "計画!C5"


def test_a_record_has_one_name_in_history_whoever_acts(cast):
    with translation.override("en"):
        record_change(Change(cast.alpha), action="team.changed", by=cast.pmo, at=NOW)

    assert ChangeLog.objects.order_by("-pk")[0].label == "アルファ"


def test_no_changes_write_nothing(cast):
    before = ChangeLog.objects.count()

    record_changes([], action="phase.changed", by=None, at=NOW)

    assert ChangeLog.objects.count() == before


def test_a_change_that_is_rolled_back_leaves_no_row(cast):
    before = ChangeLog.objects.count()

    with transaction.atomic():
        record_change(Change(cast.alpha), action="team.changed", by=None, at=NOW)
        transaction.set_rollback(True)

    assert (ChangeLog.objects.count(), broken_link()) == (before, None)


values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.dates() | st.decimals(-(10**9), 10**9, places=2)
    | st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(value=values)
@hypothesis_settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_value_comes_back_from_the_database_as_it_was_hashed(cast, value):
    with transaction.atomic():
        record_change(Change(cast.alpha, {"x": value}, {"x": Decimal("1.50")}), action="team.changed", by=None, at=NOW)

    assert broken_link() is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE projects_changelog SET after = '{}' WHERE id = %s",
        "UPDATE projects_changelog SET action = 'team.seen' WHERE id = %s",
        "UPDATE projects_changelog SET actor_id = NULL WHERE id = %s",
        "UPDATE projects_changelog SET at = '2026-06-09 00:00:00+00:00' WHERE id = %s",
        "DELETE FROM projects_changelog WHERE id = %s",
    ],
)
def test_whoever_tampers_breaks_the_chain(log, tampering):
    triggers.lift()
    with connection.cursor() as cursor:
        cursor.execute(tampering, [log[1].pk])
    triggers.ensure()

    broken = broken_link()
    assert broken is not None
    assert broken.pk == (log[2].pk if "DELETE" in tampering else log[1].pk)


def test_verify_history_says_where_the_chain_breaks(log):
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert "4" in out.getvalue()

    triggers.lift()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE projects_changelog SET label = 'x' WHERE id = %s", [log[2].pk])
    triggers.ensure()

    err = StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("verify_history", stderr=err)
    assert end.value.code == 1
    assert str(log[2].pk) in err.getvalue()


def test_the_database_refuses_to_change_history_through_the_models(log):
    for attempt in (log[0].delete, ChangeLog.objects.all().delete, lambda: ChangeLog.objects.update(action="x")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            attempt()
    log[0].label = "x"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        log[0].save()

    assert broken_link() is None


STATEMENTS = ["UPDATE projects_changelog SET label = 'x'", "DELETE FROM projects_changelog"]
OF_SQLITE = [
    "INSERT OR REPLACE INTO projects_changelog SELECT * FROM projects_changelog",
    "REPLACE INTO projects_changelog SELECT * FROM projects_changelog LIMIT 1",
]


@pytest.mark.parametrize("statement", [*STATEMENTS, *OF_SQLITE])
def test_sqlite_refuses_every_way_of_changing_history(log, statement):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own ways")
    refuse(statement)


@pytest.mark.postgres
@pytest.mark.parametrize("statement", [*STATEMENTS, "TRUNCATE projects_changelog CASCADE"])
def test_postgresql_refuses_every_way_of_changing_history(log, statement):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE is refused anyway while foreign keys wait
    refuse(statement)


def refuse(statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert broken_link() is None


@pytest.mark.django_db(transaction=True)
def test_writers_at_once_do_not_fork_the_chain():
    write_at_once()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_writers_at_once_do_not_fork_the_chain_on_postgresql():
    write_at_once()


def write_at_once() -> None:
    """Four writers, ten actions each, all at the same time."""
    phase = Phase.objects.create(code="BD", name="Basic design")

    def write() -> None:
        for _ in range(10):
            with transaction.atomic():
                record_change(Change(phase, after={"x": 1}), action="phase.changed", by=None, at=NOW)

    at_once(*[write] * 4)
    assert ChangeLog.objects.count() == 40
    assert broken_link() is None


def test_missing_triggers_are_noticed(db):
    assert triggers.missing() == []

    triggers.lift()
    assert set(triggers.missing()) == set(triggers.tables())

    triggers.ensure()
    assert triggers.missing() == []

"""The three programs as docker-compose.yml runs them, natively, on a real PostgreSQL and a real Valkey."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import psycopg
import pytest

from pmo.lib.commands import COMMANDS, native
from pmo.lib.probe import answers
from tests.house.programs import Program, clean_environment, data_folder, running
from tests.servers import Postgres, Valkey
from tests.support import ROOT, free_port, wait_until

pytestmark = pytest.mark.postgres

ENQUEUE = """
from django.utils import timezone
from projects.jobs import Order, enqueue
enqueue(Order("open_week", "2026-W47"), by=None, at=timezone.now())
"""
WITHOUT_HINT = """
INSERT INTO projects_job (kind, period, scope, key, params, state, created_at, attempts, fence, done_steps, all_steps,
                          step, error, result, late)
SELECT kind, '2026-W48', scope, key, params, 'queued', now(), 0, 0, 0, 0, '', '', '{}', false FROM projects_job LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Production:
    """The programs, their database and what they say."""

    database: str
    port: int
    environment: dict[str, str]
    programs: dict[str, Program]

    def run(self, statement: str) -> None:
        with psycopg.connect(self.database) as connection:
            connection.execute(statement)

    def state_of(self, period: str) -> str | None:
        with psycopg.connect(self.database) as connection:
            row = connection.execute("SELECT state FROM projects_job WHERE period = %s", [period]).fetchone()
        return row[0] if row else None

    def words(self) -> str:
        return "\n".join(f"-- {name}\n{program.text()}" for name, program in self.programs.items())


def manage(environment: dict[str, str], *words: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], check=False, capture_output=True, text=True, env=environment, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def production(postgres: Postgres, valkey: Valkey, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Production]:
    folder, port = data_folder(tmp_path_factory.mktemp("production")), free_port()
    database = postgres.new_database("services")
    environment = clean_environment(
        PMO_VAR=str(folder), PMO_DATABASE_URL=database, PMO_BROKER_URL=valkey.url, PMO_SECRET_KEY="s" * 50
    )
    manage(environment, "prepare")
    with ExitStack() as stack:
        programs = {
            name: stack.enter_context(
                running(native(name, "127.0.0.1", port), folder / f"{name}.log", environment, ROOT)
            )
            for name in COMMANDS
        }
        yield Production(database, port, environment, programs)


def test_web_answers_from_postgresql(production: Production) -> None:
    assert wait_until(lambda: answers(f"http://127.0.0.1:{production.port}/health/")), production.words()


def test_a_job_that_is_enqueued_gets_done(production: Production) -> None:
    manage(production.environment, "shell", "--no-imports", "-c", ENQUEUE)
    assert wait_until(lambda: production.state_of("2026-W47") == "done"), production.words()


def test_a_job_without_any_message_is_found_by_the_next_tick(production: Production) -> None:
    manage(production.environment, "shell", "--no-imports", "-c", ENQUEUE)
    production.run(WITHOUT_HINT)
    assert wait_until(lambda: production.state_of("2026-W48") == "done"), production.words()


def test_none_of_the_programs_has_ended(production: Production) -> None:
    assert {name: program.process.poll() for name, program in production.programs.items()} == dict.fromkeys(COMMANDS)

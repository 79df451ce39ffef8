"""The servers of the tests are real: they keep what they acknowledged when they are killed."""

from __future__ import annotations

import signal

import psycopg
import pytest
import redis

from tests.servers import Postgres, Valkey

pytestmark = pytest.mark.postgres


def test_postgresql_keeps_committed_rows_through_a_crash(postgres: Postgres) -> None:
    url = postgres.new_database("crash")
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (number integer)")
        connection.execute("INSERT INTO kept VALUES (7)")
    postgres.kill()
    postgres.start()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchall() == [(7,)]


def test_the_broker_keeps_its_messages_through_a_crash(valkey: Valkey) -> None:
    with redis.Redis(port=valkey.port) as client:
        client.rpush("messages", "one")
        client.execute_command("WAITAOF", 1, 0, 5000)
    valkey.kill()
    valkey.start()
    with redis.Redis(port=valkey.port) as client:
        assert client.lrange("messages", 0, -1) == [b"one"]


def test_a_frozen_broker_does_not_answer_and_goes_on_later(valkey: Valkey) -> None:
    valkey.signal(signal.SIGSTOP)
    try:
        with redis.Redis(port=valkey.port, socket_timeout=0.3, retry=None) as client, pytest.raises(redis.TimeoutError):
            client.ping()
    finally:
        valkey.signal(signal.SIGCONT)
    assert valkey.answers()

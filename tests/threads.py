"""Several threads that begin at the same moment, each with a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from django.db import connection

type Work = Callable[[], Any]


def at_once(*works: Work) -> list[Any]:
    """What each of the works gave when all began together; what one of them raises is raised here."""
    start = Barrier(len(works))

    def run(work: Work) -> Any:
        try:
            connection.ensure_connection()
            start.wait()
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return [done.result() for done in [threads.submit(run, work) for work in works]]

"""Several threads that begin at the same moment, each with a database connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection


def at_once(work: Callable[[], object], count: int) -> None:
    """Run the work in so many threads; what one of them raises is raised here."""
    start = Barrier(count)

    def run() -> None:
        start.wait()
        try:
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        for result in [threads.submit(run) for _ in range(count)]:
            result.result()

"""Job kinds of this app."""

from __future__ import annotations

from projects.jobs import Run


def read_file(run: Run) -> None:
    raise NotImplementedError

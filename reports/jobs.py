"""Job kinds of this app."""

from __future__ import annotations

from projects.jobs import Run


def weekly_report(run: Run) -> None:
    raise NotImplementedError

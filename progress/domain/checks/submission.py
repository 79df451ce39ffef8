"""The submission itself: in time, for this week, with its columns, with earlier findings answered (G100-G103)."""

from __future__ import annotations

from collections.abc import Iterator

from progress.domain.checks.board import Board
from progress.domain.checks.model import Found, Matches, found

OPEN_STATE = "open"


def _whole(matches: Matches) -> Iterator[Found]:
    """Matches that are about no row."""
    return ((None, match) for match in matches)


def late_or_missing(board: Board) -> Iterator[Found]:
    """G100: sent after the deadline, or not sent (then without `value`)."""
    sent, due = board.context.sent_at, board.context.due_at
    if due is not None and (sent is None or sent > due):
        yield from _whole(found("", value=sent, deadline=due))


def other_status_date(board: Board) -> Iterator[Found]:
    """G101"""
    stated, expected = board.context.file_status_date, board.context.status_date
    if stated is not None and stated != expected:
        yield from _whole(found("", value=stated, status_date=expected))


def columns_missing(board: Board) -> Iterator[Found]:
    """G102: `fields` names the required columns that no header was mapped to."""
    missing = board.context.required_headers - (board.context.headers or frozenset())
    if board.context.headers is not None and missing:
        yield from _whole(found("", fields=",".join(sorted(missing))))


def earlier_findings_open(board: Board) -> Iterator[Found]:
    """G103: findings of earlier weeks still open on the day they are due; `deadline` is the earliest."""
    today = board.context.status_date
    due = [
        finding.due
        for finding in board.context.earlier_findings
        if finding.state == OPEN_STATE and finding.due is not None and finding.due <= today
    ]
    if due:
        yield from _whole(found("", count=len(due), deadline=min(due)))

"""What the actions of the cycle share: the order of writes and small questions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from progress.models import Acceptance, Submission, SubmissionState
from projects.jobs import Refused
from projects.models import Team, Week, WeekState


def claim_week(week: Week, *, reviewing: bool = False) -> None:
    """Take the Week row before writing anything of its cycle; Refused when it is sealed."""
    if not Week.objects.claim(week, **({"state": WeekState.REVIEWING} if reviewing else {})):
        raise Refused("week_sealed", week=week.key)


def claim_for_acceptance(week: Week) -> Week | None:
    """As `claim_week`; what is accepted after the seal enters the next week, so that one is taken then (DESIGN).

    Returns the week whose figures change; None when the next one is not open yet.
    """
    if not week.is_sealed:
        claim_week(week, reviewing=True)
        return week
    following = Week.objects.unsealed().order_by("status_date").first()
    if following is not None:
        claim_week(following)
    return following


def claim_open_weeks() -> None:
    """Take every week that is not sealed, the oldest first: a change of the plan itself touches them all.

    Whoever changes the plan does this before touching its rows, so that no two wait for each other.
    """
    for week in Week.objects.unsealed().order_by("status_date"):
        Week.objects.claim(week)


def claim_for_undoing(acceptance: Acceptance) -> None:
    """Take the week that an acceptance entered; Refused once that one is sealed."""
    if acceptance.week is not None:
        claim_week(acceptance.week)
        return
    since = Week.objects.sealed().filter(sealed_at__gt=acceptance.accepted_at).first()
    if since is not None:
        raise Refused("week_sealed", week=since.key)
    following = Week.objects.unsealed().order_by("status_date").first()
    if following is not None:
        claim_week(following)


def move(submission: Submission, *, to: SubmissionState, allowed: tuple[str, ...], **changes: Any) -> None:
    """Change a submission's state by a conditional UPDATE; Refused when it is no longer in an allowed state."""
    moved = Submission.objects.filter(pk=submission.pk, state__in=allowed, version=submission.version).update(
        state=to, version=submission.version + 1, **changes
    )
    if not moved:
        raise Refused(
            "submission_moved_on", state=Submission.objects.values_list("state", flat=True).get(pk=submission.pk)
        )
    submission.state, submission.version = to, submission.version + 1
    for name, value in changes.items():
        setattr(submission, name, value)


def latest(team: Team, week: Week) -> Submission | None:
    """The team's last revision of the week."""
    return Submission.objects.filter(team=team, week=week).order_by("-revision").first()


def is_past(moment: datetime, at: datetime) -> bool:
    return at > moment

"""Where the week stands by what the teams have sent, and whose turn it is, as far as the reader may know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from progress.models import ACCEPTED_STATES, Submission, SubmissionState
from projects.models import Team, Week
from projects.powers import Powers
from projects.stage import Stage, Step, stage_by_week
from projects.templatetags.show import moment

BETWEEN = " · "
WAITING = (SubmissionState.SENT, SubmissionState.IN_REVIEW)
NOT_SENT, REVIEW, RESEND, DONE = "not_sent", "review", "resend", "done"
# Which step it is, by what is still waited for: the first that holds.
STEP_BY_WAIT = ((REVIEW, Step.REVIEW), (RESEND, Step.RESEND), (NOT_SENT, Step.COLLECT))
WORDS = {
    NOT_SENT: _("not sent: %(teams)s"),
    REVIEW: _("to be reviewed: %(teams)s"),
    RESEND: _("to be sent again: %(teams)s"),
}


@dataclass(frozen=True)
class Standing:
    """Where one team stands in the week, and what its last revision's answer date is."""

    team: Team
    wait: str
    submission: Submission | None = None


def stage(powers: Powers, week: Week | None) -> Stage | None:
    """The week's stage in the reader's words: everybody's turn by name for the PMO, one's own state for a team.

    Two queries; none for people who read no submissions and for sealed weeks.
    """
    general = stage_by_week(week)
    if general is None or week is None or week.is_sealed or not powers.can("submission.read"):
        return with_url(general, powers)
    standings = standings_of(week, Team.objects.filter(active=True))
    step = step_of([standing.wait for standing in standings])
    own = powers.teams("submission.read")
    turn = turn_of_all(standings) if own is None else turn_of_own(standings, own, week)
    return with_url(replace(general, step=step, turn=turn), powers)


def with_url(found: Stage | None, powers: Powers) -> Stage | None:
    """The PMO's stage leads to the desk."""
    return replace(found, url=reverse("progress:desk")) if found and powers.can("desk.read") else found


def standings_of(week: Week, teams: Iterable[Team]) -> list[Standing]:
    """Every team by its last revision of the week."""
    latest: dict[int, Submission] = {}
    sent = Submission.objects.filter(week=week).only("team", "state", "revision", "answer_due").order_by("revision")
    for submission in sent:
        latest[submission.team_id] = submission
    return [Standing(team, wait_of(latest, team), latest.get(team.pk)) for team in teams]


def wait_of(latest: Mapping[int, Submission], team: Team) -> str:
    submission = latest.get(team.pk)
    if submission is None:
        return NOT_SENT
    if submission.state in ACCEPTED_STATES:
        return DONE
    return REVIEW if submission.state in WAITING else RESEND


def step_of(waits: list[str]) -> Step:
    """The step the week is in: seal when every team is accepted."""
    if not waits:
        return Step.COLLECT
    return next((step for wait, step in STEP_BY_WAIT if wait in waits), Step.SEAL)


def turn_of_all(standings: list[Standing]) -> str:
    """「今: 再提出待ち(会員管理、請求・売上)」, or that the PMO may seal."""
    parts = []
    for wait, words in WORDS.items():
        names = [standing.team.label for standing in standings if standing.wait == wait]
        if names:
            parts.append(words % {"teams": pgettext("between names", ", ").join(names)})
    if not parts:
        return gettext("Now: all accepted, ready to seal") if standings else ""
    return gettext("Now: %(parts)s") % {"parts": BETWEEN.join(parts)}


def turn_of_own(standings: list[Standing], own: frozenset[int], week: Week) -> str:
    """The state of the reader's own teams only."""
    mine = [standing for standing in standings if standing.team.pk in own]
    if len(mine) == 1:
        return own_words(mine[0], week)
    parts = [f"{standing.team.label} – {own_words(standing, week)}" for standing in mine]
    return BETWEEN.join(parts)


def own_words(standing: Standing, week: Week) -> str:
    if standing.wait == NOT_SENT:
        return gettext("Please send by %(time)s") % {"time": moment(week.submission_due)}
    if standing.wait == REVIEW:
        return gettext("Sent; the PMO reviews")
    if standing.wait == RESEND:
        due = (standing.submission and standing.submission.answer_due) or week.resubmission_due
        return gettext("Returned; please send again by %(time)s") % {"time": moment(due)}
    return gettext("Accepted, thank you")

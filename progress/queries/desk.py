"""What the desk 提出状況 reads: one line per team, and what is left before the seal."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db.models import Count, Q

from progress.models import ACCEPTED_STATES, Acceptance, Draft, Finding, Submission, SubmissionState
from projects.models import Team, Week

MARKS = 12


@dataclass
class TeamLine:
    """A team in the week: state, last revision, open findings, what it brought, how the past weeks went."""

    team: Team
    submission: Submission | None = None
    draft: Draft | None = None
    must_fix: int = 0
    please_answer: int = 0
    answered: int = 0
    summary: dict[str, Any] = field(default_factory=dict)
    history: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """The code of the state as people see it (UX 0.2)."""
        if self.submission is not None:
            return self.submission.told_state
        if self.draft is None:
            return "not_sent"
        return "pre_check" if self.draft.pre_check_asked else "draft"

    @property
    def is_accepted(self) -> bool:
        return self.submission is not None and self.submission.is_accepted

    @property
    def is_waiting(self) -> bool:
        """Waiting for the PMO."""
        return self.submission is not None and self.submission.is_waiting

    @property
    def counts(self) -> dict[str, Any]:
        return self.submission.counts if self.submission else {}


@dataclass(frozen=True)
class Desk:
    """The week as the PMO collects it: one line a team."""

    week: Week
    lines: list[TeamLine]

    def count(self, name: str) -> int:
        return {
            "accepted": sum(line.is_accepted for line in self.lines),
            "waiting": sum(line.is_waiting for line in self.lines),
            "returned": sum(line.state == "returned" for line in self.lines),
            "missing": sum(line.submission is None for line in self.lines),
        }[name]

    @property
    def counts(self) -> dict[str, int]:
        return {name: self.count(name) for name in ("accepted", "waiting", "returned", "missing")}

    @property
    def next_review(self) -> TeamLine | None:
        """The longest waiting submission."""
        waiting = [(line.submission.received_at, line) for line in self.lines if line.submission and line.is_waiting]
        return min(waiting, key=itemgetter(0))[1] if waiting else None

    @property
    def open_teams(self) -> list[TeamLine]:
        return [line for line in self.lines if not line.is_accepted]


def desk(week: Week) -> Desk:
    """The week's teams (a fixed number of queries, however many teams)."""
    lines = {team.pk: TeamLine(team) for team in Team.objects.filter(active=True).select_related("company")}
    for draft in Draft.objects.filter(week=week).select_related("edited_by"):
        if draft.team_id in lines:
            lines[draft.team_id].draft = draft
    latest = Submission.objects.filter(week=week).select_related("sent_by", "file", "team").order_by("revision")
    for submission in latest:
        if submission.team_id in lines and keeps(lines[submission.team_id].submission, submission):
            lines[submission.team_id].submission = submission
    add_findings(lines, week)
    add_history(lines, week)
    accepted = Acceptance.objects.filter(submission__week=week, undone_at=None).values_list(
        "submission__team", "summary"
    )
    for team, summary in accepted:
        if team in lines:
            lines[team].summary = summary
    return Desk(week, list(lines.values()))


def keeps(shown: Submission | None, later: Submission) -> bool:
    """The latest revision stands for the team; one replaced by nothing later does not hide an accepted one."""
    return shown is None or later.state != SubmissionState.SUPERSEDED


def add_findings(lines: dict[int, TeamLine], week: Week) -> None:
    mine = Q(audience="team")
    rows = (
        Finding.objects.filter(mine, week=week)
        .values("team")
        .annotate(
            must_fix=Count("pk", filter=Q(severity="E", state="open")),
            please_answer=Count("pk", filter=Q(severity="W", state="open")),
            answered=Count("pk", filter=Q(state="answered")),
        )
        .order_by()
    )
    for row in rows:
        if row["team"] in lines:
            line = lines[row["team"]]
            line.must_fix, line.please_answer, line.answered = row["must_fix"], row["please_answer"], row["answered"]


def add_history(lines: dict[int, TeamLine], week: Week) -> None:
    """Marks of the past weeks, oldest first: "once" ○, "returned" △, "late" ▽, "carried" –."""
    weeks = list(Week.objects.sealed().filter(status_date__lt=week.status_date).order_by("-status_date")[:MARKS])
    rows = Submission.objects.filter(week__in=weeks).values_list("team", "week", "revision", "is_late", "state")
    found: dict[tuple[int, int], list[tuple[int, bool, str]]] = defaultdict(list)
    for team, of_week, revision, is_late, state in rows:
        found[team, of_week].append((revision, is_late, state))
    for line in lines.values():
        line.history = [mark(found.get((line.team.pk, one.pk), [])) for one in reversed(weeks)]


def mark(revisions: list[tuple[int, bool, str]]) -> str:
    if not any(state in ACCEPTED_STATES for _, _, state in revisions):
        return "carried"
    if any(is_late for _, is_late, _ in revisions):
        return "late"
    return "returned" if len(revisions) > 1 else "once"

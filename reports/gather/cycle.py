"""How the week went: submissions, findings, what the teams wrote, and where the figures come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db.models import Max
from django.utils import timezone

from progress.models import CLOSED_STATES, Finding, FindingState, Seal, Submission, SubmissionState
from progress.templatetags.cycle import finding_sentence, place, submission_state
from reports.content.week_figures import Carried, FindingCounts, FindingRow, Source, TeamTopics
from reports.gather.view import MARKS, WeekView

OPEN_STATES = (FindingState.OPEN, FindingState.ANSWERED)


def submissions(view: WeekView) -> dict[str, Submission]:
    """The last revision of each of the reader's teams in this week, by team code (one query)."""
    found = view.reach.records(Submission.objects.filter(week=view.week)).select_related("team", "file")
    return {submission.team.code: submission for submission in found.order_by("team__order", "revision")}


def told_state(view: WeekView, submission: Submission) -> str:
    """The code of its state. What is accepted after the seal enters the next week: in this one it stays as sent."""
    how = view.data.standings.get(submission.team.code, {}).get("how")
    if not view.data.sealed or how == "accepted" or submission.state == SubmissionState.RETURNED:
        return submission.told_state
    return "sent_again" if submission.revision > 1 else "sent"


def raised(view: WeekView) -> list[Finding]:
    """Points raised with the reader's teams in this week (one query)."""
    of_week = view.reach.records(Finding.objects.filter(week=view.week, audience="team")).exclude(severity="I")
    return list(of_week.select_related("team").order_by("team__order", "severity", "pk"))


def state_at(finding: Finding, view: WeekView, at: datetime) -> str:
    """Its state then: of a sealed week a report says the same whenever it is made again."""
    if not view.data.sealed:
        return finding.state
    if finding.closed_at is not None and finding.closed_at <= at:
        return finding.state
    return FindingState.ANSWERED if is_answered(finding, at) else FindingState.OPEN


def is_answered(finding: Finding, at: datetime) -> bool:
    return finding.answered_at is not None and finding.answered_at <= at


def answer_at(finding: Finding, view: WeekView, at: datetime) -> str:
    """What the team had answered by then."""
    return finding.answer if not view.data.sealed or is_answered(finding, at) else ""


def points(view: WeekView, found: Iterable[Finding], at: datetime) -> list[FindingRow]:
    """The same one by one, for the team they were raised with."""
    return [
        FindingRow(
            str(finding.get_severity_display()), finding_sentence(finding), place(finding),
            str(FindingState(state_at(finding, view, at)).label), answer_at(finding, view, at),
        )
        for finding in found
    ]  # fmt: skip


def findings(view: WeekView, found: Iterable[Finding], at: datetime) -> list[FindingCounts]:
    """How many of them are in which state, and the rounds it took (one query)."""
    sent = view.reach.records(Submission.objects.filter(week=view.week))
    rounds = dict(sent.values_list("team__code").annotate(Max("revision")).order_by())
    states: dict[str, list[str]] = defaultdict(list)
    for finding in found:
        states[finding.team.code].append(state_at(finding, view, at))
    shown = [code for code in view.teams if code in states or code in rounds]
    return [counts(view.team_name(code), states[code], rounds.get(code)) for code in shown]


def counts(team: str, states: list[str], rounds: int | None) -> FindingCounts:
    waived = states.count(FindingState.WAIVED)
    return FindingCounts(
        team,
        opened=len(states),
        open=sum(state in OPEN_STATES for state in states),
        closed=sum(state in CLOSED_STATES for state in states) - waived,
        waived=waived,
        rounds=rounds,
    )


def topics(sent: Mapping[str, Submission]) -> list[TeamTopics]:
    """What the teams wrote, where they wrote anything."""
    texts = ((s.team.label, (s.topics, s.next_week, s.concerns, s.requests)) for s in sent.values())
    return [TeamTopics(team, *words) for team, words in texts if any(word.strip() for word in words)]


def carried(view: WeekView) -> list[Carried]:
    """Teams that are not accepted in this week, and the status date of what stands for them."""
    not_final = view.data.carried
    since = last_accepted(view) if not_final else {}
    return [Carried(view.team_name(code), MARKS[how], since.get(code)) for code, how in not_final.items()]


def last_accepted(view: WeekView) -> dict[str, date]:
    """The last sealed week before this one in which each team was accepted (one query)."""
    seals = Seal.objects.filter(week__status_date__lt=view.status_date).order_by("week__status_date")
    return {
        code: day
        for day, teams in seals.values_list("week__status_date", "teams")
        for code, facts in teams.items()
        if facts["how"] == "accepted"
    }


def sources(view: WeekView) -> list[Source]:
    """The submissions that the figures come from, team by team (two queries)."""
    pks = [facts["submission"] for facts in view.data.standings.values() if facts["submission"]]
    found = Submission.objects.filter(pk__in=pks).select_related("team", "file").prefetch_related("acceptances")
    by_team = {submission.team.code: submission for submission in found}
    return [source(view, code, by_team.get(code)) for code in view.teams if code in view.data.standings]


def source(view: WeekView, code: str, submission: Submission | None) -> Source:
    team, mark = view.team_name(code), view.mark_of(code)
    if submission is None:
        return Source(team, "", mark=mark)
    accepted = None if mark else next((one for one in submission.acceptances.all() if one.undone_at is None), None)
    return Source(
        team, submission_state(told_state(view, submission)), file=submission.file.name if submission.file else "",
        revision=submission.revision, digest=submission.file.sha256 if submission.file else "", mark=mark,
        accepted_on=timezone.localtime(accepted.accepted_at).date() if accepted else None,
    )  # fmt: skip

"""The checks on what a team is about to send (or has sent): context from the records, findings as entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from progress.composition import Composition
from progress.domain.checks import Clears, Context, EarlierFinding, Entry, Outcome, PlanFields, Severity, entries, run
from progress.domain.rows import Kind, PlanRow
from progress.models import (
    ACCEPTED_STATES,
    Baseline,
    CheckSetting,
    Finding,
    FindingState,
    PlanChange,
    PlanChangeState,
    Submission,
    WorkItem,
)
from progress.neutral import surrounding_rows
from projects.models import Assignment, Member, Project, Team, Week
from projects.weekly import project_calendar, team_calendar


@dataclass(frozen=True)
class Assessment:
    """What the checks say: hits and unevaluated checks, and the findings they amount to."""

    outcome: Outcome
    entries: tuple[Entry, ...]

    @property
    def must_fix(self) -> int:
        return self.count(Severity.E)

    @property
    def please_answer(self) -> int:
        return self.count(Severity.W)

    def count(self, severity: Severity) -> int:
        return sum(entry.severity is severity and entry.audience == "team" for entry in self.entries)


@dataclass(frozen=True)
class Sending:
    """When and in what state an update is judged; a look before sending has no `sent_at`.

    The deadline is judged by the first revision of the week: what the PMO asked to be mended is not late again.
    """

    at: datetime
    sent_at: datetime | None = None
    first_sent_at: datetime | None = None


def assess(team: Team, week: Week, composed: Composition, sending: Sending) -> Assessment:
    """Run the catalogue over the composed rows."""
    context = context_of(team, week, composed, sending)
    rows = composed.rows
    outcome = run(rows, context)
    return Assessment(outcome, entries(outcome.hits, rows, context))


def context_of(team: Team, week: Week, composed: Composition, sending: Sending) -> Context:
    """What the checks know beside the rows: calendar, people, plan, deadlines, earlier findings, own settings."""
    project = Project.get()
    calendar = team_calendar(project_calendar(project), team)
    due = own_deadline(team, week)
    mine = {*composed.known, *(row.key for row in composed.rows if not row.key.startswith("new:"))}
    others = other_rows(mine)
    open_rows = [row for row in composed.known.values() if row.is_leaf and not was_finished(row)]
    open_rows = [row for row in open_rows if row.key not in composed.headings]  # cut into rows: not left out
    return Context(
        status_date=week.status_date,
        calendar=calendar,
        sent_on=timezone.localtime(sending.sent_at or sending.at).date(),
        project_start=project.start,
        project_finish=project.finish,
        members=members_of(),
        baseline_ids=baseline_ids(week.status_date, team, composed),
        previous_ids={row.id: row.name for row in open_rows},
        previous_keys={row.id: row.key for row in open_rows},
        others=(*others, *summaries_outside(composed)),
        foreign=frozenset(row.key for row in others),
        left_out=composed.missing,
        live_plan={key: plan_fields(row) for key, row in composed.known.items()},
        approved_changes=frozenset(approved_numbers(week.status_date)),
        sent_at=localtime(sending.first_sent_at or sending.sent_at),
        due_at=localtime(due) if sending.sent_at else None,
        file_status_date=composed.file_status_date,
        headers=composed.columns,
        columns=composed.columns,
        earlier_findings=tuple(earlier_findings(team, week)),
        **check_settings(),
        not_kept=team.not_kept,
        overdue_from_equal=timezone.localtime(due).date() > week.status_date,
        first_week=not Week.objects.sealed().exists(),
        previous_hits=previous_hits(team, week),
    )


def check_settings() -> dict[str, Any]:
    """The project's own severities, ways of clearing and parameters, by check."""
    settings = list(CheckSetting.objects.all())
    return {
        "severities": {one.code: Severity(one.severity) for one in settings if one.severity},
        "clears": {one.code: Clears(one.clears) for one in settings if one.clears},
        "parameters": {one.code: one.parameter for one in settings if one.parameter is not None},
    }


def localtime(moment: datetime | None) -> datetime | None:
    """One way of writing an instant, wherever it comes from: what is found is compared by its values."""
    return timezone.localtime(moment) if moment else None


def was_finished(row: PlanRow) -> bool:
    """Accepted as finished in an earlier week: nobody needs to report it any more (DOMAIN 4.3)."""
    return row.previous is not None and row.previous.actual_finish is not None


def own_deadline(team: Team, week: Week) -> datetime:
    """The week's submission deadline, at the team's own time if it has one."""
    if team.submission_time is None:
        return week.submission_due
    local = timezone.localtime(week.submission_due)
    return local.replace(hour=team.submission_time.hour, minute=team.submission_time.minute)


def plan_fields(row: PlanRow) -> PlanFields:
    return PlanFields(row.planned_start, row.planned_finish, row.planned_effort, row.predecessors, row.parent)


def members_of() -> dict[str, list[tuple[date | None, date | None]]]:
    """Every spelling of every member's name -> the periods in which the person is assigned."""
    found: dict[str, list[tuple[date | None, date | None]]] = {}
    rows = Assignment.objects.select_related("member").order_by("pk")
    for assignment in rows:
        for name in spellings(assignment.member):
            found.setdefault(name, []).append((assignment.start, assignment.finish))
    return found


def spellings(member: Member) -> Iterable[str]:
    """The names a file may use: full, second language, without spaces, family name alone, typed spellings."""
    full = [member.name, member.name_2, *member.spellings]
    families = [family for name in full if " " in name or "\u3000" in name for family in name.split()[:1]]
    return {name.strip() for name in [*full, *families] if name and name.strip()}


def baseline_ids(on: date, team: Team, composed: Composition) -> frozenset[str] | None:
    """Keys of the team's rows in the baseline in force and of the summary rows above; None before the first."""
    baseline = Baseline.objects.in_force(on)
    if baseline is None:
        return None
    rows = baseline.rows.filter(work_item__team=team).values_list("work_item__uuid", flat=True)
    summaries = {key for key, row in composed.known.items() if row.kind is Kind.SUMMARY}
    return frozenset(str(uuid) for uuid in rows) | summaries


def other_rows(mine: set[str]) -> list[PlanRow]:
    """The rest of the live plan: parents, children and link partners of this team's rows, never judged themselves."""
    return surrounding_rows(WorkItem.objects.exclude(uuid__in=mine))


def summaries_outside(composed: Composition) -> Iterable[PlanRow]:
    """The plan's summary rows that the file leaves out: parents of its rows, not judged."""
    there = {row.key for row in composed.rows}
    return (row for key, row in composed.known.items() if row.kind is Kind.SUMMARY and key not in there)


def approved_numbers(on: date) -> Iterable[str]:
    """Numbers of plan changes approved and effective by the status date."""
    found = PlanChange.objects.filter(state=PlanChangeState.APPROVED, effective_date__lte=on)
    return found.values_list("number", flat=True)


def earlier_findings(team: Team, week: Week) -> Iterable[EarlierFinding]:
    """The PMO's own findings of earlier weeks that wait for an answer, or for what was promised by a day.

    Machine findings carry on by themselves.
    """
    rows = Finding.objects.open().filter(team=team, week__status_date__lt=week.status_date, kind="own")
    for finding in rows.exclude(state=FindingState.ANSWERED, promised_date=None):
        yield EarlierFinding("open", finding.promised_date or week.status_date)


def previous_hits(team: Team, week: Week) -> frozenset[str] | None:
    """Fingerprints of the hits of the team's last accepted revision before this week."""
    last: Any = (
        Submission.objects.filter(team=team, week__status_date__lt=week.status_date, state__in=ACCEPTED_STATES)
        .order_by("-week__status_date", "-revision")
        .values_list("hits", flat=True)
        .first()
    )
    return None if last is None else frozenset(last)

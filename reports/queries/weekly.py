"""What the pages of the weekly report read: the list by week, one week's editions, the work on it, the next run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice

from django.db.models import F, Prefetch, QuerySet, Value

from progress import stage
from projects.models import Job, JobState, Member, Project, Schedule, Team, Week, WeekState
from projects.schedules import periods
from projects.weekly import project_calendar, times_of
from reports.actions import ISSUE, MAKE
from reports.distribution import Handed, handed
from reports.models import DRAFTED, SETTLED, Report, ReportCopy, ReportState, sees_drafts

NOT_AS_APPROVED = "not_as_approved"
HORIZON = timedelta(weeks=8)
WAITING = (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True)
class EditionLine:
    """An edition as this reader sees it: the files that are theirs, and (for its makers) who was given which."""

    report: Report
    files: list[Report | ReportCopy]
    handed: list[Handed]


@dataclass(frozen=True)
class WeekLine:
    """A week in the list, with the editions this reader sees, the newest first."""

    week: Week
    editions: list[EditionLine]


@dataclass(frozen=True)
class Missing:
    """A team that is not accepted; `sent` tells whether it has sent values that could be shown as provisional."""

    team: Team
    sent: bool


@dataclass(frozen=True)
class Run:
    """The next automatic drafting."""

    week: str
    at: datetime


@dataclass(frozen=True)
class WeeklyWeek:
    """One week's report: editions, the job that runs or failed last, what a maker must choose."""

    week: Week
    reports: list[Report]
    job: Job | None = None
    missing: list[Missing] = field(default_factory=list)
    next_run: Run | None = None

    @property
    def newest(self) -> Report | None:
        return self.reports[0] if self.reports else None

    @property
    def is_running(self) -> bool:
        return self.job is not None and self.job.state in WAITING

    @property
    def has_failed(self) -> bool:
        return self.job is not None and self.job.state == JobState.FAILED

    def to_approve(self, user: Member) -> list[Report]:
        """What waits for this PM's approval: the newest edition of each language, made by somebody else."""
        drafted = [one for one in self.newest_by_language if one.state in DRAFTED and one.made_by_id != user.pk]
        return [one for one in drafted if not self.lacks_reason(one)]

    @property
    def to_review(self) -> list[Report]:
        """What nobody has read through yet: the newest final edition of each language."""
        drafted = [one for one in self.newest_by_language if one.state == ReportState.DRAFTED]
        return [one for one in drafted if not one.is_provisional and not self.lacks_reason(one)]

    @property
    def issued_languages(self) -> frozenset[str]:
        """Languages in which an edition was issued, or is about to be: another one needs a reason."""
        issued = frozenset(one.language for one in self.reports if one.issued_at and not one.is_provisional)
        return issued | ({self.job.scope} if self.job and self.is_running and self.job.kind == ISSUE else set())

    def lacks_reason(self, report: Report) -> bool:
        """Whether it would replace an issued edition without saying why: nobody can approve it."""
        return report.language in self.issued_languages and not report.supersedes

    @property
    def to_issue(self) -> list[Report]:
        """The approved edition of each language, also while a newer one is drafted; one that failed comes last."""
        settled: dict[str, Report] = {}
        for report in self.reports:
            if report.state in SETTLED:
                settled.setdefault(report.language, report)
        approved = [one for one in settled.values() if one.state == ReportState.APPROVED]
        return sorted((one for one in approved if not self.is_spoiled(one)), key=self.has_failed_for)

    def has_failed_for(self, report: Report) -> bool:
        """Whether the last job was to issue it, in vain."""
        job = self.job
        return self.has_failed and job is not None and job.kind == ISSUE and job.params["report"] == report.pk

    def is_spoiled(self, report: Report) -> bool:
        """Whether it would print something else than was approved: the way out is a new edition."""
        return self.has_failed_for(report) and self.job is not None and self.job.error == NOT_AS_APPROVED

    @property
    def newest_by_language(self) -> list[Report]:
        found: dict[str, Report] = {}
        for report in self.reports:
            found.setdefault(report.language, report)
        return list(found.values())


def editions(user: Member, reports: list[Report]) -> list[EditionLine]:
    """Each edition with its files (a fixed number of queries, two of them for makers alone)."""
    given = handed(reports) if sees_drafts(user.powers) else {}
    return [EditionLine(one, one.own_files(user), given.get(one.pk, [])) for one in reports]


def weekly(user: Member) -> QuerySet[Week]:
    """The weeks of the list, newest first: for makers those without a report too."""
    weeks = Week.objects.exclude(state=WeekState.SKIPPED).order_by("-status_date")
    return weeks if sees_drafts(user.powers) else weeks.filter(reports__in=Report.objects.visible_to(user)).distinct()


def lines(user: Member, weeks: list[Week]) -> list[WeekLine]:
    """The editions of these weeks (two queries)."""
    found: dict[int | None, list[EditionLine]] = defaultdict(list)
    for report in of_weeks(user, weeks):
        found[report.week_id].append(EditionLine(report, report.own_files(user), []))
    return [WeekLine(week, found[week.pk]) for week in weeks]


def of_weeks(user: Member, weeks: list[Week]) -> QuerySet[Report]:
    """With the `reason` why an edition replaces another: it may name a team, so readers of single teams get none."""
    told = F("supersedes") if user.powers.teams("report.read") is None else Value("")
    visible = Report.objects.visible_to(user).filter(kind="weekly", week__in=weeks)
    people = ("made_by", "reviewed_by", "approved_by", "issued_by")
    copies = Prefetch("copies", ReportCopy.objects.select_related("team", "pdf", "xlsx"))
    found = visible.select_related("week", "pdf", "xlsx", *people).prefetch_related(copies).order_by("-pk")
    return found.annotate(reason=told)


def weekly_week(user: Member, week: Week, now: datetime) -> WeeklyWeek:
    """Everything of one week (a fixed number of queries); readers of issued reports see those alone."""
    if not sees_drafts(user.powers):
        return WeeklyWeek(week, list(of_weeks(user, [week])))
    job = last_job(week)  # before its report: one that ends in between is seen as running, and asked for again
    reports = list(of_weeks(user, [week]))
    missing = [] if week.is_sealed else missing_teams(week)
    return WeeklyWeek(week, reports, job, missing, next_run(now))


def last_job(week: Week) -> Job | None:
    """The job that makes or issues, else the last one asked for or scheduled."""
    jobs = Job.objects.filter(kind__in=(MAKE, ISSUE), period=week.key).select_related("requested_by")
    return jobs.filter(state__in=WAITING).order_by("created_at").first() or jobs.order_by("created_at", "pk").last()


def missing_teams(week: Week) -> list[Missing]:
    standings = stage.standings_of(week, Team.objects.filter(active=True))
    return [Missing(one.team, one.submission is not None) for one in standings if one.wait != stage.DONE]


def next_run(now: datetime) -> Run | None:
    """When the schedule drafts next; None without a schedule."""
    found = next_runs(now, 1)
    return found[0] if found else None


def next_runs(now: datetime, count: int) -> list[Run]:
    """The next automatic draftings: of the weeks there are, then by the rhythm; none without a schedule."""
    schedule = Schedule.objects.filter(kind=MAKE, enabled=True).order_by("pk").first()
    if schedule is None:
        return []
    known = sorted((at, week) for week, at in periods(schedule, now, now + HORIZON) if at > now)
    runs = [Run(week, at) for at, week in known]
    if len(runs) < count:
        runs += islice(runs_to_come(schedule, now), count - len(runs))
    return runs[:count]


def runs_to_come(schedule: Schedule, now: datetime) -> Iterator[Run]:
    """By the rhythm, of the weeks that are not there yet."""
    last = Week.objects.order_by("status_date").last()
    if last is None:
        return
    project = Project.get()
    calendar = project_calendar(project)
    key = last.week_key
    while key.monday < (now + HORIZON).date():
        key = key.next
        times = times_of(key, project, calendar)
        if times and (at := getattr(times, schedule.follows, None)) and at > now:
            yield Run(str(key), at)


def past_runs(count: int) -> list[tuple[Job, date | None]]:
    """The last jobs that made reports, scheduled or asked for, the newest first, with their weeks' status dates."""
    jobs = list(Job.objects.filter(kind=MAKE).select_related("requested_by").order_by("-created_at", "-pk")[:count])
    days = dict(Week.objects.filter(key__in={job.period for job in jobs}).values_list("key", "status_date"))
    return [(job, days.get(job.period)) for job in jobs]

"""Calendars and weeks of the project: from its records to the pure domain, and the opening of weeks."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from projects.domain.calendar import CalendarDay as Day
from projects.domain.calendar import DayName, WorkingCalendar, japanese_calendar
from projects.domain.weeks import Point, Rhythm, WeekKey, WeekTimes, times
from projects.jobs import Refused, Run
from projects.models import CalendarDay, Change, DayOff, Member, Project, Schedule, Team, Week, WeekState, record_change

MARGIN = timedelta(days=366)
OPENING = "opens_at"  # what the schedule of `open_week` follows, from the rhythm: the week itself is not there yet
TIMES = (
    "opens_at", "submission_due", "findings_due", "resubmission_due", "papers_due", "meeting_at", "report_at",
)  # fmt: skip


def project_calendar(project: Project) -> WorkingCalendar:
    """The project's working days: weekdays less national holidays, company days both ways."""
    days = CalendarDay.objects.filter(team=None)
    return japanese_calendar(project.start - MARGIN, project.finish + MARGIN, [as_day(day) for day in days])


def team_calendar(base: WorkingCalendar, team: Team) -> WorkingCalendar:
    """The project's calendar with the team's exceptions."""
    return base.with_days([as_day(day) for day in team.calendar_days.all()])


def as_day(row: CalendarDay) -> Day:
    return Day(row.day, DayName(*row.both), row.works)


def rhythm_of(project: Project) -> Rhythm:
    """The weekly rhythm as the settings page keeps it."""
    return Rhythm(
        opening=Point(project.opening_weekday, project.opening_time),
        status=project.status_weekday,
        submission=Point(project.status_weekday, project.submission_time),
        findings=Point(project.findings_weekday, project.findings_time),
        resubmission=Point(project.resubmission_weekday, project.resubmission_time),
        papers=Point(project.papers_weekday, project.papers_time),
        meeting=Point(project.meeting_weekday, project.meeting_time),
        report=Point(project.report_weekday, project.report_time),
        report_before_days_off=project.report_day_off == DayOff.BEFORE,
    )


def times_of(key: WeekKey, project: Project, calendar: WorkingCalendar) -> WeekTimes | None:
    """The times of the week by the project's rhythm; None for a skipped week 休止週."""
    return times(key, rhythm_of(project), calendar, timezone.get_current_timezone())


@transaction.atomic
def open_week(key: WeekKey, *, by: Member | None, at: datetime) -> Week | None:
    """Open a week (once; a second call returns the same); None for a skipped week 休止週."""
    there = Week.objects.filter(key=str(key)).first()
    if there:
        return there
    project = Project.get()
    found = times_of(key, project, project_calendar(project))
    if found is None:
        return None
    values = asdict(found)
    del values["key"]
    week, made = Week.objects.get_or_create(key=str(key), defaults=values)  # the schedule and a seal may both come
    if made:
        record_change(Change(week, after={"status_date": week.status_date}), action="week.opened", by=by, at=at)
    return week


def open_week_job(run: Run) -> None:
    """Job: open the week of the period, on the schedule's day."""
    with run.closing():
        open_week(WeekKey.parse(run.job.period), by=run.requester, at=run.now())


@transaction.atomic
def begin_reviews(now: datetime) -> int:
    """Weeks whose submission deadline has passed go on to the review, whether anybody has looked in or not."""
    due = Week.objects.filter(state=WeekState.OPEN, submission_due__lte=now)
    return sum(Week.objects.claim(week, state=WeekState.REVIEWING) for week in due)


def start_schedules(*, at: datetime) -> None:
    """Make (or move) the recurring work of a project that is set up: opening weeks, the weekly report."""
    project = Project.get()
    opening = {"weekday": project.opening_weekday, "time": project.opening_time, "follows": OPENING}
    report = {"weekday": project.report_weekday, "time": project.report_time, "follows": "report_at"}
    reports_in(project.language, at)
    for kind, scope, defaults in (("open_week", "", opening), ("weekly_report", project.language, report)):
        Schedule.objects.update_or_create(
            kind=kind, scope=scope, defaults=defaults, create_defaults={**defaults, "since": at}
        )


def reports_in(language: str, at: datetime) -> None:
    """Reports change to another first language from now on: those already made are not made again in it."""
    reports = Schedule.objects.filter(kind="weekly_report")
    if not reports.filter(scope=language).exists():
        reports.filter(pk=reports.order_by("pk").values("pk")[:1]).update(scope=language, since=at)


def week_of(text: str, on: date | None = None) -> Week:
    """The week "2026-W47", or the one whose turn it is when the text is empty; Refused with the reason."""
    week = Week.objects.filter(key=text).first() if text else Week.objects.current()
    if week is None:
        raise Refused("no_such_week", week=text)
    return week

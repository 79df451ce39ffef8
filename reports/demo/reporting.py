"""The weekly reports of the story: ordered, made, approved and issued; provisional where a team came too late."""

from __future__ import annotations

from datetime import datetime, timedelta

from projects.jobs import Refused, run_now
from projects.models import JobState, Member
from reports.actions import approve_report, order_issue, order_weekly, review_report
from reports.comments import Wording, write_comment
from reports.demo.cycle import AFTER_PAPERS, SENDS_LATE, Cycle
from reports.demo.story.comments import COMMENTS
from reports.demo.story.people import PM, PMO, REVIEWER
from reports.models import Report

REPORTED_FROM = "S11"  # earlier reports were made without the workspace, but for the provisional ones
PROVISIONAL = {week for week, _team in (*AFTER_PAPERS, *SENDS_LATE)}


def plan_reports(cycle: Cycle) -> None:
    """The reports of a week as further steps of its cycle."""
    name, week, timeline = cycle.story.name, cycle.week, cycle.world.timeline
    is_recent = cycle.story.status_date >= timeline.week(REPORTED_FROM).status_date
    if name in PROVISIONAL:
        cycle.at(week.report_at - timedelta(minutes=5), lambda at: make_report(cycle, at))
    if is_recent or name in PROVISIONAL:
        cycle.at(cycle.sealed_at() + timedelta(minutes=20), lambda at: make_report(cycle, at))


def make_report(cycle: Cycle, at: datetime) -> None:
    """Comment, order, make, approve, issue: within half an hour."""
    world, pmo = cycle.world, cycle.world.members[PMO]
    cycle.week.refresh_from_db()
    if cycle.week.is_sealed:
        for section, internal, text in COMMENTS.get(cycle.story.name, ()):
            wording = Wording(section, text.of(world.language), 0, internal)
            write_comment(cycle.week, wording, by=pmo, at=at - timedelta(minutes=10))
    job = run_now(order_weekly(cycle.week, language=world.language, by=pmo, at=at), at=at)
    report = Report.objects.filter(job=job).first()
    if report is None:
        raise Refused("demo_report_not_made", week=cycle.week.key, error=job.error)
    if not report.is_provisional:
        review_report(report, by=world.members[REVIEWER], at=at + timedelta(minutes=2))
    approve_report(report, by=world.members[PM], at=at + timedelta(minutes=3))
    issue(report, pmo, at + timedelta(minutes=4))


def issue(report: Report, pmo: Member, at: datetime) -> None:
    job = order_issue(report, by=pmo, at=at)
    if job and run_now(job, at=at).state != JobState.DONE:
        raise Refused("demo_report_not_issued", edition=str(report), error=job.error)

"""What runs inside the workspace of killed workers (by `manage.py shell`): its sealed week, its orders, its ticks."""

from __future__ import annotations

import time
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from progress.actions.sealing import seal_week
from progress.models import Baseline, BaselineRow, WorkItem
from projects.domain.weeks import WeekKey
from projects.jobs import Order, enqueue
from projects.models import Assignment, Job, JobState, Member, Phase, Project, Team, Week
from projects.tasks import tick
from projects.weekly import open_week
from reports.actions import LANGUAGES
from tests.cast import at

ROWS = 60
WAITING = 12  # reports that wait for a worker: more than one makes between two ticks
MONDAY = date(2026, 6, 1)


def person(name: str, role: str) -> Member:
    member = Member.objects.create_user(name, name=name)
    Assignment.objects.create(member=member, role=role)
    return member


def plan(pmo: Member, pm: Member) -> None:
    """Rows of one team under baseline 1, half of them late."""
    team, phase = Team.objects.create(code="A", name="開発"), Phase.objects.create(code="P", name="製造")
    baseline = Baseline.objects.create(
        number=1, effective_date=date(2026, 4, 1), proposed_by=pmo, proposed_at=at("2026-04-01 09:00"), approved_by=pm,
        approved_at=at("2026-04-01 10:00"),
    )  # fmt: skip
    for number in range(ROWS):
        start = MONDAY + timedelta(weeks=number % 3)
        row = WorkItem.objects.create(
            wbs_code=f"1.{number}", name=f"作業{number}", team=team, phase=phase, sort_key=number, planned_start=start,
            planned_finish=start + timedelta(days=4), planned_effort=Decimal(5), delay_reason="回答待ち",
        )  # fmt: skip
        BaselineRow.objects.create(
            baseline=baseline, work_item=row, planned_start=start, planned_finish=row.planned_finish,
            planned_effort=row.planned_effort, team=team, phase=phase,
        )  # fmt: skip


def sealed_week() -> Week:
    Project.objects.create(name="試験", start=date(2026, 4, 1), finish=date(2026, 9, 30), set_up=True)
    pmo, pm = person("pmo", "pmo"), person("pm", "pm")
    plan(pmo, pm)
    week = open_week(WeekKey.parse("2026-W24"), by=pmo, at=at("2026-06-08 09:00"))
    seal_week(week, by=pmo, at=at("2026-06-11 16:00"), choices={"A": "carried"})
    return week


def order_reports(week: Week, numbers: range) -> None:
    for number in numbers:
        order = Order("weekly_report", week.key, LANGUAGES[number % len(LANGUAGES)], f"asked-{number}")
        enqueue(order, by=None, at=at("2026-06-11 17:00"))


def tick_for_ever(folder: Path) -> None:
    """Tick twice a second, as any number of beats may, and order reports of a sealed week until `enough` is there."""
    week = sealed_week()
    while True:
        waiting = Job.objects.filter(state=JobState.QUEUED).count()
        if not (folder / "enough").exists():
            ordered = Job.objects.count()
            order_reports(week, range(ordered, ordered + max(0, WAITING - waiting)))
        tick()
        time.sleep(0.5)

"""A small plan of two teams, with an approved baseline and a first open week; what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from progress.models import Baseline, BaselineRow, WorkItem
from projects.models import Week
from tests.cast import Cast, at

ROWS = (  # team, WBS code, name, assignee, start, finish, effort
    ("alpha", "1.1", "画面設計", "member Person", date(2026, 6, 1), date(2026, 6, 5), 5),
    ("alpha", "1.2", "帳票設計", "member Person", date(2026, 6, 8), date(2026, 6, 12), 5),
    ("alpha", "1.3", "バッチ設計", "lead Person", date(2026, 6, 15), date(2026, 6, 19), 5),
    ("beta", "2.1", "移行設計", "other_lead Person", date(2026, 6, 1), date(2026, 6, 12), 10),
)


@pytest.fixture
def plan(cast: Cast) -> dict[str, WorkItem]:
    """Four leaf rows under one summary row, approved as baseline 1 from the project's start."""
    top = WorkItem.objects.create(wbs_code="1", name="基本設計", kind="summary", phase=cast.design, sort_key=1)
    items = {}
    for place, (team, code, name, assignee, start, finish, effort) in enumerate(ROWS, start=2):
        items[code] = WorkItem.objects.create(
            parent=top,
            sort_key=place,
            wbs_code=code,
            name=name,
            team=getattr(cast, team),
            phase=cast.design,
            assignee=assignee.title(),
            planned_start=start,
            planned_finish=finish,
            planned_effort=Decimal(effort),
            percent=Decimal(0),
        )
    baseline = Baseline.objects.create(
        number=1, effective_date=cast.project.start, proposed_by=cast.pmo, proposed_at=at("2026-04-01 09:00"),
        approved_by=cast.pm, approved_at=at("2026-04-01 10:00"),
    )  # fmt: skip
    for item in items.values():
        BaselineRow.objects.create(
            baseline=baseline, work_item=item, planned_start=item.planned_start, planned_finish=item.planned_finish,
            planned_effort=item.planned_effort, team=item.team, phase=item.phase,
        )  # fmt: skip
    return items


@pytest.fixture
def wednesday_afternoon() -> Iterator[None]:
    """Two hours before the deadline of the open week."""
    with time_machine.travel(at("2026-06-10 15:00"), tick=False):
        yield


@pytest.fixture
def later_week(cast: Cast) -> Week:
    """Checks are only warnings in a project's first week: one was sealed before."""
    times = ("opens_at", "submission_due", "findings_due", "resubmission_due", "papers_due", "meeting_at", "report_at")
    return Week.objects.create(
        key="2026-W23", status_date="2026-06-03", state="sealed", **dict.fromkeys(times, at("2026-06-03 17:00"))
    )

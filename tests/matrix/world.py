"""One object of every kind for team ALPHA and one for BETA; everything of a team carries its canary."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from progress.actions.intake import DraftEdit, edit_draft, receive_file
from progress.actions.planning.changes import Reasons, draft_change
from progress.actions.sending import send
from progress.models import Baseline, BaselineRow, Finding, Override, PlanChangeLine, WorkItem
from projects.models import CalendarDay, Contact, Member, Notification, Purpose, Team, Upload, store
from reports.models import Report
from tests.cast import Cast, at

SENT = at("2026-06-10 15:00")
CANARY = {"ALPHA": "CanaryAlphaKestrel", "BETA": "CanaryBetaHeron"}
NOBODY = {"pk": 10**9, "uuid": uuid.UUID(int=0), "text": "2020-W01"}


@dataclass
class World:
    cast: Cast
    objects: dict[str, dict[str, list[Any]]] = field(default_factory=dict)  # kind of arguments -> side -> arguments

    def args(self, kind: str, side: str) -> list[Any]:
        return self.objects[kind][side] if kind else []


def both(alpha: list[Any], beta: list[Any], nobody: list[Any]) -> dict[str, list[Any]]:
    return {"ALPHA": alpha, "BETA": beta, "nobody": nobody}


@dataclass
class Side:
    """A team's own things, and whoever leads it."""

    team: Team
    lead: Member
    items: list[WorkItem]
    made: dict[str, Any] = field(default_factory=dict)


def item_of(cast: Cast, team: Team, place: int) -> WorkItem:
    return WorkItem.objects.create(
        sort_key=place,
        wbs_code=f"{team.code}.{place}",
        name=f"{CANARY[team.code]} {place}",
        team=team,
        phase=cast.design,
        planned_start=date(2026, 6, 1),
        planned_finish=date(2026, 6, 5),
        planned_effort=Decimal(5),
        percent=Decimal(0),
        assignee=f"{CANARY[team.code]} assignee",
    )


def fill(cast: Cast, side: Side) -> None:
    """Two teams' worth of records, made by the actions."""
    canary, team = CANARY[side.team.code], side.team
    edit = DraftEdit(
        {str(side.items[0].uuid): {"percent": "50", "note": canary}}, {"topics": canary, "concerns": canary}
    )
    edit_draft(team, cast.week, edit, by=side.lead, at=SENT)
    reading = receive_file(
        team, Upload(f"{canary}.xlsx", b"PK" + canary.encode()), week=cast.week, by=side.lead, at=SENT
    )
    submission = send(team, cast.week, by=side.lead, at=SENT)
    finding = Finding.objects.filter(submission=submission).first() or Finding.objects.create(
        submission=submission, team=team, week=cast.week, kind="own", text=canary, severity="W", clears="answer",
        fingerprint=f"own-{team.code}", created_at=SENT,
    )  # fmt: skip
    notice = Notification.objects.create(member=side.lead, code="accepted", at=SENT, key=f"n-{team.code}", url="/")
    override = Override.objects.create(
        team=team, week=cast.week, work_item=side.items[0], field="note", value=canary, reason=canary,
        set_by=cast.pmo, set_at=SENT,
    )  # fmt: skip
    side.made = {
        "override": override,
        "submission": submission,
        "finding": finding,
        "reading": reading,
        "notice": notice,
    }


@pytest.fixture
def world(cast: Cast) -> World:
    alpha = Side(cast.alpha, cast.lead, [item_of(cast, cast.alpha, n) for n in (1, 2)])
    beta = Side(cast.beta, cast.other_lead, [item_of(cast, cast.beta, n) for n in (3, 4)])
    baseline = Baseline.objects.create(
        number=1,
        effective_date=cast.project.start,
        proposed_by=cast.pmo,
        proposed_at=SENT,
        approved_by=cast.pm,
        approved_at=SENT,
    )
    for item in (*alpha.items, *beta.items):
        BaselineRow.objects.create(
            baseline=baseline, work_item=item, planned_start=item.planned_start, planned_finish=item.planned_finish,
            planned_effort=item.planned_effort, team=item.team, phase=item.phase,
        )  # fmt: skip
    for side in (alpha, beta):
        fill(cast, side)
    return World(cast, arguments(cast, alpha, beta))


def report_of(cast: Cast) -> Report:
    """A drafted report that nobody has issued."""
    files = [
        store(Upload(name, b"%PDF-1.4 " + name.encode(), "application/pdf"), purpose=Purpose.REPORT, at=SENT)
        for name in ("report.pdf", "report.xlsx")
    ]
    return Report.objects.create(
        kind="weekly",
        week=cast.week,
        language="ja",
        number="PRJ-WR",
        version=1,
        pdf=files[0],
        xlsx=files[1],
        made_at=SENT,
    )


def arguments(cast: Cast, alpha: Side, beta: Side) -> dict[str, dict[str, list[Any]]]:
    a, b, pk = alpha.made, beta.made, [NOBODY["pk"]]
    reasons = Reasons(title="CR", reason="because", impact="", effective_date=date(2026, 6, 15))
    change = draft_change(reasons, by=cast.pmo, at=SENT)
    line = PlanChangeLine.objects.create(
        plan_change=change, work_item=alpha.items[0], field="name", before="a", after="b"
    )
    wbs = receive_file(None, Upload("wbs.xlsx", b"PK"), week=None, by=cast.pmo, at=SENT)
    day = CalendarDay.objects.create(day=date(2026, 8, 13), name="夏季休業")
    proposed = Baseline.objects.create(
        number=2, effective_date=date(2026, 9, 1), proposed_by=cast.pmo, proposed_at=SENT
    )
    contact = Contact.objects.create(name="深谷")
    report = report_of(cast)
    week, no_week = cast.week.key, NOBODY["text"]
    same = {
        "phase": cast.design.pk,
        "team_pk": cast.alpha.pk,
        "company": cast.alpha.company_id,
        "member": cast.stranger.pk,
        "assignment": cast.lead.assignments.get().pk,
        "calendar_day": day.pk,
        "baseline": proposed.pk,
        "change": change.pk,
    }
    return {
        **{kind: both([value], [value], pk) for kind, value in same.items()},
        "change_line": both([change.pk, line.pk], [change.pk, line.pk], [change.pk, *pk]),
        "wbs_reading": both([wbs.uuid], [wbs.uuid], [NOBODY["uuid"]]),
        "week": both([week], [week], [no_week]),
        "ending": both(["csv"], ["xlsx"], ["exe"]),
        "token": both(["x"], ["y"], ["z"]),
        "week_team": both([week, "ALPHA"], [week, "BETA"], [no_week, "ALPHA"]),
        "week_team_accepted": both([week, "ALPHA"], [week, "BETA"], [no_week, "ALPHA"]),
        "week_team_position": both([week, "ALPHA", 0], [week, "BETA", 0], [week, "ALPHA", NOBODY["pk"]]),
        "week_team_override": both(
            [week, "ALPHA", a["override"].pk], [week, "BETA", b["override"].pk], [week, "ALPHA", *pk]
        ),
        "finding": both([a["finding"].pk], [b["finding"].pk], pk),
        "notice": both([a["notice"].pk], [b["notice"].pk], pk),
        "job": both([a["reading"].job_id], [b["reading"].job_id], pk),
        "file": both([a["reading"].file.uuid], [b["reading"].file.uuid], [NOBODY["uuid"]]),
        "reading": both([a["reading"].uuid], [b["reading"].uuid], [NOBODY["uuid"]]),
        "contact": both([contact.pk], [contact.pk], pk),
        "week_team_key": both(
            [week, "ALPHA", str(alpha.items[0].uuid)], [week, "BETA", str(beta.items[0].uuid)], [week, "ALPHA", "none"]
        ),
        "week_team_finding": both(
            [week, "ALPHA", a["finding"].pk], [week, "BETA", b["finding"].pk], [week, "ALPHA", *pk]
        ),
        "week_ending": both([week, "csv"], [week, "xlsx"], [no_week, "csv"]),
        "week_job": both([week], [week], [no_week]),
        "week_other": both([week, week], [week, week], [no_week, week]),
        "week_light": both([week, "cost"], [week, "cost"], [no_week, "cost"]),
        "week_report": both([week, report.pk], [week, report.pk], [week, *pk]),
        "row": both([alpha.items[0].uuid], [beta.items[0].uuid], [NOBODY["uuid"]]),
    }

"""A sealed week of two teams as readers meet it; team BETA carries canaries that no other team may see."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from progress.actions.intake import DraftEdit, edit_draft
from progress.actions.reviewing import accept
from progress.actions.sealing import seal_week
from progress.actions.sending import send
from progress.models import BaselineRow, Submission, WorkItem
from projects.models import Member, Team, Week
from tests.cast import Cast, at

SECRET_NAME, SECRET_REASON, SECRET_WORDS = "移行設計CANARY", "REASON-CANARY", "TOPIC-CANARY"
SECRET_EFFORT = Decimal("1234.50")
# What only team BETA, the project's keepers and its owner may read: names, texts, figures of the team alone.
CANARIES = (
    SECRET_NAME, SECRET_REASON, SECRET_WORDS, "COUNTER-CANARY", "ベータ", "Beta", "BETA", "1,234.5", "1234.5", "987.6",
    "617.25", "617.3",
)  # fmt: skip
DONE = {"actual_start": "2026-06-01", "actual_finish": "2026-06-05", "percent": "100", "actual_effort": "6",
        "remaining_effort": "0"}  # fmt: skip
HALF = {"actual_start": "2026-06-08", "percent": "20", "actual_effort": "1.5", "remaining_effort": "4",
        "forecast_finish": "2026-06-16", "delay_reason": "仕様の回答待ち",
        "countermeasure": "6/11に回答を受け6/16に完了"}  # fmt: skip
LATE = {"actual_start": "2026-06-01", "percent": "50", "remaining_effort": "300", "forecast_finish": "2026-06-19",
        "delay_reason": SECRET_REASON, "countermeasure": "COUNTER-CANARY"}  # fmt: skip


def hide_canaries(plan: dict[str, WorkItem]) -> None:
    """Give BETA's row a name and an effort that would be noticed anywhere."""
    row = plan["2.1"]
    row.name, row.planned_effort, row.planned_finish = SECRET_NAME, SECRET_EFFORT, date(2026, 6, 12)
    row.save()
    BaselineRow.objects.filter(work_item=row).update(planned_effort=SECRET_EFFORT)


def report(team: Team, week: Week, by: Member, edits: dict[WorkItem, dict], words: str = "") -> Submission:
    """Send a team's update of the week, on its Wednesday."""
    day = f"{week.status_date:%Y-%m-%d}"
    edit = DraftEdit({str(item.uuid): values for item, values in edits.items()}, {"topics": words} if words else {})
    edit_draft(team, week, edit, by=by, at=at(f"{day} 15:00"))
    return send(team, week, by=by, at=at(f"{day} 15:00"))


def accepted(cast: Cast, submission: Submission) -> Submission:
    accept(submission, by=cast.pmo, at=at(f"{submission.week.status_date:%Y-%m-%d} 18:00"))
    return submission


def sent_by_both(cast: Cast, plan: dict[str, WorkItem]) -> dict[str, Submission]:
    """Both teams' updates of the first week."""
    alpha = report(cast.alpha, cast.week, cast.lead, {plan["1.1"]: DONE, plan["1.2"]: HALF}, "設計を終えました")
    beta = report(cast.beta, cast.week, cast.other_lead, {plan["2.1"]: LATE}, SECRET_WORDS)
    return {"ALPHA": alpha, "BETA": beta}


def seal(cast: Cast, week: Week, **choices: str) -> None:
    seal_week(week, by=cast.pmo, at=at(f"{week.status_date:%Y-%m-%d} 19:00"), choices=choices)
    week.refresh_from_db()

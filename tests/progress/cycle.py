"""The weekly cycle played by the cast in few words: type rows, drop a file, send, accept, seal."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from progress.actions.findings import dismiss
from progress.actions.intake import DraftEdit, edit_draft, feed_draft
from progress.actions.reviewing import accept, blocking
from progress.actions.sealing import seal_week
from progress.actions.sending import send
from progress.domain.rows import PlanRow
from progress.exchange.columns import ColumnMap
from progress.exchange.reading import Reading as ReadRows
from progress.exchange.reading import ReadRow
from progress.models import Acceptance, Reading, Submission, WorkItem
from projects.models import Purpose, Team, Upload, Week, store
from projects.weekly import open_week
from tests.cast import Cast, at

DONE = {
    "actual_start": "2026-06-01", "actual_finish": "2026-06-05", "percent": "100", "actual_effort": "5",
    "remaining_effort": "0",
}  # fmt: skip
ON_PLAN = {  # 1.2 as of 17 June
    "actual_start": "2026-06-08", "actual_finish": "2026-06-12", "percent": "100", "actual_effort": "5",
    "remaining_effort": "0",
}  # fmt: skip
STARTED = {"actual_start": "2026-06-08", "percent": "50", "actual_effort": "3", "remaining_effort": "2.5"}
CARRIED = {"ALPHA": "carried", "BETA": "carried"}


def day_of(week: Week, clock: str = "15:00"):
    """A moment on the week's status date."""
    return at(f"{week.status_date:%Y-%m-%d} {clock}")


def lead_of(cast: Cast, team: Team):
    return cast.lead if team.code == "ALPHA" else cast.other_lead


def report(cast: Cast, rows: dict[WorkItem, dict[str, Any]], week: Week | None = None, **more: Any) -> Submission:
    """Type the values into the draft and send it; `team` and `clock` as wanted."""
    week, team, clock = week or cast.week, more.pop("team", cast.alpha), more.pop("clock", "15:00")
    edit = DraftEdit({str(item.uuid): values for item, values in rows.items()}, more)
    edit_draft(team, week, edit, by=lead_of(cast, team), at=day_of(week, clock))
    return send(team, week, by=lead_of(cast, team), at=day_of(week, clock))


def accepted(cast: Cast, submission: Submission, clock: str = "18:00") -> Acceptance:
    return accept(submission, by=cast.pmo, at=day_of(submission.week, clock))


def accepted_anyway(cast: Cast, submission: Submission) -> Acceptance:
    """Accept it after setting aside whatever blocks."""
    for finding in blocking(submission):
        dismiss(finding, "この試験では問わない", by=cast.pmo, at=day_of(submission.week, "17:59"))
    return accepted(cast, submission)


def sealed(cast: Cast, week: Week, **choices: str) -> Week:
    """Seal the week (teams that are not accepted are carried) and return the next one."""
    seal_week(week, by=cast.pmo, at=day_of(week, "19:00"), choices=CARRIED | choices)
    return Week.objects.get(key=str(week.week_key.next))


def earlier_week_sealed(cast: Cast) -> None:
    """A week before the cast's own, sealed with nothing accepted in it: checks have their full weight from then on."""
    sealed(cast, open_week(cast.week.week_key.previous, by=cast.pmo, at=at("2026-06-01 09:00")))


def values() -> list[dict[str, Any]]:
    """The whole plan as the database has it."""
    return list(WorkItem.objects.order_by("pk").values())


LETTERS = {
    "wbs_code": "A", "name": "B", "assignee": "C", "planned_start": "D", "planned_finish": "E", "planned_effort": "F",
    "actual_start": "G", "actual_finish": "H", "percent": "I", "actual_effort": "J", "remaining_effort": "K",
    "note": "L",
}  # fmt: skip


def row(code: str, name: str, **said: Any) -> PlanRow:
    """A row of a file: 8 to 12 June, five person-days, nothing done."""
    given = {
        "assignee": "Member Person", "planned_start": date(2026, 6, 8), "planned_finish": date(2026, 6, 12),
        "planned_effort": Decimal(5), "percent": Decimal(0),
    }  # fmt: skip
    return PlanRow(key=f"new:進捗!{code}", id=code, wbs_code=code, name=name, **given | said)


def as_in_plan(item: WorkItem, **said: Any) -> PlanRow:
    """The row of a file for a known work item."""
    planned = {name: getattr(item, name) for name in ("planned_start", "planned_finish", "planned_effort", "assignee")}
    return row(item.wbs_code, item.name, **planned | said)


def dropped(cast: Cast, *rows: PlanRow, leaving_out: tuple[str, ...] = (), clock: str = "14:00") -> Reading:
    """A file of team ALPHA that was read and confirmed, without the child process; it feeds the draft."""
    letters = {name: letter for name, letter in LETTERS.items() if name not in leaving_out}
    read = [
        ReadRow(one, "進捗", number, {name: f"{letter}{number}" for name, letter in letters.items()})
        for number, one in enumerate(rows, 3)
    ]
    when = day_of(cast.week, clock)
    file = store(Upload("進捗.xlsx", b"PK"), purpose=Purpose.GANTT, at=when, team=cast.alpha, by=cast.lead)
    columns = ColumnMap("進捗", (2,), 3, {letter: name for name, letter in letters.items()}, {})
    reading = Reading.objects.create(
        purpose="gantt", team=cast.alpha, week=cast.week, file=file, uploaded_by=cast.lead, uploaded_at=when,
        state="ready", rows=ReadRows("進捗", frozenset(letters), tuple(read)).to_json(), column_map=columns.to_json(),
    )  # fmt: skip
    feed_draft(reading, when)
    return reading


def sent_file(cast: Cast, *rows: PlanRow, clock: str = "15:00", **more: Any) -> Submission:
    dropped(cast, *rows, clock=clock, **more)
    return send(cast.alpha, cast.week, by=cast.lead, at=day_of(cast.week, clock))

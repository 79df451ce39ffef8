"""The published example rows of the check catalogue (tests/vectors) as neutral rows, and a clean row to vary."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from progress.domain.checks import Context, EarlierFinding, Hit, run
from progress.domain.rows import Kind, PlanRow, Previous, Status
from tests.progress.domain.vector_names import HEADER_WORDS, ROW_NAMES, STATE_WORDS, STATUS_WORDS

VECTORS = Path(__file__).parents[2] / "vectors"
CATALOGUE: list[dict[str, Any]] = json.loads((VECTORS / "checks.json").read_text())
BASE: dict[str, Any] = json.loads((VECTORS / "base_row.json").read_text())
HOLIDAYS = frozenset(json.loads((VECTORS / "vectors.json").read_text())["calendar"]["holidays_2026"])
PREVIOUS_FIELDS = {field.name for field in fields(Previous)}


class Calendar2026:
    """Monday to Friday without the holidays of the vectors, counted day by day."""

    def is_working(self, day: date) -> bool:
        return day.weekday() < 5 and day.isoformat() not in HOLIDAYS

    def working_days(self, start: date, finish: date) -> int:
        days = (start + timedelta(days=n) for n in range((finish - start).days + 1))
        return sum(self.is_working(day) for day in days)


CALENDAR = Calendar2026()


def day(text: str) -> date:
    return date.fromisoformat(text)


def june(number: int) -> date:
    return date(2026, 6, number)


SD = day(BASE["status_date"])


def neutral(name: str, value: Any) -> Any:
    """A value of the vectors as the neutral row holds it."""
    if name == "kind":
        return Kind(value)
    if name == "status":
        return STATUS_WORDS[value]
    if name == "predecessors":
        return tuple(value.split(",")) if value else ()
    if name.endswith(("_start", "_finish")):
        return None if value is None else day(value)
    return Decimal(str(value)) if isinstance(value, float) else value


def long_names(values: dict[str, Any]) -> dict[str, Any]:
    names = ((ROW_NAMES[short], value) for short, value in values.items() if short in ROW_NAMES)
    return {name: neutral(name, value) for name, value in names}


def previous_of(base: dict[str, Any], difference: dict[str, Any] | None) -> Previous | None:
    if difference is None:
        return None
    values = long_names({**base, **difference})
    return Previous(**{name: value for name, value in values.items() if name in PREVIOUS_FIELDS})


def example_row(difference: dict[str, Any]) -> PlanRow:
    """The base row with these differences; its key is not its id."""
    base = BASE["row"]
    values = long_names({**base, **difference})
    return PlanRow(
        key=f"key:{values['id']}",
        previous=previous_of(base["prev"], difference.get("prev", {})),
        before_previous=previous_of(base["prev"], difference.get("prev2")),
        **values,
    )


def example_rows(difference: dict[str, Any]) -> list[PlanRow]:
    """The row of an example first, then the further rows and the children it names."""
    row = example_row(difference)
    further = [example_row({"pred": "", **other}) for other in difference.get("_rows", ())]
    children = [
        example_row({"pred": "", "parent": row.id, "id": f"K{number}", **child})
        for number, child in enumerate(difference.get("_kids", ()))
    ]
    return [row, *(replace(other, key=f"further{number}") for number, other in enumerate(further)), *children]


def example_context(difference: dict[str, Any], **changes: Any) -> Context:
    """The base context with what an example says about the submission."""
    sent = {**BASE["submission"], **difference.get("_sub", {})}
    headers = sent.get("hdr")
    values: dict[str, Any] = {
        "status_date": SD,
        "sent_on": day(BASE["sent_on"]),
        "calendar": CALENDAR,
        "project_start": day(BASE["project"]["start"]),
        "project_finish": day(BASE["project"]["finish"]),
        "members": frozenset(BASE["members"]),
        "baseline_ids": frozenset(BASE["baseline_ids"]),
        "previous_ids": dict.fromkeys(difference.get("_prev_ids", BASE["previous_ids"]), ""),
        "absences": {who: frozenset(map(day, days)) for who, days in difference.get("_absent", {}).items()},
        "sent_at": datetime.fromisoformat(sent["at"]),
        "due_at": datetime.fromisoformat(sent["due"]),
        "file_status_date": day(sent.get("sd", BASE["status_date"])),
        "headers": None if headers is None else frozenset(HEADER_WORDS[word] for word in headers),
        "earlier_findings": tuple(
            EarlierFinding(STATE_WORDS[finding["st"]], day(finding["due"])) for finding in sent.get("find", ())
        ),
        "has_links": True,
    }
    return Context(**{**values, **changes})


def context(**changes: Any) -> Context:
    """The base context: nothing about it is wrong."""
    return example_context({}, **changes)


def row(number: int = 1, **changes: Any) -> PlanRow:
    """A clean row "T1" (or another number) of the vectors, under the long names, with these changes."""
    clean = example_row({"id": f"T{number}", "name": f"作業{number}", "wbs": f"1.{number}"})
    return replace(clean, **{"predecessors": ("T0",), **changes})


DONE_BEFORE = replace(
    example_row({"id": "T0", "name": "要件確認", "wbs": "1.0"}),
    **dict.fromkeys(("previous", "critical", "total_float")),
    planned_start=june(1), planned_finish=june(5), baseline_start=june(1), baseline_finish=june(5),
    actual_start=june(1), actual_finish=june(5), percent=Decimal(100), remaining_effort=Decimal(0),
    status=Status.DONE,
)  # fmt: skip
FINISHED = {
    "actual_finish": june(12), "percent": Decimal(100), "remaining_effort": Decimal(0), "status": Status.DONE,
}  # fmt: skip


def hits_of(rows: PlanRow | list[PlanRow], code: str | None = None, **changes: Any) -> list[Hit]:
    """The hits on these rows, of one check if it is named; a single row gets its finished predecessor."""
    outcome = run(rows if isinstance(rows, list) else [rows, DONE_BEFORE], context(**changes))
    return [hit for hit in outcome.hits if code in (None, hit.code)]

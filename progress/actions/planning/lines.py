"""The lines of a plan change: one field of one row, before and after, in the JSON form of neutral values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from progress.actions.planning.places import Places
from progress.actions.planning.structure import (
    PARENT,
    PREDECESSORS,
    STRUCTURE,
    links_named,
    parent_named,
    parent_of,
    predecessors_of,
)
from progress.cuts import frame
from progress.domain.neutral import value_from_json, value_to_json
from progress.models import KindOfRow, PlanChangeLine, RowStatus, WorkItem
from projects.jobs import Refused
from projects.models import Phase, Team

CANCELLED, ROW = "cancelled", "row"
CUT = "cut"  # `before` the task as planned, `after` the rows it is cut into
DATES = ("planned_start", "planned_finish")
PLAIN = ("planned_start", "planned_finish", "planned_effort", "name", "assignee")
PLACED = ("team", "phase")
FIELDS = (*PLAIN, *PLACED, *STRUCTURE)
OF_SUMMARIES = ("name",)  # everything else of a summary row is derived


@dataclass(frozen=True, kw_only=True)
class NewRow:
    """A row that a change adds. Without a phase it takes its parent's."""

    name: str
    team: Team
    parent: WorkItem | None = None
    phase: Phase | None = None
    kind: KindOfRow = KindOfRow.TASK
    wbs_code: str = ""
    assignee: str = ""
    planned_start: date | None = None
    planned_finish: date | None = None
    planned_effort: Decimal | None = None

    def to_json(self) -> dict[str, Any]:
        phase = self.phase or (self.parent.phase if self.parent else None)
        return {
            **{name: value_to_json(getattr(self, name)) for name in (*PLAIN, "wbs_code")},
            "kind": str(self.kind),
            "team": self.team.code,
            "phase": phase.code if phase else "",
            "parent": str(self.parent.uuid) if self.parent else "",
        }


def present(item: WorkItem, name: str) -> Any:
    """What the live plan says now, as JSON; "row" is whether it is in the baseline, "cancelled" whether it is off."""
    if name == CUT:
        return frame(item)
    if name == CANCELLED:
        return item.status == RowStatus.CANCELLED
    if name == ROW:
        return not item.added_outside_baseline
    if name in STRUCTURE:
        return parent_of(item) if name == PARENT else predecessors_of(item)
    value = getattr(item, name)
    return value.code if isinstance(value, Team | Phase) else value_to_json(value)


def as_json(value: Any) -> Any:
    """A typed value of a form or a caller as a line keeps it."""
    return value.code if isinstance(value, Team | Phase) else value_to_json(value)


def wanted(item: WorkItem, name: str, value: Any) -> Any:
    """What a line keeps when the field of this row is to become the value; Refused for rows nobody knows."""
    if name == PARENT:
        return parent_named(value)
    return links_named(item, value or ()) if name == PREDECESSORS else as_json(value)


def check_field(item: WorkItem, name: str) -> None:
    """Refused for fields that changes do not carry, and for what a summary row derives."""
    if name not in (*FIELDS, CANCELLED, ROW, CUT):
        raise Refused("no_plan_field", field=name)
    if item.kind == KindOfRow.SUMMARY and name not in OF_SUMMARIES:
        raise Refused("derived_field", row=str(item), field=name)
    if item.status == RowStatus.CANCELLED:
        raise Refused("row_is_cancelled", row=str(item))


def write(item: WorkItem, line: PlanChangeLine, known: Places) -> None:
    """Set the line's field on the work item (not saved); `restructure` moves and links it."""
    if line.field == CANCELLED:
        item.status = RowStatus.CANCELLED
    elif line.field == "team":
        item.team = known.team(str(line.after))
    elif line.field == "phase":
        item.phase = known.phase(line.after) if line.after else None
    elif line.field not in (ROW, CUT, *STRUCTURE):
        setattr(item, line.field, value_from_json(line.field, line.after))


def new_item(values: dict[str, Any], parent: WorkItem | None, known: Places) -> WorkItem:
    """The work item of a line that adds a row (not saved, without its place in the outline)."""
    return WorkItem(
        parent=parent,
        kind=values["kind"],
        wbs_code=values.get("wbs_code", ""),
        team=known.team(values["team"]),
        phase=known.phase(values["phase"]) if values.get("phase") else None,
        **{name: value_from_json(name, values.get(name)) for name in PLAIN},
    )

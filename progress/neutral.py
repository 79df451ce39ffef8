"""From the records of the plan to neutral rows: the only bridge between the database and the domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from progress.domain.neutral import previous_of
from progress.domain.rows import Kind, PlanRow, Previous, Status
from progress.models import Baseline, BaselineRow, Dependency, WorkItem
from progress.models.plan import WorkItemQuerySet

History = Mapping[str, PlanRow]  # work item uuid -> the row as it was accepted
# Fields that a work item and a neutral row have under the same name, with the same type.
SAME = (
    "name", "wbs_code", "assignee", "deliverable", "planned_start", "planned_finish", "planned_effort",
    "actual_start", "actual_finish", "percent", "actual_effort", "remaining_effort", "forecast_finish",
    "delay_reason", "countermeasure", "note",
)  # fmt: skip
CALLED = ("own_id", "wbs_code", "uuid")  # what people call a row by, the surest first
SAME_COLUMNS = tuple(name for name in SAME if name not in CALLED)


def plan_row(
    item: WorkItem,
    *,
    baseline: BaselineRow | Approved | None = None,
    previous: PlanRow | None = None,
    before_previous: PlanRow | None = None,
    predecessors: Iterable[str] = (),
    parent_ident: str = "",
) -> PlanRow:
    """One work item as a neutral row: key = uuid, id = `item.ident`, phase = its name.

    `previous` and `before_previous` are the row in the last two accepted revisions; `predecessors` and
    `parent_ident` name ids. Reads `item.phase` (one query when it is not loaded).
    """
    return PlanRow(
        key=str(item.uuid),
        id=item.ident,
        kind=Kind(item.kind),
        status=Status(item.status),
        parent=parent_ident,
        phase=item.phase.name if item.phase else "",
        predecessors=tuple(predecessors),
        baseline_start=baseline.planned_start if baseline else None,
        baseline_finish=baseline.planned_finish if baseline else None,
        baseline_effort=baseline.planned_effort if baseline else None,
        previous=as_previous(previous),
        before_previous=as_previous(before_previous),
        **{name: getattr(item, name) for name in SAME},
    )


def as_previous(row: PlanRow | None) -> Previous | None:
    return previous_of(row) if row else None


def plan_rows(
    items: WorkItemQuerySet | Iterable[WorkItem],
    baseline: Baseline | None = None,
    previous: History | None = None,
    before_previous: History | None = None,
) -> list[PlanRow]:
    """The rows of a query of work items, in its order; three queries (two without a baseline), however many rows.

    Items already loaded should have their phase and parent with them (`select_related`).
    """
    loaded = list(items.select_related("phase", "parent") if isinstance(items, WorkItemQuerySet) else items)
    wanted = {item.pk for item in loaded}
    approved = baseline_rows(baseline)
    links = predecessor_idents(wanted)
    return [
        plan_row(
            item,
            baseline=approved.get(item.pk),
            previous=(previous or {}).get(str(item.uuid)),
            before_previous=(before_previous or {}).get(str(item.uuid)),
            predecessors=links.get(item.pk, ()),
            parent_ident=item.parent.ident if item.parent_id else "",
        )
        for item in loaded
    ]


class Approved(NamedTuple):
    """What a baseline says of a row."""

    work_item_id: int
    planned_start: date | None
    planned_finish: date | None
    planned_effort: Decimal | None


def baseline_rows(baseline: Baseline | None) -> dict[int, Approved]:
    """The rows of a baseline by primary key of their work item (one query; none without a baseline)."""
    rows = baseline.rows.values_list(*Approved._fields) if baseline else ()
    return {row[0]: Approved(*row) for row in rows}


def predecessor_idents(successors: set[int]) -> dict[int, list[str]]:
    """The predecessors of these work items (primary keys) as plans write them, in plan order (one query)."""
    found: dict[int, list[str]] = defaultdict(list)
    links = Dependency.objects.order_by("predecessor__sort_key", "pk").values_list(
        "successor_id", "kind", "lag", *(f"predecessor__{name}" for name in CALLED)
    )
    for successor, kind, lag, *called in links:
        if successor in successors:
            found[successor].append(link_text(ident(*called), kind, lag))
    return found


def surrounding_rows(items: WorkItemQuerySet) -> list[PlanRow]:
    """Rows that only stand around others, in the order of the query: as `plan_rows`, without baseline and history.

    They are read as plain columns, which costs a third of loading records (two queries).
    """
    above = [f"parent__{name}" for name in CALLED]
    columns = ("pk", *CALLED, "kind", "status", "phase__name", *above, *SAME_COLUMNS)
    loaded = list(items.values(*columns))
    links = predecessor_idents({values["pk"] for values in loaded})
    return [
        PlanRow(
            key=str(values["uuid"]),
            id=ident(*(values[name] for name in CALLED)),
            kind=Kind(values["kind"]),
            status=Status(values["status"]),
            parent=ident(*(values[name] for name in above)) if values["parent__uuid"] else "",
            phase=values["phase__name"] or "",
            predecessors=tuple(links.get(values["pk"], ())),
            **{name: values[name] for name in SAME},
        )
        for values in loaded
    ]


def ident(own_id: str, wbs_code: str, key: object) -> str:
    """What people call a row, as `WorkItem.ident`."""
    return own_id or wbs_code or str(key)


def link_text(predecessor: str, kind: str, lag: int) -> str:
    """A link as plans write it: "12" finish to start without lag, else "12SS+2"."""
    if kind == "FS" and not lag:
        return predecessor
    return f"{predecessor}{kind}" + (f"{lag:+d}" if lag else "")

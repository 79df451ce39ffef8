"""Plan edits of a submission that acceptance leaves alone: what they would change, and how heavy each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q

from progress.actions.planning.lines import CUT, ROW, as_json, present
from progress.actions.planning.structure import PREDECESSORS, Rows
from progress.cuts import Cut, cuts_of, frame, is_task_row
from progress.domain.neutral import PLAN_FIELDS, row_from_json, value_from_json
from progress.domain.proposals import Edit, Planned, Weight, cut_weight, weights
from progress.domain.rows import PlanRow
from progress.models import Acceptance, Dependency, KindOfRow, PlanChangeLine, Submission, SubmissionRow, WorkItem
from progress.models.plan import PlanChangeState
from progress.neutral import predecessor_idents

CARRIED = ("name", "planned_start", "planned_finish", "planned_effort")  # what a line of a plan change can carry
Values = dict[str, Any]


@dataclass(frozen=True)
class Proposal:
    """One row: field -> (as the plan has it, as the team wants it), JSON form; a new row wants to be in the baseline.

    `item` is None for a new row that is not accepted yet. `waits_in` is the number of a change that asks for the same.
    A task that is cut into rows below it is one proposal, `accepted` once its submission is.
    """

    row: SubmissionRow
    item: WorkItem | None
    values: Mapping[str, tuple[Any, Any]]
    weight: Weight
    waits_in: str = ""
    accepted: bool = True

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The rows that the task is cut into."""
        return self.values[CUT][1] if CUT in self.values else []

    @property
    def keys(self) -> set[str]:
        """The rows of the submission that it is about."""
        return {self.row.key, *(part["key"] for part in self.parts)}

    @property
    def is_ready(self) -> bool:
        """A row of the plan already, and asked for nowhere else."""
        return self.item is not None and self.accepted and not self.waits_in

    @property
    def is_new(self) -> bool:
        return self.row.work_item_id is None and not self.parts

    @property
    def can_be_taken(self) -> bool:
        """Light enough for the review."""
        return self.weight is not Weight.FORMAL and self.is_ready

    @property
    def can_be_drafted(self) -> bool:
        """Heavy enough for a plan change, and not in one yet."""
        is_carried = any(name in (*CARRIED, ROW, CUT, PREDECESSORS) for name in self.values)
        return self.weight is Weight.FORMAL and self.is_ready and is_carried


def proposals(submission: Submission, rows: Iterable[SubmissionRow] | None = None) -> list[Proposal]:
    """The plan edits that the plan does not have yet, in the order of the file.

    A fixed number of queries, one where nothing is proposed (none when the rows are at hand).
    """
    there = list(submission.rows.order_by("position") if rows is None else rows)
    cuts = cuts_of(submission, there)
    inside = {row.key for cut in cuts for row in (*cut.rows, *filter(None, [cut.row]))}
    rest = [row for row in there if row.key not in inside and (row.work_item_id is None or edits_plan(row))]
    found = [*edits_proposed(submission, rest), *cuts_proposed(submission, cuts)]
    return sorted(found, key=lambda one: one.row.position)


def cuts_proposed(submission: Submission, cuts: list[Cut]) -> list[Proposal]:
    """Tasks that are cut into rows below them."""
    if not cuts:
        return []
    asked = asked_elsewhere([cut.item for cut in cuts])
    accepted = Acceptance.objects.filter(submission=submission, undone_at=None).exists()
    found = []
    for cut in cuts:
        values = {CUT: (frame(cut.item), cut.to_json())}
        waits = waits_in(cut.item, values, asked)
        found.append(Proposal(cut.row or cut.rows[0], cut.item, values, weight_of_cut(cut), waits, accepted))
    return found


def weight_of_cut(cut: Cut) -> Weight:
    """Formal also where a milestone, or a row that the baseline does not have, is no task as planned."""
    tasks = (cut.item.kind, *(part.kind for part in cut.parts))
    if cut.item.added_outside_baseline or any(kind != KindOfRow.TASK for kind in tasks):
        return Weight.FORMAL
    return cut_weight(planned_of(cut.item), [planned_of(part) for part in cut.parts])


def edits_proposed(submission: Submission, rows: list[SubmissionRow]) -> list[Proposal]:
    """Edits of known rows, and new rows that want to be in the baseline."""
    if not rows:
        return []
    items = items_of(submission, rows)
    wanted = [(row, items.get(row.key), wanted_values(row, items.get(row.key))) for row in rows]
    name_links(wanted)
    kept = [(row, item, values) for row, item, values in wanted if values and is_task(row, item)]
    reaching = reaching_out([item for _row, item, _values in kept if item])
    heavy = weights([edit_of(row, item, values, reaching) for row, item, values in kept])
    asked = asked_elsewhere([item for _row, item, _values in kept if item])
    return [
        Proposal(row, item, values, heavy[row.key], waits_in(item, values, asked) if item else "")
        for row, item, values in kept
    ]


def edits_plan(row: SubmissionRow) -> bool:
    return any(name in PLAN_FIELDS for name in row.changed)


def is_task(row: SubmissionRow, item: WorkItem | None) -> bool:
    """No summary row, in the file or in the plan."""
    return is_task_row(row) and (item is None or item.kind != KindOfRow.SUMMARY)


def items_of(submission: Submission, rows: list[SubmissionRow]) -> dict[str, WorkItem]:
    """The work items of the rows by key; new rows have one once the submission is accepted."""
    standing = Acceptance.objects.filter(submission=submission, undone_at=None).first()
    made = {key: uuid for uuid, key in standing.inverse["created"].items()} if standing else {}
    keys = {row.key: made.get(row.key) if row.work_item_id is None else row.key for row in rows}
    found = WorkItem.objects.filter(uuid__in=[uuid for uuid in keys.values() if uuid]).select_related("phase", "parent")
    by_uuid = {str(item.uuid): item for item in found}
    return {key: by_uuid[uuid] for key, uuid in keys.items() if uuid in by_uuid}


def wanted_values(row: SubmissionRow, item: WorkItem | None) -> Values:
    """Field -> (now, wanted); a new row that the plan has taken over already wants nothing."""
    if row.work_item_id is None:
        return {ROW: (False, True)} if item is None or item.added_outside_baseline else {}
    if item is None:
        return {}
    data = row_from_json(row.values)
    found = {name: (present(item, name), as_json(getattr(data, name))) for name in CARRIED if name in row.changed}
    found |= {name: tuple(row.changed[name]) for name in row.changed if name in PLAN_FIELDS and name not in CARRIED}
    return {name: (now, wanted) for name, (now, wanted) in found.items() if now != wanted}


def name_links(wanted: list[tuple[SubmissionRow, WorkItem | None, Values]]) -> None:
    """Predecessors as a plan change writes them; those that lead to no row are left to the checks (two queries)."""
    linked = [(item, values) for _row, item, values in wanted if item and PREDECESSORS in values]
    if not linked:
        return
    there, rows = predecessor_idents({item.pk for item, _values in linked}), Rows()
    for item, values in linked:
        now, texts = there.get(item.pk, []), rows.links(values.pop(PREDECESSORS)[1])
        if texts is not None and texts != now:
            values[PREDECESSORS] = (now, texts)


def edit_of(row: SubmissionRow, item: WorkItem | None, values: Values, reaching: frozenset[int]) -> Edit:
    data = row_from_json(row.values)
    is_known = row.work_item_id is not None and item is not None
    before = planned_of(item) if is_known and item else None
    after = replace(before, **wished(values)) if before else planned_of(data)
    parent = (item.parent.ident if item.parent else "") if item else data.parent
    phase = (item.phase.name if item.phase else "") if item else data.phase
    structural = any(name not in (*CARRIED, ROW) for name in values)
    return Edit(row.key, parent, phase, data.kind, before, after, bool(item and item.pk in reaching), structural)


def wished(values: Values) -> Values:
    """The wanted dates and effort of a row, by their names in `Planned`."""
    names = {"planned_start": "start", "planned_finish": "finish", "planned_effort": "effort"}
    return {names[name]: value_from_json(name, wanted) for name, (_now, wanted) in values.items() if name in names}


def planned_of(row: WorkItem | PlanRow) -> Planned:
    return Planned(row.planned_start, row.planned_finish, row.planned_effort)


def reaching_out(items: list[WorkItem]) -> frozenset[int]:
    """Rows that are linked to a milestone or to a row of another team (one query)."""
    mine = {item.pk: item.team_id for item in items}
    links = Dependency.objects.filter(Q(predecessor__in=mine) | Q(successor__in=mine))
    sides = ("predecessor", "successor")
    rows = links.values_list(*(f"{side}{name}" for side in sides for name in ("_id", "__team_id", "__kind")))
    found = set()
    for first, first_team, first_kind, second, second_team, second_kind in rows:
        for one, team, kind in ((first, second_team, second_kind), (second, first_team, first_kind)):
            if one in mine and (kind == KindOfRow.MILESTONE or team != mine[one]):
                found.add(one)
    return frozenset(found)


def asked_elsewhere(items: list[WorkItem]) -> dict[tuple[int, str], tuple[Any, str]]:
    """What drafts and requested changes ask for: (work item, field) -> (value, number of the change) (one query)."""
    undecided = (PlanChangeState.DRAFT, PlanChangeState.REQUESTED)
    lines = PlanChangeLine.objects.filter(work_item__in=items, plan_change__state__in=undecided)
    found = lines.values_list("work_item_id", "field", "after", "plan_change__number")
    return {(item, name): (after, number) for item, name, after, number in found if item is not None}


def waits_in(item: WorkItem, values: Values, asked: Mapping[tuple[int, str], tuple[Any, str]]) -> str:
    """The number of the change that asks for all of these values; "" when there is none."""
    numbers = set()
    for name, (_now, wanted) in values.items():
        after, number = asked.get((item.pk, name), (None, ""))
        if not number or after != wanted:
            return ""
        numbers.add(number)
    return numbers.pop() if len(numbers) == 1 else ""

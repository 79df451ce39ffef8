"""How heavy a plan edit in a team's file is: detailing 詳細化, minor 軽微, or a formal change 正式 (DESIGN). Pure.

* Detailing: known rows are cut into more rows under the same parent, all within the dates those rows had, for the same
  effort in all; or one known task is cut into rows below it, in the same way (DOMAIN 1.7 #12).
* Minor: what a team moves inside one phase while the effort there stays the same; no milestone, nobody else's row.
* Formal: everything else, and what a batch cannot carry: parents and links, values taken away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from progress.domain.rows import Kind

ZERO = Decimal(0)


class Weight(StrEnum):
    DETAIL = "detail"
    MINOR = "minor"
    FORMAL = "formal"


@dataclass(frozen=True, slots=True)
class Planned:
    """What the plan says of a row: dates inclusive, effort in person-days; None is unknown."""

    start: date | None
    finish: date | None
    effort: Decimal | None

    @property
    def is_complete(self) -> bool:
        return self.start is not None and self.finish is not None and self.effort is not None


@dataclass(frozen=True, slots=True)
class Edit:
    """One row with its plan before (None: the row is new) and after.

    `reaches_out`: it is linked to a milestone or to a row of another team; `is_structural`: parent or links change.
    """

    key: str
    parent: str
    phase: str
    kind: Kind
    before: Planned | None
    after: Planned
    reaches_out: bool = False
    is_structural: bool = False

    @property
    def is_heavy(self) -> bool:
        """Formal by itself, whatever stands beside it."""
        moved = self.before is None or (self.before.start, self.before.finish) != (self.after.start, self.after.finish)
        apart = self.kind is not Kind.TASK or self.is_structural or not self.after.is_complete
        return apart or (self.reaches_out and moved)

    @property
    def effort_won(self) -> Decimal:
        return (self.after.effort or ZERO) - ((self.before.effort or ZERO) if self.before else ZERO)


def weights(edits: Sequence[Edit]) -> dict[str, Weight]:
    """The weight of each edit by its key."""
    found = {edit.key: Weight.FORMAL for edit in edits}
    light = [edit for edit in edits if not edit.is_heavy]
    for group in grouped((edit.parent, edit) for edit in light):
        if is_detailing(group):
            found |= {edit.key: Weight.DETAIL for edit in group}
    rest = [edit for edit in light if found[edit.key] is Weight.FORMAL]
    for batch in grouped((edit.phase, edit) for edit in rest):
        if sum((edit.effort_won for edit in batch), ZERO) == 0:
            found |= {edit.key: Weight.MINOR for edit in batch}
    return found


def grouped(pairs: Iterable[tuple[str, Edit]]) -> Iterable[list[Edit]]:
    found: dict[str, list[Edit]] = defaultdict(list)
    for name, edit in pairs:
        found[name].append(edit)
    return found.values()


def is_detailing(group: Sequence[Edit]) -> bool:
    """Whether new rows take over what known rows of the same parent give away, within the dates these had."""
    before = [edit.before for edit in group if edit.before is not None]
    if not before or len(before) == len(group) or sum((edit.effort_won for edit in group), ZERO) != 0:
        return False
    first = min((planned.start for planned in before if planned.start), default=None)
    last = max((planned.finish for planned in before if planned.finish), default=None)
    if first is None or last is None:
        return False
    return all(lies_within(edit.after, first, last) for edit in group)


def cut_weight(task: Planned, parts: Sequence[Planned]) -> Weight:
    """How heavy it is to cut a task into rows below it: detailing within its dates and for its effort, else formal."""
    if not task.is_complete or task.start is None or task.finish is None:
        return Weight.FORMAL
    fits = all(part.is_complete and lies_within(part, task.start, task.finish) for part in parts)
    kept = sum((part.effort or ZERO for part in parts), ZERO) == task.effort
    return Weight.DETAIL if parts and fits and kept else Weight.FORMAL


def lies_within(planned: Planned, first: date, last: date) -> bool:
    return planned.start is not None and planned.finish is not None and first <= planned.start <= planned.finish <= last

"""What changed between two sets of rows: old -> new by row and field, and the counts people read first. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from progress.domain.neutral import ACCEPTED_FIELDS, PLAN_FIELDS, value_from_json, value_to_json
from progress.domain.rows import PlanRow

COMPARED = tuple(dict.fromkeys((*ACCEPTED_FIELDS, *PLAN_FIELDS, "wbs_code", "deliverable", "change_number", "kind")))
Change = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Changes:
    """`rows` key -> field -> (old, new), unchanged rows left out; `added` and `missing` are keys."""

    rows: Mapping[str, Mapping[str, Change]]
    added: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """changed, added, missing; started, advanced and finished rows; plan: rows whose plan was touched."""
        fields = [set(change) for change in self.rows.values()]
        return {
            "changed": len(self.rows),
            "added": len(self.added),
            "missing": len(self.missing),
            "started": self.filled("actual_start"),
            "finished": self.filled("actual_finish"),
            "advanced": sum(1 for change in self.rows.values() if advanced(change)),
            "plan": sum(1 for names in fields if names & set(PLAN_FIELDS)),
        }

    def by_field(self) -> dict[str, int]:
        return dict(Counter(field for change in self.rows.values() for field in change))

    def filled(self, field: str) -> int:
        """Rows where the field was unknown and is known now."""
        pairs = (change[field] for change in self.rows.values() if field in change)
        return sum(1 for old, new in pairs if old is None and new is not None)

    def to_json(self) -> dict[str, Any]:
        rows = {
            key: {field: [value_to_json(old), value_to_json(new)] for field, (old, new) in change.items()}
            for key, change in self.rows.items()
        }
        return {"rows": rows, "added": list(self.added), "missing": list(self.missing)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        rows = {key: _pairs(change) for key, change in data["rows"].items()}
        return cls(rows, tuple(data["added"]), tuple(data["missing"]))


def _pairs(change: Mapping[str, Any]) -> dict[str, Change]:
    return {name: (value_from_json(name, old), value_from_json(name, new)) for name, (old, new) in change.items()}


def advanced(change: Mapping[str, Change]) -> bool:
    old, new = change.get("percent", (None, None))
    return new is not None and new > (old or 0)


def changes(previous_rows: Iterable[PlanRow], rows: Iterable[PlanRow], fields: Iterable[str] = COMPARED) -> Changes:
    """Rows are the same by key; values by equality (a blank and an unknown are different from zero)."""
    before = {row.key: row for row in previous_rows}
    after = {row.key: row for row in rows}
    names = tuple(fields)
    compared = {key: differences(before[key], row, names) for key, row in after.items() if key in before}
    return Changes(
        {key: change for key, change in compared.items() if change},
        tuple(key for key in after if key not in before),
        tuple(key for key in before if key not in after),
    )


def differences(old: PlanRow, new: PlanRow, fields: Iterable[str]) -> dict[str, Change]:
    pairs = ((field, getattr(old, field), getattr(new, field)) for field in fields)
    return {field: (before, after) for field, before, after in pairs if before != after}

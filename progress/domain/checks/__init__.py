"""The weekly Gantt checks 週次ガントチェック: one table, pure conditions, one finding per cause (DOMAIN 4.3)."""

from __future__ import annotations

from progress.domain.checks.context import (
    Context,
    EarlierFinding,
    Members,
    Period,
    PlanFields,
)
from progress.domain.checks.entries import Audience, Entry, EntryKind, entries
from progress.domain.checks.model import (
    Check,
    Clears,
    Family,
    Hit,
    Outcome,
    Rows,
    Scope,
    Severity,
    blocks,
    holds_plan,
)
from progress.domain.checks.names import assignees
from progress.domain.checks.runner import label, run
from progress.domain.checks.table import BY_CODE, CHECKS
from progress.domain.lateness import Calendar, Terms, late, planned_percent

__all__ = [
    "BY_CODE",
    "CHECKS",
    "Audience",
    "Calendar",
    "Check",
    "Clears",
    "Context",
    "EarlierFinding",
    "Entry",
    "EntryKind",
    "Family",
    "Hit",
    "Members",
    "Outcome",
    "Period",
    "PlanFields",
    "Rows",
    "Scope",
    "Severity",
    "Terms",
    "assignees",
    "blocks",
    "entries",
    "holds_plan",
    "label",
    "late",
    "planned_percent",
    "run",
]

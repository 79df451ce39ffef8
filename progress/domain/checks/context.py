"""What the checks know besides the rows: the day, the plan, the people, the submission and the project's settings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from progress.domain.checks.model import Check, Clears, Severity
from progress.domain.checks.names import SEPARATORS, plain
from progress.domain.lateness import BEHIND_POINTS, Calendar
from progress.domain.rows import PlanRow

# A declaration of what a team does not keep covers these columns and data.
COVERED = {
    "planned_effort": frozenset({"planned_effort"}),
    "actual_effort": frozenset({"actual_effort", "remaining_effort"}),
    "links": frozenset({"links"}),
}
REQUIRED_HEADERS = frozenset({"planned_start", "planned_finish", "actual_start", "actual_finish", "percent"})
# In the first week everything but what cannot be read is W: an impossible percentage, a table without its columns.
UNREADABLE = frozenset({"G006", "G102"})

Period = tuple[date | None, date | None]
Members = Mapping[str, Iterable[Period]] | frozenset[str]


class PlanFields(NamedTuple):
    """The live plan's values of a row; links and parent only where they are known."""

    planned_start: date | None
    planned_finish: date | None
    planned_effort: Decimal | None
    predecessors: tuple[str, ...] | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class EarlierFinding:
    """A finding of an earlier week: its state as stored ("open" is 指摘中 or 回答待ち) and when its answer is due."""

    state: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Everything a run of the checks depends on besides its rows. What is None does not exist: no check guesses it.

    People and plan:
    * `members`: name (every known spelling) -> periods (from, to) in which the person is there, None is open; a
      frozenset of names is always there.
    * `absences`: assignee -> days off.
    * `baseline_ids`: ids, or keys, of the rows in the baseline in force. `previous_ids`: id -> name of the rows of the
      last accepted revision; `previous_keys`: id -> key, so that a renumbered row is not taken for a deleted one.
    * `others`: rows of the plan outside this set (other teams, parents): they can be parents, children, predecessors
      and successors, and are never judged themselves. `foreign`: the keys of those that belong to other teams: a
      finding never tells their names or values, and compares dates only along links that the live plan has.
    * `left_out`: rows of the plan that the submission should have and has not: as last accepted they can be
      predecessors, and nothing else.
    * `live_plan`: row key -> plan values as they stand (`PlanFields` or a tuple of start, finish, effort).
    * `approved_changes`: numbers that name an approved change; None lets any number count. `approved_deletions`: ids.

    The submission: `sent_on` is the day of sending (default: status date). `sent_at` and `due_at` are both aware or
    both naive; for a look before sending leave `due_at` None, then G100 is not evaluated. `headers` are the fields
    that the file's headers were mapped to, `columns` the fields the rows have at all (None: all), `file_status_date`
    is what the file says.

    Settings: `severities`, `clears`, `parameters` by code; `not_kept` of "planned_effort", "actual_effort", "links".
    `overdue_from_equal` off is the default rhythm, where updates are due on the status date (see `due_until`).
    `has_links` None: there are links when a row has one. `previous_hits`: fingerprints of the hits of the last
    accepted revision, None when there was none.
    """

    status_date: date
    calendar: Calendar
    sent_on: date | None = None
    project_start: date | None = None
    project_finish: date | None = None
    members: Members | None = None
    absences: Mapping[str, Iterable[date]] | None = None
    baseline_ids: frozenset[str] | None = None
    previous_ids: Mapping[str, str] | None = None
    previous_keys: Mapping[str, str] = field(default_factory=dict)
    others: tuple[PlanRow, ...] = ()
    foreign: frozenset[str] = frozenset()
    left_out: tuple[PlanRow, ...] = ()
    live_plan: Mapping[str, PlanFields | tuple[date | None, date | None, Decimal | None]] = field(default_factory=dict)
    approved_changes: frozenset[str] | None = None
    approved_deletions: frozenset[str] = frozenset()
    sent_at: datetime | None = None
    due_at: datetime | None = None
    file_status_date: date | None = None
    headers: frozenset[str] | None = None
    required_headers: frozenset[str] = REQUIRED_HEADERS
    columns: frozenset[str] | None = None
    earlier_findings: tuple[EarlierFinding, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    clears: Mapping[str, Clears] = field(default_factory=dict)
    parameters: Mapping[str, Decimal] = field(default_factory=dict)
    not_kept: frozenset[str] = frozenset()
    overdue_from_equal: bool = True
    first_week: bool = False
    has_links: bool | None = None
    previous_hits: frozenset[str] | None = None

    @property
    def day_of_sending(self) -> date:
        return self.sent_on or self.status_date

    @property
    def behind_points(self) -> Decimal:
        """Points behind the plan from which a row is late: the parameter of G046."""
        return self.parameters.get("G046", BEHIND_POINTS)

    def severity_of(self, check: Check) -> Severity:
        """The project's severity of a check; in the first week E is W, save for what cannot be read."""
        severity = self.severities.get(check.code, check.severity)
        milder = self.first_week and severity is Severity.E and check.code not in UNREADABLE
        return Severity.W if milder else severity

    def clears_of(self, check: Check) -> Clears:
        return self.clears.get(check.code, check.clears)

    def names_change(self, row: PlanRow) -> bool:
        """Whether the row names a change number that counts; a cell may name several."""
        numbers = {plain(number).upper() for number in SEPARATORS.split(row.change_number)} - {""}
        if self.approved_changes is None:
            return bool(numbers)
        return not numbers.isdisjoint(plain(number).upper() for number in self.approved_changes)

    def keeps(self, name: str) -> bool:
        """Whether the team keeps this column or data, as far as is declared."""
        return not any(name in COVERED.get(declared, ()) for declared in self.not_kept)

    def has_column(self, name: str) -> bool:
        return self.columns is None or name in self.columns

    def planned(self, key: str) -> PlanFields | None:
        """The live plan's values of a row; None for a row it does not have."""
        values = self.live_plan.get(key)
        return None if values is None else PlanFields(*values)

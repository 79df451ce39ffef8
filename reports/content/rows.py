"""The rows behind a figure as a table: the values that make the sum, and the sum at its foot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from reports.content.blocks import Cell, Column, Emphasis, Kind, Row, Table, Value
from reports.content.week_figures import TaskRow


@dataclass(frozen=True, slots=True)
class Amounts:
    """What a row, or a sum of rows, contributes (person-days)."""

    bac: Decimal | None = None
    pv: Decimal | None = None
    ev: Decimal | None = None
    ac: Decimal | None = None

    @property
    def sv(self) -> Decimal | None:
        return None if self.ev is None or self.pv is None else self.ev - self.pv

    @property
    def all(self) -> tuple[Decimal | None, ...]:
        return self.bac, self.pv, self.ev, self.ac, self.sv


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row of the plan in the week, its phase, whether it is late, and its amounts."""

    task: TaskRow
    phase: str
    is_late: bool
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Foot:
    """A line under the rows: what it is called, and its amounts."""

    label: str
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Places:
    """Which columns tell rows apart: no team where all are of one, no phase where all are in one."""

    team: bool = True
    phase: bool = True


def rows_table(rows: Iterable[FigureRow], feet: Sequence[Foot], title: str, places: Places) -> Table:
    """Rows with their amounts; each foot is a total."""
    columns = (
        Column(_("WBS"), width=4.5),
        Column(_("Task"), width=18),
        *((Column(_("Team"), width=6),) if places.team else ()),
        *((Column(_("Phase"), width=6),) if places.phase else ()),
        Column(_("Assignee"), width=6),
        Column(_("Planned start"), Kind.DATE, 5),
        Column(_("Planned finish"), Kind.DATE, 5),
        Column(_("Actual finish"), Kind.DATE, 5),
        Column(_("Percent complete"), Kind.PERCENT, 4),
        *(Column(name, Kind.DAYS, 4.5) for name in ("BAC", "PV", "EV", "AC")),
        Column(_("EV − PV"), Kind.DAYS_DIFFERENCE, 4.5),
    )
    lines = [row_line(row, places) for row in rows]
    empty = len(columns) - len(Amounts().all) - 1
    return Table("rows", title, columns, (*lines, *(foot_line(foot, empty) for foot in feet)), empty=_("No row fits."))


def row_line(row: FigureRow, places: Places) -> Row:
    task = row.task
    where = [name for name, shown in ((task.team, places.team), (row.phase, places.phase)) if shown]
    what: tuple[Value | Cell, ...] = (task.code, Cell(task.name, target=task.target), *where, task.assignee)
    when = (task.planned_start, task.planned_finish, task.actual_finish)
    amounts = (Cell(value, task.mark) for value in (task.percent, *row.amounts.all))
    return Row((*what, *when, *amounts), Emphasis.ALERT if row.is_late else Emphasis.NONE)


def foot_line(foot: Foot, empty: int) -> Row:
    return Row((foot.label, *("" for _column in range(empty)), *foot.amounts.all), Emphasis.TOTAL)


def total_label(count: int) -> str:
    return pgettext("table", "Total of %(count)d rows") % {"count": count}

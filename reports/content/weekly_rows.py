"""Sections 4, 5 and 13 of the weekly report: late tasks, what was done and comes next, findings; and the sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from reports.content.blocks import Block, Cell, Column, Emphasis, Gap, Kind, Row, Table, Value
from reports.content.show import Style
from reports.content.week_figures import Event, FindingCounts, LateRow, Source, TaskRow, WeekFigures

NO_DELAY = 0
MUCH_TIME = 10**6

EVENTS: dict[Event, Callable[[], str]] = {
    Event.START: lambda: pgettext("plan of next week", "Start"),
    Event.FINISH: lambda: pgettext("plan of next week", "Finish"),
    Event.START_AND_FINISH: lambda: pgettext("plan of next week", "Start and finish"),
    Event.OVERDUE: lambda: pgettext("plan of next week", "Overdue"),
    Event.MILESTONE: lambda: pgettext("plan of next week", "Milestone"),
}


def _task_columns() -> tuple[Column, ...]:
    return (
        Column(_("WBS"), width=4.5),
        Column(_("Task"), width=18),
        Column(_("Team"), width=6),
        Column(_("Assignee"), width=6),
    )


def _task_cells(task: TaskRow) -> tuple[str | Cell, ...]:
    return (task.code, Cell(task.name, task.mark, task.target), task.team, task.assignee)


def late(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    """Critical rows first, then what has least time left, then the longest delay; none is said so."""
    if not figures.late:
        return () if figures.project.rows_late is None else (Gap(_("No row is late.")),)
    rows = by_urgency(figures.late)
    return (late_table(rows, _order(with_path(rows), len(rows)) % {"count": len(rows)}),)


def by_urgency(rows: Iterable[LateRow]) -> list[LateRow]:
    return sorted(rows, key=_urgency)


def with_path(rows: Iterable[LateRow]) -> bool:
    """Whether the critical path of the plan is known."""
    return any(row.critical is not None for row in rows)


def late_table(rows: Sequence[LateRow], title: str) -> Table:
    """Late rows (all, or a page of them) with reason and countermeasure."""
    columns = (
        *_task_columns(),
        Column(_("Planned finish"), Kind.DATE, 5),
        Column(_("Forecast finish"), Kind.DATE, 5),
        Column(_("Delay (working days)"), Kind.WORKING_DAYS, 4.5),
        Column(_("Delay (person-days)"), Kind.DAYS_DIFFERENCE, 4.5),
        *((Column(_("Critical"), width=6.2),) if with_path(rows) else ()),
        Column(_("Reason for delay"), width=14, below=True),
        Column(_("Countermeasure"), width=14, below=True),
        *((Column(_("Endangers"), width=12, below=True),) if _with_danger(rows) else ()),
    )
    return Table("late", title, columns, tuple(_late_row(row, with_path(rows), _with_danger(rows)) for row in rows))


def _with_danger(rows: Sequence[LateRow]) -> bool:
    return any(row.endangers for row in rows)


def _order(critical_first: bool, count: int) -> str:
    if critical_first:
        return ngettext("%(count)d row, critical ones first", "%(count)d rows, critical ones first", count)
    return ngettext("%(count)d row, least time left first", "%(count)d rows, least time left first", count)


def _urgency(row: LateRow) -> tuple[bool, int, int, date, str]:
    delay = NO_DELAY if row.delay_days is None else row.delay_days
    left = MUCH_TIME if row.days_left is None else row.days_left
    return row.critical is not True, left, delay, row.task.planned_finish or date.max, row.task.code


def _late_row(row: LateRow, with_critical: bool, with_danger: bool) -> Row:
    critical = (_critical(row.critical),) if with_critical else ()
    danger = (_danger(row),) if with_danger else ()
    cells = (
        *_task_cells(row.task),
        row.task.planned_finish,
        row.task.forecast_finish,
        row.delay_days,
        row.delay_effort,
        *critical,
        row.delay_reason or None,
        row.countermeasure or None,
        *danger,
    )
    return Row(cells, Emphasis.ALERT if row.critical else Emphasis.NONE)


def _danger(row: LateRow) -> str | None:
    """The milestone it has to be done for, and how much time is left."""
    if not row.endangers or row.days_left is None:
        return row.endangers or None
    if row.days_left < 0:
        return _("%(name)s (passed)") % {"name": row.endangers}
    text = ngettext("%(name)s (%(days)d working day left)", "%(name)s (%(days)d working days left)", row.days_left)
    return text % {"name": row.endangers, "days": row.days_left}


def _critical(critical: bool | None) -> str | None:
    if critical is None:
        return None
    return pgettext("critical path", "Yes") if critical else ""


def done(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    if not (figures.finished or figures.started or figures.next_week):
        return ()
    return (
        _task_table(
            "finished", _("Finished this week"), figures.finished, FINISHED, _("No row was finished this week.")
        ),
        _task_table("started", _("Started this week"), figures.started, STARTED, _("No row was started this week.")),
        _task_table(
            "next-week", _("Planned for next week"), figures.next_week, NEXT, _("Nothing is planned for next week.")
        ),
    )


type Dates = tuple[tuple[Callable[[], str], Kind, Callable[[TaskRow], Value]], ...]

FINISHED: Dates = (
    (lambda: _("Planned finish"), Kind.DATE, lambda task: task.planned_finish),
    (lambda: _("Actual finish"), Kind.DATE, lambda task: task.actual_finish),
)
STARTED: Dates = (
    (lambda: _("Planned start"), Kind.DATE, lambda task: task.planned_start),
    (lambda: _("Actual start"), Kind.DATE, lambda task: task.actual_start),
    (lambda: _("Planned finish"), Kind.DATE, lambda task: task.planned_finish),
    (lambda: _("Percent complete"), Kind.PERCENT, lambda task: task.percent),
)
NEXT: Dates = (
    (
        lambda: pgettext("plan of next week", "Event"),
        Kind.TEXT,
        lambda task: EVENTS[task.event]() if task.event else "",
    ),
    (lambda: _("Planned start"), Kind.DATE, lambda task: task.planned_start),
    (lambda: _("Planned finish"), Kind.DATE, lambda task: task.planned_finish),
    (lambda: _("Forecast finish"), Kind.DATE, lambda task: task.forecast_finish),
    (lambda: _("Percent complete"), Kind.PERCENT, lambda task: task.percent),
)


def _task_table(key: str, title: str, tasks: Iterable[TaskRow], extra: Dates, empty: str) -> Table:
    columns = (*_task_columns(), *(Column(label(), kind, 5) for label, kind, _value in extra))
    rows = tuple(
        Row(
            (*_task_cells(task), *(value(task) for _label, _kind, value in extra)),
            Emphasis.ALERT if task.event is Event.OVERDUE else Emphasis.NONE,
        )
        for task in tasks
    )
    return Table(key, title, columns, rows, empty=empty)


def findings(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    """By team, with a total of the counts; rounds are not added up."""
    if not figures.findings:
        return ()
    columns = (
        Column(_("Team"), width=10),
        Column(_("Raised this week"), Kind.INTEGER, 5),
        Column(_("Closed this week"), Kind.INTEGER, 5),
        Column(pgettext("findings", "Still open"), Kind.INTEGER, 5),
        Column(pgettext("findings", "Waived"), Kind.INTEGER, 5),
        Column(_("Rounds until accepted"), Kind.INTEGER, 6),
    )
    rows = [_finding_row(one) for one in figures.findings]
    total = Row((pgettext("table", "Total"), *_sums(figures.findings), ""), Emphasis.TOTAL)
    return (Table("findings", _("Findings by team"), columns, (*rows, total)),)


def _finding_row(counts: FindingCounts) -> Row:
    numbers = (counts.opened, counts.closed, counts.open, counts.waived)
    return Row((Cell(counts.team, target=counts.target), *numbers, counts.rounds))


def _sums(counts: Sequence[FindingCounts]) -> tuple[int, ...]:
    numbers = ((one.opened, one.closed, one.open, one.waived) for one in counts)
    return tuple(sum(column) for column in zip(*numbers, strict=True))


def sources(figures: WeekFigures, style: Style) -> tuple[Block, ...]:
    if not figures.sources:
        return ()
    columns = (
        Column(_("Team"), width=8),
        Column(_("Submission"), width=6),
        Column(_("Revision"), Kind.INTEGER, 3.5),
        Column(_("Accepted on"), Kind.DATE, 5),
        Column(_("File"), width=16),
        Column("SHA-256", width=14),
    )
    return (Table("sources", _("Submissions behind the figures"), columns, tuple(map(_source, figures.sources))),)


def _source(source: Source) -> Row:
    name = Cell(source.team, source.mark)
    return Row((name, source.state, source.revision, source.accepted_on, source.file or None, source.digest or None))

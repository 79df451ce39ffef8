"""Lists of rows: late ones, what was started and finished, what comes, milestones."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from progress.domain.endangered import next_milestone
from progress.domain.rows import Kind, ends_on, starts_on
from progress.models import ProgressRecord
from progress.weekdata import WeekRow
from reports.content.week_figures import Event, LateRow, MilestoneLine, MilestoneRow, TaskRow
from reports.gather.view import MARKS, WeekView

MOST_MILESTONES = 6
ONE_WEEK, TWO_WEEKS = timedelta(days=7), timedelta(days=14)


def task(view: WeekView, row: WeekRow, event: Event | None = None) -> TaskRow:
    data = row.row
    return TaskRow(
        code=data.wbs_code or data.id, name=data.name, team=view.team_name(row.team), assignee=data.assignee,
        planned_start=data.planned_start, planned_finish=data.planned_finish, actual_start=data.actual_start,
        actual_finish=data.actual_finish, forecast_finish=data.forecast_finish, percent=data.percent, event=event,
        mark=MARKS.get(row.how), target=view.row_url(data.key),
    )  # fmt: skip


def late(view: WeekView) -> list[LateRow]:
    return [late_row(view, row) for row in view.data.late]


def late_row(view: WeekView, row: WeekRow) -> LateRow:
    days = view.data.delay_days(row)
    endangers, until = endangered(view, row)
    return LateRow(
        task(view, row), delay_days=None if days is None else int(days), delay_effort=row.delay_effort,
        delay_reason=row.row.delay_reason, countermeasure=row.row.countermeasure, endangers=endangers,
        days_left=None if until is None else days_until(view, until),
    )  # fmt: skip


def endangered(view: WeekView, row: WeekRow) -> tuple[str, date | None]:
    """What a late row has to be done for: the next milestone from its planned finish on, else the end of its phase."""
    milestone = next_milestone(row.row.planned_finish, view.open_milestones, lambda one: one.row.planned_finish)
    if milestone is not None:
        return milestone.row.name, milestone.row.planned_finish
    phase = view.phases.get(row.phase)
    return (phase.label, phase.finish) if phase else ("", None)


def days_until(view: WeekView, day: date) -> int:
    """Working days from the day after the status date to this day; negative when it has passed."""
    calendar = view.data.calendars.project
    return calendar.offset(day) - calendar.offset(view.status_date)


def this_week(view: WeekView) -> list[TaskRow]:
    """Open rows that start or finish in the week that comes, and its milestones, by date."""
    first, last = view.this_week
    found = [(row, event_between(row, first, last)) for row in view.data.rows if row.row.actual_finish is None]
    told = [(row, event) for row, event in found if event is not None]
    told.sort(key=lambda pair: (pair[0].row.planned_finish or last, pair[0].row.planned_start or last))
    return [task(view, row, event) for row, event in told]


def event_between(row: WeekRow, first: date, last: date) -> Event | None:
    """What falls into these days by forecast, else by plan: start, finish, both, a milestone, or nothing."""
    begins, ends = (day is not None and first <= day <= last for day in (starts_on(row.row), ends_on(row.row)))
    if row.row.kind is Kind.MILESTONE:
        return Event.MILESTONE if ends else None
    if begins and ends:
        return Event.START_AND_FINISH
    return Event.START if begins else Event.FINISH if ends else None


def milestone_trend(view: WeekView) -> list[MilestoneLine]:
    """How the dates of milestones moved over the sealed weeks, the reader's own ones (one query)."""
    keys = [row.row.key for row in nearest_milestones(view)]
    of_milestones = ProgressRecord.objects.filter(work_item__uuid__in=keys, week__status_date__lte=view.status_date)
    records = view.reach.records(of_milestones).order_by("week__status_date")
    lines: dict[str, list[tuple[date, dict[str, str | None]]]] = defaultdict(list)
    for key, day, values in records.values_list("work_item__uuid", "week__status_date", "values"):
        lines[str(key)].append((day, values))
    found = [milestone_line(points) for points in lines.values()]
    return sorted((line for line in found if line is not None), key=lambda line: line.planned)


def nearest_milestones(view: WeekView) -> list[WeekRow]:
    """As many as a chart can tell apart, those planned closest to the status date."""
    dated = [row for row in view.data.milestones if row.row.planned_finish is not None]
    dated.sort(key=lambda row: abs((row.row.planned_finish or view.status_date) - view.status_date))
    return dated[:MOST_MILESTONES]


def milestone_line(points: list[tuple[date, dict[str, str | None]]]) -> MilestoneLine | None:
    """None for a milestone that was reached before the first of these weeks, or has no date."""
    newest = points[-1][1]
    planned, first_done = day_of(newest, "planned_finish"), day_of(points[0][1], "actual_finish")
    if planned is None or first_done is not None:
        return None
    expected = [(day, day_of(values, "actual_finish", "forecast_finish", "planned_finish")) for day, values in points]
    kept = tuple((day, then) for day, then in expected if then is not None)
    return MilestoneLine(newest.get("name") or "", planned, kept)


def day_of(values: dict[str, str | None], *names: str) -> date | None:
    """The first of these dates that is there."""
    text = next((values[name] for name in names if values.get(name)), None)
    return date.fromisoformat(text) if text else None


def started(view: WeekView) -> list[TaskRow]:
    return [task(view, row) for row in view.data.rows if in_week(view, row.row.actual_start)]


def finished(view: WeekView) -> list[TaskRow]:
    return [task(view, row) for row in view.data.rows if in_week(view, row.row.actual_finish)]


def in_week(view: WeekView, day: date | None) -> bool:
    """After the last status date, up to this one."""
    last = view.before.week.status_date if view.before else view.status_date - ONE_WEEK
    return within(day, last, view.status_date)


def coming(view: WeekView) -> list[TaskRow]:
    """Open rows that start or finish in the seven days after the status date, or are overdue."""
    open_rows = [row for row in view.data.rows if row.row.is_leaf and row.row.actual_finish is None]
    events = [(row, event_of(row, view.status_date)) for row in open_rows]
    return [task(view, row, event) for row, event in events if event]


def event_of(row: WeekRow, status: date) -> Event | None:
    """Why a row stands in the list of next week; None when it does not."""
    until = status + ONE_WEEK
    starts = row.row.actual_start is None and within(row.row.planned_start, status, until)
    ends = within(row.row.planned_finish, status, until)
    if starts and ends:
        return Event.START_AND_FINISH
    if starts or ends:
        return Event.START if starts else Event.FINISH
    is_overdue = row.row.planned_finish is not None and row.row.planned_finish <= status
    return Event.OVERDUE if is_overdue else None


def within(day: date | None, after: date, until: date) -> bool:
    return day is not None and after < day <= until


def milestones(view: WeekView) -> list[MilestoneRow]:
    """Those planned or expected within two weeks either side of the status date, and the overdue ones."""
    near = [row for row in view.data.milestones if concerns(row, view.status_date)]
    near.sort(key=lambda row: row.row.planned_finish or view.status_date)
    return [milestone(view, row, forecast_before(view, row)) for row in near]


def concerns(row: WeekRow, status: date) -> bool:
    planned, data = row.row.planned_finish, row.row
    is_overdue = data.actual_finish is None and planned is not None and planned < status
    return is_overdue or any(is_near(day, status) for day in (planned, data.forecast_finish, data.actual_finish))


def ahead(view: WeekView) -> list[MilestoneRow]:
    """The next ones that are not reached yet, by planned date."""
    return [milestone(view, row, forecast_before(view, row)) for row in view.open_milestones[:MOST_MILESTONES]]


def forecast_before(view: WeekView, row: WeekRow) -> date | None:
    return view.forecasts_before.get(row.row.key)


def is_near(day: date | None, status: date) -> bool:
    return day is not None and abs(day - status) <= TWO_WEEKS


def milestone(view: WeekView, row: WeekRow, previous: date | None) -> MilestoneRow:
    data = row.row
    return MilestoneRow(
        data.name, planned=data.planned_finish, previous_forecast=previous, forecast=data.forecast_finish,
        actual=data.actual_finish, delay_days=milestone_delay(view, row), team=view.team_name(row.team),
        target=view.row_url(data.key),
    )  # fmt: skip


def milestone_delay(view: WeekView, row: WeekRow) -> int | None:
    """Working days between plan and actual (else forecast): negative is later than planned."""
    then = row.row.actual_finish or row.row.forecast_finish
    if then is None or row.row.planned_finish is None:
        return None
    calendar = view.data.calendars.of(row.team)
    return calendar.offset(row.row.planned_finish) - calendar.offset(then)

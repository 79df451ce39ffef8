"""What the Gantt page reads: one page of rows as they stood in a week, with this and the last progress line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import get_language

from pmo.lib.drawing.gantt import GanttChart, GanttRow
from progress import snapshot, weekdata
from progress.domain.gantt import days_off, gantt_row, moment, range_of
from progress.models import KindOfRow, ProgressRecord
from progress.reach import Reach, reach_of
from progress.weekdata import Part, WeekRow
from projects.domain.calendar import Calendars
from projects.models import Member, Project, Week, WeekState

PER_PAGE = 40
ONE_DAY, TWO_WEEKS = timedelta(days=1), timedelta(days=14)
SHOWS = ("", "late", "two_weeks", "mine", "near")


@dataclass(frozen=True)
class Asked:
    """Which week ("" is the latest a reader reaches), team and rows; `page` counts from 1."""

    week: str = ""
    team: str = ""
    show: str = ""
    page: int = 1


@dataclass(frozen=True)
class Gantt:
    """One page of the chart. `weeks` are those to go to, newest first."""

    week: Week
    weeks: list[Week]
    reach: Reach
    page: Page
    rows: list[WeekRow]
    before: dict[str, WeekRow]
    calendars: Calendars
    previous: Week | None
    phases: dict[str, str] = field(default_factory=dict)

    @property
    def on(self) -> date:
        return self.week.status_date

    def chart(self, words: Words) -> GanttChart:
        return chart_of(self.rows, self, words)


@dataclass(frozen=True)
class Words:
    """The texts of a drawing, in the reader's language, and what a bar says when it is pointed at."""

    title: str
    status_label: str
    description: str
    read_out: Callable[[WeekRow], tuple[tuple[str, str], ...]]


def gantt(user: Member, asked: Asked) -> Gantt | None:
    """The page for this reader; None while there is no week, Http404 for one out of reach."""
    reach = reach_of(user.powers)
    weeks = weeks_of(reach)
    week = next((one for one in weeks if one.key == asked.week), None) if asked.week else latest(weeks)
    if asked.week and week is None:
        raise Http404
    if week is None:
        return None
    calendars = snapshot.calendars_of(Project.get())
    read = sealed_page if week.is_sealed else open_page
    page, rows = read(week, asked, reach, user)
    previous = next((one for one in weeks if one.is_sealed and one.status_date < week.status_date), None)
    return Gantt(week, weeks, reach, page, rows, rows_before(previous, rows, reach), calendars, previous)


def weeks_of(reach: Reach) -> list[Week]:
    """Newest first: the sealed ones, and the open one where it may be seen (one query)."""
    found = Week.objects.exclude(state=WeekState.SKIPPED).order_by("-status_date")
    return [week for week in found if week.is_sealed or reach.unsealed]


def latest(weeks: Sequence[Week]) -> Week | None:
    return next((week for week in weeks if week.is_sealed), weeks[0] if weeks else None)


def sealed_page(week: Week, asked: Asked, reach: Reach, user: Member) -> tuple[Page, list[WeekRow]]:
    """From the records of the week, filtered and cut by the database (two queries)."""
    records = reach.records(ProgressRecord.objects.filter(week=week)).exclude(work_item__kind=KindOfRow.SUMMARY)
    if asked.team:
        records = records.filter(team__code=asked.team)
    records = in_order(filtered(records, asked, week, user), asked)
    page = Paginator(records.select_related("team", "phase"), PER_PAGE).get_page(asked.page)
    return page, [weekdata.sealed_row(record) for record in page]


def filtered(records: QuerySet, asked: Asked, week: Week, user: Member) -> QuerySet:
    if asked.show in ("late", "near"):
        return records.filter(is_late=True)
    if asked.show == "mine":
        return records.filter(work_item__assignees=user)
    if asked.show == "two_weeks":
        span = two_weeks(week)
        return records.filter(Q(starts_on__range=span) | Q(ends_on__range=span))
    return records


def two_weeks(week: Week) -> tuple[date, date]:
    """The fourteen days after the status date."""
    return week.status_date + ONE_DAY, week.status_date + TWO_WEEKS


def in_order(records: QuerySet, asked: Asked) -> QuerySet:
    """By the plan; "near" by the planned finish, what is longest overdue first."""
    by_date = ("values__planned_finish",) if asked.show == "near" else ()
    return records.order_by(*by_date, "work_item__sort_key", "work_item_id")


def open_page(week: Week, asked: Asked, reach: Reach, user: Member) -> tuple[Page, list[WeekRow]]:
    """From the live plan as it would be sealed now."""
    data = weekdata.provisional(week, None, Part(reach))
    mine = own_keys(user) if asked.show == "mine" else frozenset()
    kept = [row for row in data.rows if keeps(row, asked, week, mine)]
    if asked.show == "near":
        kept.sort(key=lambda row: row.row.planned_finish or date.max)
    page = Paginator(kept, PER_PAGE).get_page(asked.page)
    return page, list(page)


def own_keys(user: Member) -> frozenset[str]:
    return frozenset(map(str, user.work_items.values_list("uuid", flat=True)))


def keeps(row: WeekRow, asked: Asked, week: Week, mine: frozenset[str]) -> bool:
    if asked.team not in ("", row.team):
        return False
    if asked.show in ("late", "near"):
        return row.is_late
    if asked.show == "mine":
        return row.row.key in mine
    if asked.show == "two_weeks":
        return Part(coming=two_weeks(week)).comes(row.row)
    return True


def rows_before(previous: Week | None, rows: Iterable[WeekRow], reach: Reach) -> dict[str, WeekRow]:
    """The same rows in the sealed week before, by key (one query)."""
    if previous is None:
        return {}
    keys = [row.row.key for row in rows]
    records = reach.records(ProgressRecord.objects.filter(week=previous, work_item__uuid__in=keys))
    found = (weekdata.sealed_row(record) for record in records.select_related("team", "phase"))
    return {row.row.key: row for row in found}


def chart_of(rows: Sequence[WeekRow], found: Gantt, words: Words) -> GanttChart:
    drawn = tuple(drawn_row(row, found.on, words) for row in rows)
    days = range_of(drawn, found.on)
    return GanttChart(
        words.title, drawn, days.first, days.last, (get_language() or "ja")[:2], found.on, words.status_label,
        days_off(days, found.calendars.project), tuple(lines(rows, found, days.first)), words.description,
    )  # fmt: skip


def drawn_row(row: WeekRow, on: date, words: Words) -> GanttRow:
    name = f"{row.row.wbs_code or row.row.id} {row.row.name}".strip()
    return gantt_row(row.row, name, on, late=row.is_late, read_out=words.read_out(row))


def lines(rows: Sequence[WeekRow], found: Gantt, first: date) -> Iterable[tuple[float | None, ...]]:
    """The progress line of the week, and that of the sealed week before where one is known."""
    yield tuple(moment(row.row, found.on, found.calendars.of(row.team), first) for row in rows)
    if found.previous is not None and found.before:
        yield tuple(moment_before(row, found, found.previous, first) for row in rows)


def moment_before(row: WeekRow, found: Gantt, previous: Week, first: date) -> float | None:
    """Relative to its own status date; a row that was not there has no place."""
    earlier = found.before.get(row.row.key)
    if earlier is None:
        return None
    return moment(earlier.row, previous.status_date, found.calendars.of(row.team), first)

"""What the Gantt page reads: one page of rows as they stood in a week, with this and the last progress line."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.utils.translation import get_language

from pmo.lib.drawing.gantt import GanttChart, GanttRow
from progress import snapshot, weekdata
from progress.domain.endangered import by_nearest
from progress.domain.gantt import days_off, gantt_row, moment, range_of
from progress.models import ProgressRecord, Seal
from progress.reach import Reach, reach_of
from progress.weekdata import Part, WeekRow
from projects.domain.calendar import Calendars
from projects.models import Member, Phase, Project, Week, WeekState

PER_PAGE = 40
ONE_DAY, TWO_WEEKS = timedelta(days=1), timedelta(days=14)
SHOWS = ("", "late", "two_weeks", "mine", "near")
FIRST = "two_weeks"  # what a plan of several pages opens with: its first rows were done long ago
MOST_LINES = 4  # of earlier weeks


@dataclass(frozen=True)
class Asked:
    """Which week ("" is the latest a reader reaches), team and rows; `page` counts from 1, `lines` earlier weeks.

    `text` is a part of a row's WBS code, own id or name. Where nothing was asked (`is_bare`) the page chooses what it
    shows.
    """

    week: str = ""
    team: str = ""
    show: str = ""
    page: int = 1
    lines: int = 1
    text: str = ""
    is_bare: bool = False

    def shown(self, counts: Mapping[str, int]) -> str:
        """Which of SHOWS, of so many rows each."""
        return FIRST if self.is_bare and counts[""] > PER_PAGE and counts[FIRST] else self.show


@dataclass(frozen=True)
class Earlier:
    """The rows of the page as they stood in a sealed week before, by key."""

    week: Week
    rows: dict[str, WeekRow] = field(default_factory=dict)


@dataclass(frozen=True)
class Gantt:
    """One page of the chart. `weeks` are those to go to, `earlier` those whose lines are drawn, newest first."""

    week: Week
    weeks: list[Week]
    reach: Reach
    page: Page
    rows: list[WeekRow]
    earlier: list[Earlier]
    calendars: Calendars
    counts: dict[str, int]  # rows by what of SHOWS is asked
    show: str  # what of it is shown

    @property
    def on(self) -> date:
        return self.week.status_date

    @property
    def total(self) -> int:
        return self.counts[""]

    def chart(self, words: Words, ahead: int = 0) -> GanttChart:
        """At least `ahead` days after the status date are drawn."""
        return chart_of(self.rows, self, words, ahead)


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
    seal = Seal.objects.filter(week=week).only("calendars").first() if week.is_sealed else None
    calendars = weekdata.kept_calendars(seal) or snapshot.calendars_of(Project.get())
    read = sealed_page if week.is_sealed else open_page
    cut = read(week, asked, reach, user)
    before = [one for one in weeks if one.is_sealed and one.status_date < week.status_date][: asked.lines]
    drawn = earlier(before, cut.rows, reach)
    return Gantt(week, weeks, reach, cut.page, cut.rows, drawn, calendars, cut.counts, cut.show)


def weeks_of(reach: Reach) -> list[Week]:
    """Newest first: the sealed ones, and the open one where it may be seen (one query)."""
    found = Week.objects.exclude(state=WeekState.SKIPPED).order_by("-status_date")
    return [week for week in found if week.is_sealed or reach.unsealed]


def latest(weeks: Sequence[Week]) -> Week | None:
    return next((week for week in weeks if week.is_sealed), weeks[0] if weeks else None)


@dataclass(frozen=True)
class Cut:
    """The rows of one page, and of how many it was cut."""

    show: str
    counts: dict[str, int]
    page: Page
    rows: list[WeekRow]


def sealed_page(week: Week, asked: Asked, reach: Reach, user: Member) -> Cut:
    """From the records of the week, filtered, counted and cut by the database (three queries, four by milestone)."""
    reached = reach.records(ProgressRecord.objects.filter(week=week))
    records = called(reached, asked.text)
    if asked.team:
        records = records.filter(team__code=asked.team)
    conditions = conditions_of(week, user)
    named = {f"rows_{show}": Count("pk", filter=condition) for show, condition in conditions.items()}
    rows_of = records.aggregate(**named)
    counts = {show: rows_of[f"rows_{show}"] for show in SHOWS}
    show = asked.shown(counts)
    found = records.filter(conditions[show]).order_by("work_item__sort_key", "work_item_id")
    page, rows = nearest_records(found, reached, asked.page) if show == "near" else in_order(found, asked.page)
    return Cut(show, counts, page, [weekdata.sealed_row(record) for record in rows])


def called(records: QuerySet, text: str) -> QuerySet:
    """Those whose code, id or name in that week holds the text, half and full width alike where the plan has half."""
    wanted = Q()
    for one in {text.strip(), unicodedata.normalize("NFKC", text).strip()} - {""}:
        for name in ("wbs_code", "id", "name"):
            wanted |= Q(**{f"values__{name}__icontains": one})
    return records.filter(wanted)


def in_order(found: QuerySet, number: int) -> tuple[Page, list[ProgressRecord]]:
    page = Paginator(found.select_related("team", "phase"), PER_PAGE).get_page(number)
    return page, list(page)


def nearest_records(found: QuerySet, reached: QuerySet, number: int) -> tuple[Page, list[ProgressRecord]]:
    """By the day of the milestone, else the end of the phase, that each endangers."""
    gates = reached.filter(is_milestone=True).values_list("values__planned_finish", "values__actual_finish")
    milestones = [date.fromisoformat(planned) for planned, actual in gates if planned and not actual]
    facts = found.values_list("pk", "values__planned_finish", "phase__finish")
    aims = [(key, date.fromisoformat(planned) if planned else None, ends) for key, planned, ends in facts]
    page = Paginator(by_nearest(aims, milestones), PER_PAGE).get_page(number)
    records = found.select_related("team", "phase").in_bulk(list(page))
    return page, [records[key] for key in page]


def conditions_of(week: Week, user: Member) -> dict[str, Q]:
    """What of the week's records belongs to each of SHOWS."""
    span, late = two_weeks(week), Q(is_late=True)
    return {
        "": Q(pk__isnull=False), "late": late, "near": late,
        "two_weeks": Q(starts_on__range=span) | Q(ends_on__range=span),
        "mine": Q(work_item__in=user.work_items.values("pk")),
    }  # fmt: skip


def two_weeks(week: Week) -> tuple[date, date]:
    """The fourteen days after the status date."""
    return week.status_date + ONE_DAY, week.status_date + TWO_WEEKS


def open_page(week: Week, asked: Asked, reach: Reach, user: Member) -> Cut:
    """From the live plan as it would be sealed now."""
    data = weekdata.provisional(week, None, Part(reach))
    rows = [row for row in data.rows if asked.team in ("", row.team) and is_called(row, asked.text)]
    mine, coming = own_keys(user), Part(coming=two_weeks(week))
    kept = {show: [row for row in rows if keeps(row, show, coming, mine)] for show in SHOWS}
    counts = {show: len(found) for show, found in kept.items()}
    show = asked.shown(counts)
    shown = nearest_rows(kept["near"], data) if show == "near" else kept[show]
    page = Paginator(shown, PER_PAGE).get_page(asked.page)
    return Cut(show, counts, page, list(page))


def is_called(row: WeekRow, text: str) -> bool:
    """The same as `called`, of the live plan."""
    wanted = {text.strip().casefold(), unicodedata.normalize("NFKC", text).strip().casefold()}
    names = [(name or "").casefold() for name in (row.row.wbs_code, row.row.id, row.row.name)]
    return any(one in name for one in wanted for name in names)


def nearest_rows(rows: Sequence[WeekRow], data: weekdata.WeekData) -> list[WeekRow]:
    """The same as `nearest_records`, of the live plan (one query)."""
    ends = dict(Phase.objects.values_list("code", "finish"))
    gates = [row.row.planned_finish for row in data.milestones if row.row.actual_finish is None]
    aims = [(row, row.row.planned_finish, ends.get(row.phase)) for row in rows]
    return by_nearest(aims, [day for day in gates if day is not None])


def own_keys(user: Member) -> frozenset[str]:
    return frozenset(map(str, user.work_items.values_list("uuid", flat=True)))


def keeps(row: WeekRow, show: str, coming: Part, mine: frozenset[str]) -> bool:
    if show in ("late", "near"):
        return row.is_late
    if show == "mine":
        return row.row.key in mine
    return show != "two_weeks" or coming.comes(row.row)


def earlier(weeks: Sequence[Week], rows: Iterable[WeekRow], reach: Reach) -> list[Earlier]:
    """The same rows in sealed weeks before (one query, none without such a week); only weeks that know one of them."""
    if not weeks:
        return []
    found = {week.pk: Earlier(week) for week in weeks}
    keys = [row.row.key for row in rows]
    records = reach.records(ProgressRecord.objects.filter(week__in=weeks, work_item__uuid__in=keys))
    for record in records.select_related("team", "phase"):
        row = weekdata.sealed_row(record)
        found[record.week_id].rows[row.row.key] = row
    return [one for one in found.values() if one.rows]


def chart_of(rows: Sequence[WeekRow], found: Gantt, words: Words, ahead: int) -> GanttChart:
    drawn = tuple(drawn_row(row, found.on, words) for row in rows)
    days = range_of(drawn, found.on)
    days = replace(days, last=max(days.last, found.on + timedelta(days=ahead)))
    return GanttChart(
        words.title, drawn, days.first, days.last, (get_language() or "ja")[:2], found.on, words.status_label,
        days_off(days, found.calendars.project), tuple(lines(rows, found, days.first)), words.description,
    )  # fmt: skip


def drawn_row(row: WeekRow, on: date, words: Words) -> GanttRow:
    name = f"{row.row.wbs_code or row.row.id} {row.row.name}".strip()
    return gantt_row(row.row, name, on, late=row.is_late, read_out=words.read_out(row))


def lines(rows: Sequence[WeekRow], found: Gantt, first: date) -> Iterable[tuple[float | None, ...]]:
    """The progress line of the week, and those of the weeks before."""
    yield tuple(moment(row.row, found.on, found.calendars.of(row.team), first) for row in rows)
    for one in found.earlier:
        yield tuple(moment_before(row, found, one, first) for row in rows)


def moment_before(row: WeekRow, found: Gantt, one: Earlier, first: date) -> float | None:
    """Relative to its own status date; a row that was not there has no place."""
    then = one.rows.get(row.row.key)
    if then is None:
        return None
    return moment(then.row, one.week.status_date, found.calendars.of(row.team), first)
